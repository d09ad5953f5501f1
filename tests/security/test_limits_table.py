"""The table of limits in SECURITY.md: every number is the constant's that it names, every test exists."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

UNITS = {"": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "s": 1, "ms": 0.001, "%": 0.01}
NUMBER = re.compile(r"([\d,.]+) ?(KiB|MiB|GiB|s|ms|%)? \(`([\w.]+)`\)")


def table(root: Path) -> list[list[str]]:
    """The rows of the table, as cells."""
    text = (root / "SECURITY.md").read_text(encoding="utf-8")
    section = text.split("\n## Limits\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def constant(name: str) -> float:
    """The value behind a dotted name: of a module, or a default of a record in it."""
    parts = name.split(".")
    depth = next(number for number in range(len(parts), 0, -1) if Path(*parts[:number]).with_suffix(".py").is_file())
    found: object = import_module(".".join(parts[:depth]))
    for part in parts[depth:]:
        fields = getattr(found, "__dataclass_fields__", {})
        if isinstance(found, dict):
            found = found[part]
        else:
            found = fields[part].default if part in fields else getattr(found, part)
    assert isinstance(found, int | float)
    return found


def test_every_limit_is_what_the_source_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    rows = table(root)
    assert len(rows) > 3
    for what, limits, _ in rows:
        found = NUMBER.findall(limits)
        assert found, f"{what}: a number and the constant that it is"
        assert len(found) == limits.count("(`"), f"{what}: {limits}"
        for number, unit, name in found:
            stated = float(number.replace(",", "")) * UNITS[unit]
            assert stated == pytest.approx(constant(name)), f"{what}: {name} is {constant(name)}"


def test_every_limit_has_a_test(root: Path) -> None:
    for what, _, shown in table(root):
        named = re.findall(r"`(tests/[\w/]+\.py)`", shown)
        assert named, what
        assert all((root / path).is_file() for path in named), f"{what}: {shown}"
