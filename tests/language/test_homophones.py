"""Characters that sound alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.characters import is_han
from retrieval.language.homophones import SOUNDS, blurred, sound_alikes

SYLLABLES = {line.split(" ")[0]: line.split(" ")[1] for line in SOUNDS.read_text(encoding="utf-8").splitlines()}
CHARS = sorted({char for chars in SYLLABLES.values() for char in chars})


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zan"), ("chen", "ceng"), ("shi", "si"), ("nan", "lang"), ("xing", "xin"), ("nv", "lv")],
)
def test_differences_that_many_do_not_hear(one: str, other: str) -> None:
    assert one != other
    assert blurred(one) == blurred(other)


@pytest.mark.parametrize(
    ("one", "other"), [("zhong", "zun"), ("ma", "na"), ("ji", "zhi"), ("hui", "fei"), ("dong", "don")]
)
def test_differences_that_everybody_hears(one: str, other: str) -> None:
    assert blurred(one) != blurred(other)


@pytest.mark.parametrize("syllable", ["a", "n", "ang", "en", "ng"])
def test_short_syllables_keep_a_sound(syllable: str) -> None:
    assert blurred(syllable)


@given(st.sampled_from(sorted(SYLLABLES)))
def test_what_is_blurred_stays_so(syllable: str) -> None:
    assert blurred(blurred(syllable)) == blurred(syllable)


@pytest.mark.parametrize(
    ("char", "same", "near"),
    [("馆", "管", "光"), ("志", "之", "资"), ("兰", "蓝", "难"), ("行", "形", "含"), ("行", "航", "汉")],
    ids=["guan", "zhi", "lan", "of two sounds, one", "of two sounds, the other"],
)
def test_alike_and_nearly_alike(char: str, same: str, near: str) -> None:
    alike, blur = sound_alikes(char)
    assert same in alike
    assert near in blur
    assert near not in alike


@given(st.sampled_from(CHARS))
def test_no_character_sounds_like_itself_or_twice(char: str) -> None:
    alike, blur = sound_alikes(char)
    every = (*alike, *blur)
    assert char not in every
    assert len(set(every)) == len(every)
    assert len(blur) <= 25
    assert len(alike) <= 40 * sum(char in chars for chars in SYLLABLES.values())


@given(st.sampled_from(CHARS))
def test_the_same_sound_is_the_same_both_ways(char: str) -> None:
    for other in sound_alikes(char)[0]:
        shared = [chars for chars in SYLLABLES.values() if char in chars and other in chars]
        assert shared
        assert char in sound_alikes(other)[0] or all(chars.index(char) >= 40 for chars in shared)


@pytest.mark.parametrize("char", ["", "a", "1", "，", "𠮷", "〇"])
def test_what_has_no_sound_in_the_table(char: str) -> None:
    assert sound_alikes(char) == ((), ())


def test_the_table_has_one_line_for_each_syllable() -> None:
    lines = SOUNDS.read_text(encoding="utf-8").splitlines()
    assert len(SYLLABLES) == len(lines)
    assert all(syllable.isascii() and syllable.isalpha() for syllable in SYLLABLES)
    assert all(is_han(chars) and len(set(chars)) == len(chars) for chars in SYLLABLES.values())
