"""The order in which the parts of an article are read: column by column, each from above."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.editions.pages.page_parts import PagePart
from retrieval.editions.pages.sheet import shared_length, width


def reading_order(parts: Sequence[PagePart]) -> list[PagePart]:
    """Column by column from the left, each from above.

    A part over several columns stands between what is above it and what is below.
    """
    waiting = sorted(parts, key=lambda part: (part.top, part.left))
    narrow = min((width(part.box) for part in waiting if len(part.lines) > 2), default=0.0)
    ordered: list[PagePart] = []
    group: list[PagePart] = []
    for part in waiting:
        wide = narrow and width(part.box) > 1.6 * narrow and _spans_others(part, parts)
        if wide:
            ordered += [*_by_columns(group), part]
            group = []
        else:
            group.append(part)
    return ordered + _by_columns(group)


def _spans_others(part: PagePart, parts: Sequence[PagePart]) -> bool:
    under = [
        other for other in parts if other is not part and shared_length(other.box, part.box) > 0.5 * width(other.box)
    ]
    return any(shared_length(one.box, other.box) < 0 for one in under for other in under)


def _by_columns(parts: Sequence[PagePart]) -> list[PagePart]:
    columns: list[list[PagePart]] = []
    for part in sorted(parts, key=lambda part: part.left):
        home = next((column for column in columns if _is_in_column(part, column)), None)
        if home is None:
            columns.append([part])
        else:
            home.append(part)
    return [part for column in columns for part in sorted(column, key=lambda part: (part.top, part.left))]


def _is_in_column(part: PagePart, column: list[PagePart]) -> bool:
    return any(shared_length(part.box, other.box) > 0.5 * min(width(part.box), width(other.box)) for other in column)
