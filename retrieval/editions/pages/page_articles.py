"""Parts of a page → articles: which text belongs under which titles, and in which order it is read.

Titles are the seeds. Text that stands directly under titles or under text is theirs. Text at the top of a column has to
be placed: it may go on from the column to the left, or from above a picture, a gap or a box; where it stands and
whether its first line goes on with the last one there decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.editions.layout import block_patterns
from retrieval.editions.pages.column_blocks import column_blocks
from retrieval.editions.pages.page_parts import (
    SMALL_TITLE_SIZE,
    BodyType,
    PagePart,
    Role,
    body_type,
    page_parts,
    regions,
)
from retrieval.editions.pages.reading_order import ColumnLefts, reading_order
from retrieval.editions.pages.sheet import Sheet, TypeLine, around, encloses, shared_length, width
from retrieval.editions.pages.surroundings import Surroundings
from retrieval.printed import Box

DIRECTLY = 0.5
"""Lines of white beyond the usual up to which text goes on with what stands above it; by hand, 2026-11."""
DIRECTLY_AT_HEAD = 1.3
"""The same above and below a crosshead; by hand, 2026-11."""
TITLE_REACH = 5.0
"""Lines of white between titles and their text; by hand, 2026-11."""
TITLES_APART = 1.1
"""Sizes of the larger type between titles of one article; by hand, 2026-11."""
LONG_HEAD, WIDE_WHITE = 12, 0.8
"""Characters, and lines of white above, from which a small title in a column begins an article; by hand, 2026-11."""
ALIGNED = 1.2
"""Lines that two tops may differ and still be set on one height; by hand, 2026-11."""
LEAST_INDENT = 0.8
"""Sizes that the first line of a paragraph is indented at least; by hand, 2026-11."""
UNDER_SUBHEAD = 0.2
"""Lines of white between a subhead in the text's type and the text, at least; by hand, 2026-11."""
LONELY_REACH = 8.0
"""Lines of white between titles and text that found nothing else to go with; by hand, 2026-11."""
DEEPEST_SEARCH = 150
"""Parts that one after the other depend on where the next one belongs: on no page are they nearly so many."""
LEAST_SCORE = 0.0
"""What speaks for a place in an article, at least; by hand, 2026-11, as the points of ``_Placing``."""


@dataclass(eq=False, slots=True)
class PlacedArticle:
    """An article with its parts, text in reading order."""

    titles: list[PagePart] = field(default_factory=list)
    text: list[PagePart] = field(default_factory=list)
    captions: list[PagePart] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min((part.top for part in (*self.titles, *self.text, *self.captions)), default=0.0)

    @property
    def left(self) -> float:
        return min((part.left for part in (*self.titles, *self.text, *self.captions)), default=0.0)

    @property
    def boxes(self) -> list[Box]:
        return [part.box for part in (*self.titles, *self.text, *self.captions)]


def place_articles(lines: Sequence[TypeLine], sheet: Sheet) -> tuple[list[PlacedArticle], BodyType]:
    """The articles of a page in the order in which they are read. Every line is in one of them."""
    body = body_type(column_blocks(lines, sheet.rules))
    articles: list[PlacedArticle] = []
    for region, held, children in regions(lines, sheet.panels):
        pictures = [box for box in sheet.pictures if region is None or encloses(region, box, 3.0)]
        pictures = [box for box in pictures if not any(encloses(child, box, 3.0) for child in children)]
        parts = page_parts(column_blocks(held, sheet.rules), body, pictures, children)
        articles += _RegionReader(parts, sheet.rules, body).articles()
    return sorted(articles, key=lambda article: (round(article.top / (2 * body.pitch)), article.left)), body


class _RegionReader:
    """Reads the page, or one box on it."""

    def __init__(self, parts: list[PagePart], rules: Sequence[Box], body: BodyType) -> None:
        self._parts, self._body = parts, body
        self._around = Surroundings(parts, rules, body)
        self._columns = ColumnLefts(parts, body)
        self._group_of: dict[PagePart, PlacedArticle] = {}
        self._owner_of: dict[PagePart, PlacedArticle | None] = {}
        self._depth = 0

    def articles(self) -> list[PlacedArticle]:
        for part in sorted(self._parts, key=lambda part: part.top):
            if part.role is Role.HEAD:
                part.role = self._role_of_head(part)
            elif part.role is Role.TEXT and self._is_subhead(part):
                part.role = Role.TITLE
        groups = self._title_groups()
        loose: dict[PagePart, PlacedArticle] = {}
        for part in self._in_order(Role.TEXT, Role.CROSSHEAD, Role.CREDIT):
            if part in self._group_of:
                continue
            owner = self._owner(part) or loose.setdefault(part, PlacedArticle())
            self._owner_of[part] = owner
            owner.text.append(part)
        for part in self._in_order(Role.CAPTION):
            owner = self._owner(part) or loose.setdefault(part, PlacedArticle())
            owner.captions.append(part)
        found = self._with_lonely_titles(groups + list(loose.values()))
        for article in found:
            article.text = reading_order(article.text)
        return found

    def _in_order(self, *roles: Role) -> list[PagePart]:
        return sorted((part for part in self._parts if part.role in roles), key=lambda part: (part.left, part.top))

    # ------------------------------------------------------------------ titles

    def _role_of_head(self, part: PagePart) -> Role:
        """A line that stands out in type of about the text's size: a title, or a crosshead in the text."""
        above, below = self._around.above(part), self._below(part)
        larger = part.size >= SMALL_TITLE_SIZE * self._body.size
        if above is not None and above.role is Role.TITLE:
            return Role.TITLE if larger or not self._is_in_row_of_columns(part) else Role.CROSSHEAD
        under_text = above is not None and above.role in {Role.TEXT, Role.CROSSHEAD, Role.CREDIT}
        if below is None:
            return Role.CROSSHEAD if under_text else Role.TEXT
        if block_patterns.opens_report(below.text):
            return Role.TITLE
        if above is not None and under_text:
            larger = larger and self._is_parted(part, above)
        return Role.TITLE if larger else Role.CROSSHEAD

    def _is_parted(self, part: PagePart, above: PagePart) -> bool:
        """Whether a line in a column is set apart from the text above it, as a title is."""
        white = self._around.white_above(part, above)
        return len(part.lines) > 1 or len(part.text) > LONG_HEAD or white >= WIDE_WHITE

    def _is_in_row_of_columns(self, part: PagePart) -> bool:
        """Whether text stands beside it: then it heads a column, and not the article."""
        beside = self._around.beside(part), self._around.beside_right(part)
        return any(other is not None and other.role is Role.TEXT for other in beside)

    def _is_subhead(self, part: PagePart) -> bool:
        """A line in the text's type that is set under a title, and not into a column."""
        above = self._around.above(part)
        if above is None or above.role is not Role.TITLE or len(part.lines) > 1:
            return False
        if not block_patterns.is_title_like(part.text) or not self._is_one_heading(above, part):
            return False
        below = self._below(part)
        if below is None or self._around.white_above(below, part) < UNDER_SUBHEAD:
            return False
        left, right = abs(above.left - part.left), abs(above.right - part.right)
        return min(left, abs(left - right)) <= 1.5 * self._body.size

    def _below(self, part: PagePart) -> PagePart | None:
        """The text that stands directly below."""
        under = [other for other in self._parts if other.block is not None and self._around.above(other) is part]
        nearest = min(under, key=lambda other: other.top, default=None)
        if nearest is None or self._around.white_above(nearest, part) > TITLE_REACH:
            return None
        return nearest

    def _title_groups(self) -> list[PlacedArticle]:
        groups: list[PlacedArticle] = []
        for part in sorted(self._parts, key=lambda part: (part.top, part.left)):
            if part.role not in {Role.TITLE, Role.CREDIT}:
                continue
            above = self._around.above(part)
            group = self._group_of.get(above) if above is not None else None
            if group is not None and above is not None and self._is_one_heading(above, part):
                group.titles.append(part)
            elif part.role is Role.TITLE:
                group = PlacedArticle([part])
                groups.append(group)
            else:
                continue
            self._group_of[part] = group
        return groups

    def _is_one_heading(self, above: PagePart, part: PagePart) -> bool:
        if above.block is not None and part.block is not None and above.block.vertical != part.block.vertical:
            return False
        return part.top - above.bottom <= TITLES_APART * max(above.size, part.size, self._body.pitch)

    def _with_lonely_titles(self, articles: list[PlacedArticle]) -> list[PlacedArticle]:
        """Titles that no text was found under go with text that no titles were found above, if that is near."""
        lonely = [article for article in articles if article.titles and not article.text]
        without = [article for article in articles if not article.titles and article.text]
        for titles in lonely:
            near = min(without, key=lambda article: _distance(titles, article), default=None)
            if near is not None and _distance(titles, near) <= LONELY_REACH * self._body.pitch:
                titles.text, near.text = near.text, []
                titles.captions += near.captions
                without.remove(near)
                near.captions = []
        return [article for article in articles if article.titles or article.text or article.captions]

    # ------------------------------------------------------------------ text

    def _owner(self, part: PagePart) -> PlacedArticle | None:
        if part in self._group_of:
            return self._group_of[part]
        if part not in self._owner_of and self._depth < DEEPEST_SEARCH:
            self._owner_of[part] = None  # while it is being looked for
            self._depth += 1
            self._owner_of[part] = self._find_owner(part)
            self._depth -= 1
        return self._owner_of.get(part)

    def _find_owner(self, part: PagePart) -> PlacedArticle | None:
        above = self._around.above(part)
        if above is not None:
            white = self._around.white_above(part, above)
            if above in self._group_of and white <= TITLE_REACH:
                return self._group_of[above]
            if part.role is Role.CAPTION or part.role is Role.PICTURE:
                return self._owner(above)
            is_text = above.block is not None and above.role is not Role.CAPTION
            if is_text and self._goes_on_directly(part, above, white):
                return self._owner(above)
        return self._best_place(part, above)

    def _goes_on_directly(self, part: PagePart, above: PagePart, white: float) -> bool:
        at_head = Role.CROSSHEAD in {part.role, above.role}
        if white > (DIRECTLY_AT_HEAD if at_head else DIRECTLY):
            return False
        return at_head or self._columns.of(part) == self._columns.of(above) or width(above.box) > 1.5 * width(part.box)

    def _best_place(self, part: PagePart, above: PagePart | None) -> PlacedArticle | None:
        """Where text at the top of a column goes on from."""
        choices: list[tuple[float, PlacedArticle]] = []
        if above is not None and (owner := self._owner(above)) is not None:
            before = self._last_above(part, owner)
            choices.append((self._closeness(part, above) + self._continuity(before, part), owner))
        beside = self._around.beside(part)
        if beside is not None and (owner := self._owner(beside)) is not None:
            before = self._last_to_the_left(part, owner)
            choices.append((self._alignment(part, beside, owner) + self._continuity(before, part), owner))
        choices += self._vertical_titles(part)
        choices += self._titles_to_the_right(part)
        if not choices:
            return None
        score, owner = max(choices, key=lambda choice: choice[0])
        return owner if score >= LEAST_SCORE else None

    def _closeness(self, part: PagePart, above: PagePart) -> float:
        """Text below a picture goes with what the picture goes with, most of all where that begins with its titles."""
        if above.role not in {Role.PICTURE, Role.CAPTION, Role.PANEL}:
            return 0.6 - 0.4 * min(self._around.white_above(part, above), 4.0)
        over: PagePart | None = above
        while over is not None and over.role in {Role.PICTURE, Role.CAPTION, Role.PANEL}:
            over = self._around.above(over)
        return 2.0 if over is not None and over in self._group_of else 0.8

    def _alignment(self, part: PagePart, beside: PagePart, owner: PlacedArticle) -> float:
        """Columns of one article begin on the height of its titles, or of each other."""
        tops = [title.top for title in owner.titles] + [beside.top]
        return 1.5 if min(abs(part.top - top) for top in tops) <= ALIGNED * self._body.pitch else 0.0

    def _vertical_titles(self, part: PagePart) -> Iterator[tuple[float, PlacedArticle]]:
        """Titles that stand upright beside the text."""
        for title, group in self._group_of.items():
            if title.block is None or not title.block.vertical:
                continue
            if title in (self._around.beside(part), self._around.beside_right(part)):
                yield (1.5 if abs(title.top - part.top) <= 2 * ALIGNED * self._body.pitch else 0.2), group

    def _titles_to_the_right(self, part: PagePart) -> Iterator[tuple[float, PlacedArticle]]:
        """A title that is set in the middle over several columns may be shorter than these."""
        right = self._around.beside_right(part)
        while right is not None and abs(right.top - part.top) <= ALIGNED * self._body.pitch:
            above = self._around.above(right)
            if above is not None and above in self._group_of:
                group = self._group_of[above]
                is_near = self._around.white_above(right, above) <= TITLE_REACH
                if is_near and above.block is not None and not above.block.vertical:
                    yield (1.4 if _is_centred(group.titles, part, self._row(right)) else 0.3), group
                return
            right = self._around.beside_right(right)

    def _row(self, part: PagePart) -> list[PagePart]:
        """The part, and those to its right on the same height."""
        row = [part]
        while (right := self._around.beside_right(row[-1])) is not None:
            if abs(right.top - part.top) > ALIGNED * self._body.pitch:
                break
            row.append(right)
        return row

    def _last_above(self, part: PagePart, owner: PlacedArticle) -> PagePart | None:
        """The article's lowest text above the part."""
        mine = [
            other
            for other in self._parts
            if other.role is Role.TEXT
            and other.bottom <= part.top + self._body.size
            and shared_length(other.box, part.box) > 0
            and self._owner_of.get(other) is owner
        ]
        return max(mine, key=lambda other: other.bottom, default=None)

    def _last_to_the_left(self, part: PagePart, owner: PlacedArticle) -> PagePart | None:
        """The article's lowest text in the last column before the part."""
        mine = [
            other
            for other in self._parts
            if other.role is Role.TEXT
            and other.right <= part.left + 0.8 * self._body.size
            and self._owner(other) is owner
        ]
        if not mine:
            return None
        last = max(self._columns.of(other) for other in mine)
        return max((other for other in mine if self._columns.of(other) == last), key=lambda other: other.bottom)

    def _continuity(self, before: PagePart | None, part: PagePart) -> float:
        """Whether the first line goes on with the last line of what may stand before it."""
        if before is None or not before.lines or not part.lines:
            return 0.0
        indented = self._columns.indent(part.lines[0], part) >= LEAST_INDENT
        if block_patterns.is_finished(before.lines[-1].text):
            return 0.7 if indented else -1.0
        return -1.5 if indented else 1.5


def _is_centred(titles: Sequence[PagePart], first: PagePart, others: Sequence[PagePart]) -> bool:
    """Whether titles stand nearer to the middle of some columns with the first one than without it."""
    middle = sum(around([part.box for part in titles])[::2]) / 2
    last = max((part.right for part in others), default=first.right)
    without = min((part.left for part in others), default=first.left)
    ends = [part.right for part in others] or [last]
    with_first = min(abs((first.left + end) / 2 - middle) for end in ends)
    return with_first < min(abs((without + end) / 2 - middle) for end in ends) + 1


def _distance(one: PlacedArticle, other: PlacedArticle) -> float:
    first, second = around(one.boxes), around(other.boxes)
    return max(0.0, -shared_length(first, second)) + max(0.0, -shared_length(first, second, 1))
