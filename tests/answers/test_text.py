"""Folding, sentences, words, numbers, alignment."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.ranking.coverage import Document, grams_in, lay_out, words_in
from retrieval.answers.ranking.excerpt import dateline_end, grow
from retrieval.answers.ranking.idf import pair_key
from retrieval.domain import Article, ArticleKind, Byline, Passage
from retrieval.language.alignment import Pattern
from retrieval.language.folding import codes, folded
from retrieval.language.names import names
from retrieval.language.numbers import _NUMBER_PATTERNS, Type, numbers
from retrieval.language.rows import rows_around
from retrieval.language.sentences import sentences
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans

TOKENIZER = Tokenizer()
ARTICLE = Article(
    1, 1, None, None, None, None, None, None, Byline(), ArticleKind.REPORT, None, None, "", (), 0, 1, "", None, None
)
PRINT = st.text(alphabet="城东图书馆，。！？“”《》（）、；：…\n 12年月0%ABａ圖書館", max_size=120)


@given(st.text(max_size=60))
def test_folding_keeps_length(text: str) -> None:
    assert len(folded(text)) == len(codes(text)) == len(text)


def test_folding_brings_writings_together() -> None:
    assert folded("圖書館ＡＢ１２，") == "图书馆ab12,"


LONG = 120
_END = re.compile(r"(?:[。！？!?]+|…+)[”’\"'）)】」』]*|\n")
_PART = re.compile(r"[；;]+[”’\"'）)】」』]*")


def cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    ends = [found.end() for found in pattern.finditer(text, start, end)]
    return list(pairwise([start, *ends, end]))


def one_by_one(text: str) -> list[tuple[int, int]]:
    """What ``sentences`` means, by patterns."""
    whole = cut(text, 0, len(text), _END)
    parts = [
        part
        for start, end in whole
        for part in (cut(text, start, end, _PART) if end - start > LONG else [(start, end)])
    ]
    kept = [(start, end, text[start:end]) for start, end in parts if text[start:end].strip()]
    return [(start + len(t) - len(t.lstrip()), end - len(t) + len(t.rstrip())) for start, end, t in kept]


@given(st.text(alphabet="国字。！?…\n；;”)」 \u3000\u2028\U00020000\ud800", max_size=60), st.integers(0, 130), PRINT)
def test_sentences_are_cut_as_the_patterns_say(first: str, more: int, last: str) -> None:
    text = first + "字" * more + last
    assert sentences(text) == one_by_one(text)


def passage(number: int, text: str) -> Passage:
    return Passage(number, number, 0, 0, len(text), text)


@given(st.lists(st.lists(PRINT.filter(str.strip), min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_layout_holds_the_sentences_of_its_passages(bodies: list[list[str]]) -> None:
    documents = [
        Document(replace(ARTICLE, id=number), tuple(passage(10 * number + n, text) for n, text in enumerate(body)))
        for number, body in enumerate(bodies)
    ]
    layout = lay_out(documents)
    expected = [
        (number, each, span)
        for number, document in enumerate(documents)
        for each in document.passages
        for span in sentences(each.text)
    ]
    found = [(each.document, each.passage, each.span) for each in layout.sentences]
    assert found == expected
    assert layout.sentence_texts(range(len(found))) == [folded(each.text) for each in layout.sentences]
    for number, (start, end) in enumerate(zip(layout.sentence_starts, layout.sentence_ends, strict=True)):
        assert set(layout.sentence_of[start:end].tolist()) == {number}
    assert np.count_nonzero(layout.sentence_of >= 0) == sum(end - start for _, _, (start, end) in expected)


def test_words_stand_where_the_text_has_them() -> None:
    text = "图书馆哈哈哈开放,图书馆的书。"
    layout = lay_out([Document(ARTICLE, (passage(1, text),))])
    keys = np.unique([int(pair_key(*codes(pair).astype(np.uint64))) for pair in ("哈哈", "图书")]).astype(np.uint64)
    grams = grams_in(layout, keys, np.sort(codes("书").astype(np.uint64)))
    assert grams.chars.place.tolist() == [1, 10, 13]
    found = words_in(layout, ("哈哈", "图书馆", "开放", "没有", "书", "的"), grams)
    assert sorted(zip(found.term.tolist(), found.place.tolist(), strict=True)) == [
        (0, 3),
        (0, 4),
        (1, 0),
        (1, 9),
        (2, 6),
        (4, 1),
        (4, 10),
        (4, 13),
        (5, 12),
    ]


NUMERAL = st.text(
    alphabet="0129.,%第一二十百万亿半数几年月日号点时分岁元个名比上下本周昨今次晚宋代约至-:/ 城", max_size=40
)


@given(NUMERAL)
def test_numbers_begin_with_what_the_table_says(text: str) -> None:
    for _, _, pattern in _NUMBER_PATTERNS:
        anywhere = re.compile(pattern.pattern[pattern.pattern.index(")") + 1 :])
        assert [each.span() for each in pattern.finditer(text)] == [each.span() for each in anywhere.finditer(text)]


@given(PRINT)
def test_sentences_cover_everything_once(text: str) -> None:
    spans = sentences(text)
    assert spans == sorted(spans)
    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())
    assert not any("\n" in text[start:end] for start, end in spans)


@given(PRINT)
def test_words_stand_side_by_side(text: str) -> None:
    spans = word_spans(folded(text), TOKENIZER)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("借期30天", "30天", Type.DURATION), ("历时两个半小时", "两个半小时", Type.DURATION),
        ("判处三年六个月", "三年六个月", Type.DURATION), ("总投资2.4亿元", "2.4亿元", Type.MONEY),
        ("拨款14亿余元", "14亿余元", Type.MONEY), ("座位1200余个", "1200余个", Type.QUANTITY),
        ("85万册图书", "85万册", Type.QUANTITY), ("百分之三十的居民", "百分之三十", Type.RATIO),
        ("上涨3.5%", "3.5%", Type.RATIO), ("今年37岁", "37岁", Type.AGE), ("2027年底前", "2027年底前", Type.DATE),
        ("于1824年成立", "1824年", Type.DATE), ("上午9时30分开门", "上午9时30分", Type.CLOCK),
        ("乘坐17路公交", "17路", Type.QUANTITY), ("以一个亿的规模", "一个亿", Type.MONEY),
    ],
)  # fmt: skip
def test_numbers_are_taken_whole(text: str, found: str, kind: Type) -> None:
    assert (found, kind) in {(text[slice(*each.span)], each.type) for each in numbers(text)}


def test_enumerations_and_titles_are_taken_whole() -> None:
    text = "馆内设有儿童区、朗读亭、自习室和盲文角,展出《春江集》。"
    found = {text[slice(*each.span)] for each in names(text, word_spans(text, TOKENIZER))}
    assert {"儿童区、朗读亭、自习室和盲文角", "《春江集》"} <= found


@given(st.text(alphabet="城东图书馆新", max_size=12), st.text(alphabet="城东图书馆旧", max_size=30))
def test_alignment_is_a_share(question: str, text: str) -> None:
    pattern = Pattern(question)
    assert 0 <= pattern.longest_run(text) <= pattern.in_order(text) <= 1
    assert not question or pattern.in_order(question) == pattern.longest_run(question) == 1


def test_longest_common_subsequence() -> None:
    assert Pattern("新馆开门时间").in_order("新的图书馆几点开门") == pytest.approx(4 / 6)


def test_datelines_are_left_out() -> None:
    assert dateline_end("本报讯 (记者 林小舟 通讯员 何苗) 昨天") == len("本报讯 (记者 林小舟 通讯员 何苗) ")
    assert dateline_end("(上接第1版) 支持") == len("(上接第1版) ")
    assert dateline_end("昨天,记者(化名)到场。") == 0


@given(PRINT, st.integers(0, 50), st.integers(20, 200))
def test_excerpts_are_verbatim_and_within_a_paragraph_or_a_list(text: str, pick: int, limit: int) -> None:
    spans = sentences(text)
    if not spans:
        return
    core = spans[pick % len(spans)]
    excerpt = grow(Passage(1, 1, 0, 0, len(text), text), core, {}, limit=limit)
    assert excerpt.text in text
    line = text.rfind("\n", 0, core[0]) + 1, (text + "\n").index("\n", core[1])
    low, high = rows_around(text, line)
    assert low <= excerpt.span[0] <= core[0] < core[1] <= excerpt.span[1] <= high
    assert len(excerpt.text) <= max(limit, core[1] - core[0])
    assert all(0 <= start < end <= len(excerpt.text) for start, end in excerpt.evidence)


def test_codes_take_lone_surrogates() -> None:
    assert np.array_equal(codes("\ud800a"), [0xD800, ord("a")])
