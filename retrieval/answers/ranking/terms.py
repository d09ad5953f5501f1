"""What evidence must hold: pairs of characters, characters and words of the question, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.question.query import Query
from retrieval.answers.ranking.idf import PAIR, Keys, idf, pair_key
from retrieval.index.engine import Generation
from retrieval.language.folding import codes
from retrieval.language.synonyms import Spoken, spoken_words
from retrieval.language.tokenizer import Tokenizer

_RUN = re.compile(r"[^\W_]+")
_TERM_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
LIGHT = frozenset("的是了吗呢吧啊么在有和与被把就都也还个这那要会能可以到为从对于将及或其之所给让去来上下里中")
"""Characters that mostly serve grammar."""
PRINTED_FORMS = 2
"""Printed forms of an everyday word that are searched for; by hand, 2026-11."""
LIGHT_WEIGHT = 0.3
"""Of a pair that holds a character which mostly serves grammar; by hand, 2026-11."""
LIGHT_WORDS = frozenset(
    (
        "什么",
        "怎么",
        "怎样",
        "如何",
        "多少",
        "哪些",
        "一个",
        "这个",
        "那个",
        "已经",
        "可以",
        "需要",
        "进行",
        "表示",
        "一共",
        "总共",
        "分别",
        "目前",
        "现在",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Weights of each group add up to 1 (or are empty). ``pairs`` and ``chars`` are ascending keys.

    ``printed`` gives for each word the forms that papers print for it, if it is an everyday one.
    """

    pairs: Keys
    pair_weights: NDArray[np.float32]
    chars: Keys
    char_weights: NDArray[np.float32]
    words: tuple[str, ...]
    printed: tuple[tuple[str, ...], ...]
    word_weights: NDArray[np.float32]
    numbers: tuple[str, ...]
    length: int

    def held(self, text: str) -> NDArray[np.bool_]:
        """Which words a folded text holds, as typed or in a form that papers print; shape ``(words,)``."""
        found = np.zeros(len(self.words), dtype=bool)
        for number, (word, forms) in enumerate(zip(self.words, self.printed, strict=True)):
            found[number] = _stands(text, word, forms)
        return found

    def numbers_held(self, text: str) -> int:
        """How many of the question's numbers a folded text holds."""
        return sum(number in text for number in self.numbers)

    @property
    def most_telling(self) -> tuple[int, int] | tuple[None, None]:
        """The two most telling words (one twice, where there is no other)."""
        if not self.words:
            return None, None
        order = np.argsort(-self.word_weights, kind="stable").tolist()
        return order[0], order[:2][-1]


def _stands(text: str, word: str, printed: tuple[str, ...]) -> bool:
    return word in text or any(form in text for form in printed)


def terms_of(query: Query, tokenizer: Tokenizer, generation: Generation) -> Terms:
    """The terms of a query, weighted by how telling they are in this generation."""
    runs = _RUN.findall(query.content)
    keys, grams = _grams_in_runs(runs)
    weights = _gram_weights(generation, keys, grams)
    is_pair = np.array(list(map(len, grams))) == PAIR
    known = dict(zip(keys.tolist(), weights.tolist(), strict=True))
    words = _telling_words(runs, tokenizer)
    spoken = spoken_words(query.content)
    word_weights = np.array([_word_weight(word, known) for word in words], dtype=np.float32)
    return Terms(
        pairs=keys[is_pair],
        pair_weights=_shares(weights[is_pair]),
        chars=keys[~is_pair],
        char_weights=_shares(weights[~is_pair]),
        words=words,
        printed=tuple(_printed(word, query.content, spoken) for word in words),
        word_weights=_shares(word_weights),
        numbers=tuple(dict.fromkeys(_TERM_NUMBER.findall(query.content))),
        length=sum(map(len, runs)),
    )


def _grams_in_runs(runs: Iterable[str]) -> tuple[Keys, list[str]]:
    """Characters and pairs of neighbouring ones: their keys, ascending, and their texts."""
    texts: dict[int, str] = {}
    for run in runs:
        numbers = codes(run).astype(np.uint64)
        texts.update(zip(numbers.tolist(), run, strict=True))
        pairs = pair_key(numbers[:-1], numbers[1:]).tolist()
        texts.update(zip(pairs, map("".join, pairwise(run)), strict=True))
    keys = sorted(texts)
    return np.array(keys, dtype=np.uint64), list(map(texts.__getitem__, keys))


def _gram_weights(generation: Generation, keys: Keys, grams: Sequence[str]) -> NDArray[np.float32]:
    """How telling each is; those that hold a character which mostly serves grammar are less so."""
    weights = idf(generation, grams, keys)
    plain = np.array(list(map(LIGHT.isdisjoint, grams)), dtype=bool)
    return np.where(plain, weights, weights * np.float32(LIGHT_WEIGHT))


def _telling_words(runs: Iterable[str], tokenizer: Tokenizer) -> tuple[str, ...]:
    """Words but those that every question may hold, in order and once each."""
    words = dict.fromkeys(chain.from_iterable(map(tokenizer.words, runs)))
    return tuple(word for word in words if word not in LIGHT_WORDS)


def search_text(query: Query) -> str:
    """What the searches look for: the words of the question, and beside everyday ones the likeliest printed forms."""
    looked_for = list(query.terms)
    for spoken in spoken_words(query.content):
        looked_for += spoken.printed[:PRINTED_FORMS]
    return " ".join(dict.fromkeys(looked_for))


def _printed(word: str, content: str, spoken: list[Spoken]) -> tuple[str, ...]:
    """Printed forms of the everyday words that hold this word, or that it holds."""
    forms: list[str] = []
    for each in spoken:
        form = content[slice(*each.span)]
        if word in form or (form in word and len(form) > 1):
            forms += each.printed
    return tuple(dict.fromkeys(forms))


def _word_weight(word: str, known: dict[int, float]) -> float:
    """A word is at least as telling as its most telling pair; single characters count little."""
    chars = codes(word).astype(np.uint64)
    if len(chars) == 1:
        return known.get(int(chars[0]), 0.0) * LIGHT_WEIGHT
    return max(known.get(int(key), 0.0) for key in pair_key(chars[:-1], chars[1:]))


def _shares(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    total = float(weights.sum())
    return weights / np.float32(total) if total > 0 else weights
