"""Curves over a growing number as an SVG picture, both axes in powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 230, 40, 50
COLOURS = ("#0b5fa5", "#b3452c", "#2e7d32", "#6a3d9a", "#946200", "#00838f")


@dataclass(frozen=True, slots=True)
class Curve:
    """A name, and points with positive coordinates."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Axis:
    """Whole powers of ten around some values, over a stretch of the picture."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def around(cls, values: Sequence[float], start: float, end: float) -> _Axis:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        return cls(low, max(high, low + 1), start, end)

    def place(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def marks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def plot(title: str, below: str, curves: Sequence[Curve]) -> str:
    """The picture. ``below`` says what the points are over."""
    points = [point for curve in curves for point in curve.points]
    across = _Axis.around([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis.around([y for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, TOP - 18, title, "start"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, below, "middle"),
    ]
    for value in across.marks:
        parts += [_line(across.place(value), TOP, across.place(value), HEIGHT - BOTTOM)]
        parts += [_text(across.place(value), HEIGHT - BOTTOM + 18, f"{value:,.0f}", "middle")]
    for value in up.marks:
        parts += [_line(LEFT, up.place(value), WIDTH - RIGHT, up.place(value))]
        parts += [_text(LEFT - 6, up.place(value) + 4, f"{value:,g}", "end")]
    for number, curve in enumerate(curves):
        parts += _drawn(curve, COLOURS[number % len(COLOURS)], number, across, up)
    return "\n".join([*parts, "</svg>", ""])


def _drawn(curve: Curve, colour: str, number: int, across: _Axis, up: _Axis) -> list[str]:
    places = [(across.place(x), up.place(y)) for x, y in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    legend = TOP + 10 + number * 20
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places),
        f'<rect x="{WIDTH - RIGHT + 16}" y="{legend - 9}" width="10" height="10" fill="{colour}"/>',
        _text(WIDTH - RIGHT + 32, legend, curve.name, "start"),
    ]


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{escape(words)}</text>'
