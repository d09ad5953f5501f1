"""Lists what operators' buttons carry, as records with ``encode`` and ``parse``; readers' are in ``callback_data.py``.

The wire forms here are never changed, only added to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from bot.telegram.views.button import ID, BareButton, Button, NumberButton, WordButton

_KEY = re.compile("[0-9a-f]{16}")
_TARGET = rf"(?P<kind>[ae])(?P<id>{ID})"


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


class CloseQuestion(NumberButton):
    """不必答复: close the reader's question with that number. Its message is answered by reply."""

    __slots__ = ()
    prefix = "op:close:"


class ShowQuestion(NumberButton):
    """Show the reader's question with that number, to be replied to."""

    __slots__ = ()
    prefix = "op:show:"


class ListQuestions(NumberButton):
    """The open questions on the sheet with that number, from 0."""

    __slots__ = ()
    prefix = "op:desk:"


def _target(match: re.Match[str]) -> Target:
    return Target("a" if match["kind"] == "a" else "e", int(match["id"]))
