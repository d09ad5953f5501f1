"""What a page is set from: flows of text through frames, lines of display type, pictures, rules. All in points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Family: TypeAlias = Literal["serif", "sans"]
Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Frame:
    """A rectangle; ``x``, ``y`` is its upper left corner, ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Type:
    """How text is set. ``bold`` thickens the strokes; ``leading`` is from baseline to baseline in sizes."""

    size: float
    family: Family = "serif"
    bold: bool = False
    leading: float = 1.5
    align: Align = "left"
    indent: float = 2.0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a flow; ``crosshead`` is set in the other family."""

    text: str
    crosshead: bool = False


@dataclass(frozen=True)
class Flow:
    """Paragraphs that run through frames one after the other."""

    paragraphs: tuple[Paragraph, ...]
    frames: tuple[Frame, ...]
    type: Type


@dataclass(frozen=True)
class Display:
    """Text in a frame of its own: titles, bylines, captions, running heads. ``vertical`` sets it from above down."""

    text: str
    frame: Frame
    type: Type
    vertical: bool = False


@dataclass(frozen=True)
class Picture:
    """A grey picture."""

    frame: Frame


@dataclass(frozen=True)
class Rule:
    """A line from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5


@dataclass(frozen=True)
class Panel:
    """A box, drawn or filled."""

    frame: Frame
    stroke: float = 0.5
    fill: str | None = None


Element: TypeAlias = Flow | Display | Picture | Rule | Panel


@dataclass(eq=False)
class Told:
    """An article as it must be read. ``captions`` may be read as a part of it or as an article of their own."""

    headline: str
    paragraphs: list[str]
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    captions: list[str] = field(default_factory=list)
    jump: str | None = None


@dataclass
class Page:
    """A page to be set, and what must be read off it. ``furniture`` is on the page and in no article."""

    width: float
    height: float
    elements: list[Element] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    paper: str = ""
    date: str = ""
    number: str = ""
