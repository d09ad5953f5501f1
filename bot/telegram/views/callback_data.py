"""Lists what readers' buttons carry, as records with ``encode`` and ``parse``; operators' are in ``operator_data.py``.

Buttons stay in chats for years, so the wire forms here are never changed, only added to. Telegram takes at most 64
bytes; the fields are bounded so that every record that ``parse`` accepts fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, Self, TypeAlias

from bot.telegram.views.button import ID, BareButton, Button, NumberButton
from bot.telegram.views.deep_links import Place, parse_place
from bot.telegram.views.limit import NO_LIMIT, PAGE_BYTES, Limit, limit_of
from bot.telegram.views.texts import LANGS, Lang

Verdict: TypeAlias = Literal["good", "bad", "wrong", "outdated", "missing", "keep", "done"]
_PAGE = f".{{0,{PAGE_BYTES}}}"

# -- answer cards ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class More(Button):
    """更多: the citations from number ``first`` on, under the same limit."""

    first: int
    limit: Limit = NO_LIMIT
    prefix: ClassVar[str] = "more:"
    fields: ClassVar[re.Pattern[str]] = re.compile("(?P<first>[0-9]{1,6}):(?P<limit>.*)", re.S)

    def written(self) -> str:
        return f"{self.first}:{self.limit.code}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        limit = limit_of(match["limit"])
        return None if limit is None or not int(match["first"]) else cls(int(match["first"]), limit)


class Alone(BareButton):
    """不按上一问: answer the question without the one before."""

    __slots__ = ()
    prefix = "alone"


@dataclass(frozen=True, slots=True)
class Within(Button):
    """Answer from one day or page only; without a limit, from everywhere again."""

    limit: Limit = NO_LIMIT
    prefix: ClassVar[str] = "in:"
    fields: ClassVar[re.Pattern[str]] = re.compile("(?P<limit>.*)", re.S)

    def written(self) -> str:
        return self.limit.code

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        limit = limit_of(match["limit"])
        return None if limit is None else cls(limit)


@dataclass(frozen=True, slots=True)
class ChooseLimit(Button):
    """按日期, 按版面: offer the days or pages that evidence comes from, a ``sheet`` of them."""

    kind: Literal["d", "p"]
    sheet: int = 0
    prefix: ClassVar[str] = "by:"
    fields: ClassVar[re.Pattern[str]] = re.compile("(?P<kind>[dp])(?P<sheet>[0-9]{0,3})")

    def written(self) -> str:
        return f"{self.kind}{self.sheet or ''}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls("d" if match["kind"] == "d" else "p", int(match["sheet"] or 0))


@dataclass(frozen=True, slots=True)
class LeaveLimits(Button):
    """返回: no limit is chosen. ``more`` is the first citation of 更多, 0 without one; None in older cards.

    ``choices`` are the limits that the card offers: days, pages, both or none.
    """

    more: int | None
    choices: str = "dp"
    prefix: ClassVar[str] = "by:"
    fields: ClassVar[re.Pattern[str]] = re.compile("(?P<more>[0-9]{0,6})(?::(?P<choices>d?p?))?")

    def written(self) -> str:
        more = "" if self.more is None else str(self.more)
        return more if self.choices == "dp" else f"{more}:{self.choices}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        choices = match["choices"]
        return cls(int(match["more"]) if match["more"] else None, "dp" if choices is None else choices)


@dataclass(frozen=True, slots=True)
class JudgeAnswer(Button):
    """👍, 👎, what was wrong, and whether the question may be kept. ``answer`` is where the short answer stands."""

    verdict: Verdict
    answer: Place | None = None
    prefix: ClassVar[str] = "judge:"
    fields: ClassVar[re.Pattern[str]] = re.compile(
        "(?P<verdict>good|bad|wrong|outdated|missing|keep|done)(?::(?P<answer>p.*))?"
    )

    def written(self) -> str:
        return self.verdict + (f":{self.answer.token}" if self.answer else "")

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        verdict: Verdict = match["verdict"]  # type: ignore[assignment]  # the pattern lets nothing else through
        place = parse_place(match["answer"]) if match["answer"] else None
        return None if match["answer"] and place is None else cls(verdict, place)


class AskDesk(BareButton):
    """问问编辑部: ask whether the question may be passed on to the newsroom."""

    __slots__ = ()
    prefix = "desk:ask"


class PassOn(BareButton):
    """同意: pass the question on."""

    __slots__ = ()
    prefix = "desk:pass"


class LeaveDesk(BareButton):
    """不用了: don't."""

    __slots__ = ()
    prefix = "desk:leave"


# -- articles and editions -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenArticle(Button):
    """看全文, numbers of headlines, and the pages of an article."""

    place: Place
    prefix: ClassVar[str] = "read:"
    fields: ClassVar[re.Pattern[str]] = re.compile(".*", re.S)

    def written(self) -> str:
        return self.place.token

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        place = parse_place(match[0])
        return cls(place) if place else None


@dataclass(frozen=True, slots=True)
class ListHeadlines(Button):
    """The headlines of an edition, or of one of its pages; ``sheet`` counts from 0."""

    edition: int
    sheet: int = 0
    page: str = ""
    prefix: ClassVar[str] = "list:"
    fields: ClassVar[re.Pattern[str]] = re.compile(f"(?P<edition>{ID}):(?P<sheet>{ID}):(?P<page>{_PAGE})", re.S)

    def written(self) -> str:
        return f"{self.edition}:{self.sheet}:{self.page}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        if len(match["page"].encode()) > PAGE_BYTES:
            return None
        return cls(int(match["edition"]), int(match["sheet"]), match["page"])


@dataclass(frozen=True, slots=True)
class ListPages(Button):
    """版面: the pages of an edition; ``sheet`` counts from 0."""

    edition: int
    sheet: int = 0
    prefix: ClassVar[str] = "pages:"
    fields: ClassVar[re.Pattern[str]] = re.compile(f"(?P<edition>{ID})(?::(?P<sheet>{ID}))?")

    def written(self) -> str:
        return f"{self.edition}:{self.sheet}" if self.sheet else f"{self.edition}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls(int(match["edition"]), int(match["sheet"] or 0))


@dataclass(frozen=True, slots=True)
class ListEditions(Button):
    """其他日期: the editions, or those of the days ``within`` (first, last); ``sheet`` counts from 0."""

    sheet: int = 0
    within: tuple[date, date] | None = None
    prefix: ClassVar[str] = "editions:"
    fields: ClassVar[re.Pattern[str]] = re.compile(f"(?P<sheet>{ID})(?::(?P<first>[0-9]{{8}})-(?P<last>[0-9]{{8}}))?")

    def written(self) -> str:
        if self.within is None:
            return f"{self.sheet}"
        first, last = (day.isoformat().replace("-", "") for day in self.within)
        return f"{self.sheet}:{first}-{last}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        if not match["first"]:
            return cls(int(match["sheet"]))
        try:
            return cls(int(match["sheet"]), (date.fromisoformat(match["first"]), date.fromisoformat(match["last"])))
        except ValueError:
            return None


class ListSources(NumberButton):
    """The papers of the archive on the sheet with that number, from 0."""

    __slots__ = ()
    prefix = "sources:"


@dataclass(frozen=True, slots=True)
class ListFound(Button):
    """What a search found, on the sheet with that number, from 0. The search stands in the message replied to.

    ``remembered``: the number of the message under which it is remembered, where the answer replies to none.
    """

    prefix = "found:"
    fields = re.compile(f"(?P<number>{ID})(?::(?P<remembered>{ID}))?")
    number: int
    remembered: int | None = None

    def written(self) -> str:
        return f"{self.number}" if self.remembered is None else f"{self.number}:{self.remembered}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        remembered = match["remembered"]
        return cls(int(match["number"]), int(remembered) if remembered else None)


class Unwatch(NumberButton):
    """✕: end the watch with that id."""

    __slots__ = ()
    prefix = "unwatch:"


class EndWatch(NumberButton):
    """结束订阅: end the watch with that id, under one of its alerts."""

    __slots__ = ()
    prefix = "endwatch:"


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Button):
    """One of the languages of the interface."""

    lang: Lang
    prefix: ClassVar[str] = "lang:"
    fields: ClassVar[re.Pattern[str]] = re.compile(".*", re.S)

    def written(self) -> str:
        return self.lang

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return next((cls(lang) for lang in LANGS if lang == match[0]), None)


class Label(BareButton):
    """A button that only shows something, such as the number of the page."""

    __slots__ = ()
    prefix = "still"
