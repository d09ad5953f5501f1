"""Withdrawing, restoring and correcting, as an operator does it in the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

NOTICE = """## 更正

本报11月8日2版《青溪区图书馆延长开放时间》一文中,“新增座位320个”应为“新增座位230个”。特此更正,并向读者致歉。

## 公交夜班线路增加

本报讯 (记者 林晓岚) 自下周起,本市夜班公交增加6条线路。
"""
QUESTION = "自习室新增座位多少个"


def article_of(baowen, data: Path, headline: str) -> int:
    listed = baowen("articles", "--json", data=data).lines
    found: int = next(each["article_id"] for each in listed if headline in (each["headline"] or ""))
    return found


@pytest.fixture
def library(baowen, indexed) -> int:
    return article_of(baowen, indexed, "图书馆")


def cited(baowen, data: Path) -> set[int]:
    answer = baowen("ask", QUESTION, "--json", data=data).json
    return {each["article_id"] for each in answer["citations"] + answer["nearest"]}


def test_withdrawn_everywhere_until_restored(baowen, indexed, library, page):
    assert cited(baowen, indexed) >= {library}
    ran = baowen("withdraw", library, "--reason", "事实有误", data=indexed)
    assert ran.code == 0, ran.err
    assert library not in cited(baowen, indexed)
    refused = baowen("show", library, data=indexed)
    assert (refused.code, "已于" in refused.err, "事实有误" in refused.err) == (9, True, False)
    assert str(library) not in [line.split()[0] for line in baowen("articles", data=indexed).out.splitlines()]
    (listed,) = baowen("articles", "--withdrawn", "--json", data=indexed).lines
    assert (listed["article_id"], listed["reason"], listed["public"]) == (library, "事实有误", False)
    assert "事实有误" in baowen("articles", "--withdrawn", data=indexed).out
    status = baowen("status", "--json", data=indexed).json
    assert (status["withdrawn"], status["articles"], status["unpublished_changes"]) == (1, 1, False)
    assert "已撤回：1 篇" in baowen("status", data=indexed).out
    assert baowen("verify", data=indexed).code == 0
    for again in (("index", page), ("rebuild",), ("rollback",)):
        assert baowen(*again, data=indexed).code == 0
        assert library not in cited(baowen, indexed), again
        assert baowen("verify", data=indexed).code == 0
    assert baowen("restore-article", library, data=indexed).code == 0
    assert library in cited(baowen, indexed)
    assert baowen("status", "--json", data=indexed).json["withdrawn"] == 0
    assert baowen("restore-article", library, data=indexed).code == 9


def test_a_withdrawn_article_stays_out_of_a_restored_backup_and_of_pages_read_anew(
    baowen, indexed, library, page, tmp_path
):
    assert baowen("withdraw", library, "--reason", "侵权", "--public", data=indexed).code == 0
    assert "侵权" in baowen("show", library, data=indexed).err
    copy = tmp_path / "copy.sqlite"
    assert baowen("backup", copy, data=indexed).code == 0
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / "archive.sqlite")
    assert baowen("rebuild", data=restored).code == 0
    assert library not in cited(baowen, restored)
    page.write_text(page.read_text(encoding="utf-8").replace("即可预约", "就可预约"), encoding="utf-8")
    ran = baowen("index", page, data=indexed)
    assert "先前已经撤回" in ran.out
    answer = baowen("ask", QUESTION, "--json", data=indexed).json
    assert not any("320" in each["excerpt"] for each in answer["citations"])
    loose = tmp_path / "loose.txt"
    loose.write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    assert baowen("index", loose, data=indexed).code == 0
    assert not any(
        "320" in each["excerpt"] for each in baowen("ask", QUESTION, "--json", data=indexed).json["citations"]
    )


def test_an_edition_is_withdrawn_and_restored(baowen, indexed, page):
    assert baowen("withdraw", "2025-11-08", "--reason", "误发", data=indexed).code == 0
    assert cited(baowen, indexed) == set()
    more = page.with_name("03.txt")
    more.write_text(NOTICE, encoding="utf-8")
    assert "先前已经撤回" in baowen("index", more, data=indexed).out
    assert "收录：0 期" in baowen("status", data=indexed).out
    assert baowen("restore-article", "青溪晚报/2025-11-08", data=indexed).code == 0
    assert cited(baowen, indexed)
    assert baowen("restore-article", "2025-11-08", data=indexed).code == 9


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("withdraw", "999", "--reason", "无"), 9),
        (("withdraw", "2001-01-01", "--reason", "无"), 9),
        (("withdraw", "2001-13-45", "--reason", "无"), 2),
        (("withdraw", "图书馆", "--reason", "无"), 2),
        (("withdraw", "1"), 2),
        (("restore-article", "1"), 9),
        (("correct", "1"), 2),
        (("correct", "1", "999"), 9),
        (("correct", "1", "1"), 9),
        (("correct", "1", "2", "--undo"), 9),
    ],
)
def test_what_can_not_be(baowen, indexed, arguments, code):
    assert baowen(*arguments, data=indexed).code == code


def test_a_notice_is_proposed_linked_and_shown(baowen, indexed, library, tmp_path):
    file = tmp_path / "editions" / "青溪晚报" / "2025-11-10" / "02.txt"
    file.parent.mkdir(parents=True)
    file.write_text(NOTICE, encoding="utf-8")
    assert baowen("index", file, data=indexed).code == 0
    notice = article_of(baowen, indexed, "更正")
    first = next(
        each
        for each in baowen("ask", QUESTION, "--json", data=indexed).json["citations"]
        if each["article_id"] == library
    )
    assert first["corrections"] == []
    (proposed,) = baowen("correct", "--json", data=indexed).lines
    assert (proposed["notice"], proposed["article"], proposed["linked"]) == (notice, library, False)
    assert proposed["why"] == ["headline", "date", "page", "wording"]
    assert f"baowen correct {notice} {library}" in baowen("correct", data=indexed).out
    assert baowen("correct", notice, library, data=indexed).code == 0
    answer = baowen("ask", QUESTION, "--json", data=indexed).json
    first = next(each for each in answer["citations"] if each["article_id"] == library)
    (told,) = first["corrections"]
    assert "应为“新增座位230个”" in told["excerpt"]
    raw = file.read_bytes()
    assert b"".join(raw[start:end] for start, end in told["source_bytes"]).decode() == told["excerpt"]
    assert "更正：\n│ " in baowen("ask", QUESTION, data=indexed).out
    assert "更正：\n│ " in baowen("show", library, data=indexed).out
    assert f"  {library}  " in baowen("correct", data=indexed).out
    assert baowen("status", "--json", data=indexed).json["unpublished_changes"] is False
    assert baowen("correct", notice, library, "--undo", data=indexed).code == 0
    assert "更正：\n│ " not in baowen("ask", QUESTION, data=indexed).out


def test_other_printings_and_earlier_values_are_told(baowen, indexed, page):
    body = page.read_text(encoding="utf-8").split("\n\n## ")[0].split("\n\n", 1)[1].replace("\n", "")
    rows = [
        {"headline": "青溪区图书馆延长开放时间", "date": "2025-11-09", "page": "5", "paper": "青溪晚报", "body": body},
    ]  # fmt: skip
    more = page.parents[3] / "more.jsonl"
    more.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert baowen("index", more, data=indexed).code == 0
    shown = baowen("ask", QUESTION, data=indexed).out
    assert shown.count("另见：青溪晚报") == 1
    first = baowen("ask", QUESTION, "--json", data=indexed).json["citations"][0]
    assert len(first["also"]) == 1
    assert first["earlier"] is False
