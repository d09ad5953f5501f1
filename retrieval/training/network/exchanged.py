"""Questions with a name or a number exchanged: they sound as if the window answered, and it speaks of another thing."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterable
from functools import lru_cache

from jieba import posseg

NAMES = frozenset({"nr", "nrt", "ns", "nt", "nz"})
"""jieba's classes of names: people, places, organisations, others."""
EXCHANGE_DRAWS = 20
"""Words drawn at most until one is not printed in the text."""
NAME_RATHER_THAN_NUMBER = 0.7
"""How often a name is exchanged where there is a number, too; by hand, 2026-11."""
_INTEGER = re.compile(r"\d+")


class Exchanger:
    """Exchanges a word of a question for one of the same class from another question."""

    def __init__(self, questions: Iterable[str], random_: random.Random) -> None:
        logging.getLogger("jieba").setLevel(logging.WARNING)
        self._random = random_
        self._by_class: dict[str, list[str]] = {}
        for question in questions:
            for word, tag in _names(question):
                self._by_class.setdefault(tag, []).append(word)

    def exchanged(self, question: str, text: str) -> str | None:
        """The question about another thing than ``text`` speaks of; None where it names nothing printed there."""
        printed = [(word, tag) for word, tag in _names(question) if word in text]
        numbers = [number for number in _INTEGER.findall(question) if number in text]
        if printed and (not numbers or self._random.random() < NAME_RATHER_THAN_NUMBER):
            word, tag = self._random.choice(printed)
            return self._with_another_name(question, text, word, tag)
        return self._with_another_number(question, text, self._random.choice(numbers)) if numbers else None

    def _with_another_name(self, question: str, text: str, word: str, tag: str) -> str | None:
        drawn = (self._random.choice(self._by_class[tag]) for _ in range(EXCHANGE_DRAWS))
        other = next((each for each in drawn if each not in text and each not in question), None)
        return question.replace(word, other) if other else None

    def _with_another_number(self, question: str, text: str, number: str) -> str | None:
        other = str(max(1, int(number) + self._random.choice((-3, -2, -1, 1, 2, 3))))
        return None if other in text or other == number else question.replace(number, other)


@lru_cache(maxsize=64)
def _names(question: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in posseg.cut(question) if pair.flag in NAMES and len(pair.word) > 1]
