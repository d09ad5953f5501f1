from __future__ import annotations

import pytest

from retrieval.editions.layout.passages import LONG_PASSAGE, SHORT_PASSAGE, TARGET_PASSAGE, passages

SENTENCE = "图书馆延长开放时间以后每晚多接待了三百名读者，座位要提前两天预约。"  # 33 characters


def texts(body):
    return [body[start:end] for start, end in passages(body)]


def test_a_paragraph_is_a_passage():
    body = "\n".join([SENTENCE * 3, SENTENCE * 4])
    assert texts(body) == [SENTENCE * 3, SENTENCE * 4]


def test_a_long_paragraph_is_split_at_sentence_ends():
    parts = texts(SENTENCE * 20)
    assert "".join(parts) == SENTENCE * 20
    assert all(
        part.endswith("。") and TARGET_PASSAGE * 0.6 <= len(part) <= LONG_PASSAGE + SHORT_PASSAGE for part in parts
    )


def test_closing_marks_stay_with_their_sentence():
    body = ("他说：“" + SENTENCE * 4 + "”") * 3
    assert all(not part.startswith("”") for part in texts(body))


@pytest.mark.parametrize("mark", ["，", "", " "])
def test_a_sentence_without_end_is_split_all_the_same(mark):
    body = ("没有句号的一段话" + mark) * 300
    parts = texts(body.strip())
    assert "".join("".join(parts).split()) == "".join(body.split())
    assert all(len(part) <= LONG_PASSAGE + SHORT_PASSAGE for part in parts)


def test_a_crosshead_goes_with_what_follows():
    assert texts("\n".join([SENTENCE * 3, "报修电话怎么打", SENTENCE * 3])) == [
        SENTENCE * 3,
        "报修电话怎么打\n" + SENTENCE * 3,
    ]


def test_a_short_last_paragraph_goes_with_the_one_before():
    assert texts(SENTENCE * 3 + "\n票价二十元。") == [SENTENCE * 3 + "\n票价二十元。"]


def test_rows_are_put_together():
    rows = [f"第{n}公园 6:30—20:00" for n in range(60)]
    parts = texts("\n".join(rows))
    assert 2 <= len(parts) <= 6
    assert all(part.startswith("第") and part.endswith("00") for part in parts)


def test_nothing_gives_nothing():
    assert passages("") == []
