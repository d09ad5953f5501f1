"""The words for what is no question on the news, in three languages, and what the newsroom adds to them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.house import EXAMPLE_CHARS, NO_HOUSE, House, example_from
from bot.lang import LANGS, Lang
from bot.replies import reply_text
from retrieval.domain import ArticleKind, SmallTalk
from tests.bot.support import ARTICLE

HAN = re.compile(r"[\u4e00-\u9fff]")
HOUSE = House("热线 0571-5550123（8:00—20:00）", "请拨打本报心理热线 0571-5550199。", "自习室延时开放")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("reply", list(SmallTalk))
def test_a_reply_is_a_human_sentence(reply: SmallTalk, lang: Lang) -> None:
    text = reply_text(reply, lang)
    assert text[-1] in (".?" if lang == "en" else "。？”」")
    assert not set("{}") & set(text)
    assert bool(HAN.search(text)) or lang == "en"


@pytest.mark.parametrize("lang", LANGS)
def test_each_code_has_words_of_its_own(lang: Lang) -> None:
    assert len({reply_text(reply, lang) for reply in SmallTalk}) == len(SmallTalk)


@pytest.mark.parametrize("reply", list(SmallTalk))
def test_an_english_reply_has_no_chinese(reply: SmallTalk) -> None:
    text = reply_text(reply, "en")
    assert not HAN.search(text)
    assert re.match(r"[A-Z]", text)


@pytest.mark.parametrize("reply", list(SmallTalk))
def test_traditional_replies_are_not_simplified(reply: SmallTalk) -> None:
    assert not set("报问个说这还时间题应请谢见热线") & set(reply_text(reply, "zh-hant"))
    assert reply_text(reply) == reply_text(reply, "zh-hans")


@pytest.mark.parametrize("lang", LANGS)
def test_who_asks_for_people_is_led_to_them(lang: Lang) -> None:
    assert reply_text(SmallTalk.SERVICE, lang, HOUSE).endswith(HOUSE.contact)
    assert len(reply_text(SmallTalk.SERVICE, lang)) > 15


@pytest.mark.parametrize("lang", LANGS)
def test_a_cry_for_help_gets_the_newsroom_s_words_or_the_national_lines(lang: Lang) -> None:
    assert reply_text(SmallTalk.CRISIS, lang, HOUSE) == HOUSE.crisis
    assert {"12356", "12355", "120", "110"} <= set(re.findall(r"\d+", reply_text(SmallTalk.CRISIS, lang)))


@pytest.mark.parametrize("reply", [SmallTalk.GREETING, SmallTalk.WORDLESS, SmallTalk.FOREIGN])
def test_what_to_try_comes_from_the_paper(reply: SmallTalk) -> None:
    for lang in LANGS:
        assert HOUSE.example in reply_text(reply, lang, HOUSE)
        assert "例" not in reply_text(reply, lang)
    assert HOUSE.example not in reply_text(SmallTalk.CRISIS, "zh-hans", replace(HOUSE, crisis=""))
    assert reply_text(reply, "zh-hans", NO_HOUSE) == reply_text(reply)


def headed(headline: str | None, kind: ArticleKind = ArticleKind.REPORT, continues: int | None = None):
    return replace(ARTICLE, headline=headline, kind=kind, continues=continues)


@pytest.mark.parametrize(
    ("articles", "example"),
    [
        ([headed("自习室延时开放")], "自习室延时开放"),
        ([headed("柳溪河治理八年 黑水河变成游泳场")], "柳溪河治理八年"),
        ([headed("招聘 三月开始报名")], "招聘 三月开始报名"),
        ([headed("更正", ArticleKind.CORRECTION), headed("自习室延时开放")], "自习室延时开放"),
        ([headed("大桥主体合龙", continues=1), headed(None), headed("自习室延时开放")], "自习室延时开放"),
        ([headed("早樱"), headed("长" * (EXAMPLE_CHARS + 1)), headed("自习室延时开放")], "自习室延时开放"),
        ([headed("小微企业“蓄水池”扩容"), headed("自习室延时开放")], "自习室延时开放"),
        ([headed("小微企业“蓄水池”扩容")], "小微企业“蓄水池”扩容"),
        ([headed(None)], ""),
        ([], ""),
    ],
    ids=[
        "a headline",
        "of two parts",
        "whose first is short",
        "a notice",
        "no headline",
        "too short, too long",
        "one that quotes nothing",
        "none but one that quotes",
        "none",
        "nothing",
    ],
)
def test_an_example_is_a_headline_that_can_be_typed(articles, example: str) -> None:
    assert example_from(articles) == example
