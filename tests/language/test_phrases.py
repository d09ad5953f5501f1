"""Words that are looked up as they are printed."""

from __future__ import annotations

import pytest

from retrieval.language.phrases import LONGEST_PHRASE_CHARS, phrase, phrases


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("3路", "13路和3路都改道", ["3路"]),
        ("2.5", "增长12.5%，另有2.5万户", ["2.5"]),
        ("3", "3.5公里", []),
        ("app", "happy App", ["App"]),
        ("Apple Watch", "新款 Apple  Watch 上市", ["Apple  Watch"]),
        ("图书馆", "市圖書館与图\u200b书馆", ["圖書館", "图\u200b书馆"]),
    ],
)
def test_what_is_printed_is_found_whole(words: str, text: str, found: list[str]) -> None:
    assert [text[slice(*span)] for span in phrase(words).spans(text)] == found


def test_words_in_quotation_marks_stand_side_by_side() -> None:
    assert [each.text for each in phrases("“应急 转贷” 朝阳区 —— 朝阳区")] == ["应急 转贷", "朝阳区"]


def test_what_no_passage_can_hold_is_found_nowhere() -> None:
    text = "北" * (LONGEST_PHRASE_CHARS + 1)
    assert phrase(text).spans(text) == ()
    assert phrase(text[1:]).spans(text) == ((0, LONGEST_PHRASE_CHARS),)
