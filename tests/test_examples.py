"""The shipped questions on the shipped editions: the gate lets them pass, and what a README asks is among them."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.terminal.ask import joined
from bot.wiring import QUESTIONS, Newsroom
from retrieval.evaluation.question_file import AskedQuestion, read_gate_questions
from retrieval.index.gate import Refused, Verdict

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def questions() -> list[AskedQuestion]:
    return read_gate_questions(EXAMPLES / QUESTIONS)


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """What the gate says of the sample editions where the shipped questions that must be right are its own."""
    data = tmp_path_factory.mktemp("examples")
    lines = (EXAMPLES / QUESTIONS).read_text(encoding="utf-8").splitlines(keepends=True)
    (data / QUESTIONS).write_text("".join(line for line in lines if json.loads(line).get("must")), encoding="utf-8")
    room = Newsroom(Settings(data=data, offline=True, reading_budget_s=60), create=True)
    try:
        published = room.index([EXAMPLES / "editions"]).published
    except Refused as refusal:
        return refusal.verdict
    finally:
        room.close()
    assert published is not None
    assert published.verdict is not None
    return published.verdict


def test_every_question_that_must_be_right_is_right(verdict: Verdict, questions: list[AskedQuestion]) -> None:
    assert verdict.after.questions == sum(each.must for each in questions) >= 15
    assert [(each.question, each.answer, each.excerpt) for each in verdict.failed] == []
    assert verdict.passed


def asked_in(page: str) -> Iterator[str]:
    """The questions that a page tells its readers to type."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for line in re.findall(r"^baowen ask (?!--batch)(.+)$", text, re.M):
        words = shlex.split(line)
        options = [place for place, word in enumerate(words) if word.startswith("--")]
        yield joined(words[: min(options, default=len(words))])


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/json.md", "docs/json.zh-CN.md"])
def test_what_a_page_asks_is_among_the_questions(page: str, questions: list[AskedQuestion]) -> None:
    asked = set(asked_in(page))
    assert asked
    assert asked - {each.question for each in questions} == set()


def test_make_run_asks_one_that_must_be_right(questions: list[AskedQuestion]) -> None:
    asked = re.search(r"\$\(BIN\)/baowen ask (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert asked
    assert asked[1] in {each.question for each in questions if each.must}
