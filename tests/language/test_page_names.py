"""Names of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.page_names import (
    FRONT_PAGES,
    labelled_page,
    page_name,
    page_names,
    page_order,
    stated_page,
    without_page_label,
)

NAMES = {
    "3": "3",
    "02": "2",
    "003": "3",
    "12": "12",
    "A02": "A2",
    "a03": "A3",
    "Ａ０３": "A3",
    "０３": "3",
    "A-03": "A3",
    "B_1": "B1",
    " 7 ": "7",
    "3版": "3",
    "第3版": "3",
    "第 3 版": "3",
    "第A03版": "A3",
    "3页": "3",
    "第三版": "3",
    "三版": "3",
    "三": "3",
    "第十版": "10",
    "第十二版": "12",
    "第二十版": "20",
    "第三十一版": "31",
    "头版": "1",
    "120": "120",
}
NO_NAMES = [
    "",
    "副刊",
    "版",
    "0",
    "00",
    "A0",
    "第零版",
    "百版",
    "二三版",
    "1234",
    "AB3",
    "3A",
    "A头版",
    "第三期",
    "3版4版",
]


@pytest.mark.parametrize(("raw", "name"), NAMES.items(), ids=NAMES)
def test_a_page_has_one_name(raw: str, name: str) -> None:
    assert page_name(raw) == name


@pytest.mark.parametrize("raw", NO_NAMES, ids=[raw or "empty" for raw in NO_NAMES])
def test_what_names_no_page(raw: str) -> None:
    assert page_name(raw) is None
    assert page_names(raw) == ()


@pytest.mark.parametrize("raw", [raw for raw in NAMES if "头" not in raw])
def test_every_page_but_the_first_is_one_page(raw: str) -> None:
    assert page_names(raw) == (NAMES[raw],)


@pytest.mark.parametrize("raw", ["头版", "头", "第头版"])
def test_the_front_page_is_called_differently_in_papers_with_parts(raw: str) -> None:
    assert page_names(raw) == FRONT_PAGES == ("1", "A1")


@given(
    st.sampled_from(["", *"ABCX"]), st.integers(1, 999), st.integers(0, 3), st.booleans(), st.sampled_from(["", "版"])
)
def test_zeros_case_and_width_change_no_name(part: str, number: int, zeros: int, wide: bool, behind: str) -> None:
    raw = f"{part.lower()}{'0' * zeros}{number}"
    if wide:
        raw = "".join(chr(ord(char) + 0xFEE0) for char in raw)
    assert page_name(raw + behind) == f"{part}{number}"


@given(st.integers(1, 99))
def test_numbers_written_out(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
    assert page_name(f"第{written}版") == str(number)


PAGES = {
    "第01-02版": "1",
    "02—03版：要闻": "2",
    "第一、二版": "1",
    "A02-A03版 民生": "A2",
    "02版/03版": "2",
    "第8版至第9版": "8",
    "Ａ０４－０５連版": "A4",
    "3-02版": "2",
    "2025-02版": "2",
    "第5版（详见02-03版）": "5",
    "B02-A03版": "A3",
}
PAIRS = {
    "A02-A03": "A2",
    "2、3": "2",
    "02-03：要闻": "2",
    "3-1": None,
    "2-9": None,
    "2-B3": None,
    "0-1": None,
    "要闻-副刊": None,
}


@pytest.mark.parametrize(("label", "page"), PAGES.items())
def test_what_is_printed_over_several_pages_stands_on_the_first(label: str, page: str) -> None:
    assert labelled_page(label) == stated_page(label) == page
    assert "版" not in without_page_label(label).replace("02-03版", "")


@pytest.mark.parametrize(("stated", "page"), PAIRS.items())
def test_two_pages_beside_each_other_are_stated_without_the_word_too(stated: str, page: str | None) -> None:
    assert stated_page(stated) == page


def key(page: str) -> str:
    """What a page is sorted by; every page has it."""
    found = page_order(page)
    assert found is not None
    return found


@given(st.text(max_size=12))
def test_a_name_is_its_own_name(text: str) -> None:
    for name in page_names(text):
        assert page_name(name) == name
        assert key(name)[0] != "~"


def test_pages_are_sorted_as_they_are_printed() -> None:
    printed = ["1", "2", "10", "120", "A1", "A2", "A10", "B1", "副刊"]
    assert sorted(set(printed), key=key) == printed
    assert page_order(None) is None
