"""What a newsroom sees of an article beside its text: the delivery as it came, its place on the page."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from bot.wiring import Newsroom
from retrieval.domain import Article
from tests.editions.test_places import BODY, archived, scanned
from tests.web.desk.test_over_http import FIRST, publish

Client = Callable[..., TestClient]
EPAPER = Path(__file__).resolve().parents[3] / "examples" / "delivered" / "数字报"
PRINTED = EPAPER.parents[1] / "printed" / "临江日报-2025-03-14-05.pdf"
CUT = "本报讯 (记者 林晓岚) 河堤步道全长3.6公里，昨天向市民开\n\n放。这条步道沿河堤修建，两侧种了柳树。"


def delivered(page: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]


def test_the_delivery_is_shown_as_it_came_until_its_file_changes(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    article = publish(room, tmp_path, CUT)
    client = client_of(room)
    address = f"/articles/{article.id}/source"
    assert f'href="{address}"' in client.get(f"/articles/{article.id}").text
    assert delivered(client.get(address).text) == [CUT]
    (tmp_path / "青溪晚报" / "2025-11-08" / "02.txt").write_text("改过了", encoding="utf-8")
    changed = client.get(address)
    assert (changed.status_code, delivered(changed.text)) == (200, [])
    assert "改动过" in changed.text


def test_a_file_is_named_without_the_folders_of_the_server(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    address = f"/articles/{publish(room, tmp_path, CUT).id}"
    for page in (client_of(room).get(address).text, client_of(room).get(f"{address}/source").text):
        assert "青溪晚报/2025-11-08/02.txt" in page
        assert tmp_path.name not in page


def test_what_was_withdrawn_is_not_shown_as_delivered_either(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    article = publish(room, tmp_path, FIRST)
    room.withdrawals.withdraw_article(article.id, "有误")
    assert client_of(room).get(f"/articles/{article.id}/source").status_code == 410


def test_beside_an_article_stand_its_other_printings_and_newer_reports(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    told = f"{FIRST}沿线新设12座凉亭，夜间有灯，早晚各有一班接驳车从东门开出。"
    first = publish(room, tmp_path, told)
    publish(room, tmp_path, f"{told}票价不变。", headline="河堤步道昨起开放", day="2025-11-09")
    publish(room, tmp_path, "河堤步道周一起夜间关闭，请市民绕行。", headline="河堤步道开放时间缩短", day="2025-11-20")
    beside = html.unescape(client_of(room).get(f"/articles/{first.id}").text).partition("<h2>另见</h2>")[2]
    printings, _, newer = beside.partition("<h3>后来的报道</h3>")
    assert ("河堤步道昨起开放" in printings, "2025年11月9日" in printings) == (True, True)
    assert "河堤步道开放时间缩短" in newer
    assert "河堤步道昨起开放" not in newer


def test_a_scan_shows_its_text_and_where_the_quotation_stands(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    number = archived(room.archive, scanned(tmp_path / "01.png"))
    room.publish()
    client = client_of(room)
    assert "".join(delivered(client.get(f"/articles/{number}/source").text)[0].split()) == BODY
    whole = client.get(f"/articles/{number}").text
    assert 'viewBox="0 0 400.0 600.0"' in whole
    assert 'class="line"' not in whole
    [passage] = room.archive.passages_of([number])[number]
    cited = client.get(f"/citations/p{passage.id}:0-4").text
    assert re.findall(r'<rect class="line" x="([\d.]+)" y="([\d.]+)"', cited) == [("20.0", "80.0")] * 2


def picture_file(kind: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 60), "white").save(written, kind)
    return written.getvalue()


def test_a_scan_is_shown_behind_the_outlines_until_its_file_changes(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    file, png = tmp_path / "01.png", picture_file("PNG")
    read = replace(scanned(file), sha256=hashlib.sha256(png).hexdigest())
    file.write_bytes(png)
    number = archived(room.archive, read)
    room.publish()
    client = client_of(room)
    assert f'<img src="/articles/{number}/picture"' in client.get(f"/articles/{number}").text
    sent = client.get(f"/articles/{number}/picture")
    assert (sent.content, sent.headers["content-type"]) == (png, "image/png")
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert client.get(sent.url.path, headers={"if-none-match": sent.headers["etag"]}).status_code == 304
    file.write_bytes(picture_file("JPEG"))
    assert client.get(sent.url.path).status_code == 404


def test_a_page_of_a_pdf_is_drawn_with_ink_where_the_article_stands(
    room: Newsroom, tmp_path: Path, client_of: Client
) -> None:
    file = tmp_path / PRINTED.name
    shutil.copy(PRINTED, file)
    room.index([file])
    with room.published() as paper:
        article = max(paper.articles(), key=lambda each: len(each.lines))
    client, address = client_of(room), f"/articles/{article.id}/picture"
    assert f'<img src="{address}"' in client.get(f"/articles/{article.id}").text
    sent = client.get(address)
    assert sent.headers["content-type"] == "image/jpeg"
    drawn = Image.open(BytesIO(sent.content)).convert("L")
    assert article.area is not None and article.area.size is not None
    scale = drawn.width / article.area.size[0]
    for line in article.lines:
        left, top, right, bottom = (side * scale for side in line.box)
        assert min(drawn.crop((left, top, right, bottom)).tobytes()) < 100
    file.write_bytes(file.read_bytes() + b"%")
    assert client.get(address).status_code == 404


def epaper_article(room: Newsroom, folder: Path, source: str) -> Article:
    """An article of the sample e-paper, whose page names ``source`` as its picture."""
    shutil.copytree(EPAPER, folder / "数字报")
    page = folder / "数字报" / "html" / "2025-03" / "15" / "node_2.htm"
    page.write_text(page.read_text(encoding="utf-8").replace("../../../1/2025-03/15/1_brief.jpg", source), "utf-8")
    room.index([folder / "数字报"])
    with room.published() as paper:
        return next(each for each in paper.articles() if each.area is not None and each.area.picture == source)


def test_the_picture_of_an_epapers_page_is_shown(room: Newsroom, tmp_path: Path, client_of: Client) -> None:
    place, jpeg = tmp_path / "数字报" / "1" / "2025-03" / "15" / "1_brief.jpg", picture_file("JPEG")
    article = epaper_article(room, tmp_path, "../../../1/2025-03/15/1_brief.jpg")
    client, address = client_of(room), f"/articles/{article.id}/picture"
    assert address not in client.get(f"/articles/{article.id}").text
    assert client.get(address).status_code == 404
    place.parent.mkdir(parents=True)
    place.write_bytes(jpeg)
    assert f'src="{address}"' in client.get(f"/articles/{article.id}").text
    assert (client.get(address).content, client.get(address).headers["content-type"]) == (jpeg, "image/jpeg")
    place.write_text("<script>alert(1)</script>", encoding="utf-8")
    assert client.get(address).status_code == 404
    place.write_bytes(jpeg)
    room.withdrawals.withdraw_article(article.id, "有误")
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("source", ["../../../../private.jpg", "/etc/private.jpg", "linked.jpg", "../../../secret.txt"])
def test_no_page_of_an_epaper_leads_to_files_outside_it(
    room: Newsroom, tmp_path: Path, client_of: Client, source: str
) -> None:
    private = tmp_path / "private.jpg"
    private.write_bytes(picture_file("JPEG"))
    article = epaper_article(room, tmp_path, source)
    (tmp_path / "数字报" / "secret.txt").write_bytes(picture_file("JPEG"))
    (tmp_path / "数字报" / "html" / "2025-03" / "15" / "linked.jpg").symlink_to(private)
    assert client_of(room).get(f"/articles/{article.id}/picture").status_code == 404
