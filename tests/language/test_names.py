"""People, organisations, places, titles and enumerations as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.characters import is_han
from retrieval.language.folding import folded
from retrieval.language.names import COMPOUND_SURNAMES, SURNAMES, by_sound, names, type_of
from retrieval.language.numbers import Type
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans

TOKENIZER = Tokenizer()


def candidates(text: str) -> set[tuple[str, Type]]:
    plain = folded(text)
    return {(text[slice(*each.span)], each.type) for each in names(plain, word_spans(plain, TOKENIZER))}


@pytest.mark.parametrize("surname", "涂兰欧麦芦隋练邝官王李赵魏")
def test_surnames(surname: str) -> None:
    assert surname in SURNAMES
    assert type_of(surname + "小满") is Type.PERSON


@pytest.mark.parametrize("char", "的了不是我把在这本第")
def test_characters_that_are_no_surname(char: str) -> None:
    assert char not in SURNAMES


def test_the_tables_of_surnames_hold_surnames_only() -> None:
    assert len(SURNAMES) > 450
    assert all(len(each) == 1 and is_han(each) for each in SURNAMES)
    assert all(len(each) == 2 and is_han(each) for each in COMPOUND_SURNAMES)


TYPES = {
    "a person": ("林小舟", Type.PERSON),
    "a person of two characters": ("麦穗", Type.PERSON),
    "a compound surname": ("欧阳小满", Type.PERSON),
    "a compound surname whose first half is none": ("上官云", Type.PERSON),
    "another": ("令狐小满", Type.PERSON),
    "a foreign name": ("雷杰普·索伊蒂尔克", Type.PERSON),
    "a person longer than names are": ("林小舟昨天", Type.PHRASE),
    "a bureau": ("水务局", Type.ORG),
    "a bureau that begins with a surname": ("于家局", Type.ORG),
    "a school in a village": ("何家村小学", Type.ORG),
    "an office": ("槐荫街道办", Type.ORG),
    "a ministry": ("财政部", Type.ORG),
    "a bridge": ("西河大桥", Type.PLACE),
    "a place that begins with a surname": ("江湾区", Type.PLACE),
    "a street": ("槐树街", Type.PLACE),
    "a library": ("图书馆", Type.PLACE),
    "a surname alone": ("李", Type.PHRASE),
    "a phrase": ("伸缩缝的更换", Type.PHRASE),
}


@pytest.mark.parametrize(("text", "expected"), TYPES.values(), ids=TYPES)
def test_what_a_stretch_looks_like(text: str, expected: Type) -> None:
    assert type_of(text) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("馆长赵明亮介绍，新馆将开门。", "赵明亮"),
        ("负责人孙立群说，费用由市财政承担。", "孙立群"),
        ("记者涂小满、兰天采写", "涂小满"),
        ("市民麦穗，告诉记者", "麦穗"),
        ("摄影师官小雨。", "官小雨"),
        ("教练隋远(右)", "隋远"),
    ],
    ids=["before a saying", "before 说", "before 、", "before a comma", "at the end", "before a bracket"],
)
def test_people_behind_what_they_are(text: str, name: str) -> None:
    assert (name, Type.PERSON) in candidates(text)


def test_titles_and_what_stands_in_quotation_marks() -> None:
    found = candidates("展出《春江集》和“旧书新知”。")
    assert ("《春江集》", Type.TITLE) in found
    assert ("旧书新知", Type.TITLE) in found


@pytest.mark.parametrize("text", ["《春江\n集》", "《》", f"《{'春' * 41}》"], ids=["over lines", "empty", "too long"])
def test_what_is_no_title(text: str) -> None:
    assert not any(kind is Type.TITLE for _, kind in candidates(text))


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("馆内设有儿童区、朗读亭和盲文角。", "儿童区、朗读亭和盲文角"),
        ("馆内设有“儿童区”、“朗读亭”。", "“儿童区”、“朗读亭”"),
        ("途经东门、北桥、槐树街。", "东门、北桥、槐树街"),
    ],
    ids=["with 和", "quoted", "three"],
)
def test_enumerations(text: str, listed: str) -> None:
    assert (listed, Type.LIST) in candidates(text)


def test_one_thing_is_no_enumeration() -> None:
    assert not any(kind is Type.LIST for _, kind in candidates("馆内设有儿童区，朗读亭。"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("雷杰普·索伊蒂尔克进球", ["雷杰普·索伊蒂尔克"]),
        ("巴拉达尔通话", ["巴拉达尔"]),
        ("行程包括阿布扎比", ["阿布扎比"]),
        ("行程包括阿布扎比。", ["阿布扎比"]),
        ("前锋维兰托", ["维兰托"]),
        ("马丁", []),
        ("图书馆", []),
        ("", []),
    ],
    ids=[
        "with a dot",
        "before a word",
        "at the end",
        "before a sign",
        "a word's half at the end",
        "short",
        "none",
        "empty",
    ],
)
def test_names_by_their_sound(text: str, found: list[str]) -> None:
    assert [text[slice(*span)] for span in by_sound(text)] == found


TEXT = st.text(alphabet="馆长赵明亮说介绍西河大桥、，。“”《》和的记者涂小满·维兰托1a \n", max_size=40)


@given(TEXT)
def test_candidates_stand_in_the_text(text: str) -> None:
    plain = folded(text)
    for each in names(plain, word_spans(plain, TOKENIZER)):
        start, end = each.span
        assert 0 <= start < end <= len(text)
        assert "\n" not in plain[start:end]


@given(st.text(max_size=12))
def test_every_stretch_looks_like_something(text: str) -> None:
    assert type_of(text) in {Type.PERSON, Type.ORG, Type.PLACE, Type.PHRASE} if text else True
