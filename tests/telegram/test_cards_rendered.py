"""The answer card as Telegram parses it, from answers made here: every status, compared with ``golden/cards.txt``."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.telegram.views.cards import CardRequest, make_card
from bot.telegram.views.operator_texts import COMMANDS as OPERATORS_COMMANDS
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.render import answer_card
from bot.telegram.views.rich_text import html, paged, units
from bot.telegram.views.texts import COMMANDS, LANGS, Lang, Text, lang_of
from retrieval.domain import Answer, AnswerStatus, Byline, Citation, Headline, Note, NoteCode, SmallTalk
from tests.telegram.columns import PHONE_COLUMNS, drawn
from tests.telegram.double import rules
from tests.telegram.languages import foreign

GOLDEN = Path(__file__).parent / "golden"
EXCERPT = "湖心公园夜游船今晚恢复运营,票价每人45元,末班船21时30分开出。"
START = EXCERPT.index("45元")
CITATION = Citation(
    article_id=1,
    passage_id=2,
    headline="湖心公园夜游船恢复运营",
    kicker=None,
    paper="青溪晚报",
    date=date(2025, 11, 9),
    page="2",
    byline=Byline(reporters=("白露",), correspondents=("杜小舟",)),
    jump=None,
    excerpt=EXCERPT,
    start=0,
    end=len(EXCERPT),
    evidence=((START, START + 3),),
    source_id=None,
    source_file="02.txt",
    source_bytes=(),
    score=1.0,
)
BARE = replace(
    CITATION, article_id=2, headline=None, paper=None, date=None, page=None, byline=Byline(), jump="上接第1版"
)
ANSWER = Answer("票价多少", AnswerStatus.ANSWERED, "45元", (CITATION,), "g", date(2025, 11, 9), 1.0)
UNTITLED = Headline(8, None, None, None, None, "大桥通车后")
NEAR = (
    Headline(7, "程序员集市<开张>", "青溪晚报", date(2025, 11, 9), "2"),
    Headline(8, None, None, None, None, "大桥通车后"),
)
ELSEWHERE = (
    Headline(9, "湖心公园夜游船恢复运营", "青溪晚报", date(2025, 11, 9), "5"),
    Headline(10, "夜游船<又>开了", "青溪早报", date(2025, 11, 10), None),
    *(Headline(11 + n, None, None, None, None) for n in range(5)),
)
OLDER = replace(CITATION, article_id=3, excerpt=EXCERPT.replace("45元", "40元"), date=date(2025, 3, 1), page="4")
CORRECTED = "本报昨天第2版《湖心公园夜游船恢复运营》一文中,“45元”应为“54元”。特此更正。"
NOTICE = replace(
    CITATION, passage_id=6, headline="更正", byline=Byline(), excerpt=CORRECTED, end=len(CORRECTED), evidence=()
)
AGAIN = replace(
    CITATION, passage_id=5, excerpt="夜游船全长24米,可坐40人,船票在公园东门售票处购买。", evidence=((5, 8),)
)
LATER = Headline(12, "湖心公园夜游船因大风停航", "青溪晚报", date(2025, 11, 12), "1")
CARDS = {
    "one": ANSWER,
    "several, with notes": replace(
        ANSWER,
        citations=(CITATION, BARE, AGAIN),
        further=(NEAR[0],),
        notes=(Note(NoteCode.ONE_CASE), Note(NoteCode.THAT_DAY, word="今晚", day=date(2025, 11, 9))),
    ),
    "a newer report that is not cited": replace(ANSWER, later=LATER, further=(LATER,)),
    "printed elsewhere too, and corrected": replace(
        ANSWER, citations=(replace(CITATION, also=ELSEWHERE, corrections=(NOTICE,)), replace(OLDER, earlier=True))
    ),
    "no short answer": replace(ANSWER, answer=None),
    "related only": replace(ANSWER, status=AnswerStatus.RELATED_ONLY, answer=None),
    "not found": replace(ANSWER, status=AnswerStatus.NOT_FOUND, answer=None, citations=(), nearest=NEAR),
    "nothing dated": replace(ANSWER, freshness=None),
    "small talk": replace(ANSWER, citations=(), answer=None, reply=SmallTalk.THANKS),
    "follow-up": replace(ANSWER, follows="湖心公园在哪里", subject="湖心公园"),
}
PRINTED = (
    *(EXCERPT, EXCERPT.replace("45元", "40元"), CORRECTED, AGAIN.excerpt, "45元", "上接第1版"),
    *("湖心公园夜游船恢复运营", "程序员集市<开张>", "夜游船<又>开了", "湖心公园夜游船因大风停航", "更正", "大桥通车后"),
    *("青溪晚报", "青溪早报", "白露", "杜小舟", "湖心公园", "今晚"),
)


def lines_of(answer: Answer, lang: Lang, columns: int = PHONE_COLUMNS) -> list[str]:
    card = make_card(CardRequest("票价多少"), answer, lang, lambda token: f"https://t.me/b?start={token}")
    lines = [line for page in card.pages for line in drawn(rules.formatted(page, "HTML"), columns)]
    rows = card.keyboard.inline_keyboard if card.keyboard else ()
    return lines + [" ".join(f"[{each.text}]" for each in row) for row in rows]


@pytest.mark.parametrize("lang", LANGS)
def test_cards_read_as_reviewed_on_a_phone(lang: Lang) -> None:
    parts = ["\n".join([f"== {name}", *lines_of(answer, lang), ""]) for name, answer in CARDS.items()]
    text, file = "\n".join(parts), GOLDEN / f"cards.{lang}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CARDS)
def test_a_card_speaks_one_language_beside_print(name: str, lang: Lang) -> None:
    assert foreign("\n".join(lines_of(CARDS[name], lang, columns=10_000)), lang, PRINTED) == []


def test_a_card_of_the_worst_pages_still_fits() -> None:
    hostile = "&<>\"'" * 4000
    worst = replace(CITATION, excerpt=hostile, end=len(hostile), headline="<&>" * 900, evidence=((0, len(hostile)),))
    pages = paged(answer_card(replace(ANSWER, answer=hostile[:9], citations=(worst,) * 3), "en"))
    assert len(pages) > 3
    texts = [html(page) for page in pages]
    assert all(units(text) <= 4096 for text in texts)
    kept = "".join(rules.formatted(text, "HTML")["text"] for text in texts)
    assert kept.count("&<>\"'" * 100) >= 3


def test_every_text_is_there_in_three_languages_with_the_same_blanks() -> None:
    blanks = re.compile(r"\{\w+\}")
    texts_of_all = {str(text): text.value for table in (Text, OperatorText) for text in table}
    for key, texts in (texts_of_all | COMMANDS | OPERATORS_COMMANDS).items():
        assert len(texts) == len(LANGS), key
        assert len({frozenset(blanks.findall(text)) for text in texts}) == 1, key
        assert all(text.strip() for text in texts), key


def test_languages_of_the_app() -> None:
    codes = ("zh-hans", "zh-CN", "zh", None, "zh-TW", "zh-hant", "zh-HK", "en", "de")
    assert [lang_of(code) for code in codes] == ["zh-hans"] * 4 + ["zh-hant"] * 3 + ["en"] * 2
