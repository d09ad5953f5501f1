"""Numbers that no record can have, and JSON that no program writes: a line each, nowhere a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.conftest import Ran

BEYOND = ("9" * 19, "9" * 23, "9" * 5000)


@pytest.mark.parametrize("number", BEYOND, ids=len)
@pytest.mark.parametrize("command", [("show", "{}"), ("show", "p{}"), ("withdraw", "{}", "--reason", "失实")])
def test_a_number_beyond_64_bits_names_nothing(
    baowen: Callable[..., Ran], indexed: Path, command: tuple[str, ...], number: str
) -> None:
    ran = baowen(*(word.format(number) for word in command), data=indexed)
    assert ran.code == 9
    assert "没有这个编号" in ran.err


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 100_000], ids=["digits", "depth"])
def test_questions_with_json_that_python_does_not_take_are_told_by_line(
    baowen: Callable[..., Ran], indexed: Path, tmp_path: Path, value: str
) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"question": "几点关门"}\n{"question": "几点", "note": ' + value + "}\n", encoding="utf-8")
    ran = baowen("ask", "--batch", asked, data=indexed)
    assert ran.code == 4
    assert "第2行" in ran.err
