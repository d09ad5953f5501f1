"""Tables of what the program says: typed keys, each with its words in the three languages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from bot.lang import LANGS, Lang


class Wording(Enum):
    """What may be said: each member is (simplified, traditional, English), plain text with ``{blanks}``."""


class Sign(Wording):
    """What stands between the parts of a list."""

    COMMA = ("、", "、", ", ")
    SEMICOLON = ("；", "；", "; ")


def say(lang: Lang, text: Wording, /, **values: object) -> str:
    """``text`` in ``lang`` with ``values`` in its blanks."""
    wordings: tuple[str, str, str] = text.value
    return wordings[LANGS.index(lang)].format(**values)


def listed(lang: Lang, parts: Iterable[str], sign: Sign = Sign.COMMA) -> str:
    """甲、乙、丙."""
    return say(lang, sign).join(parts)
