"""English that counts says one thing as one: 1 report was, 2 reports were. Held over all messages of all surfaces."""

from __future__ import annotations

import re

import pytest

from bot.sentences.recognise import in_language
from bot.wording import fill
from tests.bot.test_glossary import SAID

COUNTER = re.compile("(?<!第)(?<!第 )\\{(\\w+)\\} ?(?:个|篇|期|版|段|处|题|行|份|次|条|字|位|秒|层|项|道|页)")
"""A number as Chinese tells it from other blanks: a measure word stands behind it."""
BLANK = re.compile(r"\{(\w+)")
NEVER_ONE = {"most", "least", "digits"}
"""What the program takes at most, and how long a number is that is too long."""
COUNTED = {
    name: (set(counted), texts[2])
    for name, texts in SAID.items()
    if (counted := COUNTER.findall(texts[0])) and not NEVER_ONE & set(BLANK.findall(texts[2]))
}
ONE_AS_SEVERAL = re.compile(
    r"\b1 (?:(?!kept|row)[a-z]+ ){0,2}?(?!comes|stays|this)[a-z]{3,}s\b"
    r"|\b1 (?:(?!among|because)[^;:.(])*\b(?:are|were|have|they|their)\b"
)
SEVERAL_AS_ONE = re.compile(
    r"\b2 (?:(?!whose|what)[^;:.(])*\b(?:is|was|has|its)\b|\b2 (?:article|report|file|line|page|edition|place)\b"
)


def said_of(name: str, number: int) -> str:
    """A message with a number in every blank that counts."""
    counted, english = COUNTED[name]
    return fill(english, {blank: number if blank in counted else 7 for blank in BLANK.findall(english)})


def test_messages_that_count_are_found() -> None:
    assert len(COUNTED) > 70
    assert ONE_AS_SEVERAL.search("1 articles") and ONE_AS_SEVERAL.search("1 more unreadable lines")
    assert ONE_AS_SEVERAL.search("1 of it were left") and not ONE_AS_SEVERAL.search("1 line was left out")


@pytest.mark.parametrize(("number", "wrong"), [(1, ONE_AS_SEVERAL), (2, SEVERAL_AS_ONE)], ids=("one", "several"))
def test_english_says_one_as_one_and_several_as_several(number: int, wrong: re.Pattern[str]) -> None:
    assert {name: said for name in COUNTED if wrong.search(said := said_of(name, number))} == {}


def test_what_the_rooms_below_say_is_put_right() -> None:
    assert in_language("no text under 1 more titles; 1 unreadable lines were left out", "en") == (
        "no text under 1 more title; 1 unreadable line was left out"
    )
    assert in_language("2 unreadable lines were left out", "en") == "2 unreadable lines were left out"
