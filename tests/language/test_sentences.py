"""Text cut into sentences: cases that the patterns of ``tests/answers/test_text.py`` don't spell out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.folding import printed_codes
from retrieval.language.sentences import sentence_bounds, sentences, trim

LONG = "新馆设有儿童区和朗读亭" * 8
CUTS = {
    "stops": ("新馆开门。大桥封闭！", ["新馆开门。", "大桥封闭！"]),
    "several stops": ("真的吗？！新馆开门。", ["真的吗？！", "新馆开门。"]),
    "a quotation closes behind the stop": ("他说：“开门了。”大桥封闭。", ["他说：“开门了。”", "大桥封闭。"]),
    "two signs close": ("（他说：“开门了。”）大桥封闭。", ["（他说：“开门了。”）", "大桥封闭。"]),
    "an ellipsis": ("新馆……大桥封闭。", ["新馆……", "大桥封闭。"]),
    "a colon and a comma don't cut": ("据介绍：新馆，大桥。", ["据介绍：新馆，大桥。"]),
    "a short sentence is whole at semicolons": ("新馆开门；大桥封闭。", ["新馆开门；大桥封闭。"]),
    "a long one is not": (f"{LONG}；{LONG}。", [f"{LONG}；", f"{LONG}。"]),
    "lines": ("新馆开门\n大桥封闭", ["新馆开门", "大桥封闭"]),
    "white space around": ("  新馆开门。 \u3000\n\n 大桥封闭。\t", ["新馆开门。", "大桥封闭。"]),
    "no stop at the end": ("新馆开门。大桥", ["新馆开门。", "大桥"]),
    "half-width signs": ("新馆开门!大桥封闭?", ["新馆开门!", "大桥封闭?"]),
    "a decimal point doesn't cut": ("总投资2.4亿元。", ["总投资2.4亿元。"]),
    "only white space": (" \n\u3000", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "parts"), CUTS.values(), ids=CUTS)
def test_where_sentences_end(text: str, parts: list[str]) -> None:
    assert [text[slice(*span)] for span in sentences(text)] == parts


@given(st.text(alphabet="新馆。！；…”）\n \u3000a", max_size=60))
def test_bounds_are_those_of_the_spans(text: str) -> None:
    starts, ends = sentence_bounds(printed_codes(text))
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == sentences(text)


@given(st.text(alphabet="新馆。！\n \u3000", max_size=20), st.text(alphabet="新馆。！\n \u3000", max_size=20))
def test_a_line_break_parts_two_texts(one: str, other: str) -> None:
    behind = [(start + len(one) + 1, end + len(one) + 1) for start, end in sentences(other)]
    assert sentences(f"{one}\n{other}") == sentences(one) + behind


@given(st.text(alphabet="新 \u3000\n\t", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_trimming_is_stripping(text: str, one: int, other: int) -> None:
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    start, end = trim(text, low, high)
    assert text[start:end] == text[low:high].strip() or not text[low:high].strip()
    if text[low:high].strip():
        assert low <= start < end <= high
