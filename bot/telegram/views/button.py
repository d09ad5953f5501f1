"""The codec that all buttons share: a record is written behind the prefix of its kind, and read back."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

MOST_BYTES = 64
"""Telegram's limit for what a button carries."""
ID = "[0-9]{1,18}"
"""The pattern of a number that names a record."""


class Button(ABC):
    """The data behind a button: a prefix of its own kind, then its fields."""

    prefix: ClassVar[str]
    fields: ClassVar[re.Pattern[str]]
    """What stands behind the prefix; ``read`` gets the match."""

    @abstractmethod
    def written(self) -> str:
        """The fields as they stand behind the prefix."""

    @classmethod
    @abstractmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        """The button whose fields were matched; None where they make no sense."""

    def encode(self) -> str:
        """The callback data. Raises ``ValueError`` for fields that no button can carry."""
        data = self.prefix + self.written()
        if type(self).parse(data) != self:
            raise ValueError(f"a button cannot carry {self!r}")
        return data

    @classmethod
    def parse(cls, data: object) -> Self | None:
        """The button that ``data`` came from; None if it is of another kind or made up."""
        if not isinstance(data, str) or not data.startswith(cls.prefix) or len(data.encode()) > MOST_BYTES:
            return None
        match = cls.fields.fullmatch(data, len(cls.prefix))
        return cls.read(match) if match else None

    @classmethod
    def matches(cls, data: object) -> bool:
        """Whether ``data`` came from a button of this kind."""
        return cls.parse(data) is not None


@dataclass(frozen=True, slots=True)
class BareButton(Button):
    """A button that carries nothing but its prefix."""

    fields: ClassVar[re.Pattern[str]] = re.compile("")

    def written(self) -> str:
        return ""

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls()


@dataclass(frozen=True, slots=True)
class NumberButton(Button):
    """A button that carries one number."""

    number: int
    fields: ClassVar[re.Pattern[str]] = re.compile(ID)

    def written(self) -> str:
        return str(self.number)

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls(int(match[0]))


@dataclass(frozen=True, slots=True)
class WordButton(Button):
    """A button that carries one word."""

    text: str

    def written(self) -> str:
        return self.text

    @classmethod
    def read(cls, match: re.Match[str]) -> Self | None:
        return cls(match[0])
