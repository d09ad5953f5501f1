"""Hold answers against a file of questions: is the accepted answer in the excerpts, is the status honest?

A question is a JSON object a line: ``question``, ``answers`` (accepted strings; empty: the paper has no answer),
optionally ``kind``, and what names the right article: ``article`` (part of its headline), or ``line``/``alt_lines``
(external ids ``n:<line>``), or ``ids`` (external ids).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.answers.text import folded
from retrieval.domain import Answer, AnswerStatus, Citation
from retrieval.errors import BadInput

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a file."""

    question: str
    answers: tuple[str, ...]
    kind: str = ""
    article: str | None = None
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went. ``article_right`` is None where the file does not name the article."""

    asked: Asked
    answer: Answer
    in_first: bool
    in_three: bool
    article_right: bool | None
    exact: bool | None

    @property
    def false_answer(self) -> bool:
        """An answer where there is none."""
        return not self.asked.answers and self.answer.status is AnswerStatus.ANSWERED


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over the questions of one kind; None where there are none to count."""

    questions: int
    in_first: float | None
    in_three: float | None
    article_right: float | None
    answered: float | None
    shown: float | None
    exact: float | None
    false_answers: float | None
    p50_ms: float


def read_questions(path: Path) -> list[Asked]:
    """Questions of a JSONL file. Raises ``BadInput`` naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadInput("missing", path, error.strerror or "unreadable") from None
    except UnicodeDecodeError as error:
        raise BadInput("encoding", path, f"byte {error.start} is not UTF-8") from None
    asked = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput("json", path, error.msg, line=number) from None
        if not isinstance(record, dict) or not isinstance(record.get("question"), str):
            raise BadInput("field", path, "expected an object with a question", line=number, key="question")
        asked.append(_asked(record))
    return asked


def _asked(record: dict[str, object]) -> Asked:
    ids = {f"n:{number}" for number in (record.get("line"), *_list(record.get("alt_lines"))) if number is not None}
    ids |= {str(number) for number in _list(record.get("ids"))}
    article = record.get("article")
    return Asked(
        question=str(record["question"]),
        answers=tuple(map(str, _list(record.get("answers")))),
        kind=str(record.get("kind") or ""),
        article=str(article) if article else None,
        ids=frozenset(ids),
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def evaluate(questions: Iterable[Asked], ask: Ask) -> list[Outcome]:
    """Ask every question."""
    return [outcome(asked, ask(asked.question)) for asked in questions]


def outcome(asked: Asked, answer: Answer) -> Outcome:
    """How one answer compares with what is accepted."""
    texts = [_plain(citation.excerpt) for citation in answer.citations[:3]]
    accepted = [_plain(text) for text in asked.answers]
    found = [any(text in excerpt for text in accepted) for excerpt in texts]
    exact = _exact(_plain(answer.answer), accepted) if answer.answer is not None else None
    return Outcome(
        asked=asked,
        answer=answer,
        in_first=bool(found) and found[0],
        in_three=any(found),
        article_right=_right(asked, answer.citations[0]) if answer.citations else _named(asked),
        exact=exact,
    )


def _exact(shown: str, accepted: Sequence[str]) -> bool:
    """Whether it is one of the accepted strings, or an enumeration that holds all of them."""
    return shown in accepted or (len(accepted) > 1 and all(text in shown for text in accepted))


def _named(asked: Asked) -> bool | None:
    return False if asked.article or asked.ids else None


def _right(asked: Asked, citation: Citation) -> bool | None:
    if asked.ids:
        return citation.source_id in asked.ids
    if asked.article:
        names = " ".join(name for name in (citation.headline, citation.kicker, citation.jump, citation.excerpt) if name)
        return _plain(asked.article) in _plain(names)
    return None


def _plain(text: str) -> str:
    return "".join(folded(text).split())


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Shares over these outcomes: the answerable ones, and for ``false_answers`` the others."""
    real = [each for each in outcomes if each.asked.answers]
    unreal = [each for each in outcomes if not each.asked.answers]
    shown = [each.exact for each in real if each.exact is not None]
    times = sorted(each.answer.latency_ms for each in outcomes)
    return Figures(
        questions=len(outcomes),
        in_first=_share([each.in_first for each in real]),
        in_three=_share([each.in_three for each in real]),
        article_right=_share([each.article_right for each in real if each.article_right is not None]),
        answered=_share([each.answer.status is AnswerStatus.ANSWERED for each in real]),
        shown=_share([each.exact is not None for each in real]),
        exact=_share(shown),
        false_answers=_share([each.false_answer for each in unreal]),
        p50_ms=times[len(times) // 2] if times else 0.0,
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures of each kind of question, and of all under an empty name."""
    kinds = sorted({each.asked.kind for each in outcomes if each.asked.kind})
    table = {kind: figures([each for each in outcomes if each.asked.kind == kind]) for kind in kinds}
    return table | {"": figures(outcomes)}


def _share(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
