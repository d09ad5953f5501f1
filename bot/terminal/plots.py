"""Plots of an evaluation as SVG, drawn by matplotlib: how true confidence is, what answering more costs, recall.

Text stays text, so that the reader's browser draws it in a font that has Chinese.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.render import one_line
from retrieval.evaluation.appraise import Appraisal
from retrieval.evaluation.evaluate import DEPTHS, Figures

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "baowen",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
BLUE, RED, GREY = "#1f5fa8", "#b3261e", "#8a8a8a"
DEPTH_COLOURS = dict(zip(DEPTHS, ("#0b3c73", "#4b86c6", "#b5cfea"), strict=True))
NOTHING_BUT_LOOKS = {"Creator": None, "Date": None, "Format": None, "Type": None}
OWN_NAMES = re.compile(r'(\bid="|url\(#|href="#)')


def drawn(found: Appraisal) -> dict[str, str]:
    """All plots by name."""
    with rc_context(STYLE):
        return {"reliability": reliability(found), "trade_off": trade_off(found), "recall": recall(found)}


def reliability(found: Appraisal) -> str:
    """Confidence against the share that was right, by bins, with intervals; on the diagonal it speaks the truth."""
    figure, axes = _square()
    axes.plot([0, 1], [0, 1], linestyle="--", color=GREY, linewidth=1)
    for each in found.calibration.bins if found.calibration else ():
        axes.plot([each.confidence] * 2, each.interval, color=BLUE, linewidth=1.5)
        axes.plot(each.confidence, each.right, "o", color=BLUE, markersize=4 + min(each.questions, 40) / 5)
        axes.annotate(str(each.questions), (each.confidence, each.right), xytext=(7, -3), textcoords="offset points")
    _label(axes, "把握", "首条引文含答案的比例")
    return _svg(figure, "reliability")


def trade_off(found: Appraisal) -> str:
    """False answers, and wrong ones among all given, against the share answered; the thresholds in use are marked."""
    figure, axes = _square()
    covered = [point.covered for point in found.points]
    axes.plot(covered, [point.wrong for point in found.points], color=BLUE, label="作答中答错的")
    if any(point.false_answers is not None for point in found.points):
        false = [point.false_answers or 0.0 for point in found.points]
        axes.plot(covered, false, color=RED, label="无答案的题误答的")
    _mark_threshold(axes, found, found.answered_from, "作答")
    _mark_threshold(axes, found, found.shown_from, "显示相关报道")
    _label(axes, "有答案的题作答的比例", "比例")
    axes.legend(loc="upper left", frameon=False)
    return _svg(figure, "trade-off")


def _mark_threshold(axes: Axes, found: Appraisal, threshold: float, name: str) -> None:
    point = found.at_threshold(threshold)
    if point is None:
        return
    axes.axvline(point.covered, color=GREY, linestyle=":", linewidth=1)
    height = point.wrong if point.false_answers is None else point.false_answers
    axes.plot(point.covered, height, "D", color=RED, markersize=5)
    axes.annotate(f"{name} ≥ {threshold:g}", (point.covered, 1), rotation=90, ha="right", va="top")


def recall(found: Appraisal) -> str:
    """Recall of the right article by kind of question, at each depth."""
    rows = [(one_line(kind) or "全部", row) for kind, row in found.figures.items() if row.recall_1 is not None]
    figure = Figure(figsize=(5.2, 1.2 + 0.5 * max(len(rows), 1)), layout="constrained")
    axes = figure.add_subplot()
    for place, k in enumerate(DEPTHS):
        _draw_bars(axes, [row for _, row in rows], k, place)
    # Names of kinds come from a file: a dollar sign in them is no formula.
    axes.set_yticks(range(len(rows)), [name for name, _ in rows], parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("正确的报道排在前 k 篇的比例")
    if rows:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(DEPTHS), frameon=False)
    return _svg(figure, "recall")


def _draw_bars(axes: Axes, rows: Sequence[Figures], k: int, place: int) -> None:
    """Recall at depth ``k`` with its intervals: in each row's group of bars the one in the given ``place``."""
    thick = 0.8 / len(DEPTHS)
    heights = [number - 0.4 + thick * (place + 0.5) for number in range(len(rows))]
    values = [float(getattr(row, f"recall_{k}") or 0) for row in rows]
    axes.barh(heights, values, height=thick, color=DEPTH_COLOURS[k], label=f"前 {k} 篇")
    for height, row in zip(heights, rows, strict=True):
        axes.plot(row.intervals[f"recall_{k}"], [height] * 2, color="black", linewidth=0.8)


def _square() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(5.2, 4.2), layout="constrained")
    axes = figure.add_subplot()
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.grid(color="#e4e4e4", linewidth=0.6)
    return figure, axes


def _label(axes: Axes, across: str, up: str) -> None:
    axes.set_xlabel(across)
    axes.set_ylabel(up)


def _svg(figure: Figure, name: str) -> str:
    """The ``<svg>`` element alone; ids begin with ``name``, so that several can stand in one page."""
    target = io.StringIO()
    with warnings.catch_warnings():
        # It measures text in its own font, which has no Chinese; the browser draws it in one that has.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        figure.savefig(target, format="svg", metadata=NOTHING_BUT_LOOKS)
    text = target.getvalue()
    return OWN_NAMES.sub(rf"\g<1>{name}-", text[text.index("<svg") :]).strip()
