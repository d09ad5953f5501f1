"""Printed numbers are found the same whether patterns are passed over or not."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.folding import folded
from retrieval.language.numbers import _NUMBER_PATTERNS, _UNIT_PART, Candidate, Type, numbers
from retrieval.language.sentences import sentences


def every_pattern(text: str) -> list[Candidate]:
    """All patterns tried on the text, whatever it holds."""
    taken: list[tuple[int, int]] = []
    found = []
    for kind, _, pattern in _NUMBER_PATTERNS:
        for match in pattern.finditer(text):
            span = match.span()
            if span[0] < span[1] and not any(span[0] < other[1] and other[0] < span[1] for other in taken):
                taken.append(span)
                unit = _UNIT_PART.sub("", match.group()) if kind is Type.QUANTITY else ""
                found.append(Candidate(span, kind, unit))
    return found


def test_in_the_sample_editions(root: Path) -> None:
    count = 0
    for page in sorted((root / "examples/editions").rglob("*.txt")):
        text = folded(page.read_text(encoding="utf-8"))
        for start, end in sentences(text):
            sentence = text[start:end]
            assert list(numbers(sentence)) == every_pattern(sentence)
            count += len(every_pattern(sentence))
    assert count > 300


@given(
    st.text(
        alphabet="一二三十百万亿半数几0123456789.,%比:年月日天点时分岁元块周期昨今去上下本个季度世纪代朝宋成之多余约至到-()公里人次",
        max_size=40,
    )
)
def test_in_any_text(text: str) -> None:
    assert list(numbers(text)) == every_pattern(text)
