"""Hold answers against a file of questions: is the accepted answer in the excerpts, is the status honest?

A share comes with its 95 % interval. What is counted over which questions stands with ``Figures``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from retrieval.answers.timing import listening
from retrieval.domain import Answer, AnswerStatus, Article, Citation
from retrieval.evaluation.measures import Interval, char_f1, mean_interval, percentile, wilson
from retrieval.evaluation.question_file import AskedQuestion, comparable_text

Ask = Callable[[str], Answer]
Rank = Callable[[str], Sequence[Article]]
"""Question → articles, best first."""

DEPTHS = (1, 3, 10)
"""How many of the ranked articles recall looks at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went.

    ``article_right`` (of the first citation) is None where the file does not name the article. ``rank`` is the place
    of the right article from 1, ``right_id`` its id; None where it is not among the ranked, not named, or nobody
    ranked. ``exact`` and ``f1`` are None where no short answer is shown or none is expected. ``stages_ms`` is the time
    of each step of answering, as far as steps were told of.
    """

    asked: AskedQuestion
    answer: Answer
    in_first: bool
    in_three: bool
    article_right: bool | None
    exact: bool | None
    rank: int | None = None
    right_id: int | None = None
    f1: float | None = None
    stages_ms: dict[str, float] = field(default_factory=dict)

    @property
    def false_answer(self) -> bool:
        """An answer where there is none."""
        return not self.asked.answers and self.answer.status is AnswerStatus.ANSWERED

    @property
    def right(self) -> bool:
        """Whether what is shown first serves the reader: it answers, or says honestly that there is no answer."""
        if not self.asked.answers:
            return not self.false_answer
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


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over the questions of one kind; None where there are none to count.

    Over answerable questions: ``in_first``, ``in_three`` (an excerpt holds the answer), ``article_right``,
    ``recall_1``, ``_3``, ``_10`` and ``mrr`` (of the named article among the ranked ones), ``answered`` (status),
    ``shown`` (with a short answer). Over short answers shown: ``exact``, ``f1`` (characters). Over unanswerable
    questions: ``false_answers``. ``intervals``: 95 %, Wilson's of shares, a bootstrap of ``mrr`` and ``f1``.
    """

    questions: int
    in_first: float | None
    in_three: float | None
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
        ranked = rank(asked.question) if rank and asked.named and asked.answers else ()
        stages: dict[str, float] = {}

        def note(name: str, seconds: float, stages: dict[str, float] = stages) -> None:
            stages[name] = stages.get(name, 0.0) + seconds * 1000

        with listening(note):
            answer = ask(asked.question)
        found.append(replace(outcome(asked, answer, ranked), stages_ms=stages))
        if progress:
            progress(len(found))
    return found


def outcome(asked: AskedQuestion, answer: Answer, ranked: Sequence[Article] = ()) -> Outcome:
    """How one answer, and the order of articles behind it, compares with what is accepted."""
    texts = [comparable_text(citation.excerpt) for citation in answer.citations[:3]]
    accepted = [comparable_text(text) for text in asked.answers]
    found = [any(text in excerpt for text in accepted) for excerpt in texts]
    shown = comparable_text(answer.answer) if answer.answer is not None else None
    rank = next((place for place, article in enumerate(ranked, 1) if is_right(asked, article)), None)
    return Outcome(
        asked=asked,
        answer=answer,
        in_first=bool(found) and found[0],
        in_three=any(found),
        article_right=_right_article(asked, answer.citations[0])
        if answer.citations
        else (False if asked.named else None),
        exact=_exact(shown, accepted) if shown is not None else None,
        rank=rank,
        right_id=ranked[rank - 1].id if rank else None,
        f1=max(char_f1(shown, text) for text in accepted) if shown is not None and accepted else None,
    )


def _exact(shown: str, accepted: Sequence[str]) -> bool:
    """Whether it is one of the accepted strings, or an enumeration that holds all of them."""
    return shown in accepted or (len(accepted) > 1 and all(text in shown for text in accepted))


def _right_article(asked: AskedQuestion, citation: Citation) -> bool | None:
    if asked.ids:
        return citation.source_id in asked.ids
    if asked.article:
        names = " ".join(name for name in (citation.headline, citation.kicker, citation.jump, citation.excerpt) if name)
        return comparable_text(asked.article) in comparable_text(names)
    return None


def is_right(asked: AskedQuestion, article: Article) -> bool:
    """Whether an article is one that the file of questions names as right."""
    if asked.ids:
        return article.external_id in asked.ids
    names = (article.headline, article.kicker, article.subhead, article.jump, article.body)
    return bool(asked.article) and comparable_text(str(asked.article)) in comparable_text(
        " ".join(name for name in names if name)
    )


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Shares over these outcomes: the answerable ones, and for ``false_answers`` the others."""
    real = [each for each in outcomes if each.asked.answers]
    unreal = [each for each in outcomes if not each.asked.answers]
    named = [each for each in real if each.asked.named]
    ranked = named if any(each.rank for each in named) else []
    exact = [each.exact for each in real if each.exact is not None]
    told = {
        "in_first": [each.in_first for each in real],
        "in_three": [each.in_three for each in real],
        "article_right": [each.article_right for each in real if each.article_right is not None],
        "answered": [each.answer.status is AnswerStatus.ANSWERED for each in real],
        "shown": [each.exact is not None for each in real],
        "exact": exact,
        "false_answers": [each.false_answer for each in unreal],
    } | {f"recall_{k}": [each.rank is not None and each.rank <= k for each in ranked] for k in DEPTHS}
    means = {
        "mrr": [1 / each.rank if each.rank else 0.0 for each in ranked],
        "f1": [each.f1 for each in real if each.f1 is not None],
    }
    times = [each.answer.latency_ms for each in outcomes]
    intervals = {name: wilson(sum(values), len(values)) for name, values in told.items() if values}
    intervals |= {name: mean_interval(values) for name, values in means.items() if values}
    return Figures(
        questions=len(outcomes),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
        intervals=intervals,
        **{name: _mean(values) for name, values in (told | means).items()},
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures of each kind of question, and of all under an empty name."""
    kinds = sorted({each.asked.kind for each in outcomes if each.asked.kind})
    table = {kind: figures([each for each in outcomes if each.asked.kind == kind]) for kind in kinds}
    return table | {"": figures(outcomes)}


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
