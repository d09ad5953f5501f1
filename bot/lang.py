"""The languages that the program speaks to people. What the paper printed is never translated."""

from __future__ import annotations

from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["zh-hans", "zh-hant", "en"]
LANGS: tuple[Lang, ...] = ("zh-hans", "zh-hant", "en")
LANG_NAMES: dict[Lang, str] = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
