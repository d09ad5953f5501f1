r"""The nouns of the house: frozen records, standard library only.

Coordinates
-----------
*Body characters*: an article's body is its repaired paragraphs joined by one ``"\n"``; every offset named
``start``/``end`` on a passage counts characters (code points) in that body, end exclusive.
*Passage characters*: offsets on a citation count characters in the passage's own text.
*Source bytes*: offsets in the file as it lies on disk, end exclusive. Of text that was extracted (PDF, pictures) they
count the characters of the extraction, which the archive keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from retrieval.printed import PageArea, PrintedLine, corners

Span: TypeAlias = tuple[int, int]


class ArticleKind(StrEnum):
    """What a piece of the page is."""

    REPORT = "report"
    PHOTO = "photo"
    JUMP = "jump"
    CORRECTION = "correction"
    TABLE = "table"


class Coding(StrEnum):
    """How the characters of a piece are written in the source file; fixes the bytes each one takes."""

    UTF8 = "utf-8"
    GB18030 = "gb18030"
    JSON_UNICODE = "json-u"  # \uXXXX, six bytes per UTF-16 unit
    JSON_SHORT = "json-2"  # \n \" \\ and the like, two bytes each
    EXTRACTED = "extracted"  # characters of the extraction that is kept of a PDF or a picture
    ENTITY = "entity"  # one character as HTML writes it, &ldquo; or &#12290;, perhaps in a JSON text

    def width(self, text: str) -> int:
        """Bytes that ``text`` takes in the source file; characters where it was extracted. Not for entities."""
        if self is Coding.UTF8:  # nearly all text is: asked first
            return len(text.encode())
        if self is Coding.EXTRACTED:
            return len(text)
        if self is Coding.JSON_UNICODE:
            return 6 * (len(text.encode("utf-16-le", "surrogatepass")) // 2)
        if self is Coding.JSON_SHORT:
            return 2 * len(text)
        return len(text.encode(self))


@dataclass(frozen=True, slots=True)
class Piece:
    r"""A run of an article's body that stands in the source file in one stretch.

    ``start``/``end`` are body characters; ``source_start`` is the byte where the run begins. Body characters that no
    piece covers (the ``"\n"`` between paragraphs, the ``"\t"`` between the cells of a table) were not printed.
    ``size`` is told of an entity only, whose one character does not say how many bytes it takes.
    """

    start: int
    end: int
    source_start: int
    coding: Coding
    size: int = 0

    def width(self, text: str) -> int:
        """Bytes that the first characters of the piece, ``text``, take in the source file."""
        if self.coding is Coding.ENTITY:
            return self.size if text else 0
        return self.coding.width(text)


def source_bytes(body: str, pieces: tuple[Piece, ...], start: int, end: int) -> tuple[Span, ...]:
    """Byte ranges of the source file that print ``body[start:end]``, in reading order, touching ranges merged."""
    ranges: list[Span] = []
    for piece in pieces:
        low, high = max(start, piece.start), min(end, piece.end)
        if low >= high:
            continue
        first = piece.source_start + piece.width(body[piece.start : low])
        last = first + piece.width(body[low:high])
        if ranges and ranges[-1][1] == first:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))
    return tuple(ranges)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who made the report, as printed."""

    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody named, without repeats, in printed order."""
        return tuple(dict.fromkeys(self.reporters + self.correspondents + self.photographers))


@dataclass(frozen=True, slots=True)
class Edition:
    """One day's paper. ``paper`` and ``date`` are None where no source gives them."""

    id: int
    paper: str | None
    date: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article, or one part of an article that jumps to another page.

    ``headline`` of a continuation part is the headline of the article that it continues once that is known, else None.
    ``page`` is as the source writes it without leading zeros ("3", "A3"). ``external_id`` is the id that a JSONL source
    gave. ``joins`` counts the column cuts that were repaired. ``continues`` is the id of the part on the earlier page;
    ``jump`` the printed label ("上接第1版"). ``area`` is the article's place on the page, ``lines`` are those of its
    body in reading order; both are empty where the source says nothing of places.
    """

    id: int
    edition_id: int
    paper: str | None
    date: date | None
    page: str | None
    headline: str | None
    kicker: str | None
    subhead: str | None
    byline: Byline
    kind: ArticleKind
    jump: str | None
    continues: int | None
    body: str
    pieces: tuple[Piece, ...]
    joins: int
    source_id: int
    source_file: str
    external_id: str | None = None
    url: str | None = None
    area: PageArea | None = None
    lines: tuple[PrintedLine, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.body.split("\n")) if self.body else ()

    def lines_of(self, start: int, end: int) -> tuple[PrintedLine, ...]:
        """The printed lines of a span of the body, the first and the last cut to it."""
        return tuple(line.part(start, end) for line in self.lines if line.start < end and start < line.end)

    def area_of(self, start: int, end: int) -> PageArea | None:
        """Where a span of the body stands on the page; the article's place where the lines are not known."""
        lines = self.lines_of(start, end)
        if self.area is None or not lines:
            return self.area
        return replace(self.area, outlines=tuple(corners(line.box) for line in lines))

    def recognition(self, start: int, end: int) -> float | None:
        """How sure the machine was that read a span of the body from a picture, of its least sure line.

        None where no machine had to read.
        """
        sure = [line.confidence for line in self.lines_of(start, end) if line.confidence is not None]
        return min(sure, default=None)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed: a repaired paragraph, several short ones, or whole sentences of a long one. Immutable.

    ``id`` is an int64 that is never reused; FAISS and the postings use the same integer.
    ``text == article.body[start:end]``.
    """

    id: int
    article_id: int
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate of one retriever. Higher scores are better; ties are ordered by id."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Hard limits on where evidence may come from; an empty field does not limit. Dates are inclusive."""

    date_from: date | None = None
    date_to: date | None = None
    pages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.date_from or self.date_to or self.pages or self.people or self.papers)


NO_FILTERS = Filters()


class AnswerStatus(StrEnum):
    """How sure the bot is that the paper answers the question."""

    ANSWERED = "answered"
    RELATED_ONLY = "related_only"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim excerpt and where it was printed.

    ``passage.text[start:end] == excerpt``. ``evidence`` are spans *within the excerpt* that carry the answer, for
    marking. ``source_bytes`` resolve to the same characters in ``source_file``. ``also`` is where else the same report
    was printed; ``corrections`` are the notices that correct the article, as the newsroom linked them; ``earlier`` says
    that a citation before this one is newer and gives another value for what was asked. ``area`` is the excerpt's place
    on the page, where that is known; ``recognition`` as in ``Article.recognition``. ``opening`` are the first words of
    an article without headline.
    """

    article_id: int
    passage_id: int
    headline: str | None
    kicker: str | None
    paper: str | None
    date: date | None
    page: str | None
    byline: Byline
    jump: str | None
    excerpt: str
    start: int
    end: int
    evidence: tuple[Span, ...]
    source_id: str | None
    source_file: str
    source_bytes: tuple[Span, ...]
    score: float
    also: tuple[Headline, ...] = ()
    corrections: tuple[Citation, ...] = ()
    earlier: bool = False
    area: PageArea | None = None
    recognition: float | None = None
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A pointer to an article, for lists and for 'nearest reports' under an answer that found nothing.

    ``opening`` are the first words of an article without headline.
    """

    article_id: int
    headline: str | None
    paper: str | None
    date: date | None
    page: str | None
    opening: str = ""


class NoteCode(StrEnum):
    """What a note beside an answer says; surfaces have the words."""

    ONE_CASE = "one_case"  # one example, not a rule
    PLAN = "plan"
    CLAIM = "claim"
    YES_NO = "yes_no"
    OLD = "old"  # printed on ``day``, long ago
    THAT_DAY = "that_day"  # ``word`` (昨天) in the report is ``day``
    MEANT = "meant"  # ``word`` is in no report and was read as ``meant``
    NONE_THERE = "none_there"  # no report of that date, page or reporter
    ON_PAGE = "on_page"  # ``page`` and, where known, ``day``
    ON_DAY = "on_day"
    BY = "by"  # ``names``
    PICTURE_BY = "picture_by"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on what the evidence leaves open: its code, and the values that the code names."""

    code: NoteCode
    word: str = ""
    meant: str = ""
    day: date | None = None
    page: str | None = None
    names: tuple[str, ...] = ()


class SmallTalk(StrEnum):
    """What is no question on the news; surfaces have a human sentence for each."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    WHO = "who"
    PROGRAM = "program"
    HELP = "help"
    PERSONAL = "personal"
    ABUSE = "abuse"
    OTHER = "other"
    OKAY = "okay"
    SERVICE = "service"  # for people: 人工, 投诉, 爆料, 订报, 广告, 版权
    CRISIS = "crisis"  # a cry for help: 我想自杀
    WORDLESS = "wordless"  # signs and emoji only
    FOREIGN = "foreign"  # a question in English


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word of the question that no report prints, and the printed one that it was read as."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class NamedDates:
    """A stretch of the question that names days, both inclusive."""

    text: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was read: what it asks for, the words to look for, and where to look."""

    kind: str
    terms: tuple[str, ...] = ()
    unit: str = ""
    dates: tuple[NamedDates, ...] = ()
    filters: Filters = Filters()
    latest: bool = False
    recent: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole reply to one question, from one generation.

    ``answer`` is None or a substring of ``citations[0].excerpt``. ``further`` are the articles of the citations that go
    on behind those shown, one for each. ``later`` is the newest report on the matter, where all citations shown are of
    others. ``notes`` tell what the evidence leaves open (one company's case, a plan, a claim). ``reply`` is set for
    what is no question on the news; then there are no citations. ``freshness`` is the newest edition date, None if
    unknown. ``confidence`` (0 … 1) is how sure it is that the first excerpt answers, ``short_confidence`` that the
    short answer is right. ``follows`` is the question that this one was read together with, ``subject`` what it was
    then taken to be about, in few words; ``corrections`` what was taken for a typing slip.
    """

    question: str
    status: AnswerStatus
    answer: str | None
    citations: tuple[Citation, ...]
    generation: str
    freshness: date | None
    latency_ms: float
    further: tuple[Headline, ...] = ()
    later: Headline | None = None
    nearest: tuple[Headline, ...] = ()
    notes: tuple[Note, ...] = ()
    reply: SmallTalk | None = None
    confidence: float = 0.0
    short_confidence: float | None = None
    follows: str | None = None
    subject: str | None = None
    corrections: tuple[Respelling, ...] = ()
    understood: Understanding = Understanding("statement")
