"""The languages that the program speaks to people. What the paper printed is never translated."""

from __future__ import annotations

from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["zh-hans", "zh-hant", "en"]
LANGS: tuple[Lang, ...] = ("zh-hans", "zh-hant", "en")
LANG_NAMES: dict[Lang, str] = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
LANG_TAGS: dict[Lang, str] = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
"""As settings and HTML name them."""
SIMPLIFIED, TRADITIONAL = ("zh", "zh-hans", "zh-cn", "zh-sg"), ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
NO_LOCALES = ("", "c", "posix")


def lang_named(name: str) -> Lang | None:
    """The language of a tag as people write it: zh-Hans, zh_TW, EN; None for any other."""
    tag = name.strip().lower().replace("_", "-")
    if tag in SIMPLIFIED:
        return "zh-hans"
    if tag in TRADITIONAL:
        return "zh-hant"
    return "en" if tag == "en" else None


def lang_of_locale(name: str) -> Lang:
    """The language for a POSIX locale such as ``zh_TW.UTF-8``; the paper's own where the locale names none."""
    tag = name.partition(".")[0].partition("@")[0].strip().lower().replace("_", "-")
    if tag in NO_LOCALES:
        return "zh-hans"
    if tag.startswith(TRADITIONAL):
        return "zh-hant"
    return "zh-hans" if tag.startswith("zh") else "en"
