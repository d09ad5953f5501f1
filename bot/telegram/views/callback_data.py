"""Lists what every button of the bot carries, as records with ``encode`` and ``parse``: the one place of prefixes.

Buttons stay in chats for years, so the wire forms here are never changed, only added to. Telegram takes at most 64
bytes; the fields are bounded so that every record that ``parse`` accepts fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Self, TypeAlias

from bot.telegram.views.button import ID, BareButton, Button, NumberButton, WordButton
from bot.telegram.views.deep_links import Place, parse_place
from bot.telegram.views.limit import NO_LIMIT, PAGE_BYTES, Limit, limit_of
from bot.telegram.views.texts import LANGS, Lang

Verdict: TypeAlias = Literal["good", "bad", "wrong", "outdated", "missing", "keep", "done"]
_PAGE = f".{{0,{PAGE_BYTES}}}"
_KEY = re.compile("[0-9a-f]{16}")
_TARGET = rf"(?P<kind>[ae])(?P<id>{ID})"

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
    """按日期, 按版面: offer the days or pages that evidence comes from."""

    kind: Literal["d", "p"]
    prefix: ClassVar[str] = "by:"
    fields: ClassVar[re.Pattern[str]] = re.compile("[dp]")

    def written(self) -> str:
        return self.kind

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls("d" if match[0] == "d" else "p")


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


class ListPages(NumberButton):
    """版面: the pages of the edition with that id."""

    __slots__ = ()
    prefix = "pages:"


class ListEditions(NumberButton):
    """其他日期: the editions on the sheet with that number, from 0."""

    __slots__ = ()
    prefix = "editions:"


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


# -- operators -------------------------------------------------------------------------------------------------------


class Publish(WordButton):
    """发布: publish the upload with that key."""

    __slots__ = ()
    prefix = "op:publish:"
    fields = _KEY


class Cancel(WordButton):
    """取消: leave it, and drop the upload with that key if there is one."""

    __slots__ = ()
    prefix = "op:cancel:"
    fields = re.compile("(?:[0-9a-f]{16})?")


class CheckAgain(BareButton):
    """再检验一次: publish what the archive holds, if the gate now lets it through."""

    __slots__ = ()
    prefix = "op:again"


class RollBack(WordButton):
    """退回: publish the generation with that id again."""

    __slots__ = ()
    prefix = "op:rollback:"
    fields = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}")


class Release(BareButton):
    """放行: let what was rolled back be published again."""

    __slots__ = ()
    prefix = "op:release"


class AskPublishAnyway(NumberButton):
    """仍要发布: ask whether the refused revision of the archive is really to be published."""

    __slots__ = ()
    prefix = "op:force:"


class PublishAnyway(NumberButton):
    """确定，强制发布: publish that revision of the archive although the gate refused it."""

    __slots__ = ()
    prefix = "op:forced:"


@dataclass(frozen=True, slots=True)
class Target:
    """What is withdrawn: an article (``a``) or an edition (``e``), by its id."""

    kind: Literal["a", "e"]
    id: int

    @property
    def code(self) -> str:
        return f"{self.kind}{self.id}"


@dataclass(frozen=True, slots=True)
class _Targeted(Button):
    """A button that carries an article or an edition."""

    target: Target
    fields: ClassVar[re.Pattern[str]] = re.compile(_TARGET)

    def written(self) -> str:
        return self.target.code

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls(_target(match))


class ChooseWithdrawal(_Targeted):
    """One of the articles of an answer: ask whether it is to be withdrawn."""

    __slots__ = ()
    prefix = "op:which:"


class AskReason(_Targeted):
    """Which article or edition a message asks the reason for: only shown, read back from the reply to it."""

    __slots__ = ()
    prefix = "op:why:"


@dataclass(frozen=True, slots=True)
class ListWithdrawable(Button):
    """The articles of an edition, to be withdrawn; ``sheet`` counts from 0."""

    edition: int
    sheet: int = 0
    prefix: ClassVar[str] = "op:from:"
    fields: ClassVar[re.Pattern[str]] = re.compile(f"(?P<edition>{ID}):(?P<sheet>{ID})")

    def written(self) -> str:
        return f"{self.edition}:{self.sheet}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls(int(match["edition"]), int(match["sheet"]))


class Restore(_Targeted):
    """恢复: let readers see it again."""

    __slots__ = ()
    prefix = "op:give:"


@dataclass(frozen=True, slots=True)
class Withdraw(Button):
    """撤回: withdraw it; ``public``: readers are told the reason."""

    target: Target
    public: bool = False
    prefix: ClassVar[str] = "op:take:"
    fields: ClassVar[re.Pattern[str]] = re.compile(f"{_TARGET}(?P<public>!?)")

    def written(self) -> str:
        return self.target.code + ("!" if self.public else "")

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls(_target(match), bool(match["public"]))


def _target(match: re.Match[str]) -> Target:
    return Target("a" if match["kind"] == "a" else "e", int(match["id"]))
