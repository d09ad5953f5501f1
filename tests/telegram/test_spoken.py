"""Messages that ask for something to be done, told from questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.session.spoken import Spoken, Wish, spoken
from bot.telegram.views.deep_links import Place

BOT = "baowen_bot"
DEEDS = {
    Spoken(Wish.MORE): ["更多", "更多！", "继续", "还有吗？", "還有嗎", "下一页", "再来几条", "more"],
    Spoken(Wish.FULL_TEXT): ["看全文", "全文", "全文呢？", "我要看原文", "第一条", "full text"],
    Spoken(Wish.FULL_TEXT, number=2): ["第二条", "看第2条", "第二篇的全文", "全文2", "打开第二篇"],
    Spoken(Wish.FULL_TEXT, number=10): ["第十条", "第10篇"],
    Spoken(Wish.SOURCES): ["出处呢", "出处呢？", "有出处吗", "来源", "哪里来的？", "依据是什么"],
    Spoken(Wish.WRONG): ["不对", "不对！", "答错了", "答非所问", "你说错了"],
    Spoken(Wish.COMMAND, command="latest"): ["最新", "最新一期", "/最新", "/看报"],
    Spoken(Wish.COMMAND, command="watches"): ["退订", "取消订阅", "别再发了", "/退订"],
    Spoken(Wish.COMMAND, command="watch", rest="地铁 西延段"): ["/订阅 地铁 西延段"],
    Spoken(Wish.COMMAND, command="search", rest="转贷 版面:3"): ["/搜索 转贷 版面:3", "/搜索\n转贷 版面:3"],
    **{
        Spoken(Wish.COMMAND, command="edition", rest=day): [day]
        for day in ("3月12日", "昨天", "2025-03-12", "上周三", "2025年3月")
    },
    **{
        Spoken(Wish.COMMAND, command="search", rest=page): [page]
        for page in ("3月12日第三版", "昨天的头版", "昨天 A3版", "3月12日第3版有哪些新闻", "12月8日第三版都登了什么")
    },
    Spoken(Wish.OPEN, place=Place(passage_id=7, start=3, end=9)): [
        f"https://t.me/{BOT}?start=p7_3_9",
        f"t.me/{BOT.upper()}?start=p7_3_9",
        f" http://telegram.me/{BOT}?start=p7_3_9 ",
    ],
    Spoken(Wish.OPEN, place=Place(article_id=7)): [f"https://t.me/{BOT}?start=a7"],
}
QUESTIONS = [
    *("更多市民参加了吗", "第二条地铁什么时候开通", "全文多少字", "出处呢，这本书是谁写的", "不对外开放的公园有哪些"),
    *("最新的政策是什么", "退订短信的骗局是怎么回事", "第二批名单", "三个", "第2版有什么", "来源国有哪些"),
    *("昨天有什么新闻", "头版", "昨天第三版谁写的", "3月12日停水吗", "2008", "12", "昨天呢", "第三版的大桥"),
    *("/天气", "/watch 地铁", "/", "", "第零条", "第二十条", "https://t.me/other_bot?start=a7"),
    *(f"https://t.me/{BOT}?start=x", f"https://t.me/{BOT}", f"看看 https://t.me/{BOT}?start=a7"),
]


@pytest.mark.parametrize(("text", "deed"), [(text, deed) for deed, texts in DEEDS.items() for text in texts])
def test_what_is_to_be_done(text: str, deed: Spoken) -> None:
    assert spoken(text, BOT) == deed


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_are_left_to_be_answered(text: str) -> None:
    assert spoken(text, BOT) is None


@given(st.text(alphabet="更多看全文第二条出处不对最新退订/ 0123?？a\n", max_size=12))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = spoken(text, BOT)
    assert found is None or found.number >= 0
