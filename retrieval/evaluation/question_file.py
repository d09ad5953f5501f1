"""Files of questions with accepted answers: one JSON object a line.

``question``, ``answers`` (accepted strings; empty: the paper has no answer), optionally ``kind``, ``must`` (the gate
lets no generation through in which it fails), and what names the right article: ``article`` (part of its headline), or
``line``/``alt_lines`` (external ids ``n:<line>``), or ``ids`` (external ids). Other keys are notes of whoever wrote it.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from retrieval.errors import BadInput
from retrieval.language.folding import folded

HalfName: TypeAlias = Literal["even", "odd", "all"]

FIELD_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "question": ((str,), "a string"),
    "answers": ((list,), "a list of strings"),
    "kind": ((str, type(None)), "a string"),
    "must": ((bool,), "true or false"),
    "article": ((str, type(None)), "a string"),
    "line": ((int, type(None)), "a number"),
    "alt_lines": ((list,), "a list of numbers"),
    "ids": ((list,), "a list of ids"),
    "conversation": ((str, int, type(None)), "a string or a number"),
}
MEMBERS: dict[str, tuple[type, ...]] = {"answers": (str,), "alt_lines": (int,), "ids": (str, int)}
NEVER_BLANK = frozenset({"question", "answers"})
"""Keys whose strings must say something."""
SHOWN_VALUE_CHARS = 60
"""Characters of a bad value that an error shows; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of a file. ``number`` is its line, from 1; 0 where it comes from no file.

    Questions with the same ``conversation`` are one talk, in their order; "" for one that stands alone.
    """

    question: str
    answers: tuple[str, ...]
    kind: str = ""
    article: str | None = None
    ids: frozenset[str] = frozenset()
    must: bool = False
    conversation: str = ""
    number: int = 0

    @property
    def answerable(self) -> bool:
        """Whether the paper has an answer."""
        return bool(self.answers)

    @property
    def named(self) -> bool:
        """Whether the file says which article is the right one."""
        return bool(self.article or self.ids)


def read_questions(path: Path, *, strict: bool = False) -> list[AskedQuestion]:
    """Questions of a JSONL file. Raises ``BadInput`` naming the line, the key and the value.

    ``strict`` also refuses values of another type than is documented, and keys that look like a slip of the pen.
    """
    asked = []
    for found in question_lines(path, strict=strict):
        if isinstance(found, BadInput):
            raise found
        asked.append(found)
    return asked


def question_lines(path: Path, *, strict: bool = False) -> Iterator[AskedQuestion | BadInput]:
    """The questions of a JSONL file, line by line, with a ``BadInput`` for each line that holds none.

    Raises:
        BadInput: the file as a whole can't be read.

    """
    for number, line in enumerate(_question_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = _question_record(line, path, number)
            if strict:
                _require_types(record, path, number)
            yield _asked(record, number)
        except BadInput as error:
            yield error


def read_gate_questions(path: Path) -> list[AskedQuestion]:
    """Questions that a gate may hold generations to. Raises ``BadInput`` also where there are none, or one twice."""
    asked = read_questions(path, strict=True)
    if not asked:
        raise BadInput("empty", path, "no questions; delete the file to publish without a gate")
    first: dict[str, int] = {}
    for each in asked:
        if (before := first.setdefault(each.question, each.number)) != each.number:
            detail = f"{each.question[:SHOWN_VALUE_CHARS]!r} stands in line {before} already"
            raise BadInput("field", path, detail, line=each.number, key="question")
    return asked


def fingerprint(asked: Sequence[AskedQuestion]) -> str:
    """Digest of all that decides how the questions fare; ``kind`` and ``must`` don't."""
    rows = [[each.question, each.answers, each.article, sorted(each.ids)] for each in asked]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def chosen(asked: Sequence[AskedQuestion], split: HalfName) -> list[AskedQuestion]:
    """One half of the questions, the same for ever: by a digest of the question, not by its place in the file."""
    return [each for each in asked if split in ("all", half_of(each.question))]


def half_of(question: str) -> HalfName:
    """Which half a question belongs to; spacing, width, case and traditional characters don't matter."""
    digest = hashlib.sha256(comparable_text(question).encode("utf-8", "surrogatepass")).digest()
    return "odd" if digest[-1] % 2 else "even"


def comparable_text(text: str) -> str:
    """Text as answers are compared: folded, without spaces."""
    return "".join(folded(text).split())


def _question_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadInput("missing", path, error.strerror or "unreadable") from None
    except UnicodeDecodeError as error:
        raise BadInput("encoding", path, f"byte {error.start} is not UTF-8") from None


def _question_record(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput("json", path, error.msg, line=number) from None
    except ValueError:
        raise BadInput("json", path, "a number has too many digits", line=number) from None
    except RecursionError:
        raise BadInput("json", path, "nested too deeply", line=number) from None
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise BadInput("field", path, "expected an object with a question", line=number, key="question")
    return record


def _require_types(record: dict[str, object], path: Path, number: int) -> None:
    for key, value in record.items():
        if key not in FIELD_TYPES:
            _require_no_slip(key, path, number)
        elif not _as_documented(key, value):
            shown = json.dumps(value, ensure_ascii=False)[:SHOWN_VALUE_CHARS]
            raise BadInput("field", path, f"{shown} is not {FIELD_TYPES[key][1]}", line=number, key=key)


def _require_no_slip(key: str, path: Path, number: int) -> None:
    """Unknown keys are notes, unless they nearly are a known one."""
    if near := difflib.get_close_matches(key, list(FIELD_TYPES), n=1, cutoff=0.8):
        raise BadInput("field", path, f"unknown key; did you mean {near[0]!r}?", line=number, key=key)


def _as_documented(key: str, value: object) -> bool:
    types, _ = FIELD_TYPES[key]
    if type(value) not in types:
        return False
    if isinstance(value, list) and any(type(each) not in MEMBERS[key] for each in value):
        return False
    return key not in NEVER_BLANK or not _blank(value)


def _blank(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(not str(text).strip() for text in texts)


def _right_ids(record: dict[str, object]) -> frozenset[str]:
    """External ids of the right articles."""
    lines = [record.get("line"), *_list(record.get("alt_lines"))]
    ids = {f"n:{line}" for line in lines if line is not None}
    return frozenset(ids.union(map(str, _list(record.get("ids")))))


def _asked(record: dict[str, object], number: int) -> AskedQuestion:
    article = record.get("article")
    return AskedQuestion(
        question=str(record["question"]),
        answers=tuple(map(str, _list(record.get("answers")))),
        kind=str(record.get("kind") or ""),
        article=str(article) if article else None,
        ids=_right_ids(record),
        must=record.get("must") is True,
        conversation="" if record.get("conversation") is None else str(record["conversation"]),
        number=number,
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
