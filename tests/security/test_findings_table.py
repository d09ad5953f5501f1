"""The table of findings in SECURITY.md: every test that it names exists, every finding has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FINDINGS = 26


def table(root: Path) -> dict[int, list[str]]:
    """Number of a finding → the tests that hold it."""
    text = (root / "SECURITY.md").read_text(encoding="utf-8")
    section = text.split("\n## What was found")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if re.match(r"\| \d", line)]
    return {int(number): re.findall(r"`(tests/[^`]+)`", shown) for number, _, shown in rows}


def test_every_finding_has_a_test(root: Path) -> None:
    found = table(root)
    assert list(found) == list(range(1, FINDINGS + 1))
    assert all(found.values())


def test_every_test_is_there(root: Path) -> None:
    for number, tests in table(root).items():
        for named in tests:
            path, _, name = named.partition("::")
            tree = ast.parse((root / path).read_text(encoding="utf-8"))
            functions = {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
            assert name in functions, f"{number}: {named}"
