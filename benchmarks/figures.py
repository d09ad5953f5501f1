"""Shares with bootstrap intervals, and how benchmarks print and keep them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from retrieval.evaluation.measures import mean_interval, wilson


class Share(TypedDict):
    """A share, its 95 % interval, and over how many questions.

    The interval is a percentile bootstrap with a fixed seed; Wilson's where all values are alike, as a bootstrap of
    those has no width.
    """

    value: float
    low: float
    high: float
    n: int


def share(values: Sequence[bool]) -> Share | None:
    """The share of true values; None where there are none."""
    if not values:
        return None
    hits = sum(values)
    alike = hits in (0, len(values))
    low, high = wilson(hits, len(values)) if alike else mean_interval([float(value) for value in values])
    return {
        "value": round(hits / len(values), 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "n": len(values),
    }


def share_text(figure: Share | None) -> str:
    """A share as it is printed: ``.640 [.520, .760] n=50``."""
    if figure is None:
        return "–"
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] n={figure['n']}"


def print_table(columns: Mapping[str, Mapping[str, Share | None]]) -> None:
    """One column a part (develop, report, …), one row a figure; rows are those of the first column."""
    print(f"{'':34}" + "".join(f"{name:32}" for name in columns).rstrip())
    for row in next(iter(columns.values())):
        print(f"{row:34}" + "".join(f"{share_text(column[row]):32}" for column in columns.values()).rstrip())


def keep(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record of results as JSON."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
