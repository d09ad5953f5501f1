"""Converts records to database rows and back, and filters to SQL conditions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from retrieval.domain import Article, ArticleKind, Byline, Coding, Filters, Passage, Piece
from retrieval.editions.base.draft import ArticleDraft
from retrieval.printed import PageArea, PrintedLine

_CODES = {
    Coding.UTF8: 0,
    Coding.GB18030: 1,
    Coding.JSON_UNICODE: 2,
    Coding.JSON_SHORT: 3,
    Coding.EXTRACTED: 4,
    Coding.ENTITY: 5,
}
_CODINGS = {code: coding for coding, code in _CODES.items()}

# A continuation shows the titles and the byline of the part that it continues.
ARTICLE = """SELECT a.id, a.edition_id, e.paper, e.date, a.page,
    coalesce(r.headline, a.headline), coalesce(r.kicker, a.kicker), coalesce(r.subhead, a.subhead),
    coalesce(r.byline, a.byline), a.kind, a.jump, a.continues, a.body, a.pieces, a.joins, a.source_id, s.path,
    a.external_id, a.url, a.area, a.lines
  FROM articles a JOIN editions e ON e.id = a.edition_id JOIN sources s ON s.id = a.source_id
  LEFT JOIN articles r ON r.id = a.root"""
# What ``hash_of_fields`` takes, behind the id and the hash.
HASHED = """SELECT id, hash, edition_id, page, headline, kicker, subhead, byline, kind, jump, from_page, to_page, body,
    external_id, url FROM articles ORDER BY id"""
ARTICLE_ID = "SELECT a.id FROM articles a"
PASSAGE = """SELECT p.id, p.article_id, p.ordinal, p.start, p.end, substr(a.body, p.start + 1, p.end - p.start)
  FROM passages p JOIN articles a ON a.id = p.article_id"""
PASSAGE_SPAN = (
    "SELECT p.id, p.article_id, p.ordinal, p.start, p.end FROM passages p JOIN articles a ON a.id = p.article_id"
)
# What stands in the paper: no later reading replaced it, unless a rollback decided otherwise.
STANDS = "coalesce(a.stands, a.retired IS NULL)"
# What is to be published: it stands, and nobody withdrew it.
IS_SHOWN = f"a.withdrawn IS NULL AND {STANDS}"
# What may be read where it was published, whatever was read since. The column lies behind the body, which SQLite would
# read to reach it: the few that are withdrawn stand in an index.
IS_NOT_WITHDRAWN = "a.id NOT IN (SELECT id FROM articles WHERE withdrawn IS NOT NULL)"
PRINTED_ORDER = (
    "ORDER BY e.date IS NULL, e.date DESC, e.paper, e.id, a.page_order IS NULL, a.page_order, a.source_id, a.ordinal"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that live articles were read from. ``path`` as the operator wrote it, ``absolute`` opens from anywhere."""

    id: int
    path: str
    absolute: str
    format: str
    sha256: str
    size: int


def article_of(row: tuple[Any, ...]) -> Article:
    """An article from a row of ``ARTICLE``."""
    return Article(
        id=row[0],
        edition_id=row[1],
        paper=row[2],
        date=date.fromisoformat(row[3]) if row[3] else None,
        page=row[4],
        headline=row[5],
        kicker=row[6],
        subhead=row[7],
        byline=byline_of(row[8]),
        kind=ArticleKind(row[9]),
        jump=row[10],
        continues=row[11],
        body=row[12],
        pieces=pieces_of(row[13]),
        joins=row[14],
        source_id=row[15],
        source_file=row[16],
        external_id=row[17],
        url=row[18],
        area=area_of(row[19]) if row[19] else None,
        lines=lines_of(row[20]) if row[20] else (),
    )


def passage_of(row: tuple[Any, ...]) -> Passage:
    """A passage from a row of ``PASSAGE``."""
    return Passage(*row)


def byline_text(byline: Byline) -> str:
    """JSON: reporters, correspondents, photographers."""
    return json.dumps([byline.reporters, byline.correspondents, byline.photographers], ensure_ascii=False)


@lru_cache(maxsize=1024)
def byline_of(text: str) -> Byline:
    """The other way round of ``byline_text``."""
    return Byline(*(tuple(names) for names in json.loads(text)))


def names_text(byline: Byline) -> str:
    """Names between line breaks, so that a filter can look for a whole one."""
    return "".join(f"\n{name}" for name in byline.names) + "\n" if byline.names else ""


def pieces_text(pieces: tuple[Piece, ...]) -> str:
    """JSON: start, end, first byte, number of the coding, for each piece; of an entity the bytes it takes too."""
    rows = [[p.start, p.end, p.source_start, _CODES[p.coding], *([p.size] if p.size else [])] for p in pieces]
    return json.dumps(rows, separators=(",", ":"))


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The other way round of ``pieces_text``."""
    return tuple(Piece(start, end, at, _CODINGS[code], *size) for start, end, at, code, *size in json.loads(text))


def area_text(area: PageArea | None) -> str | None:
    """JSON: number of the sheet, size, picture, outlines."""
    if area is None:
        return None
    return json.dumps([area.sheet, area.size, area.picture, area.outlines], ensure_ascii=False, separators=(",", ":"))


def area_of(text: str) -> PageArea:
    """The other way round of ``area_text``."""
    sheet, size, picture, outlines = json.loads(text)
    polygons = tuple(tuple((x, y) for x, y in outline) for outline in outlines)
    return PageArea(polygons, tuple(size) if size else None, sheet, picture)


def lines_text(lines: tuple[PrintedLine, ...]) -> str | None:
    """JSON: start, end, box, confidence, for each line; None where there is none."""
    if not lines:
        return None
    return json.dumps([[line.start, line.end, *line.box, line.confidence] for line in lines], separators=(",", ":"))


def lines_of(text: str) -> tuple[PrintedLine, ...]:
    """The other way round of ``lines_text``."""
    rows = json.loads(text)
    return tuple(PrintedLine(row[0], row[1], (row[2], row[3], row[4], row[5]), row[6]) for row in rows)


def draft_hash(draft: ArticleDraft, edition_id: int) -> bytes:
    """Of what a reader would notice; not of the places in the file, which shift when a neighbour is corrected."""
    return hash_of_fields(
        edition_id, draft.page, draft.headline, draft.kicker, draft.subhead, byline_text(draft.byline), draft.kind,
        draft.jump, draft.from_page, draft.to_page, draft.body, draft.external_id, draft.url,
    )  # fmt: skip


def hash_of_fields(*fields: object) -> bytes:
    """The hash of columns in the order of ``HASHED``. Raises ``TypeError`` where one is of a kind never written."""
    return hashlib.blake2b(json.dumps(fields, ensure_ascii=False).encode(), digest_size=16).digest()


def conditions(where: Filters) -> tuple[list[str], list[object]]:
    """SQL conditions over ``ARTICLE`` for filters, and their values."""
    parts: list[str] = []
    values: list[object] = []
    if where.date_from:
        parts.append("e.date >= ?")
        values.append(where.date_from.isoformat())
    if where.date_to:
        parts.append("e.date <= ?")
        values.append(where.date_to.isoformat())
    for column, wanted in (("a.page", where.pages), ("e.paper", where.papers)):
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += map(_bindable, wanted)
    if where.people:
        parts.append("(" + " OR ".join(["instr(coalesce(r.names, a.names), ?)"] * len(where.people)) + ")")
        values += [f"\n{_bindable(name)}\n" for name in where.people]
    return parts, values


def _bindable(text: str) -> str:
    """The text with half surrogate pairs, which SQLite can't take and nothing printed has, as question marks."""
    return text.encode("utf-8", "replace").decode()
