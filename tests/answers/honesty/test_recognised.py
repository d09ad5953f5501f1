"""Text that a machine read from a picture: quoted with how sure it was, and in short only where it was sure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.answers.ask import Asker
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.database import Database
from retrieval.editions.store.rows import lines_text
from retrieval.printed import PrintedLine
from tests.answers import support

QUESTION = "西河大桥封闭维修的工期多久"
TODAY = date(2025, 3, 12)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, Archive]:
    folder = tmp_path_factory.mktemp("scanned")
    page = folder / "2025-03-11" / "02.txt"
    page.parent.mkdir()
    page.write_text(support.PAGE, encoding="utf-8")
    (folder / "data").mkdir()
    return support.newsroom(folder / "data", [page])


def recognised(archive: Archive, body: str, first: float, second: float) -> None:
    """Let a machine have read the article that begins so: its first 40 characters, and the rest."""
    whole = next(article for article in archive.articles() if article.body.startswith(body))
    lines = (PrintedLine(0, 40, (0, 0, 10, 1), first), PrintedLine(40, len(whole.body), (0, 1, 10, 2), second))
    with Database(archive.path).transaction() as connection:
        connection.execute("UPDATE articles SET lines = ? WHERE id = ?", (lines_text(lines), whole.id))
        connection.execute("UPDATE revision SET number = number + 1")  # as every committed change does


@pytest.mark.parametrize(("sure", "short"), [(0.995, "45天"), (0.8, None)])
def test_a_short_answer_rests_on_sure_characters(room: tuple[Asker, Archive], sure: float, short: str | None) -> None:
    asker, archive = room
    recognised(archive, "本报讯 (记者 高远)", 0.999, sure)
    answer = asker.ask(QUESTION, today=TODAY)
    assert answer.answer == short
    assert "工期45天" in answer.citations[0].excerpt
    assert answer.citations[0].recognition == sure


def test_doubt_about_another_line_is_told_and_not_in_the_way(room: tuple[Asker, Archive], tmp_path: Path) -> None:
    asker, archive = room
    recognised(archive, "本报讯 (记者 高远)", 0.6, 0.995)
    answer = asker.ask(QUESTION, today=TODAY)
    assert answer.answer == "45天"
    assert answer.citations[0].recognition == 0.6


def test_print_with_characters_of_its_own_has_no_doubt(room: tuple[Asker, Archive]) -> None:
    asker, _ = room
    assert asker.ask("每部电梯补贴多少钱", today=TODAY).citations[0].recognition is None
