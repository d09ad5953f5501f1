"""Lays out one article in a rectangle of columns: titles, text, pictures with captions, in one of several kinds."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.typeset.elements import Display, Flow, Frame, Page, Panel, Paragraph, Picture, Rule, Told, Type
from benchmarks.typeset.looks import Look
from benchmarks.typeset.stories import Story
from retrieval.editions.layout.block_patterns import opens_report

FULLEST = (0.9, 0.99)
"""Share of the lines that frames hold which text is cut to, from and to."""
CROSSHEADS = (
    "完善机制抓落实", "多方联动解难题", "服务更进一步", "数字背后", "从源头抓起", "让群众少跑腿", "新的起点",
    "听听他们怎么说",
)  # fmt: skip
NAMES = ("李明", "王小东", "张建国", "刘芳", "陈思远", "赵雪", "孙浩", "周敏", "吴志强", "郑爽")
KICKERS = ("全市经济工作会议召开", "民生实事一线观察", "聚焦高质量发展", "新春走基层", "优化营商环境座谈会举行")
SUBHEADS = ("——来自基层一线的报道", "相关部门表示将尽快落实", "首批项目年内开工", "市民反映良好")
CAPTIONS = ("图为活动现场。{}摄", "图为工作人员正在忙碌。{}摄", "▲市民在现场参观。{}摄", "图为施工现场。本报记者 {}摄")


class NoText(Exception):
    """A room is too small for any text."""


@dataclass(frozen=True)
class Grid:
    """Columns of a page from ``left`` on."""

    left: float
    column: float
    gutter: float

    def x(self, number: int) -> float:
        return self.left + number * (self.column + self.gutter)

    def width(self, columns: int) -> float:
        return columns * self.column + (columns - 1) * self.gutter


@dataclass(frozen=True)
class Room:
    """The place of an article: columns ``first`` to ``first + columns``, from ``top`` to ``bottom``."""

    first: int
    columns: int
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def below(self, top: float) -> Room:
        return replace(self, top=top)


@dataclass
class ArticleSetter:
    """Puts articles on a page. ``told_of`` has the article that each flow belongs to, by its place on the page."""

    page: Page
    look: Look
    grid: Grid
    stories: Iterator[Story]
    chance: random.Random
    told_of: dict[int, Told] = field(default_factory=dict)

    def set_article(self, room: Room) -> None:
        """One article (or several short ones) in its room, of a kind that fits there."""
        kinds = {kind: weight for kind, weight in self.look.kinds.items() if self._fits(kind, room)}
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0] if kinds else "plain"
        setters: Mapping[str, Callable[[Room], None]] = {
            "plain": self._plain, "side": self._side, "picture": self._with_picture, "vertical": self._vertical,
            "photo": self._photo, "briefs": self._briefs, "boxed": self._boxed, "nested": self._nested,
            "lead": self._with_lead,
        }  # fmt: skip
        before, told_before, grid = len(self.page.elements), len(self.page.told), self.grid
        try:
            setters[kind](room)
        except NoText:
            del self.page.elements[before:]
            self.told_of = {number: told for number, told in self.told_of.items() if number < before}
            del self.page.told[told_before:]
            self.grid = grid

    def _fits(self, kind: str, room: Room) -> bool:
        least_columns = {"side": 2, "picture": 2, "nested": 3, "vertical": 2, "lead": 2}.get(kind, 1)
        most_columns = {"briefs": 1, "photo": 2}.get(kind, 99)
        heights = {"picture": 220.0, "nested": 330.0, "vertical": 200.0, "photo": 160.0, "lead": 200.0}
        least_height = heights.get(kind, 0.0)
        return least_columns <= room.columns <= most_columns and room.height >= least_height

    @property
    def _body(self) -> Type:
        look = self.look
        return Type(look.size, look.body, leading=look.leading, indent=look.indent, align="center")

    @property
    def _line(self) -> float:
        return self.look.size * self.look.leading

    def _frame(self, room: Room, columns: int | None = None, first: int = 0) -> Frame:
        width = self.grid.width(columns or room.columns)
        return Frame(self.grid.x(room.first + first), room.top, width, room.height)

    # ------------------------------------------------------------------ kinds

    def _plain(self, room: Room) -> None:
        told = Told("", [])
        top = self._titles(told, room, room.columns)
        self._text(told, self._columns(room.below(top)))

    def _side(self, room: Room) -> None:
        """The headline spans the first columns only; the text goes on beside it."""
        told = Told("", [])
        over = self.chance.randint(1, room.columns - 1)
        top = self._titles(told, room, over)
        frames = self._columns(replace(room.below(top), columns=over))
        frames += self._columns(replace(room, first=room.first + over, columns=room.columns - over))
        self._text(told, frames)

    def _with_picture(self, room: Room) -> None:
        told = Told("", [])
        top = self._titles(told, room, room.columns)
        wide = self.chance.randint(1, max(1, room.columns - 1))
        at_left = self.chance.random() < 0.3
        first = 0 if at_left else room.columns - wide
        tall = min(0.5 * (room.bottom - top), 0.7 * self.grid.width(wide))
        in_middle = self.chance.random() < 0.25
        start = top + (self._line * 8 if in_middle and room.bottom - top > tall + 20 * self._line else 0)
        low = self._picture(told, replace(room, first=room.first + first, columns=wide, top=start, bottom=start + tall))
        frames: list[Frame] = []
        for number, frame in enumerate(self._columns(room.below(top))):
            if not first <= number < first + wide:
                frames.append(frame)
                continue
            if start > top:
                frames.append(replace(frame, height=start - top - self._line * 0.6))
            frames.append(replace(frame, y=low, height=room.bottom - low))
        self._text(told, frames)

    def _vertical(self, room: Room) -> None:
        """The headline stands upright at the side."""
        told = Told("", [])
        story = self._story(told)
        size = min(self.grid.column * 0.55, (room.height - 10) / (len(story.title) * 1.12), 34)
        if size < 1.4 * self.look.size:
            self.page.told.remove(told)
            self._plain(room)
            return
        at_right = self.chance.random() < 0.4
        number = room.first + (room.columns - 1 if at_right else 0)
        x = self.grid.x(number) + (self.grid.column - size * 1.2) / 2
        told.headline = story.title
        frame = Frame(x, room.top, size * 1.2, room.height)
        self._show(story.title, frame, Type(size, self.look.titles, self.look.bold, 1.12), vertical=True)
        rest = replace(room, first=room.first + (0 if at_right else 1), columns=room.columns - 1)
        self._text(told, self._columns(rest), story)

    def _photo(self, room: Room) -> None:
        """A picture story: a picture, a headline, a caption and who took it."""
        told = Told("", [])
        story = self._story(told)
        tall = min(room.height * 0.6, 0.7 * self.grid.width(room.columns))
        self.page.elements.append(Picture(replace(self._frame(room), height=tall)))
        width = self.grid.width(room.columns)
        lines = math.ceil(len(story.title) * 1.4 * self.look.size / width)
        title = _broken(story.title, lines)
        size = min(18.0, width / (max(map(len, title.split("\n"))) + 0.5))
        top = room.top + tall + 6
        type_ = Type(size, self.look.titles, self.look.bold, 1.2, "center")
        self._show(title, replace(self._frame(room), y=top, height=lines * size * 1.2), type_)
        top += (lines - 1) * size * 1.2
        told.headline = story.title
        name = self.chance.choice(NAMES)
        text = story.paragraphs[0][: story.paragraphs[0].find("。") + 1] or story.paragraphs[0]
        frames = [replace(self._frame(room), y=top + size * 1.3 + 4, height=room.bottom - top - size * 1.3 - 4)]
        self._text(told, frames, Story(story.title, (f"{text}本报记者 {name} 摄",), alone=True))

    def _briefs(self, room: Room) -> None:
        """Short items one below the other, each with a small headline."""
        top = room.top
        while room.bottom - top > 9 * self._line:
            told = Told("", [])
            story = self._story(told)
            size = min(self.look.size * 1.35, self.grid.width(room.columns) / (len(story.title) / 2 + 1))
            size = max(size, self.look.size * 1.15)
            width = self.grid.width(room.columns)
            lines = math.ceil(len(story.title) * size / width)
            title = story.title if lines == 1 else _broken(story.title, lines)
            longest = max(map(len, title.split("\n")))
            size = min(size, width / longest)
            tall = (title.count("\n") + 1) * size * 1.3
            self._show(title, replace(self._frame(room), y=top, height=tall), Type(size, "sans", False, 1.3, "left"))
            told.headline = story.title
            rest = replace(self._frame(room), y=top + tall + 3, height=room.bottom - top - tall - 3)
            try:
                used = self._text(told, [rest], Story(story.title, story.paragraphs[:1], alone=True))
            except NoText:
                self.page.elements.pop()
                self.page.told.remove(told)
                return
            top += tall + 3 + (used + 1.2) * self._line

    def _boxed(self, room: Room) -> None:
        frame = self._frame(room)
        fill = self.chance.choice([None, "#eeeeee", "#e8f0fa"])
        edges = Frame(frame.x - 3, frame.y - 2, frame.width + 6, frame.height)
        self.page.elements.append(Panel(edges, 0.0 if fill else 0.6, fill))
        inner = replace(room, top=room.top + 8, bottom=room.bottom - 8)
        grid = self.grid
        narrow = Grid(frame.x + 7, (frame.width - 14 - (room.columns - 1) * grid.gutter) / room.columns, grid.gutter)
        self.grid = narrow
        self._plain(replace(inner, first=0))
        self.grid = grid

    def _nested(self, room: Room) -> None:
        """The first column runs down to the bottom; under the others stands another article."""
        told = Told("", [])
        top = self._titles(told, room, room.columns)
        middle = top + (room.bottom - top) * self.chance.uniform(0.4, 0.55)
        frames = self._columns(room.below(top))
        self._text(told, [frames[0], *(replace(each, height=middle - top) for each in frames[1:])])
        inner = Room(room.first + 1, room.columns - 1, middle + 14, room.bottom)
        if self.chance.random() < 0.5:
            x = self.grid.x(inner.first)
            self.page.elements.append(Rule(x, middle + 7, x + self.grid.width(inner.columns), middle + 7))
        self._plain(inner)

    def _with_lead(self, room: Room) -> None:
        """A first paragraph over the whole width, in larger type."""
        told = Told("", [])
        story = self._story(told)
        top = self._titles(told, room, room.columns, story)
        size = self.look.size * 1.2
        lead = story.paragraphs[0]
        frame = replace(self._frame(room), y=top, height=room.bottom - top)
        lines = math.ceil((len(lead) + 2) * size / frame.width) + 1
        tall = lines * size * 1.5
        if tall > 0.4 * frame.height:
            self._text(told, self._columns(room.below(top)), story)
            return
        type_ = replace(self._body, size=size, family="sans")
        self._flow(told, [Paragraph(lead)], (replace(frame, height=tall),), type_)
        self._text(told, self._columns(room.below(top + tall + 2)), replace(story, paragraphs=story.paragraphs[1:]))

    # ------------------------------------------------------------------ parts

    def _story(self, told: Told) -> Story:
        self.page.told.append(told)
        return next(self.stories)

    def _titles(self, told: Told, room: Room, columns: int, story: Story | None = None) -> float:
        """Kicker, headline, subhead, byline over the first ``columns``; where the text begins."""
        story = story or self._story(told)
        self._waiting = story
        frame, look, chance = self._frame(room, columns), self.look, self.chance
        top = room.top
        one_line = frame.width * 0.96 / len(story.title)
        largest = min(44.0, max(room.height / 7, 2 * look.size))
        if one_line >= 1.6 * look.size:
            title, size = story.title, min(one_line, largest)
        else:
            lines = math.ceil(len(story.title) * 1.6 * look.size / (frame.width * 0.96))
            title = _broken(story.title, lines)
            size = min(frame.width * 0.96 / max(map(len, title.split("\n"))), largest)
        type_ = Type(size, look.titles, look.bold, 1.2, look.align)
        if chance.random() < 0.25 and columns > 1 and size > 2 * look.size:
            told.kicker = chance.choice(KICKERS)
            small = min(size * 0.55, frame.width / (len(told.kicker) + 1))
            self._show(told.kicker, replace(frame, y=top, height=small), Type(small, look.body, False, 1.2, look.align))
            top += small * 1.4
        told.headline = story.title
        tall = title.count("\n") * size * 1.2 + size
        self._show(title, replace(frame, y=top, height=tall), type_)
        top += tall + 0.35 * size
        if chance.random() < 0.2 and columns > 1 and size > 2 * look.size:
            told.subhead = chance.choice(SUBHEADS)
            small = min(size * 0.5, frame.width / (len(told.subhead) + 1))
            self._show(
                told.subhead, replace(frame, y=top, height=small), Type(small, look.body, False, 1.2, look.align)
            )
            top += small * 1.5
        if chance.random() < 0.35:
            told.byline = chance.choice(NAMES)
            text = f"本报记者 {told.byline}"
            self._show(text, replace(frame, y=top, height=look.size), Type(look.size, "serif", False, 1.2, look.align))
            top += look.size * 1.9
        return top + 4

    def _columns(self, room: Room) -> list[Frame]:
        return [
            Frame(self.grid.x(room.first + number), room.top, self.grid.column, room.height)
            for number in range(room.columns)
        ]

    def _text(self, told: Told, frames: Sequence[Frame], story: Story | None = None) -> int:
        """As many paragraphs as the frames hold; the lines that they take, about. Raises ``NoText``."""
        story = story or self._waiting
        lines = sum(max(0, int((frame.height + 0.5 * self.look.size) / self._line)) for frame in frames)
        chars = max(4, int(min(frame.width for frame in frames) / self.look.size))
        most = int(self.chance.uniform(*FULLEST) * lines)
        taken: list[Paragraph] = []
        used = 0
        for number, text in enumerate(self._enough(story, most * chars)):
            needed = math.ceil((len(text) + self.look.indent) / chars)
            if used + needed > most:
                break
            if number and number % 3 == 0 and self.chance.random() < 0.4 and used + needed + 1 <= most:
                taken.append(Paragraph(self.chance.choice(CROSSHEADS), crosshead=True))
                used += 1
            taken.append(Paragraph(text))
            used += needed
        if not taken and lines > 3:
            text = story.paragraphs[0]
            cut = text[: int(0.9 * lines * chars) - 4]
            taken.append(Paragraph(cut[: max(cut.rfind("。"), cut.rfind("，")) + 1].rstrip("，。") + "。"))
        if not taken or len(taken[0].text) < 2:
            raise NoText
        self._flow(told, taken, tuple(frames), self._body)
        return math.ceil(used) or lines

    def _enough(self, story: Story, chars: int) -> Iterator[str]:
        """The paragraphs of a story, and of others where it is shorter than its room."""
        if story.alone:
            yield from story.paragraphs
            return
        while chars > 0:
            for text in story.paragraphs:
                chars -= len(text)
                yield text
            story = next(each for each in self.stories if not opens_report(each.paragraphs[0]))

    def _flow(self, told: Told, paragraphs: Sequence[Paragraph], frames: tuple[Frame, ...], type_: Type) -> None:
        told.paragraphs += [paragraph.text for paragraph in paragraphs]
        self.told_of[len(self.page.elements)] = told
        self.page.elements.append(Flow(tuple(paragraphs), frames, type_))

    def _picture(self, told: Told, room: Room) -> float:
        """A picture with its caption; where the text below may begin."""
        frame = self._frame(room)
        caption = self.chance.choice(CAPTIONS).format(self.chance.choice(NAMES))
        size = self.look.size * 0.9
        lines = math.ceil(len(caption) * size / frame.width)
        self.page.elements.append(Picture(frame))
        below = replace(frame, y=frame.bottom + 4, height=lines * size * 1.3)
        told.captions.append(caption)
        self._show(caption, below, Type(size, "sans", False, 1.3, "left"))
        return below.bottom + self._line * 0.7

    def _show(self, text: str, frame: Frame, type_: Type, *, vertical: bool = False) -> None:
        self.page.elements.append(Display(text, frame, type_, vertical))


def _broken(title: str, lines: int) -> str:
    """A title in lines of about the same length, broken behind a sign where one is near."""
    parts: list[str] = []
    rest = title
    for left in range(lines, 1, -1):
        at = math.ceil(len(rest) / left)
        near = [number for number in (at, at + 1, at - 1, at + 2) if 0 < number < len(rest)]
        at = next((number for number in near if rest[number - 1] in "，：；！？”》、 "), at)
        while 0 < at < len(rest) and (rest[at] in "，。、：；！？”》）%" or rest[at - 1 : at + 1].isascii()):
            at -= 1
        at = at or math.ceil(len(rest) / left)
        parts.append(rest[:at])
        rest = rest[at:]
    return "\n".join([*parts, rest])
