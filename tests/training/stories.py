"""Small invented reports with questions whose answers they print, for the training stages to run on."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.domain import Span

PLACES = (
    "苇塘公园", "榆湾小区", "北望街", "石鼓巷", "青檀路", "荷埠村", "雁洲广场", "柳浦桥", "东篱中学", "望樵山",
    "梅坞市场", "鹤汀码头",
)  # fmt: skip
THINGS = (
    ("路灯", "盏"), ("长椅", "张"), ("梧桐", "棵"), ("垃圾箱", "个"), ("公交车", "辆"), ("书架", "排"), ("摊位", "个"),
    ("充电桩", "座"), ("消防栓", "处"), ("自行车棚", "座"), ("水泵", "台"), ("课桌", "张"),
)  # fmt: skip
ORGS = ("市政二公司", "城东园林所", "岚江水务集团", "银杏物业公司", "第七施工队", "河道管理处", "供电三所")
PEOPLE = ("卢思齐", "范小满", "岑柏舟", "陶望舒", "贺兰亭", "姜若川", "纪晓枫", "尹怀谷")
REASONS = ("旧的去年被大风刮倒", "附近的老人常说不够用", "地下的管线要换新的", "夜里常有货车经过", "学生放学时太挤")
SHOPS = ("修鞋铺", "豆腐坊", "小面馆", "旧书店", "裁缝店", "花店", "鱼档", "照相馆")
PATTERNS = (
    ("{place}这个月新添{thing}{count}{unit}，放在入口一侧。", "{place}新添了多少{unit}{thing}", "{count}{unit}"),
    ("这批{thing}由{org}看管，坏了三天之内修好。", "{place}的{thing}归哪个单位看管", "{org}"),
    ("{person}说，一{unit}{thing}花了{price}元，钱从公用账上支出。", "{place}一{unit}{thing}多少钱", "{price}元"),
    ("工程一共要做{days}天，其间行人请走旁边的便道。", "{place}的{thing}工程要做多少天", "{days}天"),
    ("住在对面的{person}介绍，早上{hour}点以后才听得见响动。", "{place}早上几点以后听得见响动", "{hour}点"),
    ("之所以要添{thing}，是因为{reason}。", "{place}为什么要添{thing}", "{reason}"),
    ("一旁的{shop}因此关门{weeks}个星期，老板{person}表示愿意等。", "{place}旁的{shop}关门多久", "{weeks}个星期"),
    ("比起两年前，{thing}的数目增加了{share}%，仍有人嫌少。", "{place}的{thing}增加了百分之多少", "{share}%"),
)
"""A sentence, what is asked of it, and the answer in it."""
FILLERS = (
    "记者到场时，天正下着小雨。", "有人提着菜篮停下来看热闹。", "告示贴在布告栏里，字不大。",
    "夜班的保安换了新的手电筒。", "隔壁院子里的猫在墙头睡觉。", "下一次碰头会还没有定日子。",
    "也有居民担心声音太吵。", "孩子们给它起了个外号。", "图纸已经挂出来征求意见。", "热线电话整天占线。",
    "老照片里这一带还是菜地。", "傍晚散步的人比平时多。",
)  # fmt: skip
NEAR = "{place}的{thing}是什么颜色"
"""A question that sounds as if any of the reports answered it."""


@dataclass(frozen=True, slots=True)
class Story:
    """A report, questions with the places of their answers in its body, and one that it does not answer."""

    headline: str
    body: str
    asked: tuple[tuple[str, Span], ...]
    unanswered: str


def stories(count: int, seed: int) -> list[Story]:
    """So many reports, no two of the same thing at the same place."""
    draw = random.Random(seed)
    pairs = [(place, *thing) for place in PLACES for thing in THINGS]
    return [_story(*pair, draw) for pair in draw.sample(pairs, count)]


def _story(place: str, thing: str, unit: str, draw: random.Random) -> Story:
    words: Mapping[str, object] = {
        "place": place, "thing": thing, "unit": unit, "count": draw.randrange(12, 980), "org": draw.choice(ORGS),
        "person": draw.choice(PEOPLE), "price": draw.randrange(110, 9900, 10), "days": draw.randrange(9, 99),
        "hour": draw.randrange(5, 10), "reason": draw.choice(REASONS), "shop": draw.choice(SHOPS),
        "weeks": draw.randrange(2, 9), "share": draw.randrange(3, 97),
    }  # fmt: skip
    body, asked = "", []
    chosen = [PATTERNS[0], *draw.sample(PATTERNS[1:], 4)]
    for pattern, filler in zip(chosen, draw.sample(FILLERS, len(chosen)), strict=True):
        sentence, question, answer = (each.format_map(words) for each in pattern)
        start = len(body) + sentence.index(answer)
        asked.append((question, (start, start + len(answer))))
        body += sentence + filler
    return Story(f"{place}新添{thing}", body, tuple(asked), NEAR.format_map(words))
