"""What stands above and beside the parts of a page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.editions.pages.column_blocks import SHARED_WIDTH, is_parted
from retrieval.editions.pages.page_parts import BodyType, PagePart
from retrieval.editions.pages.sheet import height, width
from retrieval.printed import Box

OVERLAPPING_ROWS = 0.4
"""Sizes that a part may reach below the top of the one under it; by hand, 2026-11."""
OVERHANG = 0.6
"""Sizes that a part may reach over the left edge of the one beside it: signs hang into gutters; by hand, 2026-11."""
SHARED_ROW = 0.3
"""Share of a part's first line on whose height another part must stand to be beside it; by hand, 2026-11."""


class Surroundings:
    """What stands above and to the sides of each part of a region."""

    def __init__(self, parts: Sequence[PagePart], rules: Sequence[Box], body: BodyType) -> None:
        self._parts, self._rules, self._body = list(parts), rules, body
        self._upright = [rule for rule in rules if height(rule) > width(rule)]
        self._numbers = {part: number for number, part in enumerate(self._parts)}
        boxes = np.array([part.box for part in self._parts], dtype=np.float64).reshape(-1, 4)
        self._left, self._top, self._right, self._bottom = boxes.T
        self._above: dict[PagePart, PagePart | None] = {}

    def above(self, part: PagePart) -> PagePart | None:
        """The nearest part above, if no rule parts them."""
        if part not in self._above:
            self._above[part] = self._find_above(part)
        return self._above[part]

    def _find_above(self, part: PagePart) -> PagePart | None:
        shared = np.minimum(self._right, part.right) - np.maximum(self._left, part.left)
        narrower = np.minimum(self._right - self._left, part.right - part.left)
        is_above = (self._bottom <= part.top + OVERLAPPING_ROWS * self._body.size) & (self._top < part.top)
        nearest = self._best(is_above & (shared > 0) & (shared >= SHARED_WIDTH * narrower), self._bottom)
        if nearest is None or is_parted(nearest.box, part.box, self._rules):
            return None
        return nearest

    def white_above(self, part: PagePart, above: PagePart) -> float:
        """Lines of white between a part and the one above it, beyond the white between lines."""
        return (part.top - above.bottom - self._body.lead) / self._body.pitch

    def beside(self, part: PagePart) -> PagePart | None:
        """The nearest part to the left of the part's first line, if no upright rule parts them."""
        is_left = (self._left < part.left) & (self._right <= part.left + OVERHANG * self._body.size)
        nearest = self._best(self._on_row(part) & is_left, self._right)
        return None if nearest is None or self._is_parted_beside(nearest, part, part) else nearest

    def beside_right(self, part: PagePart) -> PagePart | None:
        """The nearest part to the right of the part's first line, if no upright rule parts them."""
        is_right = (self._left > part.left) & (part.right <= self._left + OVERHANG * self._body.size)
        nearest = self._best(self._on_row(part) & is_right, -self._left)
        return None if nearest is None or self._is_parted_beside(part, nearest, part) else nearest

    def _on_row(self, part: PagePart) -> NDArray[np.bool_]:
        """Which parts stand on the height of a part's first line."""
        bottom = min(part.bottom, part.top + self._body.pitch)
        shared = np.minimum(self._bottom, bottom) - np.maximum(self._top, part.top)
        found: NDArray[np.bool_] = shared >= SHARED_ROW * (bottom - part.top)
        found[self._numbers[part]] = False
        return found

    def _best(self, wanted: NDArray[np.bool_], by: NDArray[np.float64]) -> PagePart | None:
        """The wanted part of which a value is largest."""
        if not wanted.any():
            return None
        return self._parts[int(np.where(wanted, by, -np.inf).argmax())]

    def _is_parted_beside(self, left: PagePart, right: PagePart, part: PagePart) -> bool:
        middle = part.top + self._body.size / 2
        return any(
            left.right - 3 <= rule[0] and rule[2] <= right.left + 3 and rule[1] <= middle <= rule[3]
            for rule in self._upright
        )
