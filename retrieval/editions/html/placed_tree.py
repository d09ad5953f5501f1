"""HTML → a tree by lxml, in which each run of text knows the bytes of the file that print it.

lxml forgets where text stood. The file is therefore read a second time for nothing but what lies between its tags, and
the runs of the tree, which come in the same order, are found in it one after the other. What can't be found again is
left out and counted, and so is what the tree has lost.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree

from retrieval.domain import Coding, Piece
from retrieval.editions.base.decoding import Decoded
from retrieval.editions.base.entities import entity_character
from retrieval.editions.base.source_text import SourceText

HIDDEN_TAGS = frozenset({"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp", "template"})
"""Elements whose text nobody sees; a parser looks for nothing but their end tag in them."""
RESYNC_CHARS, MOST_SEEKS = 24, 500
"""Characters by which a run of text is sought further on in the file where it doesn't come next, and how often one is;
by hand, 2026-11."""

_MARKUP = re.compile(
    r"<!--(?:>|->)|<!--(?:.*?--!?>|.*)"
    r"|<(?P<name>/?[A-Za-z][^\s/>]*)(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^>])*+(?:>|\Z)"
    r"|<(?:/>|(?:[!?]|/[^A-Za-z>])[^>]*+(?:>|\Z))"
    r"|&(?:\#\d{1,8};?|\#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?)",
    re.DOTALL,
)
_DOCUMENT_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class StepKind(Enum):
    """What a walk through the tree meets."""

    START = auto()
    END = auto()
    TEXT = auto()
    COMMENT = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """``tag`` in small letters; of a text, that of the element around it. ``text`` is a run, or a comment's words."""

    kind: StepKind
    tag: str
    element: etree._Element
    text: SourceText | None = None


class PlacedTree:
    """A parsed file. ``steps`` are its elements, comments and placed texts in the order of the file.

    ``unplaced`` counts characters of the tree that the file doesn't show, ``unread`` those of the file that the tree
    has not; both without white space.
    """

    def __init__(self, decoded: Decoded) -> None:
        self.root = _parsed_tree(decoded.text)
        self._places = _Places(decoded)
        self.steps = list(_steps(self.root, self._places)) if self.root is not None else []
        self._ends = {step.element: at for at, step in enumerate(self.steps) if step.kind is StepKind.END}
        self.unplaced = self._places.unplaced
        self.unread = self._places.unread()

    def end_of(self, element: etree._Element | None) -> int:
        """The step at which an element ends; behind the last one for none."""
        return self._ends.get(element, len(self.steps)) if element is not None else len(self.steps)

    def plain(self, tag: str) -> str:
        """The text of the first element of that name, white space as single spaces; "" where there is none."""
        found = next(self.root.iter(tag), None) if self.root is not None else None
        return " ".join("".join(map(str, found.itertext())).split()) if found is not None else ""


def _parsed_tree(text: str) -> etree._Element | None:
    """The root; None where there is nothing. Characters that parsers change are others of the same number.

    Files have a limit of size, so the tree needs none: old pages open elements and never close them. What stands behind
    the end of the document, which lxml leaves out, is shown by browsers.
    """
    even = _DOCUMENT_ENDS.sub(_spaces_for, _even(text))
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(even.encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _spaces_for(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _even(text: str) -> str:
    """The text with other characters, as many as there were, in the place of those that parsers change."""
    return _UNPRINTABLE.sub(" ", text.replace("\r\n", " \n").replace("\r", "\n"))


def _steps(root: etree._Element, places: _Places) -> Iterator[Step]:
    hidden = 0
    for node in reversed(list(root.itersiblings(tag=etree.Comment, preceding=True))):  # before <html>, beside the tree
        yield Step(StepKind.COMMENT, "", node, SourceText(node.text or "", ()))
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            if event == "comment":
                yield Step(StepKind.COMMENT, "", node, SourceText(node.text or "", ()))
            yield from _text_step(node.tail, node.getparent(), places, hidden)
            continue
        tag = str(node.tag).lower()
        if event == "start":
            hidden += tag in HIDDEN_TAGS
            yield Step(StepKind.START, tag, node)
            yield from _text_step(node.text, node, places, hidden)
        else:
            hidden -= tag in HIDDEN_TAGS
            yield Step(StepKind.END, tag, node)
            yield from _text_step(node.tail, node.getparent(), places, hidden)


def _text_step(text: str | None, parent: etree._Element | None, places: _Places, hidden: int) -> Iterator[Step]:
    if not text or hidden or parent is None:
        return
    source = places.find(text)
    if source is not None:
        yield Step(StepKind.TEXT, str(parent.tag).lower(), parent, source)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands between two tags, or an entity in it: ``text`` as parsers read it, at ``start`` to ``end``."""

    text: str
    start: int
    end: int
    entity: bool = False


class _Places:
    """The visible text of a file, to be found again run by run."""

    def __init__(self, decoded: Decoded) -> None:
        self._decoded = decoded
        self._stretches = list(_visible_stretches(decoded.text))
        self._bytes = _ByteCounter(decoded)
        self._next = 0
        self._inside = 0  # characters of the next stretch that were found already
        self._passed: list[_Stretch] = []
        self._seeks = 0
        self.unplaced = 0

    def find(self, run: str) -> SourceText | None:
        """The text of a run with its place; None for one of white space, and for one that isn't there."""
        if not run.strip():
            return None
        found = self._next_is(run)
        if found is None and self._skip_to(run):
            found = self._next_is(run)
        if found is None:
            self.unplaced += len("".join(run.split()))
        return found

    def unread(self) -> int:
        """Characters that no run was, as far as the last one was found."""
        rest = [*self._passed, *self._stretches[self._next + (self._inside > 0) :]]
        return sum(len("".join(stretch.text.split())) for stretch in rest)

    def _next_is(self, run: str) -> SourceText | None:
        """The run where it comes next in the file; white space apart, which parsers drop and change."""
        number, inside, at = self._next, self._inside, 0
        texts: list[str] = []
        pieces: list[Piece] = []
        length = 0
        while at < len(run):
            if number >= len(self._stretches):
                if run[at:].strip():
                    return None
                break
            stretch = self._stretches[number]
            taken = self._shared(run, at, stretch, inside)
            if taken is None:
                skipped = _white(stretch.text, inside)
                skipped_run = 0 if skipped else _white(run, at)
                if not skipped and not skipped_run:
                    return None
                inside, at = inside + skipped, at + skipped_run
            else:
                part = self._as_printed(stretch, inside, taken)
                pieces.append(self._piece(stretch, inside, length, len(part)))
                texts.append(part)
                length += len(part)
                at += taken
                inside = len(stretch.text) if stretch.entity else inside + taken
            if inside >= len(stretch.text):
                number, inside = number + 1, 0
        self._next, self._inside = number, inside
        return SourceText("".join(texts), tuple(pieces))

    def _shared(self, run: str, at: int, stretch: _Stretch, inside: int) -> int | None:
        """How many characters of the run come next in the stretch; None where they differ."""
        if stretch.entity:  # parsers do not agree on what some of them stand for
            return None if run[at].isspace() and not stretch.text.isspace() else 1
        length = min(len(run) - at, len(stretch.text) - inside)
        return length if run.startswith(stretch.text[inside : inside + length], at) else None

    def _as_printed(self, stretch: _Stretch, inside: int, taken: int) -> str:
        first = stretch.start + inside
        return stretch.text if stretch.entity else self._decoded.text[first : first + taken]

    def _piece(self, stretch: _Stretch, inside: int, length: int, width: int) -> Piece:
        first = self._bytes.at(stretch.start + inside)
        if stretch.entity:
            size = self._bytes.at(stretch.end) - first
            return Piece(length, length + width, first, Coding.ENTITY, size)
        return Piece(length, length + width, first, self._decoded.coding)

    def _skip_to(self, run: str) -> bool:
        """Go on where a run is found further on: the tree has lost what stands before it."""
        wanted = run.strip()[:RESYNC_CHARS]
        self._seeks += 1
        if self._seeks > MOST_SEEKS:
            return False
        behind = self._next + (self._inside > 0)  # what is read in part would be read twice
        for number in range(behind, len(self._stretches)):
            if wanted and self._stretches[number].text.strip().startswith(wanted):
                self._passed += self._stretches[behind:number]
                self._next, self._inside = number, 0
                return True
        return False


class _ByteCounter:
    """Characters of a text → bytes of the file, in ascending order."""

    def __init__(self, decoded: Decoded) -> None:
        self._decoded = decoded
        self._at, self._byte = 0, decoded.start

    def at(self, character: int) -> int:
        if character < self._at:
            self._at, self._byte = 0, self._decoded.start
        self._byte += self._decoded.coding.width(self._decoded.text[self._at : character])
        self._at = character
        return self._byte


def _white(text: str, at: int) -> int:
    """How many characters of white space stand here."""
    return len(text) - at - len(text[at:].lstrip())


def _visible_stretches(text: str) -> Iterator[_Stretch]:
    """What stands between the tags of a file that is not white space only, entities apart."""
    even = _even(text)
    at = search = 0
    while found := _MARKUP.search(even, search):
        search = found.end()
        is_entity = found[0].startswith("&")
        known = _entity(found[0]) if is_entity else None
        if is_entity and known is None:
            continue
        if even[at : found.start()]:
            yield _Stretch(even[at : found.start()], at, found.start())
        at = found.end()
        if known is not None:
            character, size = known
            at = search = found.start() + size
            yield _Stretch(character, found.start(), at, entity=True)
        elif (found["name"] or "").lower() in HIDDEN_TAGS:
            at = search = _hidden_end(even, at, found["name"].lower())
    if even[at:]:
        yield _Stretch(even[at:], at, len(even))


def _entity(written: str) -> tuple[str, int] | None:
    """The character that an entity stands for, and how many of the characters written are it."""
    for end in range(len(written), 2, -1):
        character = html.unescape(written[:end])
        if len(character) == 1 and entity_character(written[:end]) == character:
            return character, end
    return None


def _hidden_end(text: str, at: int, name: str) -> int:
    """Where the end tag of a hidden element begins."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)
