"""Everyday words and what papers print for them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.folding import folded
from retrieval.language.synonyms import LEXICON, spoken_for, spoken_words

LINES = [line for line in LEXICON.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
ENTRIES = {line.split("\t")[0]: tuple(line.split("\t")[1].split()) for line in LINES}


def found(text: str) -> list[str]:
    return [text[slice(*each.span)] for each in spoken_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("闺女在哪上学", ["闺女"]),
        ("老头老太怎么领补贴", ["老头老太"]),
        ("小伙子救了谁", ["小伙子"]),
        ("小伙救了谁", ["小伙"]),
        ("", []),
        ("伸缩缝", []),
    ],
    ids=["a word", "the longest", "the longest of two", "the shorter one", "empty", "none"],
)
def test_words_in_a_question(text: str, words: list[str]) -> None:
    assert found(text)[: max(len(words), 1)] == words


def test_what_is_printed_for_a_word() -> None:
    (word,) = spoken_words("闺女")
    assert word.span == (0, 2)
    assert word.printed[0] == "女儿"


@pytest.mark.parametrize(("printed", "spoken"), [("女儿", "闺女"), ("丈夫", "老公"), ("抓获", "逮")])
def test_and_back(printed: str, spoken: str) -> None:
    assert spoken in spoken_for(printed)


@pytest.mark.parametrize("word", ["", "伸缩缝", "闺女儿女"])
def test_for_what_nobody_says_otherwise_there_is_nothing(word: str) -> None:
    assert spoken_for(word) == ()


@given(st.lists(st.sampled_from([*sorted(ENTRIES), "西", "河", "的", " "]), max_size=6).map("".join))
def test_words_stand_in_order_and_apart(text: str) -> None:
    words = spoken_words(text)
    assert all(left.span[1] <= right.span[0] for left, right in pairwise(words))
    for word in words:
        start, end = word.span
        assert word.printed == ENTRIES[text[start:end]]
        assert not any(text[start:longer] in ENTRIES for longer in range(end + 1, len(text) + 1))


@given(st.sampled_from(sorted(ENTRIES)))
def test_a_word_alone_is_found_whole(word: str) -> None:
    assert found(word) == [word]
    assert all(word in spoken_for(printed) for printed in ENTRIES[word])


def test_the_lexicon_is_written_folded_without_repeats() -> None:
    assert len(ENTRIES) == len(LINES)
    for spoken, printed in ENTRIES.items():
        assert printed, spoken
        assert folded(spoken) == spoken
        assert len(set(printed)) == len(printed), spoken
        assert spoken not in printed
