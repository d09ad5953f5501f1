"""Kinds of errors in the operator's words."""

from __future__ import annotations

import pytest
import telegram.error

from bot.lang import LANGS, Lang
from bot.telegram.views.kinds import kind_text
from retrieval.errors import BadInput, Busy, DiskFull
from retrieval.index.gate import Refused

KNOWN = [Refused, Busy, BadInput, DiskFull, telegram.error.NetworkError, telegram.error.TimedOut]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KNOWN)
def test_known_kinds_have_words(kind: type[Exception], lang: Lang) -> None:
    assert kind.__name__ not in kind_text(kind.__name__, lang)


def test_the_cause_behind_a_kind_changes_nothing() -> None:
    assert (
        kind_text("NetworkError from ReadError", "zh-hans") == kind_text("NetworkError", "zh-hans") == "连不上 Telegram"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_kind_is_named(lang: Lang) -> None:
    assert "KeyError" in kind_text("KeyError", lang)
