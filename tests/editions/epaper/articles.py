"""Editions whose every field and paragraph is known: made of our own words, as many as are asked for."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

PLACES = ("苇州", "翠竹街道", "凉水河", "北岸新区", "石桥镇", "青石巷", "南桥村", "梧桐里", "东湖渡口", "云岭乡")
PEOPLE = ("方圆", "林岚", "何苗", "高翔", "佟雨", "欧阳晓", "宋池", "马小河", "陆平", "孟秋白")
THINGS = (
    "社区食堂",
    "夜间公交",
    "供热管网",
    "河边步道",
    "旧书集市",
    "养老驿站",
    "非机动车道",
    "口袋公园",
    "渡船",
    "种子库",
)
DOINGS = ("开门迎客", "换上新设备", "延长到晚上九点", "通过验收", "第三次扩建", "迎来首批用户", "试运行满一百天")
SECTIONS = ("要闻", "民生", "经济", "文化")
SENTENCES = (
    "{place}的{thing}{doing}，首日来了{number}人。",
    "“去年这个时候，这里还是一片空地。”住在{place}的{person}说，“现在走几步就到了。”",
    "按照计划，二期工程投资{number}.6万元，比一期多出{small}%。",
    "记者在现场看到，{thing}门口排起了队，最前面的一位早上{small}点就到了。",
    "{person}算了一笔账：一年下来，能省下{number}元——够买一台新水泵。",
    "这项服务用的是A&B两套系统，温度保持在18℃～22℃之间……",
    "据了解，{place}共有{small}处{thing}，其中{small}处设有坡道（含临时坡道）。",
    "工作人员提醒，办理时间为8:30—17:00，周末照常；咨询电话 {number}-{number}。",
    "《{place}志》记载，{thing}最早见于光绪年间；当时的水位<今天的水位。",
    "“慢一点，再慢一点！”{person}一边喊一边比划，３号门随后打开。",
)
HEADS = (
    "{place}{thing}{doing}",
    "{thing}怎么样？{place}人说好",
    "“{thing}”里的{small}个清晨",
    "{place}：{thing}{doing}",
)
KICKERS = ("方便从家门口开始", "记者走基层·{place}", "“{thing}”观察")
SUBHEADS = ("首批{small}处本月启用 居民步行可达", "——{place}{thing}见闻")
CROSSHEADS = ("从无到有", "算清一笔账", "家门口的变化", "“再等等看”")
CAPTIONS = ("图为{place}的{thing}。", "{place}的居民在{thing}前合影。")


@dataclass(frozen=True)
class Story:
    """``paragraphs`` without captions, crossheads included; those stand in ``crossheads`` by their number."""

    id: int
    headline: str
    paragraphs: tuple[str, ...]
    kicker: str = ""
    subhead: str = ""
    author: str = ""
    crossheads: frozenset[int] = frozenset()
    caption: str = ""
    to_page: str = ""
    outline: tuple[tuple[int, int], ...] = ()

    @property
    def body(self) -> tuple[str, ...]:
        """What a reader must get, in order."""
        return (*([self.caption] if self.caption else []), *self.paragraphs)


@dataclass(frozen=True)
class PrintedPage:
    """``name`` as it is printed: 01, A03."""

    name: str
    section: str
    stories: tuple[Story, ...]


@dataclass(frozen=True)
class PrintedEdition:
    paper: str
    day: date
    pages: tuple[PrintedPage, ...] = field(default_factory=tuple)

    @property
    def stories(self) -> list[tuple[PrintedPage, Story]]:
        return [(page, story) for page in self.pages for story in page.stories]


def edition(seed: int, *, pages: int = 3, stories: int = 4, day: date = date(2026, 4, 8)) -> PrintedEdition:
    """One day's paper; the same for the same seed."""
    chance = random.Random(seed)
    first = 30_000 + 100 * seed
    printed = []
    for number in range(1, pages + 1):
        told = tuple(_story(chance, first + 20 * number + place, place, number, pages) for place in range(stories))
        printed.append(PrintedPage(f"{number:02}", SECTIONS[number % len(SECTIONS)], told))
    return PrintedEdition("苇州日报", day, tuple(printed))


def _story(chance: random.Random, id_: int, place: int, page: int, pages: int) -> Story:
    told: list[str] = []
    crossheads = set()
    for _ in range(chance.randint(2, 6)):
        if told and len(told) - 1 not in crossheads and chance.random() < 0.25:
            crossheads.add(len(told))
            told.append(chance.choice(CROSSHEADS))
        told.append("".join(_filled(chance, sentence) for sentence in chance.sample(SENTENCES, chance.randint(2, 4))))
    to_page = ""
    if place == 0 and page < pages:
        to_page = str(page + 1)
        told[-1] += f"（下转第{to_page}版）"
    left, top = 10 + 80 * place, 40 * page
    return Story(
        id_,
        f"{_filled(chance, chance.choice(HEADS))}（{id_}）",
        tuple(told),
        kicker=_filled(chance, chance.choice(KICKERS)) if chance.random() < 0.4 else "",
        subhead=_filled(chance, chance.choice(SUBHEADS)) if chance.random() < 0.4 else "",
        author=chance.choice(PEOPLE) if chance.random() < 0.7 else "",
        crossheads=frozenset(crossheads),
        caption=_filled(chance, chance.choice(CAPTIONS)) if chance.random() < 0.3 else "",
        to_page=to_page,
        outline=((left, top), (left + 70, top), (left + 70, top + 30), (left, top + 30)),
    )


def _filled(chance: random.Random, words: str) -> str:
    return words.format(
        place=chance.choice(PLACES),
        thing=chance.choice(THINGS),
        doing=chance.choice(DOINGS),
        person=chance.choice(PEOPLE),
        number=chance.randint(100, 9999),
        small=chance.randint(2, 9),
    )
