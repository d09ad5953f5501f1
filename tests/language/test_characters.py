"""The classes of characters: Han, zeros, radicals, signs."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.characters import (
    CHINESE_DIGITS,
    CHINESE_SCALES,
    CIRCLES,
    CLAUSE_ENDS,
    CLOSING,
    DICTIONARY_HAN,
    ENCLOSED,
    ESTIMATES_AFTER,
    ESTIMATES_BEFORE,
    FIRST_RADICAL,
    KANA,
    LAST_RADICAL,
    PAIRS,
    RADICALS,
    SENTENCE_ENDS,
    SUPERSCRIPTS,
    ZERO_WIDTH,
    is_han,
    with_zeros,
)

HAN_TEXTS = {
    "everyday": "图书馆",
    "traditional": "圖書館",
    "zero": "二〇二五",
    "zero alone": "〇",
    "extension A": "㐀䶵",
    "extension B": "𠮷",
    "extension E": "𬬮",
    "extension G": "\U00030edd",
    "compatibility": "\uf900豈",
    "end of the first block": "\u9fd5\u9ffc",
}
OTHER_TEXTS = {
    "empty": "",
    "digit within": "图1馆",
    "full-width digit": "１",
    "comma": "图，馆",
    "space": "图 馆",
    "newline behind": "图书馆\n",
    "kana": "カナ",
    "repeat mark": "人々",
    "circle": "○",
    "radical": "⺼",
    "kangxi radical": "⼀",
    "latin": "ab",
    "surrogate": "\ud842",
}


@pytest.mark.parametrize("text", HAN_TEXTS.values(), ids=HAN_TEXTS)
def test_what_is_made_of_han_characters(text: str) -> None:
    assert is_han(text)


@pytest.mark.parametrize("text", OTHER_TEXTS.values(), ids=OTHER_TEXTS)
def test_what_is_not(text: str) -> None:
    assert not is_han(text)


@given(st.text(max_size=8), st.text(max_size=8))
def test_two_texts_are_han_together_when_each_is(one: str, other: str) -> None:
    assert is_han(one + other) == all(is_han(each) for each in (one, other) if each) * bool(one + other)


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
def test_the_first_block_is_han_and_nothing_else(char: str) -> None:
    assert is_han(char)
    assert not re.match(f"[{KANA}{SUPERSCRIPTS}{ENCLOSED}{ZERO_WIDTH}]", char)


def test_the_dictionary_knows_a_part_of_han() -> None:
    known = re.compile(f"[{DICTIONARY_HAN}]")
    assert known.match("龥")
    assert not any(known.match(char) for char in "〇㐀𠮷カ中a"[:4] + "\u9ffc")


ZEROS = {
    "a year": ("二○二五年", "二〇二五年"),
    "the larger circle": ("二◯二五年", "二〇二五年"),
    "two in a row": ("二○○五年", "二〇〇五年"),
    "at the end": ("一百○", "一百○"),
    "behind a digit at the end": ("三二○", "三二〇"),
    "behind 〇 already": ("二〇○五", "二〇〇五"),
    "in no number": ("圈○内", "圈○内"),
    "in front": ("○二", "○二"),
    "a mark of a list": ("○ 第一项", "○ 第一项"),
    "nothing but circles": ("○○", "○○"),
    "none": ("二五年", "二五年"),
}


@pytest.mark.parametrize(("printed", "read"), ZEROS.values(), ids=ZEROS)
def test_circles_in_numbers_are_zeros(printed: str, read: str) -> None:
    assert with_zeros(printed) == read


@given(st.text(alphabet="○◯〇一二十年圈a ", max_size=12))
def test_zeros_change_nothing_but_circles_behind_digits(text: str) -> None:
    read = with_zeros(text)
    assert len(read) == len(text)
    assert with_zeros(read) == read
    for at, (old, new) in enumerate(zip(text, read, strict=True)):
        if old != new:
            assert old in CIRCLES
            assert new == "〇"
            assert read[at - 1] in CHINESE_DIGITS
        elif old in CIRCLES:
            assert at == 0 or read[at - 1] not in CHINESE_DIGITS


def test_radicals_are_one_character_to_one() -> None:
    assert len(RADICALS) == 109
    for radical, char in RADICALS.items():
        assert len(radical) == len(char) == 1
        assert FIRST_RADICAL <= ord(radical) <= 0x2EFF <= LAST_RADICAL
        assert is_han(char), char
        assert char not in RADICALS
        assert unicodedata.normalize("NFKC", radical) in {radical, char, "母", "龟"}


@pytest.mark.parametrize(("radical", "char"), ["⺠民", "⻄西", "⻅见", "⻋车", "⻓长", "⻔门", "⻛风", "⻢马", "⻨麦"])
def test_radicals_of_everyday_words(radical: str, char: str) -> None:
    assert RADICALS[radical] == char


@pytest.mark.parametrize("sign", "。！？!?；;，,：:")
def test_clauses_end_at_signs_both_printed_and_folded(sign: str) -> None:
    assert sign in CLAUSE_ENDS
    assert CLAUSE_ENDS.count(sign) == 1


@pytest.mark.parametrize("sign", "、·—-~….（）“”《》\n ")
def test_clauses_go_on_over_other_signs(sign: str) -> None:
    assert sign not in CLAUSE_ENDS


def test_every_sentence_end_ends_a_clause() -> None:
    assert set(SENTENCE_ENDS) < set(CLAUSE_ENDS)
    assert not set(CLOSING) & set(CLAUSE_ENDS)


def test_brackets_have_one_other_half_each() -> None:
    assert len(set(PAIRS.values())) == len(PAIRS)
    assert not set(PAIRS) & set(PAIRS.values())
    assert all(unicodedata.category(opening) in {"Ps", "Pi"} for opening in PAIRS)
    assert all(unicodedata.category(closing) in {"Pe", "Pf"} for closing in PAIRS.values())


@pytest.mark.parametrize("char", "²³¹⁰⁹₀₉")
def test_digits_above_and_below_the_line(char: str) -> None:
    assert re.match(f"[{SUPERSCRIPTS}]", char)


@pytest.mark.parametrize("char", "①⑳⑴⒈⓪❶➓")
def test_numbers_of_items(char: str) -> None:
    assert re.match(f"[{ENCLOSED}]", char)
    assert not re.match(f"[{SUPERSCRIPTS}]", char)


@pytest.mark.parametrize("char", ["\u00ad", "\u200b", "\u200d", "\u200f", "\u2060", "\ufeff"], ids=ascii)
def test_characters_without_width(char: str) -> None:
    assert re.match(f"[{ZERO_WIDTH}]", char)
    assert unicodedata.category(char) == "Cf"


def test_digits_and_scales_are_different_characters() -> None:
    assert not set(CHINESE_DIGITS) & set(CHINESE_SCALES)
    assert "兆" in CHINESE_SCALES
    assert all(is_han(char) for char in CHINESE_DIGITS + CHINESE_SCALES)


@pytest.mark.parametrize("word", ["约", "近", "超过", "不足", "多达"])
def test_words_of_estimate_before_a_number(word: str) -> None:
    assert re.fullmatch(ESTIMATES_BEFORE, word)
    assert not re.fullmatch(ESTIMATES_AFTER, word)


@pytest.mark.parametrize("word", ["左右", "以上", "之间"])
def test_words_of_estimate_behind_a_number(word: str) -> None:
    assert re.fullmatch(ESTIMATES_AFTER, word)
    assert not re.fullmatch(ESTIMATES_BEFORE, word)


def test_of_two_words_of_estimate_the_longer_is_taken() -> None:
    for word in ("超过", "接近", "不足"):
        found = re.match(ESTIMATES_BEFORE, f"{word}三成")
        assert found
        assert found[0] == word
