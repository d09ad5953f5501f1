"""What Chinese print is stands in ``retrieval/language`` and nowhere else: no second table that could disagree."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from retrieval.language.characters import ESTIMATES_BEFORE
from retrieval.language.names import SURNAMES

ROOT = Path(__file__).resolve().parents[2]
OWNER = ROOT / "retrieval" / "language"
ELSEWHERE = [
    path
    for package in ("bot", "retrieval")
    for path in sorted((ROOT / package).rglob("*.py"))
    if OWNER not in path.parents and "training" not in path.parts  # training keeps what it was run with
]
_UNITS = "平方米|平方公里|立方米|公里|公斤|公顷|千米|毫米|厘米|千克"
FACTS = {
    "which characters are Han": re.compile("\u4e00-|-[\u9fa5\u9fa6\u9fd5\u9fff]|\\\\u4e00|\\\\u9f|\u3400"),
    "which numerals there are": re.compile("一二三四|二三四五|〇零|零〇|十百千|百千万"),
    "what ends a sentence": re.compile("[。！？；]{3}"),
    "days of the week": re.compile(r"星期\|周\|礼拜"),
    "years and days of the lunar calendar": re.compile("甲乙丙|子丑寅"),
    "words for days": re.compile(r"昨\[|(?:昨天|昨日)\W{1,3}(?:前天|今天|今日)"),
    "words of estimate": re.compile(rf"(?:{ESTIMATES_BEFORE})(?:\|(?:{ESTIMATES_BEFORE})){{2}}"),
    "measure words": re.compile(rf"(?:{_UNITS})\|(?:\w+\|)?(?:{_UNITS})\|(?:\w+\|)?(?:{_UNITS})"),
    "surnames": re.compile(f"[{''.join(sorted(SURNAMES))}]{{24}}"),
    "how pages are numbered": re.compile(r"\\d\{\{?1,3\}\}?\)?(?:\\s\*)?(?:版|\[版)"),
    "marks without width": re.compile("\u200b|\ufeff|\\\\u200b|\\\\ufeff"),
}


@cache
def texts(path: Path) -> list[tuple[int, str]]:
    """The strings of a module with their lines, parts of f-strings too; what documents the code is none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]


@pytest.mark.parametrize("pattern", FACTS.values(), ids=FACTS)
def test_each_fact_has_one_owner(pattern: re.Pattern[str]) -> None:
    second = [
        f"{path.relative_to(ROOT)}:{line} {text[:60]!r}"
        for path in ELSEWHERE
        for line, text in texts(path)
        if pattern.search(text)
    ]
    assert not second


@pytest.mark.parametrize("pattern", FACTS.values(), ids=FACTS)
def test_what_is_looked_for_is_written_so_by_its_owner(pattern: re.Pattern[str]) -> None:
    assert any(pattern.search(text) for path in OWNER.rglob("*.py") for _, text in texts(path))
