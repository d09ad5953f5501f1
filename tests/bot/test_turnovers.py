"""What a publishing changes for readers, told edition by edition in three languages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.lang import LANGS
from bot.turnovers import EDITIONS_TOLD, HEADLINE_CHARS, edition_text, held_lines, turnover_json, turnover_lines
from retrieval.domain import Edition, Headline
from retrieval.editions.store.rollbacks import HeldEdition
from retrieval.editions.store.turnover import EditionTurnover, Turnover

DAY = date(2025, 4, 8)
PAPER = Edition(1, "苇州日报", DAY)
UNDATED = Edition(2, None, None)


def reports(*titles: str | None) -> tuple[Headline, ...]:
    return tuple(Headline(number, title, "苇州日报", DAY, "1") for number, title in enumerate(titles, 1))


def test_few_articles_are_named_and_many_counted() -> None:
    turned = Turnover((EditionTurnover(PAPER, reports("旧书市重开", None), reports(*"甲乙丙丁")),))
    came, reworded = turnover_lines(turned)
    assert came.startswith("上线 苇州日报 2025年4月8日：2 篇，《旧书市重开》、")
    assert reworded == "改动 苇州日报 2025年4月8日：4 篇"


def test_a_long_headline_is_cut() -> None:
    (line,) = turnover_lines(Turnover((EditionTurnover(UNDATED, went=reports("长" * 40)),)))
    assert line == f"下线 没有标明日期的版面：1 篇，《{'长' * HEADLINE_CHARS}》"


def test_many_editions_are_counted() -> None:
    turned = Turnover((EditionTurnover(PAPER, reports("甲")),) * (EDITIONS_TOLD + 3))
    *told, last = turnover_lines(turned)
    assert len(told) == EDITIONS_TOLD
    assert last == "… 另有 3 期"
    assert list(held_lines((HeldEdition(PAPER, 2),) * (EDITIONS_TOLD + 1)))[-1] == "… 另有 1 期"


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_has_its_words(lang) -> None:
    (line,) = held_lines((HeldEdition(UNDATED, 5),), lang)
    assert "5" in line
    assert edition_text(UNDATED, lang) in line


def test_programs_get_the_ids() -> None:
    (record,) = turnover_json(Turnover((EditionTurnover(UNDATED, reports("甲", "乙"), went=reports("丙")),)))
    assert record == {"paper": None, "date": None, "came": [1, 2], "reworded": [], "went": [1]}
