"""Makes pages up: cuts the page into rooms for articles, draws rules between them, adds the head of the page."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.typeset.articles import ArticleSetter, Grid, Room
from benchmarks.typeset.by_typst import NoRoom
from benchmarks.typeset.elements import Align, Display, Element, Flow, Frame, Page, Panel, Rule, Told, Type
from benchmarks.typeset.looks import Look
from benchmarks.typeset.stories import Story

BETWEEN = 16.0
"""Points between articles that stand one above the other."""
MOST_TRIES = 12


@dataclass(frozen=True)
class SetPage:
    """A page and its PDF."""

    page: Page
    pdf: bytes


def made_up(look: Look, seed: int, news: Iterator[Story], setter: Callable[[Page], bytes]) -> SetPage:
    """One page of a paper. Text that finds no room after all is left out, and the page is set again."""
    maker = PageMaker(look, random.Random(f"{look.name}{seed}"), news)
    page, told_of = maker.page(seed)
    for _ in range(MOST_TRIES):
        try:
            return SetPage(page, setter(page))
        except NoRoom as error:
            for number, chars in error.chars.items():
                shorten(page, number, told_of[number], chars)
    raise RuntimeError(f"{look.name} {seed}: the text finds no room")


def shorten(page: Page, number: int, told: Told, chars: int) -> None:
    """Leave out the last paragraphs of a flow."""
    flow = page.elements[number]
    assert isinstance(flow, Flow)
    kept = list(flow.paragraphs)
    gone = 0
    while gone < chars and kept:
        gone += len(kept.pop().text)
        told.paragraphs.pop()
    while kept and kept[-1].crosshead:
        kept.pop()
        told.paragraphs.pop()
    if not kept:
        raise RuntimeError("an article without text")
    page.elements[number] = replace(flow, paragraphs=tuple(kept))


class PageMaker:
    """Makes up one page."""

    def __init__(self, look: Look, chance: random.Random, news: Iterator[Story]) -> None:
        self.look, self.chance, self.news = look, chance, news

    def page(self, seed: int) -> tuple[Page, dict[int, Told]]:
        look = self.look
        page = Page(look.width, look.height, paper="苇州日报")
        page.date, page.number = f"2025年4月{seed % 28 + 1}日", f"{seed % 12 + 1}"
        margin = 0.045 * look.width
        gutter = look.gutter * look.size
        column = (look.width - 2 * margin - (look.columns - 1) * gutter) / look.columns
        grid = Grid(margin, column, gutter)
        top = self._head(page, margin)
        setter = ArticleSetter(page, look, grid, self.news, self.chance)
        for room in self._rooms(Room(0, look.columns, top, look.height - margin), page, grid):
            setter.set_article(room)
        return page, self._shuffled(page, setter.told_of)

    def _shuffled(self, page: Page, told_of: dict[int, Told]) -> dict[int, Told]:
        """Put the elements into the order in which somebody may have placed them: any."""
        panels = [number for number, element in enumerate(page.elements) if isinstance(element, Panel)]
        others = [number for number in range(len(page.elements)) if number not in panels]
        self.chance.shuffle(others)
        order = panels + others
        elements: list[Element] = [page.elements[number] for number in order]
        page.elements = elements
        return {order.index(number): told for number, told in told_of.items()}

    def _head(self, page: Page, margin: float) -> float:
        return self._masthead(page, margin) if self.look.front else self._running_head(page, margin)

    def _running_head(self, page: Page, margin: float) -> float:
        section = self.chance.choice(["要闻", "民生", "经济", "文体"])
        weekday = self.chance.choice(["星期一", "星期二", "星期三"])
        number = f"{int(page.number):02d}"
        self._furniture(page, f"{number}版 {section}", Frame(margin, margin * 0.5, 200, 14), 13, "left")
        middle = f"{page.date} {weekday} 责任编辑 王五 美编 赵六"
        self._furniture(page, middle, Frame(page.width * 0.25, margin * 0.6, page.width * 0.5, 9), 8.5, "center")
        self._furniture(page, page.paper, Frame(page.width - margin - 120, margin * 0.5, 120, 14), 13, "right")
        y = margin * 0.5 + 20
        page.elements.append(Rule(margin, y, page.width - margin, y, 1.0))
        return y + 12

    def _masthead(self, page: Page, margin: float) -> float:
        page.number = ""
        size = page.width * 0.09
        self._furniture(page, page.paper, Frame(margin, margin, page.width * 0.55, size), size, "left", bold=True)
        number = "国内统一连续出版物号 CN 11-0000"
        lines = [f"{page.date} 星期二", "农历乙巳年三月十一", "第12345期 今日8版", number, "苇州日报社出版"]
        for at, text in enumerate(lines):
            frame = Frame(page.width * 0.66, margin + at * 16, page.width * 0.3, 10)
            self._furniture(page, text, frame, 10, "left")
        y = margin + max(size * 1.25, len(lines) * 16) + 6
        page.elements.append(Rule(margin, y, page.width - margin, y, 1.5))
        return y + 14

    def _furniture(self, page: Page, text: str, frame: Frame, size: float, align: Align, *, bold: bool = False) -> None:
        page.furniture.append(text)
        page.elements.append(Display(text, frame, Type(size, "sans", bold, 1.2, align)))

    def _rooms(self, room: Room, page: Page, grid: Grid) -> Iterator[Room]:
        """The room cut into smaller ones, with rules between some of them."""
        look, chance = self.look, self.chance
        if room.columns >= 4 and room.height > 3.6 * look.smallest and chance.random() < look.pinwheels:
            yield from self._pinwheel(room, page, grid)
            return
        can_stack = room.height > 2.2 * look.smallest
        can_part = room.columns >= 2 and room.height > look.smallest
        if can_stack and (not can_part or chance.random() < 0.35 + 0.3 * (room.height > room.columns * 180)):
            at = room.top + room.height * chance.uniform(0.36, 0.64)
            upper, lower = replace(room, bottom=at - BETWEEN / 2), replace(room, top=at + BETWEEN / 2)
            self._rule_between(page, grid, upper)
            yield from self._rooms(upper, page, grid)
            yield from self._rooms(lower, page, grid)
            return
        if can_part and chance.random() < (0.75 if room.columns > 3 else 0.3):
            left = chance.randint(1, room.columns - 1)
            self._gutter_rule(page, grid, room, left)
            yield from self._rooms(replace(room, columns=left), page, grid)
            yield from self._rooms(replace(room, first=room.first + left, columns=room.columns - left), page, grid)
            return
        yield room

    def _pinwheel(self, room: Room, page: Page, grid: Grid) -> Iterator[Room]:
        """Four rooms around a fifth: no straight cut parts them."""
        one, two = room.height * 0.3, room.height * 0.68
        upper, lower, half = room.top + one, room.top + two, BETWEEN / 2
        last = room.first + room.columns - 1
        rooms = [
            Room(room.first, room.columns - 1, room.top, upper - half),
            Room(last, 1, room.top, lower - half),
            Room(room.first + 1, room.columns - 1, lower + half, room.bottom),
            Room(room.first, 1, upper + half, room.bottom),
            Room(room.first + 1, room.columns - 2, upper + half, lower - half),
        ]
        for each in rooms:
            if self.chance.random() < 0.5:
                self._rule_between(page, grid, each)
            yield each

    def _rule_between(self, page: Page, grid: Grid, upper: Room) -> None:
        if upper.bottom < self.look.height * 0.93 and self.chance.random() < self.look.rules:
            x, y = grid.x(upper.first), upper.bottom + BETWEEN / 2
            page.elements.append(Rule(x, y, x + grid.width(upper.columns), y, self.chance.choice([0.4, 0.7, 1.2])))

    def _gutter_rule(self, page: Page, grid: Grid, room: Room, left: int) -> None:
        if self.chance.random() < self.look.gutter_rules:
            x = grid.x(room.first + left) - grid.gutter / 2
            page.elements.append(Rule(x, room.top, x, room.bottom, 0.4))
