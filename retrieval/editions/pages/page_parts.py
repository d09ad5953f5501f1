"""What the blocks of a page are: titles, text, crossheads, credits, captions; and in which boxes they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from retrieval.editions.layout import block_patterns
from retrieval.editions.layout.bylines import closing_byline, credit_line
from retrieval.editions.pages.column_blocks import TypeBlock
from retrieval.editions.pages.sheet import TypeLine, encloses, height, shared_length, width
from retrieval.language.characters import SENTENCE_ENDS
from retrieval.printed import Box

TITLE_SIZE = 1.3
"""Sizes of body type from which a block is a title whatever it says; by hand, 2026-11."""
SMALL_TITLE_SIZE = 1.12
"""Sizes of body type from which a line that looks like a title may begin an article inside a column; by hand,
2026-11."""
MOST_TITLE_LINES_SET = 4
"""Lines of a title in large type; more with sentences in them are a lead; by hand, 2026-11."""
MOST_SMALL_TITLE_LINES = 3
"""Lines of a title in type of about the text's size; by hand, 2026-11."""
CAPTION_REACH = 1.8
"""Sizes between a picture and its caption; by hand, 2026-11."""
LEAST_PANEL_LINES = 3
"""Lines from which a box on the page is a region of its own; by hand, 2026-11."""
LARGEST_SHARE = 0.85
"""Share of a page's lines from which a box around them is the page's frame; by hand, 2026-11."""
LONGEST_CREDIT_BLOCK = 40
"""Characters of a byline that stands as a block of its own; by hand, 2026-11."""


class Role(Enum):
    """What a part of the page is."""

    TITLE = "title"
    HEAD = "head"  # a title or a crosshead: its surroundings decide
    CROSSHEAD = "crosshead"
    TEXT = "text"
    CREDIT = "credit"
    CAPTION = "caption"
    PICTURE = "picture"
    PANEL = "panel"


@dataclass(slots=True, eq=False)
class PagePart:
    """A block with its role, or a picture or panel that stands among the text."""

    box: Box
    role: Role
    block: TypeBlock | None = None

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def bottom(self) -> float:
        return self.box[3]

    @property
    def text(self) -> str:
        return self.block.text if self.block else ""

    @property
    def lines(self) -> tuple[TypeLine, ...]:
        return self.block.lines if self.block else ()

    @property
    def size(self) -> float:
        return self.block.size if self.block else 0.0


@dataclass(frozen=True, slots=True)
class BodyType:
    """The type that most text is set in: its size and face, and its lines from foot to foot."""

    size: float
    face: str
    pitch: float

    @property
    def lead(self) -> float:
        """White between two lines."""
        return max(0.0, self.pitch - self.size)


def body_type(blocks: Iterable[TypeBlock]) -> BodyType:
    """The body type of a page."""
    chars: Counter[tuple[float, str]] = Counter()
    steps: list[float] = []
    found = list(blocks)
    for block in found:
        for line in block.lines:
            chars[round(line.size * 2) / 2, line.face] += len(line.text)
    if not chars:
        return BodyType(10.0, "", 15.0)
    (rough, face), _ = chars.most_common(1)[0]
    sizes = Counter(line.size for block in found for line in block.lines if abs(line.size - rough) <= 0.5)
    size = sizes.most_common(1)[0][0] if sizes else rough
    for block in found:
        if abs(block.size - size) < 0.1 * size and not block.vertical:
            steps += [lower.bottom - upper.bottom for upper, lower in zip(block.lines, block.lines[1:], strict=False)]
    return BodyType(size, face, median(steps) if steps else 1.5 * size)


def page_parts(
    blocks: Sequence[TypeBlock], body: BodyType, pictures: Sequence[Box], panels: Sequence[Box]
) -> list[PagePart]:
    """The parts of one region of a page, with roles as far as a part shows its own."""
    parts = [PagePart(box, Role.PICTURE) for box in pictures]
    for block in blocks:
        is_caption = any(_is_caption_of(block, picture, body) for picture in pictures)
        parts.append(PagePart(block.box, Role.CAPTION if is_caption else _role(block, body), block))
    return parts + [PagePart(box, Role.PANEL) for box in panels]


def _role(block: TypeBlock, body: BodyType) -> Role:
    text, ratio = block.text, block.size / body.size
    if block.vertical:
        return Role.TITLE if ratio >= SMALL_TITLE_SIZE else Role.TEXT
    if len(text) <= LONGEST_CREDIT_BLOCK and credit_line(text) is not None:
        return Role.CREDIT
    if ratio >= TITLE_SIZE and not _is_lead(block):
        return Role.TITLE
    if len(block.lines) > MOST_SMALL_TITLE_LINES:
        return Role.TEXT
    other_face = block.face != body.face
    if ratio >= SMALL_TITLE_SIZE and (block_patterns.is_title_like(text) or (other_face and _is_no_sentence(text))):
        return Role.HEAD
    return Role.HEAD if other_face and ratio > 0.95 and block_patterns.is_title_like(text) else Role.TEXT


def _is_no_sentence(text: str) -> bool:
    return not any(sign in text for sign in "。；") and text[-1] not in "，、："


def _is_lead(block: TypeBlock) -> bool:
    """Text in large type: several sentences, or many lines."""
    sentences = sum(block.text.count(sign) for sign in SENTENCE_ENDS)
    return len(block.lines) > MOST_TITLE_LINES_SET or (sentences > 0 and len(block.lines) > 2)


def _is_caption_of(block: TypeBlock, picture: Box, body: BodyType) -> bool:
    box = block.box
    reach = CAPTION_REACH * body.size
    if not -reach / 2 <= box[1] - picture[3] <= reach or block.size > SMALL_TITLE_SIZE * body.size:
        return False
    if shared_length(box, picture) < 0.7 * width(box) or width(box) > 1.15 * width(picture):
        return False
    if block_patterns.is_caption(block.text) or closing_byline(block.text).photographers:
        return True
    differs = block.face != body.face or block.size < 0.96 * body.size
    return differs and len(block.lines) <= MOST_TITLE_LINES_SET


def regions(lines: Sequence[TypeLine], panels: Sequence[Box]) -> Iterator[tuple[Box | None, list[TypeLine], list[Box]]]:
    """The panels that hold text of their own, and the page around them (None).

    Each comes with its lines and the panels that stand directly in it.
    """
    used = list(_used_panels(lines, panels))
    inside: dict[Box | None, list[TypeLine]] = {panel: [] for panel in used}
    inside[None] = []
    for line in lines:
        inside[_innermost([panel for panel in used if _stands_in(line, panel)])].append(line)
    for region, held in inside.items():
        children = [panel for panel in used if panel != region and _parent(panel, used) == region]
        yield region, held, children


def _used_panels(lines: Sequence[TypeLine], panels: Sequence[Box]) -> Iterator[Box]:
    kept: list[Box] = []
    for panel in sorted(set(panels), key=lambda box: -width(box) * height(box)):
        held = sum(_stands_in(line, panel) for line in lines)
        if not LEAST_PANEL_LINES <= held <= LARGEST_SHARE * len(lines):
            continue
        if any(encloses(other, panel, 6.0) and encloses(panel, other, 6.0) for other in kept):
            continue
        kept.append(panel)
        yield panel


def _stands_in(line: TypeLine, panel: Box) -> bool:
    """Whether a line stands in a box; signs at its ends may reach over the edge."""
    return encloses(panel, line.box, 3.0 + 0.6 * line.size)


def _innermost(panels: Sequence[Box]) -> Box | None:
    return min(panels, key=lambda panel: width(panel) * height(panel), default=None)


def _parent(panel: Box, panels: Sequence[Box]) -> Box | None:
    return _innermost([other for other in panels if other != panel and encloses(other, panel, 3.0)])
