from __future__ import annotations

import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.tokenizer import LONGEST_RUN, Tokenizer, fold

OWN = [
    "朝阳区推出的转贷服务，期限最长为90天，线上就能申请。",
    "2022年12月8日起，早高峰（7:00—9:00）增开3趟区间车，票价打8.5折。",
    "記者從會上獲悉，臺北與上海之間的航班將於下月恢復。",
    "“双11”期间，A股上市公司B2B平台的GMV增长12.5%，其中iPhone15销量翻番。",
    "他说：研究生命起源的人，多数在南京市长江大桥边的实验室工作。",
    "T恤、卡拉OK和KTV都打折；U盘、CT检查另算……",
]


@pytest.fixture(scope="module")
def pure(tmp_path_factory) -> Tokenizer:
    return Tokenizer(tmp_path_factory.mktemp("jieba") / "cache", prefer_rust=False)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ１２３，。", "abc123,。"),
        ("轉貸期限", "转贷期限"),
        ("  公园\u3000\n 开放\t", "公园 开放"),
        ("①㎏ﬁ", "kgfi"),
        ("a\x00b\ud800c\u200bd", "a b cd"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(
    st.text(alphabet=st.characters(min_codepoint=0xFF01, max_codepoint=0xFFEF) | st.sampled_from("aé\u0301\u3099 か8"))
)
def test_the_short_cut_for_full_width_forms_changes_nothing(text: str) -> None:
    assert fold(text) == " ".join(unicodedata.normalize("NFKC", text).lower().split())


def test_grams_cross_the_border_of_characters_and_digits(tokenizer: Tokenizer) -> None:
    assert tokenizer.grams("8月") == ["8", "月", "8月"]
    assert tokenizer.grams("2022年8月，票价3.5元") == [
        "2022", "年", "8", "月", "2022年", "年8", "8月", "票", "价", "3.5", "元", "票价", "价3.5", "3.5元",
    ]  # fmt: skip


def test_grams_break_at_punctuation_and_spaces(tokenizer: Tokenizer) -> None:
    assert tokenizer.grams("公园。开放 门票") == ["公", "园", "公园", "开", "放", "开放", "门", "票", "门票"]


def test_runs_are_whole_and_bounded(tokenizer: Tokenizer) -> None:
    assert tokenizer.grams("COVID-19") == ["covid", "19"]
    assert tokenizer.grams("Ｃ919大飞机")[:4] == ["c", "919", "大", "飞"]
    assert tokenizer.words("x" * 500) == ["x" * LONGEST_RUN]
    assert tokenizer.grams("x" * 500) == ["x" * LONGEST_RUN]


def test_words_stand_in_order(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("北京市8月开通Covid-19热线") == [
        "北京", "京市", "北京市", "8", "月", "开通", "covid", "19", "热线",
    ]  # fmt: skip


def test_both_jiebas_give_the_same_words(tokenizer: Tokenizer, pure: Tokenizer) -> None:
    pytest.importorskip("rjieba")
    for text in OWN:
        assert tokenizer.words(text) == pure.words(text)


@given(st.text(alphabet="".join(OWN) + "Ⅲ㈱ｶﾞ한글𠀀\x01 \n"))
def test_both_jiebas_give_the_same_words_for_any_text(tokenizer: Tokenizer, pure: Tokenizer, text: str) -> None:
    assert tokenizer.words(text) == pure.words(text)


def test_both_jiebas_agree_on_real_news(tokenizer: Tokenizer, pure: Tokenizer, shared: Path) -> None:
    text = (shared / "editions/beijing-daily-page.txt").read_text(encoding="utf-8")
    assert tokenizer.words(text) == pure.words(text)


@given(st.text())
def test_no_text_is_refused_and_terms_are_plain(tokenizer: Tokenizer, text: str) -> None:
    for term in (*tokenizer.grams(text), *tokenizer.words(text)):
        assert term
        assert not any(c.isspace() for c in term)
        assert len(term) <= 2 * LONGEST_RUN
        term.encode("utf-8")


def test_terms_are_grams_and_words(tokenizer: Tokenizer) -> None:
    for text in OWN:
        assert tokenizer.terms(text) == (tokenizer.grams(text), tokenizer.words(text))


def test_the_dictionary_cache_is_private(tmp_path: Path) -> None:
    Tokenizer(tmp_path / "cache", prefer_rust=False)
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert list((tmp_path / "cache").iterdir())


def test_the_fingerprint_does_not_depend_on_the_cutter(tokenizer: Tokenizer, pure: Tokenizer) -> None:
    assert tokenizer.fingerprint == pure.fingerprint
