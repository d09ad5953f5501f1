"""The gate: nothing is published that answers the newsroom's questions worse, unless somebody says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.wiring import Newsroom
from retrieval.index.gate import Refused, Standing

ARTICLES = [
    (
        "library",
        "青溪区图书馆延长开放时间",
        "青溪区图书馆自习室下月起延长至22时闭馆，新增座位320个，读者凭身份证预约。",
    ),
    ("bridge", "跨河大桥主体合龙", "青溪跨河大桥昨日合龙，大桥全长1480米，双向六车道，预计明年六月通车。"),
    ("heating", "老旧小区更换供暖管线", "本市今冬更换老旧小区供暖管线，共涉及56个小区，入冬前全部完工。"),
    ("boat", "湖心公园夜游船恢复", "湖心公园夜游船今晚恢复运营，票价每人45元，末班船21时30分开出。"),
]
QUESTIONS = [
    {"question": "青溪区图书馆新增座位多少个", "answers": ["320个"], "article": "青溪区图书馆延长开放时间"},
    {"question": "跨河大桥全长多少米", "answers": ["1480米"], "article": "跨河大桥主体合龙"},
    {"question": "供暖管线更换涉及多少个小区", "answers": ["56个小区"], "article": "老旧小区更换供暖管线"},
    {"question": "湖心公园夜游船票价多少钱", "answers": ["45元"], "article": "湖心公园夜游船恢复"},
    {"question": "儿童医院挂号费多少钱", "answers": [], "kind": "unanswerable"},
]
RIVAL = ("rival", "跨河大桥全长", "跨河大桥全长多少米？跨河大桥全长999米，这就是跨河大桥的全长。")
NEWS = ("news", "书市周末开张", "河沿街书市周末开张，摊位77个，营业到20时。")
HOSPITAL = ("hospital", "儿童医院挂号费调整", "儿童医院挂号费下月起调整，挂号费每次18元。")
STRICT = {"RECALL": "0", "ACCURACY": "0", "WRONG": "0"}
LAX = {"RECALL": "1", "ACCURACY": "1", "WRONG": "1"}


def write(file: Path, *articles: tuple[str, str, str], day: str = "2025-11-08") -> Path:
    rows = [
        {"id": id_, "headline": headline, "date": day, "paper": "青溪晚报", "page": "1", "body": body}
        for id_, headline, body in articles
    ]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def ask_for(data: Path, questions: Sequence[Mapping[str, object]]) -> None:
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in questions)
    (data / "questions.jsonl").write_text(text, encoding="utf-8")


def must(question: Mapping[str, object]) -> dict[str, object]:
    return {**question, "must": True}


@pytest.fixture
def margins(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], None]:
    def allow(values: Mapping[str, str]) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"BAOWEN_GATE_{name}", value)

    return allow


@pytest.fixture
def gated(baowen, tmp_path: Path) -> Path:
    """A data folder with the first edition published, and questions that it answers."""
    data = tmp_path / "data"
    assert baowen("index", write(tmp_path / "first.jsonl", *ARTICLES), data=data).code == 0
    ask_for(data, QUESTIONS)
    return data


def published(baowen, data: Path) -> str | None:
    generation: str | None = baowen("status", "--json", data=data).json["generation"]
    return generation


def gate_of(ran) -> dict[str, Any]:
    gate: dict[str, Any] = ran.json["gate"]
    return gate


def test_harmless_news_pass_and_leave_their_figures(baowen, gated, tmp_path):
    ran = baowen("index", write(tmp_path / "news.jsonl", NEWS, day="2025-11-09"), "--json", data=gated)
    assert ran.code == 0, ran.err
    assert gate_of(ran)["passed"]
    assert gate_of(ran)["before"] == gate_of(ran)["after"]
    assert gate_of(ran)["after"] == {"questions": 5, "recall": 1.0, "accuracy": 1.0, "wrong": 0.0}
    room = Newsroom(Settings(data=gated))
    try:
        current = room.engine.current() or ""
        assert room.engine.generations()[-1].gate == Standing.PASSED
        recorded = room.engine.recorded(current)
        assert recorded
        assert recorded["shares"] == gate_of(ran)["after"]
        assert room.engine.check(current) == []
    finally:
        room.close()
    assert "通过" in baowen("generations", data=gated).out


REFUSALS = {
    "recall": {"RECALL": "0.03"},
    "accuracy": {"ACCURACY": "0.03"},
    "wrong": {"WRONG": "0.05"},
    "must": {},
}


@pytest.mark.parametrize("measure", REFUSALS)
def test_each_reason_refuses_alone_and_can_be_overruled(baowen, gated, tmp_path, margins, measure):
    margins(LAX | REFUSALS[measure])
    new = {
        # A later reading of the same edition lost an article.
        "recall": lambda: write(tmp_path / "first.jsonl", *ARTICLES[1:]),
        "accuracy": lambda: write(tmp_path / "new.jsonl", RIVAL, day="2025-11-09"),
        "wrong": lambda: write(tmp_path / "new.jsonl", HOSPITAL, day="2025-11-09"),
        "must": lambda: write(tmp_path / "new.jsonl", RIVAL, day="2025-11-09"),
    }[measure]()
    if measure == "must":
        ask_for(gated, [must(each) if "大桥" in each["question"] else each for each in QUESTIONS])
    before = published(baowen, gated)

    refused = baowen("index", new, "--json", data=gated)
    assert refused.code == 10
    assert "没有通过发布前的检验" in refused.err
    assert [reason["measure"] for reason in gate_of(refused)["reasons"]] == [measure]
    assert any(not change["better"] for change in gate_of(refused)["changes"])
    status = baowen("status", "--json", data=gated).json
    assert (status["generation"], status["unpublished_changes"]) == (before, True)
    assert len(baowen("generations", data=gated).out.splitlines()) == 2

    told = baowen("index", data=gated)  # once more, without files
    assert told.code == 10
    assert "变差" in told.out
    assert "→" in told.out
    assert "--force" in told.out
    forced = baowen("index", "--force", "--json", data=gated)
    assert forced.code == 0, forced.err
    assert gate_of(forced)["forced"]
    assert published(baowen, gated) != before
    listed = baowen("generations", data=gated).out
    assert "强制发布，当时：" in listed
    # What was forced is what the next one is compared with.
    after = baowen("index", write(tmp_path / "later.jsonl", NEWS, day="2025-11-10"), "--json", data=gated)
    assert after.code == (10 if measure == "must" else 0)


def test_a_refused_edition_is_not_answered_from_until_it_is_withdrawn_or_published(baowen, gated, tmp_path, margins):
    margins(STRICT)
    assert baowen("index", write(tmp_path / "new.jsonl", RIVAL, day="2025-11-09"), data=gated).code == 10
    answer = baowen("ask", "跨河大桥全长多少米", "--json", data=gated).json
    assert "1480米" in answer["citations"][0]["excerpt"]
    waiting = baowen("articles", "--waiting", "--json", data=gated).lines
    rival = next(each for each in waiting if each["headline"] == RIVAL[1])
    assert all(each["headline"] != RIVAL[1] for each in baowen("articles", "--json", data=gated).lines)
    assert baowen("withdraw", str(rival["article_id"]), "--reason", "数字有误", data=gated).code == 0
    assert baowen("index", data=gated).code == 0


def test_the_first_publishing_is_held_to_what_must_not_fail(baowen, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    ask_for(data, [*QUESTIONS, {"question": "环湖路夜市几点收摊", "answers": ["23时"]}])
    first = write(tmp_path / "first.jsonl", *ARTICLES)
    assert baowen("index", first, data=data).code == 0
    other = tmp_path / "other"
    other.mkdir()
    ask_for(other, [must({"question": "环湖路夜市几点收摊", "answers": ["23时"]})])
    ran = baowen("index", first, data=other)
    assert ran.code == 10
    assert "环湖路夜市几点收摊" in ran.out
    assert published(baowen, other) is None
    assert baowen("ask", "跨河大桥全长多少米", data=other).code == 7
    assert baowen("index", "--force", data=other).code == 0


def test_results_are_kept_until_the_questions_change(gated):
    asked: list[tuple[int, int]] = []
    room = Newsroom(Settings(data=gated))

    def publish_again() -> int:
        asked.clear()
        room.publish(full=True, asking=lambda done, total: asked.append((done, total)))
        return len(asked)

    try:
        assert publish_again() == 10  # the published one was never asked before
        assert publish_again() == 5
        ask_for(gated, [must(each) | {"kind": "x"} for each in QUESTIONS])
        assert publish_again() == 5
        ask_for(gated, QUESTIONS[1:])
        assert publish_again() == 8
        assert asked[-1] == (4, 4)
    finally:
        room.close()


def test_a_question_whose_article_was_withdrawn_is_left_out(baowen, gated, tmp_path, margins):
    margins(STRICT)
    assert baowen("rebuild", data=gated).code == 0
    boat = next(each for each in baowen("articles", "--json", data=gated).lines if "夜游船" in each["headline"])
    assert baowen("withdraw", str(boat["article_id"]), "--reason", "停运", data=gated).code == 0
    ran = baowen("index", write(tmp_path / "news.jsonl", NEWS, day="2025-11-09"), "--json", data=gated)
    assert ran.code == 0
    assert gate_of(ran)["set_aside"] == ["湖心公园夜游船票价多少钱"]
    assert gate_of(ran)["after"]["questions"] == 4


BAD = {
    "not json": ('{"question": "大桥多长", "answers": [', 1, ""),
    "a string for a list": ('{"question": "大桥多长", "answers": "1480米"}', 1, "answers"),
    "a slip of the pen": ('{"question": "大桥多长", "answer": ["1480米"]}', 1, "answer"),
    "not a truth value": ('{"question": "大桥多长", "answers": ["1480米"], "must": "yes"}', 1, "must"),
    "an empty answer": ('{"question": "大桥多长", "answers": [" "]}', 1, "answers"),
    "twice the same": ('{"question": "大桥多长", "answers": []}\n' * 2, 2, "question"),
    "nothing": ("\n", None, ""),
}


@pytest.mark.parametrize("case", BAD)
def test_damaged_questions_are_refused_before_any_work(baowen, gated, tmp_path, case):
    text, line, key = BAD[case]
    (gated / "questions.jsonl").write_text(text, encoding="utf-8")
    for command in (["index", write(tmp_path / "news.jsonl", NEWS)], ["rebuild"], ["index", "--force"]):
        ran = baowen(*command, data=gated)
        assert ran.code == 3
        assert "questions.jsonl" in ran.err
        assert line is None or f"第{line}行" in ran.err
        assert not key or f"字段 {key}" in ran.err
    assert baowen("status", "--json", data=gated).json["articles"] == len(ARTICLES)


def test_rebuilding_is_gated_and_going_back_is_not(baowen, gated, tmp_path, margins):
    margins(STRICT)
    assert baowen("index", write(tmp_path / "new.jsonl", RIVAL, day="2025-11-09"), "--force", data=gated).code == 0
    ask_for(gated, [must(each) for each in QUESTIONS])
    ran = baowen("rebuild", data=gated)
    assert ran.code == 10
    assert "跨河大桥全长多少米" in ran.out
    assert baowen("rollback", data=gated).code == 0
    assert baowen("rebuild", "--force", data=gated).code == 0


def child(*arguments: object, data: Path) -> list[str]:
    return [sys.executable, "-m", "bot.cli", *map(str, arguments), "--data", str(data)]


def pending(data: Path) -> list[str]:
    found = []
    for manifest in (data / "generations").glob("[0-9]*/manifest.json"):
        if json.loads(manifest.read_text(encoding="utf-8"))["gate"] == Standing.PENDING:
            found.append(manifest.parent.name)
    return found


def test_a_process_killed_while_it_asks_changes_nothing(baowen, root, gated, tmp_path):
    # Enough questions that it is still asking when it is found at it.
    many = [{"question": f"{number}号大桥全长多少米", "answers": []} for number in range(400)]
    assert baowen("rebuild", data=gated).code == 0
    before = published(baowen, gated)
    ask_for(gated, many)
    new = write(tmp_path / "news.jsonl", NEWS, day="2025-11-09")
    # The published generation is asked first: only the new one is pending.
    process = subprocess.Popen(
        child("index", new, data=gated), cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 200
        while not pending(gated):
            assert process.poll() is None, "it ended before it was found asking"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    left = pending(gated)
    assert len(left) == 1
    assert published(baowen, gated) == before
    assert baowen("ask", "跨河大桥全长多少米", "--json", data=gated).json["generation"] == before
    assert baowen("rollback", left[0], data=gated).code == 9
    assert baowen("verify", data=gated).code == 0
    ask_for(gated, QUESTIONS)
    done = subprocess.run(child("index", new, data=gated), cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not pending(gated)
    assert left[0] not in baowen("generations", data=gated).out
    assert published(baowen, gated) not in (before, left[0])


def test_the_terminal_of_a_process_of_its_own_says_refused(root, baowen, gated, tmp_path):
    environment = os.environ | {"BAOWEN_GATE_ACCURACY": "0"}
    new = write(tmp_path / "new.jsonl", RIVAL, day="2025-11-09")
    ran = subprocess.run(
        child("index", new, data=gated), cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 10
    assert "答对 100.0% → 75.0%" in ran.stdout
    assert "Traceback" not in ran.stderr


def test_damaged_results_are_asked_for_again(baowen, gated, tmp_path):
    assert baowen("rebuild", data=gated).code == 0
    kept = next((gated / "generations" / published(baowen, gated)).glob("gate-*.json"))
    kept.write_text("{}", encoding="utf-8")
    assert baowen("verify", data=gated).code == 5
    ran = baowen("index", write(tmp_path / "news.jsonl", NEWS, day="2025-11-09"), "--json", data=gated)
    assert ran.code == 0, ran.err
    assert gate_of(ran)["passed"]


def test_another_surface_gets_the_refusal_as_an_error(gated, tmp_path):
    room = Newsroom(Settings(data=gated, gate_accuracy=0))
    try:
        with pytest.raises(Refused, match=r"accuracy went from 1\.000 to 0\.750"):
            room.index([write(tmp_path / "new.jsonl", RIVAL, day="2025-11-09")])
    finally:
        room.close()
