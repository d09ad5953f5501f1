"""What must hold of whatever was read: every refusal says where, every character is accounted for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

from retrieval.domain import Coding, Piece, source_bytes
from retrieval.editions.base.draft import ArticleDraft
from retrieval.editions.base.entities import entity_character
from retrieval.editions.layout.passages import passages
from retrieval.errors import BadInput

CODES = frozenset(
    {
        "missing",
        "name",
        "changed",
        "empty",
        "no_files",
        "binary",
        "encoding",
        "json",
        "field",
        "no_text",
        "too_large",
        "unsupported",
    }
    | {"zip_damaged", "zip_encrypted", "zip_limits", "zip_nested", "zip_unsafe"}
)


def dense(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


def check_refusal(error: BadInput, shown: str, lines: int | None = None) -> None:
    """It names the file, and a line that the file has; the message is one that can be shown and logged."""
    assert error.code in CODES, error.code
    assert str(error.path).startswith(shown) and shown in str(error), f"{error.path} is not {shown}"
    assert len(error.detail) < 400, "a message for people"
    str(error).encode("utf-8")
    if error.line is not None and lines is not None:
        assert 1 <= error.line <= lines, f"line {error.line} of {lines}"


def check_draft(draft: ArticleDraft, data: bytes, rng: Random, between: str = "\n\t") -> None:
    """Its body, any part of it, and its passages are found again in the file, byte for byte.

    ``between`` is what may stand in it that was not printed: line breaks, and tabs between cells.
    """
    body = draft.body
    assert body.strip() == body and body, "a body has text, and no white space around it"
    reached = 0
    for piece in draft.pieces:
        assert reached <= piece.start < piece.end <= len(body), "pieces are in order and do not overlap"
        assert not body[reached : piece.start].strip(between), "only what parts text was not printed"
        assert _printed(data, body, piece) == body[piece.start : piece.end], "a piece is what the file prints there"
        reached = piece.end
    assert reached == len(body), "the pieces cover the body"
    _check_joins(draft)
    spans = passages(body)
    assert all(start < end and body[start:end].strip() == body[start:end] for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), "passages are in order"
    assert dense("".join(body[start:end] for start, end in spans)) == dense(body), "passages leave nothing out"
    low = rng.randint(0, len(body))
    for start, end in [*spans[:3], *spans[-1:], (low, rng.randint(low, len(body)))]:
        assert raw_text(data, draft, start, end) == _printed_part(draft, start, end), f"offsets {start}:{end}"


def raw_text(data: bytes, draft: ArticleDraft, start: int, end: int) -> str:
    """What the file prints for a span of the body, read by ``source_bytes`` alone."""
    if any(piece.coding is Coding.ENTITY for piece in draft.pieces):
        return "".join(_printed(data, draft.body, part) for part in _parts(draft, start, end))
    raw = b"".join(data[low:high] for low, high in source_bytes(draft.body, draft.pieces, start, end))
    coding = draft.pieces[0].coding
    if all(piece.coding is coding for piece in draft.pieces) and coding in {Coding.UTF8, Coding.GB18030}:
        return raw.decode(coding.value)
    plain = next((p.coding for p in draft.pieces if p.coding in {Coding.UTF8, Coding.GB18030}), Coding.UTF8)
    return str(json.loads(b'"' + raw.decode(plain.value).encode() + b'"', strict=False))


def _printed_part(draft: ArticleDraft, start: int, end: int) -> str:
    """What of a span was printed: all that pieces cover."""
    return "".join(draft.body[part.start : part.end] for part in _parts(draft, start, end))


def _parts(draft: ArticleDraft, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a span, the first and the last cut to it."""
    for piece in draft.pieces:
        low, high = max(start, piece.start), min(end, piece.end)
        if low < high:
            skipped = piece.width(draft.body[piece.start : low])
            yield replace(piece, start=low, end=high, source_start=piece.source_start + skipped)


def check_once(drafts: list[ArticleDraft]) -> list[tuple[int, int]]:
    """Nothing of the file is read twice. Returns all that is read, in the file's order."""
    places = sorted(place for draft in drafts for place in source_bytes(draft.body, draft.pieces, 0, len(draft.body)))
    assert all(before[1] <= after[0] for before, after in pairwise(places)), "nothing is read twice"
    return places


def _check_joins(draft: ArticleDraft) -> None:
    """Each join can be undone: it lies where one piece ends and the next begins, in the order of the file."""
    seams = sum(before.end == after.start for before, after in pairwise(draft.pieces))
    if all(piece.coding is draft.pieces[0].coding for piece in draft.pieces):
        assert draft.joins <= seams, f"{draft.joins} joins, {seams} seams"
    starts = [piece.source_start for piece in draft.pieces]
    assert starts == sorted(starts), "a body is in the order of the file"


def _printed(data: bytes, body: str, piece: Piece) -> str:
    size = piece.width(body[piece.start : piece.end])
    raw = data[piece.source_start : piece.source_start + size]
    if piece.coding is Coding.ENTITY:
        return str(entity_character(raw.decode("ascii")))
    if piece.coding in {Coding.JSON_SHORT, Coding.JSON_UNICODE}:
        return str(json.loads(b'"' + raw + b'"'))
    return raw.decode(piece.coding.value)


def written(folder: Path, name: str, data: bytes) -> Path:
    """The case as a file."""
    path = folder / name
    path.unlink(missing_ok=True)  # some file systems write through what is truncated, which takes milliseconds
    path.write_bytes(data)
    return path
