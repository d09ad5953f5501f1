"""The terminal's commands on a page of our own: what they print, and what they return."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def resolve(citation: Mapping[str, Any]) -> str:
    raw = Path(citation["source_file"]).read_bytes()
    return "".join(raw[start:end].decode("utf-8") for start, end in citation["source_bytes"])


def test_index_reports_what_it_read(baowen, page, tmp_path):
    ran = baowen("index", page, data=tmp_path / "data")
    assert ran.code == 0
    assert "2 篇" in ran.out
    assert "已发布" in ran.out


def test_indexing_again_changes_nothing(baowen, page, indexed):
    before = baowen("status", "--json", data=indexed).json
    ran = baowen("index", page, "--json", data=indexed)
    assert ran.json["files"][0]["outcome"] == "unchanged"
    assert baowen("status", "--json", data=indexed).json == before


def test_dry_run_writes_nothing(baowen, page, tmp_path):
    data = tmp_path / "data"
    assert baowen("index", page, "--dry-run", data=data).code == 0
    assert baowen("ask", "自习室新增多少座位", data=data).code == 7


def test_answer_json_keeps_its_contract(baowen, indexed):
    answer = baowen("ask", "自习室新增座位多少个", "--json", data=indexed).json
    assert answer["status"] == "answered"
    assert answer["answer"] == "320个"
    assert answer["freshness"] == "2025-11-08"
    cited = answer["citations"][0]
    assert cited["headline"] == "青溪区图书馆延长开放时间"
    assert (cited["paper"], cited["date"], cited["page"]) == ("青溪晚报", "2025-11-08", "2")
    assert cited["byline"] == {"reporters": ["林晓岚"], "correspondents": [], "photographers": []}
    assert answer["answer"] in cited["excerpt"]
    assert resolve(cited) == cited["excerpt"]
    assert {"question", "generation", "latency_ms"} <= set(answer)


def test_answer_for_reading_cites_and_says_how_fresh(baowen, indexed):
    out = baowen("ask", "图书馆改造总投资多少", data=indexed).out
    assert out.startswith("1260万元\n")
    assert "《青溪区图书馆延长开放时间》 青溪晚报 2025年11月8日 第2版 记者 林晓岚" in out
    assert "已收录至 2025年11月8日" in out


def test_an_edition_is_listed_whole(baowen, indexed):
    out = baowen("ask", "11月8日有什么新闻", "--today", "2025-11-09", "--top", "1", data=indexed).out
    quoted, others = out.split("还有：\n")
    assert quoted.count("│") == 1
    headlines = [article["headline"] for article in baowen("articles", "--json", data=indexed).lines]
    assert all(headline in out for headline in headlines)
    assert sum(headline in others for headline in headlines) == len(headlines) - 1


def test_the_newest_edition_says_its_day(baowen, indexed):
    answer = baowen("ask", "最新一期报纸是哪天的", "--json", data=indexed).json
    assert answer["status"] == "answered"
    assert any("2025年11月8日" in note for note in answer["notes"])


def test_no_evidence_is_said_so(baowen, indexed):
    answer = baowen("ask", "红烧肉怎么做", "--json", data=indexed).json
    assert answer["status"] != "answered"
    assert answer["answer"] is None


def test_batch_answers_line_by_line(baowen, indexed, tmp_path):
    questions = tmp_path / "questions.jsonl"
    lines = ('{"question": "自习室新增座位多少个"}', "", '{"question": "供暖管线更换涉及多少个小区"}')
    questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answers = baowen("ask", "--batch", questions, data=indexed).lines
    assert [answer["answer"] for answer in answers] == ["320个", "56个"]
    assert all(answer["latency_ms"] > 0 for answer in answers)


def test_batch_lines_of_one_conversation_follow_each_other(baowen, indexed, tmp_path):
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"question": "自习室新增座位多少个", "conversation": "a"},
        {"question": "供暖管线更换涉及多少个小区", "conversation": 2},
        {"question": "谁写的", "conversation": "a"},
        {"question": "谁写的"},
    ]
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    first, second, follow_up, alone = baowen("ask", "--batch", questions, data=indexed).lines
    assert follow_up["understood"]["follows"] == "自习室新增座位多少个"
    assert follow_up["citations"][0]["article_id"] == first["citations"][0]["article_id"]
    assert "follows" not in second["understood"]
    assert "follows" not in alone["understood"]


def test_batch_names_the_bad_line(baowen, indexed, tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "供暖管线更换涉及多少个小区"}\n{"question": 5}\n', encoding="utf-8")
    ran = baowen("ask", "--batch", questions, data=indexed)
    assert ran.code == 4, "the good line is answered"
    assert [answer["status"] for answer in ran.lines] == ["answered"]
    assert f"{questions} 第2行，字段 question" in ran.err


def test_show_marks_the_citation(baowen, indexed):
    cited = baowen("ask", "自习室新增座位多少个", "--json", data=indexed).json["citations"][0]
    whole = baowen("show", cited["article_id"], data=indexed).out
    marked = baowen("show", f"p{cited['passage_id']}:{cited['start']}-{cited['end']}", data=indexed).out
    assert cited["excerpt"] in whole
    assert cited["excerpt"] in marked
    assert "亲子阅读区" in whole


def test_show_of_an_unknown_id(baowen, indexed):
    assert baowen("show", "99999", data=indexed).code == 9
    assert baowen("show", "p99999", data=indexed).code == 9
    assert baowen("show", "x", data=indexed).code == 2


def test_articles_lists_every_field(baowen, indexed):
    first, second = baowen("articles", "--json", data=indexed).lines
    assert set(first) >= {
        "article_id", "source_id", "source_file", "paper", "date", "page", "headline", "kicker", "subhead", "byline",
        "jump", "kind", "paragraphs",
    }  # fmt: skip
    assert len(first["paragraphs"]) == 2
    assert first["paragraphs"][1].endswith("今后还将开设亲子阅读区。")
    assert second["byline"]["correspondents"] == ["杜小舟"]
    assert "老旧小区今冬完成供暖管线更换" in baowen("articles", data=indexed).out


def test_filters_limit_the_evidence(baowen, indexed):
    outside = baowen("ask", "自习室新增座位多少个", "--until", "2025-01-01", "--json", data=indexed).json
    assert outside["citations"] == []
    by_name = baowen("ask", "供暖管线更换涉及多少个小区", "--person", "秦朗", "--json", data=indexed).json
    assert by_name["answer"] == "56个"


def test_status_and_doctor(baowen, indexed, monkeypatch):
    status = baowen("status", "--json", data=indexed).json
    assert status["articles"] == 2
    assert status["newest"] == "2025-11-08"
    assert status["unpublished_changes"] is False
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:very-secret-token")
    doctor = baowen("doctor", data=indexed)
    assert doctor.code == 0, doctor.out
    assert "very-secret-token" not in doctor.out
    assert "编码模型 bundled" in doctor.out


def test_bot_without_a_token_says_what_to_do(baowen, indexed, monkeypatch):
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    ran = baowen("bot", data=indexed)
    assert ran.code == 12
    assert "TELEGRAM_BOT_TOKEN" in ran.err


def test_logs_hold_no_question(baowen, indexed, caplog):
    with caplog.at_level(logging.DEBUG):
        baowen("ask", "自习室新增座位多少个", data=indexed)
    assert "自习室" not in caplog.text


def test_chat_reads_follow_ups_from_a_pipe(indexed, root):
    run = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat", "--data", str(indexed)],
        input="自习室新增座位多少个\n/quit\n", capture_output=True, text=True, check=False, cwd=root,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("320个")


def test_chat_keeps_its_topic_over_several_follow_ups(indexed, root):
    run = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat", "--data", str(indexed)],
        input="图书馆改造总投资多少\n那工期呢\n谢谢\n那里的自习室呢\n",
        capture_output=True, text=True, check=False, cwd=root,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    read = [line for line in run.stdout.splitlines() if line.startswith("接着说：")]
    assert read == ["接着说：图书馆改造总投资", "接着说：图书馆改造总投资"]


def test_hostile_text_cannot_steer_the_terminal(baowen, tmp_path):
    page = tmp_path / "hostile.txt"
    page.write_text(
        "## 公园\x1b[2J新添\u202e长椅\n\n本报讯 (记者 甲乙) 城东公园新添长椅45张\x1b]0;owned\x07,方便市民休息。\n",
        encoding="utf-8",
    )
    data = tmp_path / "data"
    ran = baowen("index", page, data=data)
    out = ran.out + baowen("ask", "公园新添多少张长椅", data=data).out + baowen("articles", data=data).out
    assert "45张" in out
    assert not {"\x1b", "\u202e", "\x07"} & set(out)


def test_json_output_is_one_line_of_valid_json(baowen, indexed):
    out = baowen("ask", "“引号”与\n换行", "--json", data=indexed).out
    assert out.count("\n") == 1
    json.loads(out)
