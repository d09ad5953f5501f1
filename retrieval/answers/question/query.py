"""Question → query: what is asked, what to look for, where to look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answers.question.filters import (
    DateMention,
    asked_person,
    filters_of,
    mentions,
    wants_latest,
    wants_recent,
)
from retrieval.answers.question.kinds import METADATA, Kind, find_slot, question_words
from retrieval.answers.question.small_talk import small_talk
from retrieval.domain import Filters, NamedDates, SmallTalk, Span, Understanding
from retrieval.language.characters import HAN
from retrieval.language.folding import folded
from retrieval.language.word_classes import WordClass, class_of

LONGEST_QUESTION_CHARS = 400
"""Characters of a question that are read; what stands beyond them is left out; by hand, 2026-11."""
FOLLOW_UP_SEPARATOR = " "
"""Stands between the question before and a follow-up."""
TOPIC_SEPARATOR = "；"
"""Stands between the questions that make up a topic."""

_FOLLOW_UP = re.compile(
    r"^(?:那么?|还有|另外|然后|再问|它的?|他的?|她的?|他们的?|它们的?|这个?|其中|那里|那儿|上述|该)|呢[?？\s]*$"
)
_POINTERS = re.compile(r"^(?:那么?|还有|另外|然后|它的?|他的?|她的?|他们的?|它们的?|这个?)|呢[?？\s]*$")
_WORD = re.compile(r"[\w%]+(?:\.\d+)?")
_SHORT_FOLLOW_UP = 8
"""Characters up to which a question without a subject is taken to go on with the one before; by hand, 2026-11."""
_MODAL = re.compile("可以|[要能需用得会可该想有在]")
_MODAL_CHARS = 4
"""Characters of a question that begins with a modal verb and has no subject of its own; by hand, 2026-11."""
_BARE_VERB = re.compile(rf"[在于从由]?(?P<verb>[{HAN}]{{1,2}}?)(?:的|了|过)?")
_ANY_DAY = date(2000, 1, 1)
"""Today, where only the words of a question are looked at."""
_TOPIC = 200
"""Characters of the questions before that a follow-up is read with; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A typing slip: ``typed`` stood in the folded question, ``meant`` is looked for; ``gain`` is in nats."""

    typed: str
    meant: str
    gain: float

    def applied(self, text: str) -> str:
        """``text`` with the slip put right where it first stands."""
        at = folded(text).find(self.typed)
        return text[:at] + self.meant + text[at + len(self.typed) :] if at >= 0 else text


@dataclass(frozen=True, slots=True)
class Query:
    """What a question means to the steps that follow.

    ``folded`` is the whole question folded (of the same length as ``question``); ``content`` the same with everything
    that only asks, or only names the edition, blanked out: its words are what evidence must hold. ``slot`` is where the
    asking words stand in ``folded``. ``latest`` limits it to the newest edition. ``reply`` is set for questions that
    are not about the news. ``corrections`` are the slips that were put right before it was read. ``alone`` is a
    follow-up as it reads by itself, where it names something; ``named`` are its words where it names something and asks
    nothing of it (急诊呢); ``subject`` says in few words what it is taken to be about.
    """

    question: str
    folded: str
    kind: Kind
    unit: str
    slot: Span | None
    content: str
    filters: Filters
    dates: tuple[DateMention, ...]
    recent: bool
    latest: bool
    previous: str | None
    reply: SmallTalk | None
    today: date
    corrections: tuple[Correction, ...] = ()
    alone: Query | None = None
    named: str = ""
    subject: str | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """The stretches of text to look for, in order."""
        return tuple(_WORD.findall(self.content))

    @property
    def spoken(self) -> str:
        """The question as it is read beside excerpts: as typed, a follow-up with the words of those before."""
        return " ".join(self.folded.split()) if self.alone is not None or self.previous else self.question

    @property
    def person(self) -> str | None:
        """Who may be a writer of the paper, where a question names nobody and nothing else: 林小舟, 林小舟拍了什么."""
        found = asked_person("".join(self.folded.split()))
        return found if self.previous is None else None

    @property
    def about_an_edition(self) -> bool:
        """Whether it limits itself to an edition, a page or a reporter."""
        return self.latest or bool(self.filters)

    @property
    def names_only_where(self) -> bool:
        """Whether nothing is named but where to look: 昨天有什么新闻."""
        return self.about_an_edition and self.content == self.folded

    @property
    def about_the_paper(self) -> bool:
        """Whether it asks for the reporter, the page or the date and not for what was reported."""
        return self.kind in METADATA

    @property
    def understanding(self) -> Understanding:
        """How it was read, for whoever wants to know."""
        dates = tuple(NamedDates(self.question[slice(*day.span)], day.first, day.last) for day in self.dates)
        return Understanding(self.kind.value, self.terms, self.unit, dates, self.filters, self.latest, self.recent)

    def within(self, filters: Filters, newest: str | None) -> Filters:
        """The caller's filters, and those of the question where the caller has none; ``newest``: the newest edition."""
        own = self._filters_where(newest)
        return Filters(
            date_from=filters.date_from or own.date_from,
            date_to=filters.date_to or own.date_to,
            pages=filters.pages or own.pages,
            people=filters.people or own.people,
            papers=filters.papers or own.papers,
        )

    def _filters_where(self, newest: str | None) -> Filters:
        """The question's filters where the newest edition is known; a day that it names goes before 最新."""
        if not self.latest or not newest or self.filters.date_from or self.filters.date_to:
            return self.filters
        day = date.fromisoformat(newest)
        return replace(self.filters, date_from=day, date_to=day)

    def corrected(self, slip: Correction) -> Query:
        """The question as it reads with a slip put right."""
        own = self.question[len(self.previous) + len(FOLLOW_UP_SEPARATOR) :] if self.previous else self.question
        before = slip.applied(self.previous) if self.previous else None
        again = understand(slip.applied(own), self.today, before)
        return replace(again, previous=self.previous, corrections=(*self.corrections, slip))


def understand(question: str, today: date, previous: str | None = None) -> Query:
    """What a question means. ``today`` resolves 昨天 and the like; ``previous`` is the question asked before it."""
    text = _clean(question)
    alone = _read(text, today)
    if previous is None or alone.reply or not _continues(alone):
        return alone
    before = _clean(previous)
    merged = _merged(alone, _read(_as_one_question(before), today))
    return replace(merged, previous=before, subject=merged.subject or _opening_words(before, today))


def topic(question: str, follows: str | None) -> str:
    """What the next question may follow: this one, with those (``follows``, if any) that it was read together with.

    A question on the paper itself (谁写的) is no topic: after it the talk is still about what it was about. After
    科技馆呢 it is about 科技馆 alone.
    """
    if not follows:
        return question
    slot = find_slot(folded(question))
    if slot and slot.kind in METADATA:
        return follows
    before = _read(_as_one_question(follows), _ANY_DAY)
    if slot is None and (replaced := _replaced(_read(question, _ANY_DAY), before)):
        return replaced.question
    return f"{follows}{TOPIC_SEPARATOR}{question}"[-_TOPIC:]


def _as_one_question(topic: str) -> str:
    """The questions of a topic with spaces between them: places stay the same."""
    return topic.replace(TOPIC_SEPARATOR, FOLLOW_UP_SEPARATOR)


def _opening_words(topic: str, today: date) -> str:
    """What the question that opened a topic names, without its asking words."""
    opening = topic.split(TOPIC_SEPARATOR)[0]
    return " ".join(_read(opening, today).terms) or opening


def _clean(question: str) -> str:
    """Unprintable characters and lone surrogates as spaces, white space at the ends gone, no longer than is read."""
    printable = "".join(char if char.isprintable() else " " for char in question[: 4 * LONGEST_QUESTION_CHARS])
    return printable.strip()[:LONGEST_QUESTION_CHARS]


def _read(text: str, today: date) -> Query:
    plain = folded(text)
    slot = find_slot(plain)
    found = mentions(plain, today)
    filters, said = filters_of(plain, found)
    return Query(
        question=text,
        folded=plain,
        kind=slot.kind if slot else Kind.STATEMENT,
        unit=slot.unit if slot else "",
        slot=slot.span if slot else None,
        content=_blanked(plain, [*question_words(plain), *said]),
        filters=filters,
        dates=tuple(found),
        recent=wants_recent(plain),
        latest=wants_latest(plain),
        previous=None,
        reply=small_talk(plain),
        today=today,
    )


def _blanked(text: str, spans: list[Span]) -> str:
    """``text`` with these spans as spaces; all of it where nothing else would be left."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    left = "".join(chars)
    return left if _WORD.search(left) else text


def _continues(query: Query) -> bool:
    """Whether a question can't be understood without the one before."""
    if query.names_only_where:
        return False
    if query.slot and (_only_does(query.terms) or _only_may(query) or _just_asks(query)):
        return True  # 怎么申请？ 在哪里发布的？ 要预约吗？ 多少钱？
    length = sum(map(len, query.terms))
    return length <= _SHORT_FOLLOW_UP and _FOLLOW_UP.search(query.folded) is not None


def _just_asks(query: Query) -> bool:
    """Whether it has nothing but asking words."""
    return query.content == query.folded and query.slot != (len(query.folded),) * 2


def _only_does(terms: tuple[str, ...]) -> bool:
    """Whether all that is left of a question is a verb, of nothing and nobody."""
    found = _BARE_VERB.fullmatch("".join(terms))
    return found is not None and class_of(found["verb"]) == WordClass.VERB


def _only_may(query: Query) -> bool:
    """Whether it begins with 要, 能 or the like and names next to nothing: what may be done with what?"""
    words = "".join(query.terms)
    if query.kind is Kind.YES_NO and query.slot and query.slot[0] == 0:
        return len(words) <= _MODAL_CHARS  # 能不能带孩子
    return len(words) <= _MODAL_CHARS and _MODAL.match(words) is not None


def _merged(query: Query, before: Query) -> Query:
    """The words of both; what the new question asks for, or else what the one before asked for."""
    if query.slot is None and (replaced := _replaced(query, before)):
        return replaced
    at = len(before.folded) + len(FOLLOW_UP_SEPARATOR)
    asking, left = (before, before.folded) if query.slot is None else (query, before.content)
    own = _own_words(query)
    return replace(
        _limited_like(query, before, at),
        question=before.question + FOLLOW_UP_SEPARATOR + query.question,
        folded=left + FOLLOW_UP_SEPARATOR + _without_pointers(query.folded),
        kind=asking.kind,
        unit=asking.unit,
        slot=_moved_span(query.slot, at) or before.slot,
        content=before.content + FOLLOW_UP_SEPARATOR + own.ljust(len(query.folded)),
        previous=before.question,
        alone=query if own.strip() and query.kind not in METADATA else None,
        named="" if query.slot else "".join(own.split()),
    )


def _limited_like(query: Query, before: Query, at: int) -> Query:
    """A follow-up with the edition and the days of the question before, where it names none; its own begin ``at``."""
    return replace(
        query,
        filters=query.filters or before.filters,
        dates=tuple(day.moved(at) for day in query.dates) or before.dates,
        recent=query.recent or before.recent,
        latest=query.latest or (before.latest and not query.filters),
    )


def _moved_span(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _own_words(query: Query) -> str:
    """What a follow-up looks for itself; nothing where it only asks."""
    only_asks = query.slot is not None and query.content == query.folded
    return "" if only_asks else _without_pointers(query.content)


def _replaced(query: Query, before: Query) -> Query | None:
    """科技馆呢 after 市图书馆几点关门: the question before with the parallel word exchanged; None where there is none.

    Words are parallel that end in the same character: 图书馆 and 科技馆, 望湖路 and 站前路. Only what a stretch of the
    question begins with is exchanged, its subject: after 公园游船多少钱, 末班船呢 may ask for something else.
    """
    new = "".join(_without_pointers(query.folded).split()).rstrip("?。")
    span = _parallel(new, before.content) if len(new) > 1 and new not in before.folded else None
    if span is None:
        return None
    text = before.question[: span[0]] + new + before.question[span[1] :]
    return replace(_read(text, query.today), previous=before.question, subject=text)


def _parallel(new: str, content: str) -> Span | None:
    """The last stretch's first word that ends like ``new``."""
    ending_alike = re.compile(rf"[{HAN}]{{1,5}}?{re.escape(new[-1])}")
    for stretch in reversed(list(_WORD.finditer(content))):
        if found := ending_alike.match(content, *stretch.span()):
            return found.span()
    return None


def _without_pointers(text: str) -> str:
    """那, 它的, 呢 as spaces."""
    return _POINTERS.sub(lambda found: " " * len(found[0]), text)
