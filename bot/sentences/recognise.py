"""Says the English sentences of errors, remarks and log lines in the reader's language.

The rooms below ``bot/`` know no languages: their messages are short English sentences, and so are those of the
libraries that read the command line and the settings. The tables beside this file hold each sentence with its blanks;
a message is told by the words between them. What no table holds stays as it is: a test looks for such sentences.
Below nobody minds whether it is one article or several, so English sentences are said anew, too.
"""

from __future__ import annotations

import re
from functools import cache

from bot.lang import Lang
from bot.sentences.delivery_sentences import DeliverySentence
from bot.sentences.file_sentences import FileSentence
from bot.sentences.index_sentences import IndexSentence
from bot.sentences.log_sentences import LogSentence
from bot.sentences.setting_meanings import SettingMeaning
from bot.sentences.setting_sentences import SettingSentence
from bot.sentences.store_sentences import StoreSentence
from bot.sentences.usage_sentences import UsageSentence
from bot.wording import Sign, Wording, listed, say

TABLES: tuple[type[Wording], ...] = (
    FileSentence,
    DeliverySentence,
    StoreSentence,
    IndexSentence,
    SettingSentence,
    SettingMeaning,
    UsageSentence,
    LogSentence,
)
BLANK = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
ONE_OR_SEVERAL = re.compile(r"\\\{\w+:(.+?)\\\|(.+?)\\\}")
"""``{count:article|articles}``, escaped for a pattern."""
INNER = "rest"
"""A blank whose name begins so holds a sentence of its own: any other words don't fit into it."""
OPEN = (INNER, "why")
"""Blanks whose names begin so hold any words; others hold no colon and no semicolon that parts sentences."""
BETWEEN = "; "
"""What stands between several sentences."""


def in_language(sentence: str, lang: Lang) -> str:
    """An English sentence in ``lang``; as it is where it is not known."""
    return _said(sentence, lang) or sentence


def _said(sentence: str, lang: Lang) -> str | None:
    """The sentence in ``lang``; None where it is not known."""
    for pattern, text in _patterns():
        if (found := pattern.fullmatch(sentence)) and (values := _values(found, lang)) is not None:
            return say(lang, text, **values)
    return _said_together(sentence, lang)


def _said_together(sentences: str, lang: Lang) -> str | None:
    """Several sentences in ``lang``; None unless all of them are known."""
    for between in re.finditer(BETWEEN, sentences):
        first, others = _said(sentences[: between.start()], lang), sentences[between.end() :]
        if first is not None and (following := _said(others, lang)) is not None:
            return listed(lang, (first, following), Sign.SEMICOLON)
    return None


def _values(found: re.Match[str], lang: Lang) -> dict[str, str] | None:
    """What stands in the blanks, itself in ``lang`` as far as it is known; None where an inner sentence is not."""
    values: dict[str, str] = {}
    for name, value in found.groupdict().items():
        said = _said(value, lang) if name.startswith(INNER) else in_language(value, lang)
        if said is None:
            return None
        values[name] = said
    return values


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Wording], ...]:
    """Every sentence as a pattern, those with more words before others."""
    english = {text: str(text.value[-1]) for table in TABLES for text in table}
    ordered = sorted(english, key=lambda text: -_words(english[text]))
    return tuple((_pattern(english[text]), text) for text in ordered)


def _words(english: str) -> int:
    """Characters of a sentence beside its blanks."""
    return len(BLANK.sub("", english))


def _pattern(english: str) -> re.Pattern[str]:
    """The sentence with words in its blanks."""
    parts = BLANK.split(english)
    told = [_told(part) if at % 2 == 0 else _blank(part) for at, part in enumerate(parts)]
    return re.compile("".join(told), re.DOTALL)


def _told(words: str) -> str:
    """Words between blanks as a pattern; of one thing and of several either."""
    return ONE_OR_SEVERAL.sub(r"(?:\1|\2)", re.escape(_unescaped(words)))


def _unescaped(words: str) -> str:
    """Braces that are doubled to stand for themselves, as they are said."""
    return words.replace("{{", "{").replace("}}", "}")


def _blank(name: str) -> str:
    return f"(?P<{name}>.+)" if name.startswith(OPEN) else f"(?P<{name}>(?:(?![:;] ).)+?)"
