"""``baowen show``: a report by its number, also by one that another version has replaced since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from bot.lang import Lang
from bot.messages import told
from bot.terminal.browse import show
from bot.wiring import Newsroom
from retrieval.errors import Replaced

PAGE = "## 夜游船恢复运营\n\n本报讯 (记者 白露) 湖心公园夜游船今晚恢复运营,票价每人{fare}元,末班船21时30分开出。\n"
SAID: dict[Lang, str] = {
    "zh-hans": "这篇报道已更正，现在的版本编号是 {new}",
    "zh-hant": "這篇報導已更正，現在的版本編號是 {new}",
    "en": "error: the report was corrected; the number of the present version is {new}",
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


def test_a_number_that_was_replaced_names_the_one_that_stands_now(
    corrected: tuple[int, int], run: Callable[..., Result]
) -> None:
    old, new = corrected
    assert old != new
    assert "票价每人54元" in run(show, new).output
    with pytest.raises(Replaced) as caught:
        run(show, old)
    for lang, said in SAID.items():
        assert said.format(new=new) in told(caught.value, lang)
