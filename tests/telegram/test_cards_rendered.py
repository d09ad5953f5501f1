"""The answer card as Telegram parses it, from answers made here: every status, compared with ``golden/cards.txt``."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.telegram.views.operator_texts import COMMANDS as OPERATORS_COMMANDS
from bot.telegram.views.operator_texts import OperatorText
from bot.telegram.views.render import answer_card
from bot.telegram.views.rich_text import html, paged, units
from bot.telegram.views.texts import COMMANDS, LANGS, Lang, Text, lang_of
from retrieval.domain import Answer, AnswerStatus, Byline, Citation, Headline, Note, NoteCode, SmallTalk
from tests.telegram.double import rules

GOLDEN = Path(__file__).parent / "golden" / "cards.txt"
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
BARE = replace(CITATION, headline=None, paper=None, date=None, page=None, byline=Byline(), jump="上接第1版")
ANSWER = Answer("票价多少", AnswerStatus.ANSWERED, "45元", (CITATION,), "g", date(2025, 11, 9), 1.0)
NEAR = (Headline(7, "程序员集市<开张>", "青溪晚报", date(2025, 11, 9), "2"), Headline(8, None, None, None, None))
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
CARDS = {
    "one": ANSWER,
    "several, with notes": replace(ANSWER, citations=(CITATION, BARE), notes=(Note(NoteCode.ONE_CASE),)),
    "printed elsewhere too, and corrected": replace(
        ANSWER, citations=(replace(CITATION, also=ELSEWHERE, corrections=(NOTICE,)), replace(OLDER, earlier=True))
    ),
    "no short answer": replace(ANSWER, answer=None),
    "related only": replace(ANSWER, status=AnswerStatus.RELATED_ONLY, answer=None),
    "not found": replace(ANSWER, status=AnswerStatus.NOT_FOUND, answer=None, citations=(), nearest=NEAR),
    "nothing dated": replace(ANSWER, freshness=None),
    "small talk": replace(ANSWER, citations=(), answer=None, reply=SmallTalk.THANKS),
}


def shown(answer: Answer, lang: Lang = "zh-hans") -> str:
    blocks = answer_card(answer, lang, deep_link=lambda token: f"https://t.me/b?start={token}")
    parsed = rules.formatted(html(paged(blocks)[0]), "HTML")
    coded = parsed["text"].encode("utf-16-le")
    kinds = [
        f"    {entity['type']}: " + coded[2 * entity["offset"] :][: 2 * entity["length"]].decode("utf-16-le")
        for entity in parsed["entities"]
    ]
    return "\n".join([parsed["text"], *kinds])


def test_cards_read_as_reviewed() -> None:
    parts = [f"== {name}\n{shown(answer)}\n" for name, answer in CARDS.items()]
    parts.append(f"== follow-up\n{shown(replace(ANSWER, follows='湖心公园在哪里', subject='湖心公园'))}\n")
    parts += [f"== {lang}\n{shown(CARDS['related only'], lang)}\n" for lang in LANGS[1:]]
    text = "\n".join(parts)
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


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
