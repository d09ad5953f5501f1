"""Tables in JSON that are written by columns: an article is what stands in one row of all of them.

``{"title": ["…", "…"], "content": ["…", "…"]}``; the same with numbered rows, as pandas writes it
(``{"title": {"0": "…"}, "content": {"0": "…"}}``); and rows under one list of names
(``{"columns": ["title", "content"], "data": [["…", "…"]]}``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from retrieval.domain import Span
from retrieval.editions.base.json_text import JsonObject, parse_object, value_spans
from retrieval.editions.sources.field_names import Field, field_called, keys_for, known_key
from retrieval.editions.sources.json_article import JsonArticle, value_as_read
from retrieval.editions.sources.json_values import is_list_of

_LISTS_OF_NAMES = frozenset({"columns", "fields", "header", "headers"})
_LISTS_OF_ROWS = frozenset({"data", "rows", "values", "records"})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value and its place in the article's text."""

    value: object
    span: Span


def articles_in_columns(article: JsonArticle) -> list[JsonArticle]:
    """The articles of a table, in the order of the file; none where the object is no table.

    Raises:
        BadInput: its columns have different rows.

    """
    columns = _columns_of(article) or _columns_under_names(article)
    if not columns:
        return []
    said_of_all = {key: value for key, value in article.found.values.items() if _is_beside(key) and _is_one_text(value)}
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return list(_placed_rows(article, said_of_all, rows))


def _columns_of(article: JsonArticle) -> dict[str, list[_Cell]]:
    """The columns whose names are read, where they hold headlines and texts of several articles."""
    values = article.found.values
    known = [key for key in values if _is_column(key, values[key])]
    texts = [key for key in known if field_called(key) is Field.BODY]
    if not texts or not any(_holds_headlines(key, values[key]) for key in known):
        return {}
    if len({_names_of_rows(values[key]) for key in known}) > 1:
        counts = ", ".join(f"{key[:20]} {len(_names_of_rows(values[key]))}" for key in known[:12])
        raise article.refusal("field", f"columns of a table with different rows: {counts}", texts[0])
    return {key: list(_cells_of(article, key)) for key in known}


def _names_of_rows(column: object) -> tuple[str, ...] | range:
    if isinstance(column, dict):
        return tuple(column)
    return range(len(column) if isinstance(column, list) else 0)


def _is_beside(key: str) -> bool:
    """Whether a key names something else of an article than its text."""
    return field_called(key) not in {Field.BODY, None}


def _is_one_text(value: object) -> bool:
    """What holds for all rows; a list of one text is that text."""
    return isinstance(value, str | int) or (is_list_of(value, str) and len(value) == 1)


def _is_column(key: str, value: object) -> bool:
    field = field_called(key)
    if field is None or not value:
        return False
    return _has_numbered_rows(value) or (isinstance(value, list) and (len(value) > 1 or field is Field.BODY))


def _has_numbered_rows(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(key.isdecimal() for key in value)


def _holds_headlines(key: str, column: object) -> bool:
    if field_called(key) is not Field.HEADLINE:
        return False
    items = list(column.values()) if isinstance(column, dict) else column
    return isinstance(items, list) and any(items) and all(item is None or isinstance(item, str) for item in items)


def _cells_of(article: JsonArticle, key: str) -> Iterator[_Cell]:
    value, span = article.found.values[key], article.found.spans[key]
    if isinstance(value, list):
        spans = list(value_spans(article.text, span))
        yield from map(_Cell, value, spans)
        return
    rows = parse_object(article.text[slice(*span)])
    for name, (start, end) in rows.spans.items():
        yield _Cell(rows.values[name], (span[0] + start, span[0] + end))


def _columns_under_names(article: JsonArticle) -> dict[str, list[_Cell]]:
    """The columns of rows that are lists, under one list of their names."""
    named, rows = _list_called(article, _LISTS_OF_NAMES), _list_called(article, _LISTS_OF_ROWS)
    if named is None or rows is None:
        return {}
    names, values = article.found.values[named], article.found.values[rows]
    if not _are_names(names) or not _are_rows(values, len(names)):
        return {}
    placed = zip(values, value_spans(article.text, article.found.spans[rows]), strict=True)
    cells = [list(map(_Cell, row, value_spans(article.text, span))) for row, span in placed]
    return {name: list(column) for name, column in zip(names, zip(*cells, strict=True), strict=True)}


def _list_called(article: JsonArticle, names: frozenset[str]) -> str | None:
    """The key of those names that holds a list."""
    values = article.found.values
    return next((key for key in values if known_key(key) in names and isinstance(values[key], list)), None)


def _are_names(value: object) -> TypeGuard[list[str]]:
    """Whether a list names columns, one of them that of texts."""
    return is_list_of(value, str) and len(set(value)) == len(value) and bool(keys_for(Field.BODY, value))


def _are_rows(value: object, columns: int) -> TypeGuard[list[list[object]]]:
    return bool(value) and is_list_of(value, list) and all(len(row) == columns for row in value)


def _placed_rows(table: JsonArticle, of_all: dict[str, object], rows: list[dict[str, _Cell]]) -> Iterator[JsonArticle]:
    """The rows as articles, each with the place of its text in the file."""
    reached, byte, number = 0, table.at, table.number
    for row, key in sorted(((row, _text_key(row)) for row in rows), key=lambda each: each[0][each[1]].span):
        start, end = row[key].span
        passed = table.text[reached:start]
        reached, byte, number = start, byte + table.coding.width(passed), number + passed.count("\n")
        others = {name: value_as_read(name, row[name].value) for name in row if _is_beside(name)}
        found = JsonObject({**of_all, **others, key: row[key].value}, {key: (0, end - start)})
        yield replace(table, found=found, text=table.text[start:end], at=byte, number=number)


def _text_key(row: dict[str, _Cell]) -> str:
    """The surest of the columns in which the row has a text; the surest of all where it has none."""
    keys = keys_for(Field.BODY, list(row))
    return next((key for key in keys if row[key].value), keys[0])
