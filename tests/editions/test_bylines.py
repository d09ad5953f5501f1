from __future__ import annotations

import pytest

from retrieval.domain import Byline
from retrieval.editions.layout.bylines import closing_byline, credit_line, is_imprint, opening_byline, stated_byline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报记者 孙妍 摄影报道", Byline((), (), ("孙妍",))),
        ("本报记者孙妍摄影报道", Byline((), (), ("孙妍",))),
        ("本报记者 张三 文 李四 摄", Byline(("张三",), (), ("李四",))),
        ("文/张三 图/李四", Byline(("张三",), (), ("李四",))),
        ("张三/文　李四/摄", Byline(("张三",), (), ("李四",))),
        ("记者 张三 文/摄", Byline(("张三",), (), ("张三",))),
        ("新华社记者 李贺 摄", Byline((), (), ("李贺",))),
        ("（张三）", Byline(("张三",))),
        ("（记者 张三 通讯员 李四 王五）", Byline(("张三",), ("李四", "王五"))),
        ("□ 张三", Byline(("张三",))),
        ("■本报记者 张三", Byline(("张三",))),
        ("本报记者 张　三 李小四", Byline(("张三", "李小四"))),
        ("本报记者 张三 见习记者 李四 通讯员 王五 摄影 赵六", Byline(("张三", "李四"), ("王五",), ("赵六",))),
        ("本报记者 孙艳、张晶", Byline(("孙艳", "张晶"))),
        ("特约记者 张三", Byline(("张三",))),
        ("本报驻上海记者 张三", Byline(("张三",))),
        ("通讯员 郑洁 供图", Byline((), (), ("郑洁",))),
        ("本报记者 阿卜杜拉·买买提", Byline(("阿卜杜拉·买买提",))),
        ("孙妍 摄", Byline((), (), ("孙妍",))),
        ("記者柏念／葦州報導", Byline(("柏念",))),
        ("〔記者柏念／葦州報導〕", Byline(("柏念",))),
        ("【柏念、喬一帆╱葦州報導】", Byline(("柏念", "喬一帆"))),
        ("記者喬一帆攝", Byline((), (), ("喬一帆",))),
        ("文／柏念 圖／喬一帆", Byline(("柏念",), (), ("喬一帆",))),
        ("撰文：柏念 攝影：喬一帆", Byline(("柏念",), (), ("喬一帆",))),
        ("本报记者 柏念 乔一帆 苇州报道", Byline(("柏念", "乔一帆"))),
        ("本报特派员 柏念", Byline(("柏念",))),
        ("本报记者 欧 阳 念", Byline(("欧阳念",))),
        ("本报记者 柏 念 乔 一 帆", Byline(("柏念", "乔一帆"))),
        ("通訊員 喬 一帆", Byline((), ("喬一帆",))),
        ("记者 柏​念", Byline(("柏念",))),
        ("记者 ⽯念", Byline(("石念",))),
    ],
)
def test_credit_lines(text, expected):
    assert credit_line(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "记者手记",
        "王女士",
        "市民王女士家的暖气热了",
        "图/视觉中国",
        "本报评论员",
        "张三 李四",
        "及时回应群众诉求",
        "责任编辑 王五",
    ],
)
def test_what_is_no_credit(text):
    assert credit_line(text) is None


def test_the_desk_is_no_byline():
    assert is_imprint("责任编辑 王五 美编 赵六")
    assert not is_imprint("本报记者 王五")
    assert stated_byline("记者 张三 编辑 王五") == Byline(("张三",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报讯 (记者 孙艳) 近日,", Byline(("孙艳",))),
        ("本报讯（记者孙艳　通讯员郑洁、郝倩）近日", Byline(("孙艳",), ("郑洁", "郝倩"))),
        ("据新华社北京12月8日电（记者 李明 王红）", Byline(("李明", "王红"))),
        ("本报讯(见习记者 王大) 昨天", Byline(("王大",))),
        ("（记者 张三）昨天", Byline(("张三",))),
        ("本报讯 (沈阳晚报记者 谷丽) 比创新", Byline(("谷丽",))),
        ("〔記者柏念／葦州報導〕東門早市昨搬進新棚", Byline(("柏念",))),
        ("【柏念、喬一帆╱葦州報導】葦塘昨開閘", Byline(("柏念", "喬一帆"))),
        ("〔記者柏念、喬一帆／台北－葦州連線報導〕昨", Byline(("柏念", "喬一帆"))),
        ("（中央社記者柏念葦州8日電）夜校", Byline(("柏念",))),
        ("（中央社記者王小明台北5日電）夜校", Byline(("王小明",))),
        ("【本報訊】（記者柏念）南山", Byline(("柏念",))),
        ("【大公報訊】記者柏念報道：南山", Byline(("柏念",))),
        ("香港文匯報訊（記者 柏念 葦州報道）昨", Byline(("柏念",))),
        ("【記者李 明／葦州報導】昨", Byline(("李明",))),
        ("記者柏念／葦州報導　南橋明起封閉", Byline(("柏念",))),
        ("〔財經頻道／綜合報導〕昨", Byline()),
        ("〔生活中心／台北報導〕昨", Byline()),
        ("〔中央社〕昨", Byline()),
        ("本报讯 昨天，记者从市教委获悉", Byline()),
        ("记者 近日从市教委获悉", Byline()),
    ],
)
def test_openings(text, expected):
    assert opening_byline(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办法已经施行。（记者 孙艳）", Byline(("孙艳",))),
        ("冰场开放了。（孙妍 摄）", Byline((), (), ("孙妍",))),
        ("冰场开放了。本报记者 孙妍摄", Byline((), (), ("孙妍",))),
        ("舊址月底拆除。（記者喬一帆攝）", Byline((), (), ("喬一帆",))),
        ("舊址月底拆除。（圖：喬一帆攝）", Byline((), (), ("喬一帆",))),
        ("舊址月底拆除。【記者柏念／葦州報導】", Byline(("柏念",))),
        ("舊址月底拆除。（葦州市政府提供）", Byline()),
        ("由市发改委（以下简称“发改委”）", Byline()),
        ("（完）", Byline()),
    ],
)
def test_endings(text, expected):
    assert closing_byline(text) == expected


def test_stated_names_alone_are_reporters():
    assert stated_byline("张三 李四") == Byline(("张三", "李四"))
    assert stated_byline("张三、李四，通讯员：王五") == Byline(("张三", "李四"), ("王五",))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "word", ["驻", "本报", "记者", "驻京", "摄", "文/图", "实习", "首席记者 ", "孙", "（", "、", "责任编辑", "·"]
)
def test_no_text_makes_reading_slow(word):
    for count in (12, 60, 1000):
        text = word * count
        for read in (credit_line, opening_byline, closing_byline, stated_byline, is_imprint):
            read(text)
            read(f"本报{text}讯（记者 {text}）")
