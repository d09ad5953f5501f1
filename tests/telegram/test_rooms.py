"""The rooms of ``bot/telegram`` keep their walls: one door to the newsroom, one quota rule, texts with their blanks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.telegram.views.chat_texts import ChatText
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.texts import Text, Wording

TELEGRAM = Path(__file__).resolve().parents[2] / "bot" / "telegram"
BEHIND_THE_DOOR = {
    "newsroom", "store", "quota", "judgements", "archive", "engine", "settings", "state", "desk", "notebook",
}  # fmt: skip
"""Parts of the service that handlers and jobs must not reach through; they call its methods."""
WORDINGS = {table.__name__: table for table in (Text, OperatorText, ChatText)}


def calls_of(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(TELEGRAM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{path.relative_to(TELEGRAM)}:{node.lineno}", node


@pytest.mark.parametrize("room", ["handlers", "jobs"])
def test_the_service_is_the_only_door(room: str) -> None:
    for path in sorted((TELEGRAM / room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            place = f"{path.relative_to(TELEGRAM)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in BEHIND_THE_DOOR, f"{place} reaches for .{node.attr}"
                private = node.attr.startswith("_") and not (
                    isinstance(node.value, ast.Name) and node.value.id == "self"
                )
                assert not private, f"{place} reaches for .{node.attr}"
            if isinstance(node, ast.ImportFrom):
                assert node.module != "bot.wiring", f"{place} imports the newsroom"


def test_jobs_know_no_handlers() -> None:
    for path in (TELEGRAM / "jobs").glob("*.py"):
        assert "bot.telegram.handlers" not in path.read_text(encoding="utf-8"), path


def named(node: ast.expr) -> list[Wording]:
    """The texts that an expression can stand for, as far as it names them."""
    if isinstance(node, ast.IfExp):
        return named(node.body) + named(node.orelse)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in WORDINGS:
        return [WORDINGS[node.value.id][node.attr]]
    return []


def test_texts_are_said_with_what_stands_in_their_blanks() -> None:
    said = 0
    for place, call in calls_of("say"):
        given = {keyword.arg for keyword in call.keywords}
        for text in named(call.args[1]):
            said += 1
            if None not in given:  # **values: what they hold is not written here
                assert given == set(re.findall(r"\{(\w+)\}", text.value[0])), f"{place} says {text}"
    assert said > 80


def test_every_text_is_said_somewhere() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in TELEGRAM.rglob("*.py"))
    for table in WORDINGS.values():
        unused = [
            text.name
            for text in table
            if f"{table.__name__}.{text.name}" not in re.findall(r"\w+Text\.\w+|Text\.\w+", source)
        ]
        assert not unused
