"""Files that operators send: what the check before publishing shows, and that nothing sent is lost on the way."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.backups import SOURCES, save
from bot.restoring import restore
from bot.settings import Settings
from bot.soundness import unsound
from bot.telegram.handlers import admin_publish, albums
from bot.telegram.handlers.admin_publish import safe_name
from bot.telegram.session import publishing as module
from bot.telegram.views.texts import LANGS, Lang, say
from bot.telegram.views.upload_reports import FILES_LISTED, fitting
from bot.telegram.views.upload_texts import UploadText
from bot.wiring import Newsroom
from retrieval.editions.sources.files import LINE_SUFFIXES, PAGE_SUFFIXES
from retrieval.errors import Busy
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double
from tests.telegram.office import Office

BRIDGE = "## 青湾大桥合龙\n\n本报讯 (记者 丁一) 青湾大桥昨天合龙,大桥全长860米,双向六车道,预计明年六月通车。\n\n"
MUSEUM = "## 新馆落成\n\n本报讯 (记者 丁一) 青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。\n\n"
CAPTION = "临江日报 2025-11-10 第3版"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(albums, "WAIT_S", 0.0)
    monkeypatch.setattr(module, "BUSY_AGAIN_S", 0.01)
    monkeypatch.setattr(admin_publish, "PROGRESS_EVERY_S", 0.01)


@pytest.fixture
def desk(own_telegram: Double) -> Iterator[Desk]:
    with Desk(own_telegram) as desk:
        yield desk


def packed(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


# -- what the check shows --------------------------------------------------------------------------------------------


def test_the_check_shows_each_article_with_its_place_and_the_caption_says_what_the_page_does_not(
    office: Office,
) -> None:
    report = office.sends("page.txt", BRIDGE + MUSEUM, caption=CAPTION)
    assert report.text.splitlines() == [
        "检查完毕，尚未发布。",
        "说明读作：临江日报 2025年11月10日 第3版",
        "文件 1，报道 2：新 2，改 0，下线 0，不变 0；修复断栏 0",
        "✓ page.txt：2 篇",
        "新 2 篇：",
        "1. 《青湾大桥合龙》 临江日报 2025年11月10日 第3版",
        "2. 《新馆落成》 临江日报 2025年11月10日 第3版",
    ]
    assert report.buttons == ["发布", "取消"]
    office.presses(report, "发布")
    assert report.text.startswith("已发布。")
    assert office.answers("青湾大桥全长多少米") == "860米"


def test_a_correction_shows_what_it_changes_and_what_is_gone(office: Office) -> None:
    office.presses(office.sends("2025-11-10-03.txt", BRIDGE + MUSEUM, caption="临江日报"), "发布")
    report = office.sends("2025-11-10-03.txt", BRIDGE.replace("860", "870"), caption="临江日报")
    assert "新 0，改 1，下线 1" in report.text
    assert "1. 《青湾大桥合龙》 临江日报 2025年11月10日 第3版\n　大桥全长860米 → 大桥全长870米\n" in report.text
    assert "下线 1 篇（新的版面里没有了）：\n1. 《新馆落成》" in report.text


def test_what_has_no_paper_or_date_is_warned_of(office: Office) -> None:
    text = office.sends("page.txt", BRIDGE).text
    assert "1. 《青湾大桥合龙》 （没有报名、日期）" in text
    assert "⚠ 1 篇没有报名\n⚠ 1 篇没有日期\n请把报名、日期、版次写在文件的说明里" in text


def test_members_of_a_zip_are_named_with_their_folders(office: Office) -> None:
    content = packed(**{"青溪晚报/2025-11-10/01.txt": BRIDGE, "青溪晚报/2025-11-10/02.txt": "", "note.bin": "x"})
    text = office.sends("today.zip", content).text
    assert "✓ today.zip/青溪晚报/2025-11-10/01.txt：1 篇" in text
    assert "✗ today.zip/青溪晚报/2025-11-10/02.txt：里面没有文字" in text
    assert "1. 《青湾大桥合龙》 青溪晚报 2025年11月10日 第1版" in text


def test_long_lists_end_in_counts(office: Office) -> None:
    pages = {f"青溪晚报/2025-11-10/{n:02}.txt": f"## 标题{n}\n\n本报讯 (记者 丁一) 第{n}号站台昨天启用,乘客说方便。\n"
             for n in range(1, 26)}  # fmt: skip
    report = office.sends("today.zip", packed(**pages))
    assert f"… 另有 {25 - FILES_LISTED} 个文件" in report.text
    assert "10. 《标题10》" in report.text
    assert "… 另有 15 篇" in report.text


def test_nothing_to_publish_is_not_offered(office: Office) -> None:
    report = office.sends("empty.txt", "")
    assert report.text.startswith("没有可以发布的内容。\n")
    assert "✗ empty.txt" in report.text
    assert report.buttons == []
    office.presses(office.sends("2025-11-10-03.txt", BRIDGE), "发布")
    again = office.sends("2025-11-10-03.txt", BRIDGE)
    assert again.text.startswith("没有可以发布的内容。\n这些内容都已收录，没有变化。")
    assert again.buttons == []
    assert not list((office.room.settings.data / "inbox").iterdir())


def test_what_is_in_the_archive_and_not_published_can_be_published(office: Office, tmp_path: Path) -> None:
    page = tmp_path / "2025-11-10-03.txt"
    page.write_text(BRIDGE, encoding="utf-8")
    office.room.read([page])
    report = office.sends("2025-11-10-03.txt", BRIDGE)
    assert "另有收录过而没有发布的内容" in report.text
    office.presses(report, "发布")
    assert office.answers("青湾大桥全长多少米") == "860米"


@pytest.mark.parametrize("suffix", sorted(PAGE_SUFFIXES | LINE_SUFFIXES))
def test_every_text_that_the_terminal_reads_may_be_sent(office: Office, suffix: str) -> None:
    line = json.dumps({"headline": "新馆落成", "body": "青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。"})
    content = line if suffix in LINE_SUFFIXES else MUSEUM
    assert "新 1，改 0" in office.sends(f"2025-11-10-01{suffix.upper()}", content).text
    assert "新 1，改 0" in office.sends("today.zip", packed(**{f"2025-11-10/01{suffix}": content})).text


def test_what_is_no_page_is_refused_in_words_and_names_no_folder_of_the_server(office: Office) -> None:
    for name, content, told in (
        ("page.exe", b"MZ", "page.exe：不支持这种格式。能读的有 "),
        ("broken.zip", b"PK\x03\x04 nonsense", "✗ broken.zip：压缩包已损坏"),
        ("empty.zip", packed(readme="x"), "✗ empty.zip：没有能读的文件（能读的有 "),
        ("image.txt", bytes(range(256)) * 10, "✗ image.txt：第1行：不是文本文件"),
        ("bad.jsonl", b'{"headline": "x", "date": "2025-99-99", "body": "y"}', "bad.jsonl"),
    ):
        report = office.sends(name, content)
        assert told in report.text, name
        assert str(office.room.settings.data) not in report.text
        assert "inbox" not in report.text
        assert report.buttons == []


def test_a_photo_is_to_be_sent_as_a_file(office: Office) -> None:
    office.chief.sends({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]})
    office.works()
    assert office.hears().text == say("zh-hans", UploadText.SEND_AS_FILE)


def test_what_is_too_large_is_refused_before_it_is_fetched(office: Office, own_telegram: Double) -> None:
    report = office.sends("all.zip", b"x" * (21 << 20))
    assert report.text.startswith("all.zip：21.0 MB，没有取。")
    assert not own_telegram.calls("getFile")


def test_a_server_of_one_s_own_gives_files_of_any_size(office: Office, own_telegram: Double) -> None:
    own_telegram.tolerated.append("file is too big")
    room = office.room
    room.settings = room.settings.model_copy(update={"telegram_api": own_telegram.url})
    report = office.sends("all.zip", b"x" * (21 << 20))  # … and where it does not, that is told
    assert report.text.startswith("all.zip：21.0 MB，没有取。")
    assert own_telegram.calls("getFile")


@pytest.mark.parametrize(
    ("caption", "place"),
    [
        ("临江日报 2025-03-16 第3版", "临江日报 2025年3月16日 第3版"),
        ("临江日报2025年3月16日头版", "临江日报 2025年3月16日 第1版"),
        ("报纸:城市快讯 日期:2025-03-16 版面:A03", "城市快讯 2025年3月16日 第A3版"),
        ("昨天的 临江日报", "临江日报 2025年11月9日"),
        ("請發布", ""),
    ],
)
def test_captions_are_read_as_they_are_written(
    office: Office, monkeypatch: pytest.MonkeyPatch, caption: str, place: str
) -> None:
    from datetime import date

    monkeypatch.setattr(office.service, "today", lambda: date(2025, 11, 10))
    text = office.sends("page.txt", BRIDGE, caption=caption).text
    assert (f"说明读作：{place}\n" in text) is bool(place)
    assert "说明读作" in text or not place


def test_a_caption_with_a_day_that_no_calendar_has_is_told(office: Office) -> None:
    assert "page.txt：" in office.sends("page.txt", BRIDGE, caption="临江日报 2025-02-30").text


# -- several files ---------------------------------------------------------------------------------------------------


def test_an_album_is_one_report_with_one_button(office: Office, desk: Desk) -> None:
    for number, text in enumerate((BRIDGE, MUSEUM), 1):
        caption = {"caption": "临江日报 2025-11-10"} if number == 2 else {}
        office.chief.sends_file(f"0{number}版.txt", text.encode(), media_group_id="album", **caption)
    office.works(at_once=True)
    report = office.hears()
    office.chief.hears_nothing(for_s=0)
    assert "文件 2，报道 2：新 2" in report.text
    assert "《青湾大桥合龙》 临江日报 2025年11月10日 第1版" in report.text
    assert "《新馆落成》 临江日报 2025年11月10日 第2版" in report.text
    office.presses(report, "发布")
    assert office.answers("青湾大桥全长多少米") == "860米"
    assert "3456件" in office.answers("博物馆新馆陈列文物多少件")


def test_publishings_queue(office: Office, desk: Desk) -> None:
    reports = []
    for number in range(4):
        text = f"## 站台{number}启用\n\n本报讯 (记者 丁一) 第{number}号站台昨天启用,设座椅{number + 20}把,乘客满意。\n"
        reports.append(office.sends(f"2025-11-10-{number + 1:02}.txt", text))
    for report in reports:
        office.chief.presses(report, "发布")
    office.works(at_once=True)
    assert [report.text.splitlines()[0] for report in reports] == ["已发布。"] * 4
    waited = {call.params["text"] for call in office.chief.world.calls if call.method == "editmessagetext"}
    assert say("zh-hans", UploadText.QUEUED, count=3) in waited
    assert len(office.room.archive.editions()) == 3


def test_another_process_that_writes_is_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    report = office.sends("2025-11-10-03.txt", BRIDGE)
    read, tried = office.room.read, []

    def busy_at_first(*args: object, **more: object) -> object:
        tried.append(1)
        if len(tried) < 3:
            raise Busy("another process is writing")
        return read(*args, **more)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(office.room, "read", busy_at_first)
    office.presses(report, "发布")
    assert report.text.startswith("已发布。")
    assert len(tried) == 3


def test_what_failed_is_kept_and_can_be_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    report = office.sends("2025-11-10-03.txt", BRIDGE)

    def refusing(*args: object, **more: object) -> object:
        raise Busy("another process is writing")

    monkeypatch.setattr(module, "BUSY_PATIENCE_S", 0.0)
    with monkeypatch.context() as broken:
        broken.setattr(office.room, "read", refusing)
        office.presses(report, "发布")
    assert report.text.startswith("没有发布：")
    assert "发来的内容还在" in report.text
    assert report.buttons == ["再试一次", "取消"]
    office.presses(report, "再试一次")
    assert report.text.startswith("已发布。")


def test_a_publishing_that_fails_after_reading_is_tried_again_from_the_archive(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = office.sends("2025-11-10-03.txt", BRIDGE)

    def refusing(*args: object, **more: object) -> object:
        raise Busy("another process is writing")

    monkeypatch.setattr(module, "BUSY_PATIENCE_S", 0.0)
    with monkeypatch.context() as broken:
        broken.setattr(office.room, "publish", refusing)
        office.presses(report, "发布")
    office.presses(report, "再试一次")
    assert report.text == "已发布。"
    assert office.answers("青湾大桥全长多少米") == "860米"


def test_a_button_pressed_twice_publishes_once(office: Office) -> None:
    report = office.sends("2025-11-10-03.txt", BRIDGE)
    for _ in range(2):
        office.chief.presses(report, "发布")
    office.works(at_once=True)
    assert report.text.startswith("已发布。")
    office.chief.presses_data(report, "op:publish:" + "0" * 16)
    office.works()
    assert report.text == "已经处理过了。"


def test_an_upload_outlives_a_restart_with_its_caption(office: Office, desk: Desk) -> None:
    report = office.sends("page.txt", BRIDGE, caption=CAPTION)
    restarted = Office(desk, office.room, office.chief)
    restarted.presses(report, "发布")
    assert report.text.startswith("已发布。")
    assert any(edition.paper == "临江日报" for edition in office.room.archive.editions())
    restarted.service.close()


def test_the_first_edition_can_be_sent(desk: Desk, tmp_path: Path, chief: Citizen, own_telegram: Double) -> None:
    room = Newsroom(Settings(data=tmp_path / "new", offline=True, admins=str(chief.id)), create=True)
    office = Office(desk, room, chief)
    lin = own_telegram.citizen("林")
    for text in ("/start", "/help", "/latest", "/edition", "/sources", "/status"):
        chief.says(text)
        office.works()
        office.hears()
    lin.types_inline("")
    office.works()
    report = office.sends("page.txt", BRIDGE, caption=CAPTION)
    assert report.buttons == ["发布", "取消"]
    office.presses(report, "发布")
    assert office.answers("青湾大桥全长多少米") == "860米"
    office.service.close()
    room.close()


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_what_does_not_fit_is_counted(lang: Lang) -> None:
    lines = [f"第{number}行" + "长" * 50 for number in range(100)]
    text = fitting(lines, lang, 1000)
    shown = text.count("长" * 50)
    assert text.endswith(say(lang, UploadText.MORE_LINES, count=100 - shown))
    assert fitting(lines[:3], lang) == "\n".join(lines[:3])


def test_a_name_leads_nowhere_else() -> None:
    names = ("../a.txt", "..\\b.txt", ".hidden.txt", "")
    assert [safe_name(name) for name in names] == ["a.txt", "b.txt", "hidden.txt", "page.txt"]


def test_a_zip_cannot_write_elsewhere(office: Office) -> None:
    report = office.sends("evil.zip", packed(**{"../../evil.txt": BRIDGE}))
    assert "不安全的文件名" in report.text
    assert not list(office.room.settings.data.rglob("evil.txt"))


# -- sources are kept ------------------------------------------------------------------------------------------------


def sources_in(data: Path) -> list[str]:
    """The kept files, without the keys of their uploads."""
    return sorted("/".join(path.relative_to(data / SOURCES).parts[1:]) for path in (data / SOURCES).rglob("*.*"))


def test_what_was_published_is_kept_and_can_be_verified(office: Office) -> None:
    data = office.room.settings.data
    office.presses(office.sends("2025-11-10-03.txt", BRIDGE, caption="临江日报"), "发布")
    office.presses(office.sends("more.zip", packed(**{"青溪晚报/2025-11-10/05.txt": MUSEUM})), "发布")
    assert sources_in(data) == ["files/0/2025-11-10-03.txt", "files/0/more.zip"]
    assert list((data / "inbox").iterdir()) == []
    assert [found.what for found in unsound(office.room.settings) if SOURCES in found.what] == []
    office.sends("2025-11-10-03.txt", BRIDGE.replace("860", "870"), caption="临江日报")
    assert len(sources_in(data)) == 2, "what is only checked is no source"


def test_kept_sources_go_into_a_backup_and_move_with_the_data_folder(office: Office, tmp_path: Path) -> None:
    data = office.room.settings.data
    office.presses(office.sends("2025-11-10-03.txt", BRIDGE, caption="临江日报"), "发布")
    office.presses(office.sends("more.zip", packed(**{"青溪晚报/2025-11-10/05.txt": MUSEUM})), "发布")
    save(data, tmp_path / "backup", everything=True)
    assert sources_in(tmp_path / "backup") == sources_in(data)
    room = Newsroom(Settings(data=tmp_path / "elsewhere", offline=True), create=True)
    restore(room, tmp_path / "backup", step=lambda name: None)
    room.close()
    shutil.rmtree(data / SOURCES)
    assert sources_in(tmp_path / "elsewhere") == ["files/0/2025-11-10-03.txt", "files/0/more.zip"]
    assert [found.what for found in unsound(room.settings) if SOURCES in found.what] == []
    assert len([found for found in unsound(office.room.settings) if SOURCES in found.what]) == 2
