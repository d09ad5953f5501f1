"""``baowen judgements``: readers' judgements as questions, without a word on who gave them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from bot.terminal.judgements import judgements, question, record
from bot.wiring import Newsroom
from retrieval.editions.store.judgements import Judgement
from tests.bot.support import HEATING, LIBRARY

Run = Callable[..., Result]


@pytest.fixture
def passages(room: Newsroom) -> dict[str | None, int]:
    """The id of a passage of each article, by headline."""
    return {article.headline: passage.id for passage, article in room.archive.live_passages()}


def given(*passages: int, verdict: str = "good", asked: str | None = "问", answer: str | None = "答") -> Judgement:
    return Judgement((1, len(passages)), 4242, verdict, passages, asked, answer, at=86400.0)


def test_the_first_article_cited_is_the_right_one(room: Newsroom, passages: dict[str | None, int]) -> None:
    both = given(passages[HEATING], passages[LIBRARY])
    assert dict(question(room, both)) == {"question": "问", "answers": ["答"], "article": HEATING}
    assert record(room, both)["articles"] == [HEATING, LIBRARY]


def test_a_withdrawn_article_is_named_no_more(room: Newsroom, passages: dict[str | None, int]) -> None:
    (number,) = room.archive.owners([passages[HEATING]]).values()
    room.withdrawals.withdraw_article(number, "失实")
    assert dict(question(room, given(passages[HEATING], passages[LIBRARY])))["article"] == LIBRARY
    assert "article" not in dict(question(room, given(passages[HEATING])))
    assert "article" not in dict(question(room, given()))


def test_a_record_says_when_and_not_who(room: Newsroom, passages: dict[str | None, int]) -> None:
    told = record(room, given(passages[LIBRARY], 999, verdict="wrong", asked=None))
    assert told["at"] == "1970-01-02T00:00:00+00:00"
    assert (told["question"], told["verdict"], told["passages"]) == (None, "wrong", [passages[LIBRARY], 999])
    assert 4242 not in told.values()


def test_only_good_ones_with_both_words_are_questions(
    run: Run, room: Newsroom, passages: dict[str | None, int]
) -> None:
    number = passages[LIBRARY]
    assert run(judgements).stdout == ""
    room.judgements.take(
        [
            given(number),
            given(number, number, asked=None),
            given(number, number, number, answer=None),
            given(number, number, number, number, verdict="missing"),
        ]
    )
    assert len(run(judgements).stdout.splitlines()) == 1
    assert len(run(judgements, "--all").stdout.splitlines()) == 4
