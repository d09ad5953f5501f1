"""What is no question on the news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.question.small_talk import small_talk
from retrieval.domain import SmallTalk
from retrieval.language.folding import folded

SAID = {
    SmallTalk.GREETING: ["你好", "您好！", "Hello!", "ＨＩ", "在吗？", "早上好", "报问好", "晚安~"],
    SmallTalk.THANKS: ["谢谢", "非常感谢你", "3Q", "多谢啦！", "Thank you"],
    SmallTalk.GOODBYE: ["再见", "88", "拜拜啦", "bye-bye", "我走了"],
    SmallTalk.WHO: ["你叫什么名字？", "你是谁呀", "您是干什么的", "机器人的名字是什么"],
    SmallTalk.PROGRAM: ["你是真人吗", "你是不是机器人", "你到底是人吗？", "你是ChatGPT吗"],
    SmallTalk.HELP: ["你能做什么", "怎么用", "你会回答哪些问题", "帮助", "/help", "有什么功能"],
    SmallTalk.PERSONAL: ["你几岁了", "谁开发了你", "今天星期几", "现在几点了？", "你住在哪里", "你喜欢吃什么"],
    SmallTalk.ABUSE: ["笨蛋", "你真是个傻瓜！", "滚", "太笨了吧", "你有病"],
    SmallTalk.OTHER: ["讲个笑话", "请唱首歌吧", "我爱你", "无聊", "测试"],
    SmallTalk.OKAY: ["好的", "嗯嗯嗯", "知道了", "OK", "哈哈哈", "没事了"],
    SmallTalk.SERVICE: [
        *(
            "人工",
            "转人工",
            "我要找真人客服",
            "投诉",
            "我要投诉你们",
            "怎么投诉",
            "爆料",
            "我想爆料",
            "提供新闻线索",
            "订报",
        ),
        *("怎么订报纸", "广告", "怎么登广告", "登报声明", "版权", "转载授权", "怎么联系记者", "報社電話是多少", "投稿"),
    ],
    SmallTalk.CRISIS: [
        *("我想自杀", "我想自殺", "不想活了", "我真的活不下去了", "活着没意思", "我好想死", "想死", "自杀", "生无可恋"),
        *("我想跳楼怎么办", "怎么死才不痛苦", "I want to die", "I want to kill myself"),
    ],
    SmallTalk.WORDLESS: ["？？？", "😀", "👍👍", "……", "[]"],
    SmallTalk.FOREIGN: ["What is the news today?", "when does the library close", "tell me about the bridge"],
}
NEWS = [
    "你好，大桥封闭了吗",
    "谢谢参与的居民有多少",
    "再见老站台的展览在哪里",
    "机器人大会在哪里开",
    "新馆叫什么名字",
    "你好李焕英的导演是谁",
    "今天星期几停水",
    "今天几点停水",
    "新馆有什么功能",
    "谁开发了新城",
    "垃圾怎么分类",
    "测试结果什么时候公布",
    "帮助老人的是谁",
    "好的学校有哪些",
    "笑话大赛谁得了奖",
    "真人图书馆在哪里",
    *(
        "投诉热线是哪个部门管",
        "消费投诉有多少件",
        "爆料的记者是谁",
        "人工湖有多深",
        "人工智能大会在哪里开",
        "广告法什么时候实施",
    ),
    *("版权登记多少件", "订报亭在哪里", "编辑部的故事谁导演的", "举报奖励多少钱", "投稿大赛截止到哪天"),
    *(
        "自杀的明星是谁",
        "跳楼的人救下来了吗",
        "想死我了是谁说的",
        "他为什么想自杀",
        "活着这部电影讲了什么",
        "死亡率是多少",
    ),
    *("HPV", "iPhone 15 Pro", "G20 峰会", "K8", "CBA", "NBA 2025"),
]
RUDE_IN_NEWS = {
    "garbage": "垃圾站",
    "an idiot's film": "傻瓜相机",
    "a waste": "废物利用",
    "no use": "没用的电池怎么处理",
}


def test_every_code_has_examples() -> None:
    assert set(SAID) == set(SmallTalk)


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in SAID.items() for text in texts], ids=lambda each: str(each)
)
def test_what_is_said(text: str, code: SmallTalk) -> None:
    assert small_talk(folded(text)) is code


@pytest.mark.parametrize("text", NEWS)
def test_questions_on_the_news(text: str) -> None:
    assert small_talk(folded(text)) is None


@pytest.mark.parametrize("text", RUDE_IN_NEWS.values(), ids=RUDE_IN_NEWS)
def test_rude_words_in_questions(text: str) -> None:
    assert small_talk(folded(text)) is None


@pytest.mark.parametrize("text", ["", " ", "？！", "……", "_"], ids=["empty", "a space", "signs", "dots", "a line"])
def test_what_has_no_words_asks_nothing(text: str) -> None:
    assert small_talk(text) is SmallTalk.WORDLESS


WORDED = [text for code, texts in SAID.items() for text in texts if code is not SmallTalk.WORDLESS]


@given(st.sampled_from(WORDED), st.text(alphabet="。！？~ ,…\n", max_size=6))
def test_signs_change_nothing(text: str, signs: str) -> None:
    plain = folded(text)
    assert small_talk(plain + signs) is small_talk(signs + plain) is small_talk(plain)


@given(st.sampled_from(WORDED))
def test_with_a_subject_of_the_news_it_is_a_question(text: str) -> None:
    assert small_talk(folded("西河大桥" + text)) is None
