"""Whether a report shares a subject with a question: what shares none is not offered, whatever else is alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.honesty.decision import ON_SUBJECT, SUBJECT_SHARE
from retrieval.answers.models.network import Reading
from retrieval.answers.ranking.ranked import Ranked
from retrieval.domain import Article
from retrieval.language.folding import folded
from retrieval.language.word_classes import WordClass, class_of, is_place

_NAMING_CLASSES = frozenset(
    {
        WordClass.ASCII,
        WordClass.PERSON,
        WordClass.PLACE,
        WordClass.ORG,
        WordClass.UNKNOWN,
        WordClass.NOUN,
        WordClass.ADJECTIVE,
        WordClass.VERB,
    }
)
_THINGS = _NAMING_CLASSES - {WordClass.VERB, WordClass.ADJECTIVE}


def shares_subject(ranked: Ranked, document: int, reading: Reading | None = None) -> bool:
    """Whether a document may be offered beside a question that it does not answer.

    ``reading`` is what the network says of its best excerpt, if it read one.
    """
    held = ranked.terms.held(folded(_whole_text(ranked.pool.documents[document].article)))
    share = _share_held(ranked, held)
    about = reading is not None and reading.relevance >= ON_SUBJECT
    return share > 0 and (about or (share >= SUBJECT_SHARE and _holds_a_thing(ranked, held)))


def _holds_a_thing(ranked: Ranked, held: NDArray[np.bool_]) -> bool:
    """Whether one of the things that a question names is held, if it names any: 启用 is no subject of 火星基地启用."""
    things = np.array([class_of(word) in _THINGS and _names_something(word) for word in ranked.terms.words], dtype=bool)
    return not things.any() or bool((things & held).any())


def _share_held(ranked: Ranked, held: NDArray[np.bool_]) -> float:
    """The share of the question's naming words that is held; of all its words where none names anything.

    A place alone is no subject where something else is named: half of a small paper's reports hold 北京.
    """
    weights, words = ranked.terms.word_weights, ranked.terms.words
    naming = np.array(list(map(_names_something, words)), dtype=bool)
    things = naming & ~np.array(list(map(is_place, words)), dtype=bool)
    if things.any() and not (things & held).any():
        return 0.0
    counted = naming if naming.any() else np.ones_like(naming)
    total = float(weights[counted].sum())
    return float(weights[counted & held].sum()) / total if total else 0.0


def _names_something(word: str) -> bool:
    return len(word) > 1 and class_of(word) in _NAMING_CLASSES


def _whole_text(article: Article) -> str:
    return " ".join(filter(None, (article.headline, article.kicker, article.subhead, article.body)))
