"""How papers look: sizes, columns, type, rules. Some looks are for developing, others for reporting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.typeset.elements import Align, Family

MM = 72 / 25.4
"""Points of a millimetre."""


@dataclass(frozen=True)
class Look:
    """The typography of one paper. Lengths in points, ``gutter`` in sizes of the body type.

    ``kinds`` weighs how articles are laid out (see ``articles.py``); ``splits`` are the shares of pages that are cut
    like a pinwheel and of neighbours that a rule parts.
    """

    name: str
    width: float
    height: float
    columns: int
    size: float
    gutter: float
    leading: float
    body: Family = "serif"
    titles: Family = "sans"
    bold: bool = True
    align: Align = "center"
    indent: float = 2.0
    front: bool = False
    pinwheels: float = 0.3
    rules: float = 0.6
    gutter_rules: float = 0.2
    smallest: float = 150.0
    kinds: Mapping[str, float] = field(default_factory=dict)


ALL_KINDS = {
    "plain": 4, "side": 2, "picture": 3, "vertical": 1, "photo": 1, "briefs": 1, "boxed": 2, "nested": 1, "lead": 0.5,
}  # fmt: skip

DEVELOP = (
    Look("morning", 270 * MM, 390 * MM, 4, 9.5, 1.6, 1.5, kinds=ALL_KINDS),
    Look("broad", 390 * MM, 545 * MM, 6, 10.5, 1.5, 1.55, align="left", kinds=ALL_KINDS, smallest=180),
    Look("front", 350 * MM, 500 * MM, 5, 10, 1.3, 1.45, front=True, kinds=ALL_KINDS, gutter_rules=0.6),
    Look("serif", 270 * MM, 390 * MM, 5, 8.5, 1.4, 1.4, titles="serif", kinds=ALL_KINDS, rules=0.2),
    Look("weekly", 210 * MM, 285 * MM, 3, 9, 1.8, 1.6, body="sans", titles="sans", bold=True, kinds=ALL_KINDS),
    Look("dense", 390 * MM, 545 * MM, 6, 9, 1.15, 1.35, kinds=ALL_KINDS | {"briefs": 2}, rules=1.0),
)
REPORT = (
    Look("evening", 280 * MM, 400 * MM, 4, 9, 1.5, 1.45, align="left", kinds=ALL_KINDS, rules=0.8),
    Look("gazette", 375 * MM, 530 * MM, 6, 9.5, 1.35, 1.5, front=True, kinds=ALL_KINDS, pinwheels=0.5),
    Look("tabloid", 260 * MM, 370 * MM, 5, 8.8, 1.25, 1.42, titles="serif", kinds=ALL_KINDS, gutter_rules=0.4),
    Look("business", 300 * MM, 450 * MM, 3, 10, 2.0, 1.6, body="serif", kinds=ALL_KINDS, rules=0.3),
    Look("county", 390 * MM, 545 * MM, 5, 11, 1.6, 1.6, kinds=ALL_KINDS | {"photo": 2}, bold=False),
    Look("modern", 270 * MM, 390 * MM, 4, 8.6, 1.7, 1.55, body="sans", align="left", kinds=ALL_KINDS, rules=0.0),
)
