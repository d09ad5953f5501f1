"""The gate's verdict in words: figures, the questions that changed, what is stored of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.gating import EXCERPT, LISTED, reasons_text, standing_text, told, verdict_lines
from bot.lang import Lang
from retrieval.index.gate import Change, GateShares, Measure, Reason, Standing
from tests.bot.support import SHARES, result, verdict

BEFORE = GateShares(4, 0.75, 0.5, 0.0)
RECALL = Reason(Measure.RECALL, 0.75, 0.5, 0.03)
WRONG = Reason(Measure.WRONG, 0.0, 0.25, 0.05)


def test_without_a_generation_before_nothing_is_compared() -> None:
    lines = list(verdict_lines(verdict()))
    assert lines[0] == "检验：4 题（没有可比的上一个版本，只看必须答对的题）"
    assert lines[1:] == ["  找到报道 50.0%", "  答对 50.0%", "  误答 25.0%"]


def test_only_a_share_that_changed_too_much_says_its_margin() -> None:
    lines = list(verdict_lines(verdict(RECALL, WRONG, before=BEFORE)))
    assert lines == [
        "检验：4 题，与 g1 相比",
        "  找到报道 75.0% → 50.0%  ✗ 最多可降 3.0%",
        "  答对 50.0% → 50.0%",
        "  误答 0.0% → 25.0%  ✗ 最多可升 5.0%",
    ]


def test_a_share_with_nothing_to_count_is_left_out() -> None:
    lines = list(verdict_lines(verdict(after=GateShares(1, None, 1.0, None))))
    assert lines[1:] == ["  答对 100.0%"]


def test_long_lists_are_cut_and_say_by_how_much() -> None:
    failed = tuple(f"第{number}题" for number in range(LISTED + 2))
    lines = list(verdict_lines(verdict(Reason(Measure.MUST, questions=failed), set_aside=failed)))
    assert f"必须答对的题有 {LISTED + 2} 道没有答对：" in lines
    assert lines.count("… 另有 2 题") == 1
    assert sum(line.startswith("  ✗ 第") for line in lines) == LISTED
    assert lines[-1].startswith(f"另有 {LISTED + 2} 题的报道已撤回")
    assert failed[-1] not in "".join(lines)


def test_a_question_that_must_be_right_says_what_was_expected_and_what_came() -> None:
    failed = result("跨河大桥全长多少米", right=False, answer="999米", expected=("1480米",))
    lines = list(verdict_lines(verdict(Reason(Measure.MUST, questions=(failed.question,)), failed=(failed,))))
    assert lines[-1] == "  ✗ 跨河大桥全长多少米：没答对（应为“1480米”，答的是“999米”）"


@pytest.mark.parametrize(("lang", "word"), [("zh-hant", "檢驗：4 題"), ("en", "Checked: 4 questions")])
def test_each_operator_reads_the_whole_verdict_in_one_language(lang: Lang, word: str) -> None:
    failed = result("How many?", right=False, answer="999", expected=("1480",))
    reasons = (RECALL, WRONG, Reason(Measure.MUST, questions=("How many?",)))
    changes = (Change(result("x"), failed), Change(failed, result("x")))
    shown = verdict(*reasons, before=BEFORE, changes=changes, set_aside=("x",), failed=(failed,))
    text = "\n".join(verdict_lines(shown, lang))
    assert text.startswith(word)
    own = {"zh-hant": "报应题误", "en": "报題题檢应對对误誤回"}[lang]
    assert not [char for char in text if char in own]


def test_what_went_worse_stands_before_what_went_better() -> None:
    good, bad = result("甲"), result("甲", right=False)
    changes = (Change(bad, good), Change(good, bad), Change(good, bad))
    lines = list(verdict_lines(verdict(before=SHARES, changes=changes)))
    worse, better = lines.index("变差 2 题："), lines.index("变好 1 题：")
    assert worse < better
    assert lines[worse + 1] == f"  甲：{told(good)} → {told(bad)}"
    assert lines[better + 1 :] == [f"  甲：{told(bad)} → {told(good)}"]


TOLD: dict[str, tuple[dict[str, Any], str]] = {
    "right": ({}, "答对（答的是“320个”）"),
    "found and not right": ({"right": False}, "没答对（答的是“320个”）"),
    "not even found": ({"right": False, "found": False}, "没答对，也没找到报道（答的是“320个”）"),
    "a false answer": ({"found": None, "right": None, "wrong": True}, "误答（报上没有答案，答的是“320个”）"),
    "another answer": (
        {"right": False, "answer": "999米", "expected": ("1480米", "1.48公里")},
        "没答对（应为“1480米／1.48公里”，答的是“999米”）",
    ),
    "an honest one": (
        {"found": None, "right": None, "wrong": False, "answer": None, "excerpt": None, "status": "not_found"},
        "没有作答（对）（没有找到）",
    ),
    "an excerpt on one line": ({"answer": None, "excerpt": "甲\n乙"}, "答对（甲 乙）"),
    "a long excerpt is cut": ({"answer": None, "excerpt": "长" * (EXCERPT + 1)}, f"答对（{'长' * EXCERPT}…）"),
    "an excerpt that just fits": ({"answer": None, "excerpt": "长" * EXCERPT}, f"答对（{'长' * EXCERPT}）"),
}


@pytest.mark.parametrize(("changes", "text"), TOLD.values(), ids=TOLD)
def test_one_result_in_a_few_words(changes: dict[str, Any], text: str) -> None:
    assert told(result(**changes)) == text


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_words_none_has_none(standing: Standing) -> None:
    assert standing_text(standing.value) not in ("", standing.value)
    assert standing_text(None) == ""


def test_reasons_are_told_from_what_is_stored() -> None:
    found = verdict(RECALL, Reason(Measure.MUST, questions=("甲", "乙")), before=BEFORE)
    stored = json.loads(json.dumps(found.record()))
    assert reasons_text(stored) == "找到报道 75% → 50%、必须答对的题有 2 道没答对（甲、乙）"
    assert reasons_text(json.loads(json.dumps(verdict().record()))) == ""
    assert reasons_text(None) == reasons_text({}) == ""
