"""Typing slips, looked for in one generation: what is doubted, what is meant, and when that is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest

from retrieval.answers.question.query import Correction, understand
from retrieval.answers.ranking.ranked import Ranked
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.ranking.spelling import DOUBTED, LIKELY, Corrector, convinces, holds_all, nearby
from retrieval.domain import NO_FILTERS
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Generation
from retrieval.index.published import Published
from retrieval.language.folding import folded
from retrieval.language.tokenizer import Tokenizer
from tests.answers.support import PAGE

TODAY = date(2025, 3, 12)
PRINTED = folded(PAGE)


@pytest.fixture(scope="module")
def generation(own_page) -> Iterator[Generation]:
    _, _, page = own_page
    engine = EmbeddedEngine(page.parents[2] / "data", Tokenizer())
    opened = engine.open(str(engine.current()))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ranked_for(own_page, support, generation: Generation) -> Callable[[str], Ranked]:
    """Question → the light ranking of what was typed."""
    _, archive, _ = own_page
    search = Search(support.Silent(), Tokenizer())

    def ranked(question: str) -> Ranked:
        found = search.by_words(understand(question, TODAY), Published(archive, generation), NO_FILTERS)
        assert found
        return found

    return ranked


BY_SOUND = [
    ("西禾大桥的工期", "西河"),
    ("西河大侨的工期", "大桥"),
    ("城东图书管的座位", "图书馆"),
    ("加桩电梯补贴", "加装"),
]


@pytest.mark.parametrize(("typed", "meant"), BY_SOUND, ids=[typed for typed, _ in BY_SOUND])
def test_a_word_of_the_same_sound_is_found_in_the_archive(generation: Generation, typed: str, meant: str) -> None:
    slip = Corrector(generation).slip(typed)
    assert slip
    assert meant in slip.meant
    assert slip.typed in typed
    assert slip.gain >= LIKELY
    assert meant in slip.applied(typed)


BY_EDIT = {
    "a wrong character": ("城东图画馆新馆", "图书馆"),
    "two that changed places": ("城东图馆书总建筑面积", "图书馆"),
    "one too many": ("城东图书天馆总建筑面积", "图书馆"),
}


@pytest.mark.parametrize(("typed", "meant"), BY_EDIT.values(), ids=BY_EDIT)
def test_a_word_one_edit_away_is_found_in_the_text_alone(generation: Generation, typed: str, meant: str) -> None:
    slip = Corrector(generation).slip(typed, PRINTED)
    assert slip
    assert meant in slip.applied(typed)
    without = Corrector(generation).slip(typed)
    assert without is None or meant not in without.applied(typed)


@pytest.mark.parametrize(
    "content",
    ["", "桥", "2025 abc 3.6", "西河大桥的工期", "城东图书馆新馆", "每部电梯补贴", "的了是吗", "🎿", "\ud800西河大桥"],
    ids=["empty", "one character", "no Chinese", "a bridge", "a library", "lifts", "grammar", "a picture", "half one"],
)  # fmt: skip
def test_what_is_printed_is_no_slip(generation: Generation, content: str) -> None:
    assert Corrector(generation).slip(content, PRINTED) is None


def test_the_strange_character_is_doubted(generation: Generation) -> None:
    run = "西河大侨的工期"
    doubts = Corrector(generation).doubts(run)
    assert (run, run.index("侨")) in doubts
    assert (run, run.index("工")) not in doubts
    assert Corrector(generation).doubts("西河大桥") == []
    assert Corrector(generation).doubts("") == []


def test_only_so_many_are_doubted_and_each_in_its_run(generation: Generation) -> None:
    content = "侨禾管桩 2025 瓯冼夔蘸 abc 桥"
    doubts = Corrector(generation).doubts(content)
    assert len(doubts) == len(set(doubts)) == DOUBTED
    assert all(run in {"侨禾管桩", "瓯冼夔蘸"} and 0 <= at < len(run) for run, at in doubts)


class Counting:
    """A generation that tells which terms it was asked for."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self.asked: list[str] = []

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        self.asked += terms
        return self._generation.document_frequencies(terms)

    def __getattr__(self, name: str):
        return getattr(self._generation, name)


def test_no_term_is_counted_twice(generation: Generation) -> None:
    counting, counts = Counting(generation), dict[str, float]()
    slip = Corrector(counting, counts).slip("西禾大桥的工期", PRINTED)
    first = list(counting.asked)
    assert len(first) == len(set(first)) > 0
    assert set(first) == set(counts)
    assert Corrector(counting, counts).slip("西禾大桥的工期", PRINTED) == slip
    assert counting.asked == first


def test_a_question_whose_words_are_all_found_needs_no_other_reading(ranked_for) -> None:
    assert holds_all(ranked_for("西河大桥工期"))
    assert not holds_all(ranked_for("西河大桥门票"))
    assert not holds_all(None)


def test_a_slip_convinces_where_more_is_found(ranked_for) -> None:
    slip = Correction("西禾大桥", "西河大桥", 9.0)
    typed, meant = ranked_for("西禾大桥的工期有多久"), ranked_for("西河大桥的工期有多久")
    assert convinces(slip, typed, meant)
    assert convinces(slip, None, meant), "nothing was found as it was typed"
    assert not convinces(slip, meant, meant), "no more is found"
    assert not convinces(slip, meant, typed), "less is found"


def test_a_slip_does_not_convince_where_the_word_itself_is_not_found(ranked_for) -> None:
    meant = ranked_for("西河大桥的工期有多久")
    assert not convinces(Correction("西禾大桥", "东河大桥", 9.0), None, meant)
    assert not convinces(Correction("西禾大桥", "图书馆", 9.0), None, meant), "another article holds it"


def test_a_word_that_the_first_article_prints_was_no_slip(ranked_for) -> None:
    typed, meant = ranked_for("西河大桥的票价"), ranked_for("西河大桥的工期")
    assert convinces(Correction("票价", "工期", 9.0), typed, meant)
    assert not convinces(Correction("大桥", "工期", 9.0), typed, meant)


def test_the_text_nearby_is_that_of_the_first_articles_with_their_headlines(ranked_for) -> None:
    assert nearby(None) == ""
    ranked = ranked_for("西河大桥的工期有多久")
    text = nearby(ranked)
    for number in ranked.order:
        article = ranked.pool.documents[number].article
        assert folded(article.headline or "") in text
        assert folded(article.paragraphs[-1]) in text
