"""How an answer to an everyday question is graded against what is accepted; shared by everyday and conversations.

Texts are compared as ``normal`` makes them: folded (width, case, traditional characters), without white space and
punctuation, but with the signs inside numbers and times. A match never cuts a number: 5元 is not in 3.5元, 1.2 not in
1.2万.

*Short answers.* Shown is ``Answer.answer``, and for questions on the paper the names, day or page of a note. One is
accepted if it equals an accepted answer; or holds one, with at most ``MOST_EXTRA`` characters more; or is held by one,
with at most as many characters less, and not more than it has itself. What is more or less holds no further number
and no negation. A headline counts as shown where the headline itself is the accepted answer. Where no short answer is
asked for, one that is part of an accepted answer is right too.

*Excerpts.* The first excerpt holds the answer if it prints an accepted one; where no short answer is asked for, also if
it prints at least ``MOST_OF_IT`` of one in one run.

*Articles.* Right is the one with the named headline. Another is equally right if its excerpt prints an accepted answer
and the article shares with the question a run of ``SUBJECT_RUN`` characters that are no asking words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from retrieval.domain import Answer, AnswerStatus, Article, Citation, Note, NoteCode
from retrieval.language.folding import folded

MOST_EXTRA = 6
"""Characters that a short answer may have more, or less, than an accepted one; by hand, 2026-11."""
MOST_OF_IT = 0.6
"""Share of a long accepted answer that the excerpt must print in one run; by hand, 2026-11."""
SUBJECT_RUN = 3
"""Characters in a row that an equally right article shares with the question; by hand, 2026-11."""
LONG_HEADLINE = 6
"""Characters from which a headline may also be a part of the printed one; by hand, 2026-11."""

_DASHES = re.compile(r"[—–―~-]+")
_SIGNS = re.compile(r"(?<!\d)[-.:/]|[-.:/](?!\d)|[^\w\-.:/%]|_")
_ASKING = re.compile(
    r"什么时候|什么|多少钱|多少|多久|多长|多大|几点|几号|几天|几个|哪里|哪儿|哪些|哪个|哪几|哪天|怎么样|怎么|为什么|如何|是谁|谁"
)
_FURTHER = re.compile(r"[0-9二两三四五六七八九不未没无非]")
"""What may not stand in the difference between a short answer and an accepted one."""
_SAYS_BYLINE = {NoteCode.BY, NoteCode.PICTURE_BY}
_HAN_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
_MAGNITUDES = frozenset("百千万亿%.:")
_PRINTED_DAY = "{0.year}年{0.month}月{0.day}日"


class Grade(StrEnum):
    """What came of a question. The first five are of answerable ones, the last of the others."""

    RIGHT = "fully right"
    EXCERPT = "right excerpt, no short answer"
    BESIDE = "answered beside the point"
    WRONG = "wrong or misleading"
    REFUSED = "needlessly refused"
    HELD_BACK = "unanswerable, held back"


@dataclass(frozen=True, slots=True)
class Expected:
    """What is accepted for a question; without ``answers`` there is no answer. ``outdated``: values of before."""

    question: str
    answers: tuple[str, ...]
    headline: str | None
    short: bool = True
    outdated: tuple[str, ...] = ()


def grade(answer: Answer, expected: Expected, first: Article | None) -> Grade:
    """The grade of an answer; ``first`` is the article of its first citation."""
    answered = answer.status is AnswerStatus.ANSWERED
    shown = shown_short(answer)
    if not expected.answers:
        return Grade.WRONG if answered or shown else Grade.HELD_BACK
    right_short = short_right(answer, expected)
    if shown and not right_short:
        return Grade.WRONG
    if not answered:
        return Grade.REFUSED
    if _gives_outdated(answer, expected):
        return Grade.WRONG
    if not article_right(answer, expected, first):
        return Grade.BESIDE
    if right_short if expected.short else excerpt_right(answer, expected):
        return Grade.RIGHT
    return Grade.EXCERPT if excerpt_right(answer, expected) else Grade.BESIDE


def shown_short(answer: Answer) -> list[str]:
    """What is shown as a short answer: that of the excerpt, and what a note on the paper itself tells."""
    told = [answer.answer] if answer.answer is not None else []
    return told + [text for note in answer.notes for text in _told_by(note)]


def _told_by(note: Note) -> list[str]:
    if note.code in _SAYS_BYLINE:
        return [*note.names, "、".join(note.names)]
    if note.code is NoteCode.ON_PAGE and note.page:
        return [note.page, f"第{note.page}版"]
    if note.code is NoteCode.ON_DAY and note.day:
        return [note.day.isoformat(), _PRINTED_DAY.format(note.day)]
    return []


def short_right(answer: Answer, expected: Expected) -> bool:
    """Whether an accepted short answer is shown."""
    shown = [normal(text) for text in shown_short(answer)]
    answers = [normal(text) for text in expected.answers]
    if any(accepted(text, answers) for text in shown):
        return True
    if not expected.short and any(holds(whole, text) for text in shown for whole in answers):
        return True
    headline = normal(expected.headline or "")
    return headline in answers and bool(answer.citations) and normal(answer.citations[0].headline or "") == headline


def accepted(shown: str, answers: Sequence[str]) -> bool:
    """Whether a short answer is one of the accepted ones, or nearly; all of them normal."""
    return bool(shown) and any(shown == each or _nearly(shown, each) for each in answers)


def _nearly(shown: str, answer: str) -> bool:
    if holds(shown, answer):
        extra, most = shown.replace(answer, "", 1), MOST_EXTRA
    elif holds(answer, shown):
        extra, most = answer.replace(shown, "", 1), min(MOST_EXTRA, len(shown))
    else:
        return False
    return len(extra) <= most and not _FURTHER.search(extra)


def excerpt_right(answer: Answer, expected: Expected, depth: int = 1) -> bool:
    """Whether one of the first ``depth`` excerpts prints the answer; names, day and headline are printed with it."""
    return any(_prints(citation, expected) for citation in answer.citations[:depth])


def _prints(citation: Citation, expected: Expected) -> bool:
    text = normal(citation.excerpt)
    answers = [normal(each) for each in expected.answers]
    if any(holds(text, each) for each in answers) or any(each in _beside(citation) for each in answers):
        return True
    return not expected.short and any(_run(text, each) >= MOST_OF_IT * len(each) for each in answers)


def _beside(citation: Citation) -> set[str]:
    """What stands beside an excerpt, and can be the whole answer to a question on the paper."""
    texts = [citation.headline or "", *citation.byline.names]
    if citation.date:
        texts += [citation.date.isoformat(), _PRINTED_DAY.format(citation.date)]
    return {normal(text) for text in texts} - {""}


def _gives_outdated(answer: Answer, expected: Expected) -> bool:
    """Whether the first excerpt prints a value of before and not that of today."""
    if not answer.citations or excerpt_right(answer, expected):
        return False
    first = normal(answer.citations[0].excerpt)
    return any(holds(first, normal(each)) for each in expected.outdated)


def article_right(answer: Answer, expected: Expected, first: Article | None) -> bool:
    """Whether the first citation is of the named article, or of one that is equally right."""
    if not answer.citations:
        return False
    named, printed = normal(expected.headline or ""), normal(answer.citations[0].headline or "")
    if named == printed or (len(named) >= LONG_HEADLINE and named in printed):
        return True
    if first is None or not _prints(answer.citations[0], expected):
        return False
    return _shares_subject(expected.question, f"{first.headline or ''} {first.body}")


def _shares_subject(question: str, text: str) -> bool:
    whole = normal(text)
    runs = [normal(part) for part in _ASKING.split(folded(question))]
    return any(run[start : start + SUBJECT_RUN] in whole for run in runs for start in range(len(run) - SUBJECT_RUN + 1))


def normal(text: str) -> str:
    """Text as it is compared."""
    return _SIGNS.sub("", _DASHES.sub("-", "".join(folded(text).split())))


def holds(text: str, part: str) -> bool:
    """Whether ``part`` stands in ``text`` and cuts no number; both normal."""
    at = text.find(part) if part else -1
    while at >= 0:
        if not _cuts(text, at, at + len(part)):
            return True
        at = text.find(part, at + 1)
    return False


def _cuts(text: str, start: int, end: int) -> bool:
    before, first = text[start - 1 : start], text[start]
    last, after = text[end - 1], text[end : end + 1]
    digits_cut = (first.isdigit() and (before.isdigit() or before in {".", ":"})) or (
        last.isdigit() and (after.isdigit() or after in _MAGNITUDES)
    )
    numerals_cut = {before, first} <= _HAN_NUMERALS or {last, after} <= _HAN_NUMERALS
    return digits_cut or numerals_cut


def _run(text: str, answer: str) -> int:
    """Length of the longest run of characters that both have."""
    return SequenceMatcher(None, text, answer, autojunk=False).find_longest_match().size
