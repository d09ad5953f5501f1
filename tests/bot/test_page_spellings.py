"""However a delivery spells a page, every surface prints it once: never 第第2版版, 第要闻版 or page page 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.citing import cited
from bot.lang import LANGS, Lang
from bot.notes import note_text
from bot.render import citation_line, page_text, place_text
from bot.telegram.views.texts import Text, page_label
from bot.terminal.answers import article_text
from bot.terminal.screen import Screen
from bot.web.desk.texts import Words
from bot.wording import say
from retrieval.domain import Note, NoteCode
from retrieval.editions.sources.metadata import parse_page
from tests.bot.support import ARTICLE, CITED, DAY
from tests.language.test_page_names import NAMES, NO_NAMES

SPELLINGS = [
    *(each for each in (*NAMES, *NO_NAMES) if each.strip()),
    *(
        "要闻版",
        "要闻",
        "副刊",
        "封面",
        "第05版：民生",
        "A03版 本地新闻",
        "要闻（第3版）",
        "第３版",
        "第3、4版",
        "②",
        "３版",
    ),
]
DOUBLED = re.compile(r"第第|版版|第[^0-9A-Za-z百二三零]|page page|Page page|None|（接）|\(continued on \)")


def printed(raw: str, lang: Lang) -> Iterator[str]:
    """A page of a delivery as the surfaces print it."""
    page = parse_page(raw, Path("lines.jsonl"))
    assert page
    citation = replace(CITED, page=page)
    yield citation_line(citation, lang)
    yield cited(citation, "paper", template="{paper} {date} {page}", lang=lang)
    yield place_text("青溪晚报", DAY, page, lang)
    yield note_text(Note(NoteCode.ON_PAGE, day=DAY, page=page), lang)
    yield page_label(lang, page)
    yield say(lang, Text.PART_PAGE, page=page_text(page, lang))
    yield Words(lang)("continued", page=page_text(page, lang))
    parts = (replace(ARTICLE, page=page), replace(ARTICLE, id=8, page=page), replace(ARTICLE, id=9, page=None))
    yield article_text(parts, Screen(lang, width=60))


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_is_printed_once(lang: Lang) -> None:
    wrong = {(raw, text) for raw in SPELLINGS for text in printed(raw, lang) if DOUBLED.search(text)}
    assert wrong == set()
