"""In which order the text of an article is read, and where its columns begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from retrieval.editions.pages.page_parts import BodyType, PagePart, Role
from retrieval.editions.pages.sheet import TypeLine, shared_length, width


class ColumnLefts:
    """Where columns begin: the places at which many lines of text do."""

    def __init__(self, parts: Iterable[PagePart], body: BodyType) -> None:
        self._size = body.size
        self._count: Counter[int] = Counter()
        for part in parts:
            if part.role is Role.TEXT:
                self._count.update(round(line.left) for line in part.lines)

    def of(self, part: PagePart) -> int:
        """The left edge of the column that a part stands in."""
        lines = part.lines
        left = min((line.left for line in lines), default=part.left)
        near = range(round(left - 2.6 * self._size), round(left + 0.7 * self._size) + 1)
        best = max(near, key=lambda at: (self._supported(at), -abs(at - left)))
        return best if self._supported(best) else round(left)

    def _supported(self, at: int) -> int:
        return self._count[at - 1] + 2 * self._count[at] + self._count[at + 1]

    def indent(self, line: TypeLine, part: PagePart) -> float:
        """How far a line begins from the left edge of its column, in sizes."""
        return (line.left - self.of(part)) / max(line.size, 1.0)


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
