"""The table of common words by their class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.word_classes import WORD_CLASSES_FILE, WordClass, class_of, is_common_word

LINES = [line.split(" ") for line in WORD_CLASSES_FILE.read_text(encoding="utf-8").splitlines()]

WORDS = {
    "上海": WordClass.PLACE,
    "桌子": WordClass.NOUN,
    "公里": WordClass.MEASURE,
    "上午": WordClass.TIME,
    "发布": WordClass.VERB,
    "我们": WordClass.PRONOUN,
    "因为": WordClass.CONJUNCTION,
    "非常": WordClass.ADVERB,
    "一": WordClass.NUMBER,
    "的": WordClass.PARTICLE,
}
BY_FORM = {
    "": WordClass.SIGN,
    "，": WordClass.SIGN,
    "——": WordClass.SIGN,
    " ": WordClass.SIGN,
    "2025": WordClass.NUMBER,
    "3.6": WordClass.NUMBER,
    "30%": WordClass.NUMBER,
    "5g": WordClass.NUMBER,
    "zxqv": WordClass.ASCII,
    "魏小满": WordClass.UNKNOWN,
    "槐荫巷": WordClass.UNKNOWN,
    "カナ": WordClass.UNKNOWN,
}


@pytest.mark.parametrize(("word", "expected"), WORDS.items(), ids=WORDS)
def test_common_words_have_a_class(word: str, expected: WordClass) -> None:
    assert is_common_word(word)
    assert class_of(word) == expected


@pytest.mark.parametrize(("word", "expected"), BY_FORM.items(), ids=[word or "empty" for word in BY_FORM])
def test_other_words_are_classed_by_their_form(word: str, expected: WordClass) -> None:
    assert not is_common_word(word)
    assert class_of(word) == expected


@given(st.text(max_size=6))
def test_every_text_has_a_class(word: str) -> None:
    WordClass(class_of(word))


@given(st.sampled_from([(line[0], word) for line in LINES for word in line[1:]]))
def test_every_word_of_the_table_is_known(entry: tuple[str, str]) -> None:
    name, word = entry
    assert is_common_word(word)
    assert class_of(word) == WordClass[name.upper()]


def test_no_word_has_two_classes() -> None:
    words = [word for line in LINES for word in line[1:]]
    assert len(set(words)) == len(words) > 10_000
