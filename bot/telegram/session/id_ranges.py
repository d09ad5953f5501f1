"""Ids of which most follow one another, kept as a short line: ``1-200,205``."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def written(ids: Iterable[int]) -> str:
    """The ids as runs, smallest first."""
    runs: list[tuple[int, int]] = []
    for id_ in sorted(set(ids)):
        if runs and id_ == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], id_
        else:
            runs.append((id_, id_))
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def read(line: str) -> Collection[int]:
    """The ids of a line that ``written`` gave."""
    ids: set[int] = set()
    for run in filter(None, line.split(",")):
        first, _, last = run.partition("-")
        ids.update(range(int(first), int(last or first) + 1))
    return ids
