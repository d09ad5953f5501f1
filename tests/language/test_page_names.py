"""Names of pages, and the labels that lead from page to page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.page_names import (
    FRONT_PAGES,
    JumpLabel,
    incoming,
    incoming_at_end,
    outgoing,
    page_name,
    page_names,
    page_order,
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


INCOMING = {
    "round brackets": ("（上接第1版）正文", JumpLabel("上接第1版", "1", 0, 7)),
    "half-width brackets": ("(上接第1版) 正文", JumpLabel("上接第1版", "1", 0, 7)),
    "a part": ("（上接A03版）正文", JumpLabel("上接A03版", "A3", 0, 8)),
    "with a title": ("（紧接第二版 旧书市重开）正文", JumpLabel("紧接第二版", "2", 0, 13)),
    "without brackets": ("上接第1版", JumpLabel("上接第1版", "1", 0, 5)),
    "the front page of this paper": ("【承接本报头版】正文", JumpLabel("承接本报头版", "1", 0, 8)),
    "spaces within": ("（上接 第 1 版）正文", JumpLabel("上接第1版", "1", 0, 10)),
    "full-width": ("（上接Ａ０３版）正文", JumpLabel("上接Ａ０３版", "A3", 0, 8)),
}
NOT_INCOMING = [
    "",
    "正文（上接第1版）",
    "（上接副刊）正文",
    "（上接第0版）正文",
    "（下转第4版）",
    "上接天气第1版",
    "第1版",
]


@pytest.mark.parametrize(("text", "label"), INCOMING.values(), ids=INCOMING)
def test_labels_that_open_a_fragment(text: str, label: JumpLabel) -> None:
    assert incoming(text) == label


@pytest.mark.parametrize("text", NOT_INCOMING, ids=[text or "empty" for text in NOT_INCOMING])
def test_what_opens_no_fragment(text: str) -> None:
    assert incoming(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("旧书市重开（上接第1版）", JumpLabel("上接第1版", "1", 5, 12)),
        ("旧书市重开【紧接A02版】", JumpLabel("紧接A02版", "A2", 5, 13)),
        ("旧书市重开", None),
        ("旧书市重开（上接第1版）正文", None),
        ("旧书市重开 上接第1版", None),
        ("旧书市重开（上接第0版）", None),
    ],
    ids=["behind a title", "a part", "no label", "words behind it", "no brackets", "no page"],
)
def test_labels_behind_a_title(text: str, label: JumpLabel | None) -> None:
    assert incoming_at_end(text) == label


OUTGOING = {
    "……仍在继续。(下转第4版)": "4",
    "……仍在继续。（下转A04版）": "A4",
    "……仍在继续。▶下转第四版": "4",
    "……仍在继续。(下转头版) ": "1",
    "……仍在继续。转5版": "5",
    "……仍在继续。（下转本报第三版）": "3",
    "（下转第4版）仍在继续。": None,
    "……仍在继续。(下转第4版)。": None,
    "……仍在继续。(下转副刊)": None,
    "……仍在继续。(上接第4版)": None,
    "": None,
}


@pytest.mark.parametrize(("text", "page"), OUTGOING.items(), ids=[text or "empty" for text in OUTGOING])
def test_labels_that_lead_on(text: str, page: str | None) -> None:
    assert outgoing(text) == page


def test_pages_are_sorted_as_they_are_printed() -> None:
    printed = ["1", "2", "10", "120", "A1", "A2", "A10", "B1", "副刊"]
    assert sorted(set(printed), key=key) == printed
    assert page_order(None) is None
