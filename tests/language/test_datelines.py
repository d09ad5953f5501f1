"""Where a report was sent from, and the name that stands before the place."""

from __future__ import annotations

import pytest

from retrieval.language.datelines import name_before_place, sent_from, without_place_of_report


@pytest.mark.parametrize(
    ("credit", "left"),
    [
        ("记者柏念／苇州报道", "记者柏念"),
        ("记者柏念/台北、苇州报导", "记者柏念"),
        ("记者柏念／综合外电", "记者柏念"),
        ("文／柏念 摄影／丁一", "文／柏念 摄影／丁一"),
        ("记者柏念 苇州报道", "记者柏念 苇州报道"),
    ],
)
def test_the_place_behind_a_slash_goes(credit: str, left: str) -> None:
    assert without_place_of_report(credit).strip() == left


@pytest.mark.parametrize(
    ("word", "before"),
    [
        ("柏念苇州报道", "柏念苇州"),
        ("柏念苇州8日电", "柏念苇州"),
        ("柏念综合报道", "柏念"),
        ("柏念", None),
        ("报道员柏念", None),
    ],
)
def test_what_stands_before_the_word_for_reporting(word: str, before: str | None) -> None:
    assert sent_from(word) == before


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("柏念北京", "柏念"),
        ("王小明台北", "王小明"),
        ("李明石家庄", "李明"),
        ("柏念青湾县", "柏念"),
        ("丁一", "丁一"),
        ("王小明", "王小明"),
        ("王小明青湾", "王小明"),
    ],
)
def test_the_name_before_a_place(text: str, name: str) -> None:
    assert name_before_place(text) == name
