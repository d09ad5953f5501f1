"""Buttons and links of long ago: they open what readers see of the same report or edition now, and say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.telegram.app import handlers
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.views.callback_data import ListHeadlines, ListPages, OpenArticle
from bot.telegram.views.deep_links import Place
from bot.wiring import Newsroom
from retrieval.domain import Article
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard
from tests.telegram.pages import PAGES

BOATS = "湖心公园夜游船恢复运营"
NOTE = "此文已更正，这是现在的版本。"
DAY = "2025-11-09/02.txt"


class Reader:
    """Somebody who presses buttons of long ago, over a newsroom of the test's own."""

    def __init__(self, desk: Desk, room: Newsroom, citizen: Citizen, folder: Path) -> None:
        self.room, self.citizen, self.folder = room, citizen, folder
        self.service = Service(room)
        self._desk = desk
        self._table = handlers(self.service, Counts())

    def article(self, headline: str) -> Article:
        with self.room.published() as paper:
            return next(each for each in paper.articles() if each.headline == headline)

    def words(self, article: Article, words: str) -> Place:
        """Where these words stand in a passage."""
        with self.room.published() as paper:
            passages = paper.passages_of([article.id])[article.id]
        found = next(passage for passage in passages if words in passage.text)
        start = found.text.index(words)
        return Place(passage_id=found.id, start=start, end=start + len(words))

    def prints(self, name: str, text: str) -> None:
        """Publish a page."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        assert self.room.index([file]).published

    def presses(self, data: str) -> tuple[Heard, str]:
        """Press a button under an old message; the message, and what the button answered."""
        self._desk.run(self._desk.bot.send_message(self.citizen.id, "旧消息"))
        shown = self.citizen.hears()
        query = self.citizen.presses_data(shown, data)
        self._desk.hands(*self._table)
        assert query.answer is not None
        return shown, str(query.answer.get("text", ""))

    def opens(self, place: Place) -> Heard:
        """What 看全文 opens."""
        self.presses(OpenArticle(place).encode())
        return self.citizen.hears(timeout=0)

    def follows(self, place: Place) -> Heard:
        """What a deep link opens."""
        self.citizen.says(f"/start {place.token}")
        self._desk.hands(*self._table)
        return self.citizen.hears(timeout=0)


@pytest.fixture
def reader(own_telegram: Double, chiefs_room: Newsroom, tmp_path: Path) -> Iterator[Reader]:
    with Desk(own_telegram) as desk:
        found = Reader(desk, chiefs_room, own_telegram.citizen("林"), tmp_path / "青溪晚报")
        yield found
        found.service.close()


def dearer(text: str) -> str:
    return text.replace("票价每人45元", "票价每人50元")


@pytest.mark.parametrize("opening", [Reader.opens, Reader.follows], ids=["button", "deep link"])
def test_a_corrected_report_opens_in_the_present_version(
    reader: Reader, opening: Callable[[Reader, Place], Heard]
) -> None:
    old = reader.article(BOATS)
    unchanged, changed = reader.words(old, "末班船21时30分开出"), reader.words(old, "票价每人45元")
    reader.prints(DAY, dearer(PAGES[DAY]))
    for place in (Place(article_id=old.id), unchanged, changed):
        shown = opening(reader, place)
        assert shown.text.startswith(f"{NOTE}\n\n《{BOATS}》\n")
        assert "票价每人50元" in shown.text
        assert "45元" not in shown.text
    assert "末班船21时30分开出" in opening(reader, unchanged).marked("bold"), "the same words are marked there too"
    assert "▌" not in opening(reader, changed).text


def test_the_pager_of_an_old_text_leads_into_the_present_one(reader: Reader) -> None:
    old = reader.article("街道推出三十六条便民措施")
    reader.prints("2025-11-08/03.txt", PAGES["2025-11-08/03.txt"].replace("苏禾", "苏和"))
    shown, _ = reader.presses(OpenArticle(Place(article_id=old.id, sheet=1)).encode())
    assert shown.text.startswith(NOTE)
    assert shown.button("上一页")["callback_data"] == f"read:a{reader.article('街道推出三十六条便民措施').id}-0"


def test_after_a_rollback_the_older_version_opens_and_is_not_called_a_correction(reader: Reader) -> None:
    before = reader.room.engine.current()
    reader.prints(DAY, dearer(PAGES[DAY]))
    corrected = reader.article(BOATS)
    assert before is not None
    reader.room.roll_back(before)
    shown = reader.opens(Place(article_id=corrected.id))
    assert shown.text.startswith("您要看的版本已经下线，这是现在的版本。\n\n")
    assert "票价每人45元" in shown.text


def test_what_is_gone_from_its_page_is_an_alert(reader: Reader) -> None:
    old = reader.article(BOATS)
    reader.prints(DAY, PAGES[DAY].split(f"## {BOATS}")[0])
    _, told = reader.presses(OpenArticle(Place(article_id=old.id)).encode())
    assert told == "这篇报道已经更正或撤回，旧的文字不再提供。"


def test_an_edition_whose_date_was_put_right_opens_where_its_reports_stand_now(reader: Reader) -> None:
    text = "## 青湾大桥合龙\n\n本报讯 (记者 丁一) 青湾大桥昨天合龙,大桥全长860米,双向六车道,预计明年六月通车。\n"
    reader.prints("page.txt", text)
    undated = reader.article("青湾大桥合龙")
    reader.prints("2025-11-10/05.txt", text)
    for carried in (ListHeadlines(undated.edition_id), ListPages(undated.edition_id)):
        shown, _ = reader.presses(carried.encode())
        assert shown.text.startswith("这一期已更正，这是现在的版本。\n\n青溪晚报 2025年11月10日")


def test_a_withdrawn_edition_says_since_when_and_why(reader: Reader) -> None:
    edition = reader.article(BOATS).edition_id
    reader.room.withdrawals.withdraw_edition(edition, "印错了", public=True)
    day = reader.room.clock.today()
    _, told = reader.presses(ListHeadlines(edition).encode())
    assert told == f"这一期已由报社于{day.year}年{day.month}月{day.day}日撤回，不再提供。 原因：印错了"
