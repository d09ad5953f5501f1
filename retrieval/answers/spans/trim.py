"""Where a stretch must stop to be one answer: at the end of its sentence, at a bracket, where a name is over."""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.answers.question.kinds import Kind
from retrieval.answers.question.query import Query
from retrieval.domain import Span
from retrieval.language.characters import HAN
from retrieval.language.names import SAYINGS, by_sound
from retrieval.language.numbers import Candidate, Type
from retrieval.language.word_classes import NOMINAL, WordClass, class_of, known

_NAMED = frozenset({Kind.WHO, Kind.ORG, Kind.WHERE, Kind.WHICH})
_SENTENCE_END = re.compile("[。!?！？;；\n]")
_CLAUSE = re.compile("[^,，:：]+")
_SIGNS = " ,，。.;；:：!！?？、\n"
_CLOSED_BY = {"(": ")", "（": "）", "“": "”", "《": "》", "「": "」", "『": "』", "【": "】", "[": "]"}
_CLOSERS = frozenset(_CLOSED_BY.values())
_BRACKET = re.compile(f"[{re.escape(''.join((*_CLOSED_BY, *_CLOSERS)))}]")
_DAY = r"(?:(?:\d{1,2}月)?\d{1,2}[日号](?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间|深夜|晚)?|[当昨今][天日晚]|近日|日前)"
_DAY_FIRST, _DAY_LAST = re.compile(f"{_DAY},?(?=.)"), re.compile(f"(?<=.){_DAY}$")
_LISTING = re.compile("(?:其中)?(?:主要)?(?:包括|包含|涵盖|涉及|覆盖|设有|设|采取|分别[为是]|例如|来自)了?")
_HAN = re.compile(f"[{HAN}]")
_BINDING = frozenset({"在", "向", "对", "从", "被", "将", "把", "于", "遭", "因", "就", "称", "说", "表示"})
"""Words with which something is told of somebody."""
_POINTING = frozenset(
    {
        "当地",
        "此地",
        "该地",
        "这里",
        "那里",
        "本地",
        "外地",
        "各地",
        "他",
        "她",
        "他们",
        "她们",
        "自己",
        "本人",
        "有人",
        "双方",
        "对方",
    }
)
"""Words that point at somebody or a place that is named elsewhere."""
_NO_NAME = frozenset({WordClass.ADJECTIVE, WordClass.PRONOUN, WordClass.VERB, WordClass.ADVERB, WordClass.PREPOSITION})
_OF_NAMES = NOMINAL | {WordClass.UNKNOWN, WordClass.SIGN, WordClass.PARTICLE}


def tidy(query: Query, folded: str, spans: Iterable[Span]) -> list[Span]:
    """Stretches that a reader points at, cut where no answer goes on, each once.

    None goes beyond its sentence or out of its brackets; people and places have no clause of their own, and no day
    beside them; a name written by its sound is not cut in two, and nothing but names follows it.
    """
    cut = [piece for span in spans for piece in _pieces(query, folded, span)]
    return [span for span in dict.fromkeys(cut) if span[0] < span[1]]


def _pieces(query: Query, folded: str, span: Span) -> Iterator[Span]:
    start, end = span
    for found in _SENTENCE_END.finditer(folded, start, end - 1):
        yield _within_brackets(folded, _bare(folded, start, found.start()))
        start = found.end()
    yield _within_brackets(folded, _bare(folded, start, end))
    if query.kind in _NAMED:
        for found in _CLAUSE.finditer(folded, start, end):
            yield _without_days(folded, _within_brackets(folded, _bare(folded, *found.span())))
    elif query.kind is Kind.LIST and (listing := _LISTING.match(folded, start, end)):
        yield _within_brackets(folded, _bare(folded, listing.end(), end))
    first = folded.find(",", start, end)
    if first > start:
        yield _within_brackets(folded, _bare(folded, start, first))
        yield _within_brackets(folded, _bare(folded, first + 1, end))
        yield _within_brackets(folded, _bare(folded, start, folded.rfind(",", start, end)))


def _bare(folded: str, start: int, end: int) -> Span:
    """Without signs at the ends."""
    part = folded[start:end]
    return start + len(part) - len(part.lstrip(_SIGNS)), end - len(part) + len(part.rstrip(_SIGNS))


def _within_brackets(folded: str, span: Span) -> Span:
    """Up to the first bracket or quote that is closed but not opened, or opened but not closed."""
    start, end = span
    if not _BRACKET.search(folded, start, end):
        return span
    opened: list[tuple[int, str]] = []
    for at in range(start, end):
        char = folded[at]
        if char in _CLOSED_BY:
            opened.append((at, _CLOSED_BY[char]))
        elif char in _CLOSERS:
            if not opened:
                # What is inside begins before: the answer is what stands after, or before.
                return (start, at) if at - start >= end - at - 1 else _within_brackets(folded, (at + 1, end))
            if opened[-1][1] == char:
                opened.pop()
    if opened:
        at = opened[0][0]
        return (start, at) if at - start >= end - at - 1 else _within_brackets(folded, (at + 1, end))
    return start, end


def _without_days(folded: str, span: Span) -> Span:
    start, end = span
    if found := _DAY_FIRST.match(folded, start, end):
        start = found.end()
    if found := _DAY_LAST.search(folded, start, end):
        end = found.start()
    return start, end


def named(query: Query, folded: str, words: Sequence[Span], found: Sequence[Candidate]) -> list[Candidate]:
    """Candidates for a name without those in which more is told: another clause, a day, what was done to somebody.

    A name written by its sound is not cut at its dots. All of them where none is left.
    """
    kept = [each for each in found if not _torn(folded, each.span) and _within_brackets(folded, each.span) == each.span]
    if query.kind in _NAMED:
        kept = [each for each in kept if _names(folded[slice(*each.span)])]
        kept = [each for each in kept if _without_days(folded, each.span) == each.span]
        kept = [each for each in kept if "," not in folded[slice(*each.span)] or each.type is Type.TITLE]
        kept = [each for each in kept if not folded.endswith(SAYINGS, *each.span)]
    if query.kind is Kind.LIST:
        kept = [each for each in kept if not _says_more(folded[slice(*each.span)])]
    if query.kind is Kind.WHO:
        told = _told(folded, words)
        kept = [each for each in kept if _alone(folded, each.span, told)]
    return kept or list(found)


def _names(own: str) -> bool:
    """Whether a stretch can name somebody or something: no word that points elsewhere, none that only tells (严重)."""
    return own not in _POINTING and not (known(own) and class_of(own) in _NO_NAME)


def _says_more(own: str) -> bool:
    """Whether an enumeration begins with a verb of listing, or goes on with a clause after its last item."""
    items, comma, rest = own.partition(",")
    return "、" in items and (_LISTING.match(own) is not None or (bool(comma) and "、" not in rest))


def _torn(folded: str, span: Span) -> bool:
    """Whether a stretch begins or ends at a dot or hyphen between two parts of a name."""
    ends = (at for at in (span[0] - 1, span[1]) if 0 < at < len(folded) - 1)
    return any(folded[at] in "·•-" and _HAN.match(folded[at - 1]) and _HAN.match(folded[at + 1]) for at in ends)


def _told(folded: str, words: Sequence[Span]) -> list[int]:
    """Where, after a name, something begins that is told of it."""
    binding = [start for start, end in words if folded[start:end] in _BINDING]
    return sorted([*binding, *(end for _, end in by_sound(folded) if _goes_on(folded, end))])


def _alone(folded: str, span: Span, told: Sequence[int]) -> bool:
    start, end = span
    first = next((at for at in told if start < at < end), end)
    return first == end or "的" in folded[first:end]


def _goes_on(folded: str, end: int) -> bool:
    """Whether after a name comes a word that doesn't belong to it."""
    after = next(
        (folded[end : end + size] for size in (3, 2, 1) if known(folded[end : end + size])), folded[end : end + 1]
    )
    return class_of(after) not in _OF_NAMES
