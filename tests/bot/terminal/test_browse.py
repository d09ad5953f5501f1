"""``baowen show``: a report by its number, also by one that another version has replaced since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from bot.lang import Lang
from bot.settings import Settings
from bot.terminal.browse import show
from bot.wiring import Newsroom

PAGE = "## 夜游船恢复运营\n\n本报讯 (记者 白露) 湖心公园夜游船今晚恢复运营,票价每人{fare}元,末班船21时30分开出。\n"
SAID: dict[Lang, str] = {
    "zh-hans": "这篇报道已更正，下面是现在的版本（编号 {new}）。",
    "zh-hant": "這篇報導已更正，下面是現在的版本（編號 {new}）。",
    "en": "This report was corrected; below is the present version (number {new}).",
}


@pytest.fixture
def corrected(room: Newsroom, tmp_path: Path) -> tuple[int, int]:
    """The numbers of a report before and after it was corrected."""
    numbers = []
    for fare in (45, 54):
        file = tmp_path / "新页" / "青溪晚报" / "2025-12-01" / "02.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(fare=fare), encoding="utf-8")
        room.index([tmp_path / "新页"])
        with room.published() as paper:
            numbers.append(
                max(each.id for edition in paper.editions() for each in paper.articles(edition_id=edition.id))
            )
    return numbers[0], numbers[1]


def test_a_number_that_was_replaced_opens_what_stands_now(
    corrected: tuple[int, int], run: Callable[..., Result], settings: Settings
) -> None:
    old, new = corrected
    assert old != new
    for lang, said in SAID.items():
        first, _, shown = run(show, old, given=settings.model_copy(update={"lang": lang})).output.partition("\n\n")
        assert first == said.format(new=new)
        assert "票价每人54元" in shown and "45元" not in shown
        assert shown == run(show, new, given=settings.model_copy(update={"lang": lang})).output


def test_a_quotation_is_marked_in_what_stands_now_or_said_to_be_gone(
    room: Newsroom, corrected: tuple[int, int], run: Callable[..., Result]
) -> None:
    passage = next(number for number in range(1, 99) if "45元" in room.passage_wording(number))
    words = room.passage_wording(passage)
    kept, gone = words.index("夜游船"), words.index("45元")
    assert "【夜游船】" in run(show, f"p{passage}:{kept}-{kept + 3}").output
    told = run(show, f"p{passage}:{gone}-{gone + 3}").output
    assert "原来引用的那句话已不在其中。" in told and "【" not in told
