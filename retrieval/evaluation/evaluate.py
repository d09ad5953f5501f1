"""Hold answers against a file of questions: is the accepted answer in the excerpts, is the status honest?

A share comes with its 95 % interval. What is counted over which questions stands with ``Figures``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.answers.timing import listening
from retrieval.domain import Answer, AnswerStatus, Article, Citation
from retrieval.evaluation.measures import Interval, char_f1, known, mean_interval, percentile, wilson
from retrieval.evaluation.question_file import AskedQuestion, comparable_text

Ask = Callable[[str], Answer]
Rank = Callable[[str], Sequence[Article]]
"""Question → articles, best first."""

DEPTHS = (1, 3, 10)
"""How many of the ranked articles recall looks at; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went.

    ``article_right`` (of the first citation) is None where the file does not name the article. ``rank`` is the place
    of the right article from 1, ``right_id`` its id; None where it is not among the ranked, not named, or nobody
    ranked. ``exact`` and ``f1`` are None where no short answer is shown, ``f1`` also where none is expected.
    ``stages_ms`` is the time of each step of answering, as far as steps were told of.
    """

    asked: AskedQuestion
    answer: Answer
    in_first: bool
    on_card: bool
    article_right: bool | None
    exact: bool | None
    rank: int | None = None
    right_id: int | None = None
    f1: float | None = None
    stages_ms: dict[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether the bot says that this is the answer."""
        return self.answer.status is AnswerStatus.ANSWERED

    @property
    def false_answer(self) -> bool:
        """An answer where there is none."""
        return self.answered and not self.asked.answerable

    @property
    def right(self) -> bool:
        """Whether what is shown first serves the reader: it answers, or says honestly that there is no answer."""
        if not self.asked.answerable:
            return not self.answered
        return self.in_first and (self.exact is not False or self._near)

    @property
    def _near(self) -> bool:
        """Whether the short answer says more, or less, than an accepted one, but nothing else."""
        shown = comparable_text(self.answer.answer or "")
        return any(text in shown or shown in text for text in map(comparable_text, self.asked.answers))

    @property
    def confidence(self) -> float:
        """How sure the bot says it is, between 0 and 1."""
        return self.answer.confidence

    @property
    def reciprocal_rank(self) -> float:
        """1 for the right article in the first place, 1/2 in the second; 0 where it is not among the ranked."""
        return 1 / self.rank if self.rank else 0.0

    def within(self, depth: int) -> bool:
        """Whether the right article is among the first ``depth`` ranked ones."""
        return self.rank is not None and self.rank <= depth


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over the questions of one kind; None where there are none to count.

    Over answerable questions: ``in_first``, ``on_card`` (an excerpt that a card shows holds the answer),
    ``article_right``, ``recall_1``, ``_3``, ``_10`` and ``mrr`` (of the named article among the ranked ones),
    ``answered`` (status), ``shown`` (with a short answer). Over short answers shown: ``exact``, ``f1`` (characters).
    Over unanswerable questions: ``false_answers``. ``intervals``: 95 %, Wilson's of shares, a bootstrap of ``mrr`` and
    ``f1``.
    """

    questions: int
    in_first: float | None
    on_card: float | None
    article_right: float | None
    answered: float | None
    shown: float | None
    exact: float | None
    false_answers: float | None
    p50_ms: float
    p95_ms: float = 0.0
    recall_1: float | None = None
    recall_3: float | None = None
    recall_10: float | None = None
    mrr: float | None = None
    f1: float | None = None
    intervals: dict[str, Interval] = field(default_factory=dict)


_OVER_ANSWERABLE: dict[str, Callable[[Outcome], bool | None]] = {
    "in_first": lambda each: each.in_first,
    "on_card": lambda each: each.on_card,
    "article_right": lambda each: each.article_right,
    "answered": lambda each: each.answered,
    "shown": lambda each: each.exact is not None,
    "exact": lambda each: each.exact,
}
"""What is counted over answerable questions; those of which it says None are left out."""


def evaluate(
    questions: Iterable[AskedQuestion],
    ask: Ask,
    rank: Rank | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> list[Outcome]:
    """Ask every question; ``rank`` gives what recall is measured on; ``progress`` gets how many are done."""
    found = []
    for asked in questions:
        ranked = rank(asked.question) if rank and asked.named and asked.answerable else ()
        answer, stages = _timed(ask, asked.question)
        found.append(replace(outcome(asked, answer, ranked), stages_ms=stages))
        if progress:
            progress(len(found))
    return found


def _timed(ask: Ask, question: str) -> tuple[Answer, dict[str, float]]:
    """The answer, and the milliseconds of its steps."""
    stages: dict[str, float] = {}

    def note(name: str, seconds: float) -> None:
        stages[name] = stages.get(name, 0.0) + seconds * 1000

    with listening(note):
        return ask(question), stages


def outcome(asked: AskedQuestion, answer: Answer, ranked: Sequence[Article] = ()) -> Outcome:
    """How one answer, and the order of articles behind it, compares with what is accepted."""
    accepted = list(map(comparable_text, asked.answers))
    holding = [_holds_accepted(citation.excerpt, accepted) for citation in answer.citations]
    exact, f1 = _compared_short(answer.answer, accepted)
    rank = _place_of_right(asked, ranked)
    return Outcome(
        asked=asked,
        answer=answer,
        in_first=any(holding[:1]),
        on_card=any(holding),
        article_right=_right_article(asked, answer.citations),
        exact=exact,
        rank=rank,
        right_id=ranked[rank - 1].id if rank else None,
        f1=f1,
    )


def _holds_accepted(excerpt: str, accepted: Sequence[str]) -> bool:
    text = comparable_text(excerpt)
    return any(each in text for each in accepted)


def _compared_short(answer: str | None, accepted: Sequence[str]) -> tuple[bool | None, float | None]:
    """``exact`` and ``f1`` of a short answer."""
    if answer is None:
        return None, None
    shown = comparable_text(answer)
    return _exact(shown, accepted), max((char_f1(shown, text) for text in accepted), default=None)


def _exact(shown: str, accepted: Sequence[str]) -> bool:
    """Whether it is one of the accepted strings, or an enumeration that holds all of them."""
    return shown in accepted or (len(accepted) > 1 and all(text in shown for text in accepted))


def _place_of_right(asked: AskedQuestion, ranked: Sequence[Article]) -> int | None:
    for place, article in enumerate(ranked, 1):
        if is_right(asked, article):
            return place
    return None


def _right_article(asked: AskedQuestion, citations: Sequence[Citation]) -> bool | None:
    """Whether the first citation is of a right article."""
    if not asked.named:
        return None
    if not citations:
        return False
    first = citations[0]
    if asked.ids:
        return first.source_id in asked.ids
    return _prints(asked.article, (first.headline, first.kicker, first.jump, first.excerpt))


def is_right(asked: AskedQuestion, article: Article) -> bool:
    """Whether an article is one that the file of questions names as right."""
    if asked.ids:
        return article.external_id in asked.ids
    return _prints(asked.article, (article.headline, article.kicker, article.subhead, article.jump, article.body))


def _prints(name: str | None, printed: Iterable[str | None]) -> bool:
    """Whether an article's name stands in what is printed of it."""
    return bool(name) and comparable_text(str(name)) in comparable_text(" ".join(filter(None, printed)))


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Shares over these outcomes: the answerable ones, and for ``false_answers`` the others."""
    answerable = [each for each in outcomes if each.asked.answerable]
    unanswerable = [each for each in outcomes if not each.asked.answerable]
    ranked = _ranked(answerable)
    counted = _counted(answerable, unanswerable, ranked)
    averaged = _averaged(answerable, ranked)
    times = [each.answer.latency_ms for each in outcomes]
    return Figures(
        questions=len(outcomes),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
        intervals=_intervals(counted, averaged),
        **{name: _mean(values) for name, values in (counted | averaged).items()},
    )


def _ranked(answerable: Sequence[Outcome]) -> list[Outcome]:
    """Those whose ranking says something: the article is named, and somebody ranked (some right article was found)."""
    named = [each for each in answerable if each.asked.named]
    return named if any(each.rank for each in named) else []


def _counted(
    answerable: Sequence[Outcome], unanswerable: Sequence[Outcome], ranked: Sequence[Outcome]
) -> dict[str, list[bool]]:
    """What went well, or false, in each question that counts for a share."""
    counted = {name: known(map(told, answerable)) for name, told in _OVER_ANSWERABLE.items()}
    counted["false_answers"] = [each.false_answer for each in unanswerable]
    for depth in DEPTHS:
        counted[f"recall_{depth}"] = [each.within(depth) for each in ranked]
    return counted


def _averaged(answerable: Sequence[Outcome], ranked: Sequence[Outcome]) -> dict[str, list[float]]:
    return {"mrr": [each.reciprocal_rank for each in ranked], "f1": known(each.f1 for each in answerable)}


def _intervals(counted: Mapping[str, list[bool]], averaged: Mapping[str, list[float]]) -> dict[str, Interval]:
    intervals = {name: wilson(sum(values), len(values)) for name, values in counted.items() if values}
    return intervals | {name: mean_interval(values) for name, values in averaged.items() if values}


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures of each kind of question, and of all under an empty name."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[each.asked.kind].append(each)
    table = {kind: figures(groups[kind]) for kind in sorted(groups) if kind}
    return table | {"": figures(outcomes)}


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
