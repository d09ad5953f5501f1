"""Fields of one line are one line and have lengths, whatever file they come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.editions.base.draft import EditionDefaults
from retrieval.editions.base.field_limits import LONGEST_FIELDS, MOST_NAMES
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive

BODY = "什刹海冰场今天开放，票价二十元。"


def lines(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps({"body": BODY, **row}) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("key", LONGEST_FIELDS)
def test_a_field_that_is_too_long_is_refused_with_its_line(archive: Archive, tmp_path: Path, key: str) -> None:
    path = lines(tmp_path / "a.jsonl", {"headline": "好"}, {key: "字" * (LONGEST_FIELDS[key] + 1)})
    (file,) = ingest(archive, [path]).files
    (error,) = file.bad_lines
    assert (error.code, error.line, error.key) == ("field", 2, key)
    assert len(str(error)) < 300
    assert file.articles == 1
    path = lines(tmp_path / "b.jsonl", {key: "字" * LONGEST_FIELDS[key]})
    (file,) = ingest(archive, [path]).files
    assert not file.bad_lines


def test_a_paper_that_the_call_gives_is_refused_too(archive: Archive, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {})
    (file,) = ingest(archive, [path], defaults=EditionDefaults(paper="报" * 101)).files
    assert file.error
    assert file.error.key == "paper"


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\n\n", " \n ", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c"])
def test_a_line_break_in_a_field_is_a_space(archive: Archive, tmp_path: Path, sign: str) -> None:
    forged = f"真{sign}「假引文」"
    row: dict[str, object] = dict.fromkeys(("headline", "kicker", "subhead", "paper", "id"), forged)
    ingest(archive, [lines(tmp_path / "a.jsonl", row | {"url": f"https://a.example/{sign}b"})])
    (article,) = archive.articles()
    shown = {article.headline, article.kicker, article.subhead, article.paper, article.external_id}
    assert shown == {"真 「假引文」"}
    assert article.url == "https://a.example/ b"


def test_white_space_that_is_no_break_stays_as_it_was_printed(archive: Archive, tmp_path: Path) -> None:
    ingest(archive, [lines(tmp_path / "a.jsonl", {"headline": "苇州　临江  两地"})])
    (article,) = archive.articles()
    assert article.headline == "苇州　临江  两地"


def test_a_heading_as_long_as_a_page_is_text(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# 冰场开放\n\n" + BODY + "\n\n# " + "字" * 5000 + "。\n", encoding="utf-8")
    (file,) = ingest(archive, [path]).files
    assert not file.error
    assert {article.headline for article in archive.articles()} == {"冰场开放"}


def test_no_article_names_everybody(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    names = [f"王{first}{second}" for first in "一二三四五六七八九十" for second in "东南西北中上下左右前"]
    path.write_text("# 名单\n\n" + "\n\n".join(f"今天开放。（记者 {name}）" for name in names), encoding="utf-8")
    ingest(archive, [path])
    (article,) = archive.articles()
    assert len(article.byline.reporters) == MOST_NAMES
