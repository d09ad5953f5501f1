"""Tables of what the program says: typed keys, each with its words in the three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from string import Formatter

from bot.lang import LANGS, Lang


class Wording(Enum):
    """What may be said: each member is (simplified, traditional, English), plain text with ``{blanks}``.

    What English says of one thing and of several stands in a blank of its own: ``{count} {count:report|reports}``.
    """


class Sign(Wording):
    """What stands between the parts of a list."""

    COMMA = ("、", "、", ", ")
    SEMICOLON = ("；", "；", "; ")


class Counted(Formatter):
    """Fills blanks; of ``{count:report|reports}`` it takes the word that goes with the number."""

    def format_field(self, value: object, format_spec: str) -> str:
        """The value in its blank, or the word that goes with it."""
        one, parted, several = format_spec.partition("|")
        if not parted:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else several


_COUNTED = Counted()


def fill(text: str, values: Mapping[str, object]) -> str:
    """``text`` with ``values`` in its blanks."""
    return _COUNTED.vformat(text, (), values)


def say(lang: Lang, text: Wording, /, **values: object) -> str:
    """``text`` in ``lang`` with ``values`` in its blanks."""
    wordings: tuple[str, str, str] = text.value
    return fill(wordings[LANGS.index(lang)], values)


def listed(lang: Lang, parts: Iterable[str], sign: Sign = Sign.COMMA) -> str:
    """甲、乙、丙."""
    return say(lang, sign).join(parts)
