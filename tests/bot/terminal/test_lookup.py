"""``baowen mentions`` and ``baowen verify-quote`` as they are typed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from bot.terminal.citation_rows import cell


def test_mentions_are_listed_with_their_citations(baowen, indexed: Path) -> None:
    ran = baowen("mentions", "图书馆", data=indexed)
    assert ran.code == 0
    assert "共 2 处，见于 1 篇报道" in ran.out
    assert "首次见报" in ran.out
    assert "《青溪区图书馆延长开放时间》 青溪晚报 2025年11月8日 第2版 记者 林晓岚" in ran.out
    rest = baowen("mentions", "图书馆", "--most", "1", data=indexed)
    assert "还有 1 处：加上 --start 2" in rest.out
    assert "没有提到" in baowen("mentions", "火星移民", data=indexed).out


def test_mentions_as_json_and_csv(baowen, indexed: Path) -> None:
    found = baowen("mentions", "56个小区", "--json", data=indexed).json
    assert (found["total"], found["by_month"]) == (1, {"2025-11": 1})
    assert found["mentions"][0]["first"] is True
    rows = list(csv.DictReader(io.StringIO(baowen("mentions", "图书馆", "--csv", data=indexed).out)))
    assert [row["headline"] for row in rows] == ["青溪区图书馆延长开放时间"] * 2
    assert baowen("show", rows[0]["citation"], data=indexed).code == 0


def test_no_cell_is_a_formula() -> None:
    assert [cell(text) for text in ("=1+1", "@x", "甲\n乙")] == ["'=1+1", "'@x", "甲 乙"]


def test_a_quotation_is_checked(baowen, indexed: Path) -> None:
    printed = baowen("verify-quote", "总投资1260万元", data=indexed)
    assert printed.code == 0
    assert "一字不差" in printed.out
    near = baowen("verify-quote", "改造工程历时八个月，总投资1360万元", data=indexed)
    assert near.code == 9
    assert "[1360→1260]" in near.out
    told = baowen("verify-quote", "改造工程历时八个月，总投资1360万元", "--json", data=indexed).json
    assert told["verdict"] == "differs"
    assert {"quoted": "1360", "printed": "1260", "same": False} in told["differences"]
    assert baowen("verify-quote", "市长昨日宣布地铁免费", data=indexed).code == 9
