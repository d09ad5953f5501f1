"""Answers and reports in a terminal, and their JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace

import click
import pytest

from bot.json_records import answer_json, article_json, citation_json, filters_json
from bot.notes import note_text
from bot.replies import reply_text
from bot.terminal.answers import Mark, answer_text, article_text
from bot.terminal.screen import Screen
from retrieval.domain import (
    Answer,
    AnswerStatus,
    Filters,
    Headline,
    Note,
    NoteCode,
    Respelling,
    SmallTalk,
    Span,
    Understanding,
)
from tests.bot.support import ANSWER, ARTICLE, CITED, DAY, EXCERPT, HEATING

COLOURED, PIPED = Screen(colour=True), Screen()
NEAR = Headline(9, HEATING, "青溪晚报", DAY, "2")
NOTICE = replace(CITED, article_id=8, passage_id=80, headline="更正", excerpt="“320个”应为“230个”。")


def bold(text: str) -> str:
    return click.style(text, bold=True, fg="yellow")


def plain(answer: Answer) -> list[str]:
    return click.unstyle(answer_text(answer, COLOURED)).split("\n")


@pytest.mark.parametrize(
    ("spans", "parts"),
    [
        ([], ["一二三四"]),
        ([(1, 2)], ["一", bold("二"), "三四"]),
        ([(2, 4), (0, 1)], [bold("一"), "二", bold("三四")]),
        ([(0, 3), (1, 4)], [bold("一二三"), "四"]),
        ([(0, 4)], [bold("一二三四")]),
    ],
    ids=["none", "one", "out of order", "an overlapping one is left out", "all"],
)
def test_evidence_is_bold(spans: Sequence[Span], parts: Sequence[str]) -> None:
    assert COLOURED.marked("一二三四", spans) == "".join(parts)


def test_no_page_steers_a_terminal() -> None:
    shown = answer_text(
        replace(ANSWER, answer="\x1b[2J", citations=(replace(CITED, excerpt="一\x1b[2J二\u202e"),)), PIPED
    )
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "│ 一\N{REPLACEMENT CHARACTER}[2【J二\N{REPLACEMENT CHARACTER}】" in shown


def test_an_answer_is_followed_by_its_source_and_its_place() -> None:
    answer = replace(ANSWER, notes=(Note(NoteCode.PLAN),), nearest=(replace(NEAR, article_id=7), NEAR))
    lines = plain(answer)
    assert lines[0] == "320个"
    at = lines.index(f"│ {EXCERPT}")
    assert lines[at + 1].startswith("  《")
    assert lines[at + 1].endswith("[p70:3-11]")
    assert lines[lines.index("还有：") + 1] == f"  《{HEATING}》 青溪晚报 2025年11月8日 第2版"
    assert sum(line.startswith(f"  《{HEATING}") for line in lines) == 1, "what is cited is not listed again"
    assert lines[-2:] == [f"注：{note_text(Note(NoteCode.PLAN))}", "已收录至 2025年11月8日"]


def test_an_answer_that_is_none_says_so_and_points_elsewhere() -> None:
    nothing = replace(ANSWER, status=AnswerStatus.NOT_FOUND, answer=None, citations=(), nearest=(NEAR,), freshness=None)
    lines = plain(nothing)
    assert lines[0] == "收录的报纸里没有找到相关报道。"
    assert "最接近的标题：" in lines
    related = replace(ANSWER, status=AnswerStatus.RELATED_ONLY, answer=None)
    assert plain(related)[0] == "没有找到直接的答案，下面是最接近的报道："


def test_small_talk_is_a_sentence_alone() -> None:
    assert plain(replace(ANSWER, reply=SmallTalk.THANKS)) == [reply_text(SmallTalk.THANKS)]


def test_corrections_and_other_printings_stand_below_the_source() -> None:
    cited = replace(CITED, corrections=(NOTICE,), also=(NEAR,), earlier=True)
    lines = plain(replace(ANSWER, citations=(cited,)))
    source = next(number for number, line in enumerate(lines) if "[p70:" in line)
    assert lines[source - 2] == "此前报道（2025年11月8日）："
    assert lines[source + 1].startswith("  另见：")
    assert lines[source + 2 : source + 4] == ["  更正：", f"│ {NOTICE.excerpt}"]
    assert "[p80:" in lines[source + 4]


def test_json_holds_all_of_a_citation_and_can_be_written() -> None:
    record = json.loads(json.dumps(citation_json(replace(CITED, corrections=(NOTICE,), also=(NEAR,)))))
    assert {field.name for field in fields(CITED)} <= set(record)
    assert (record["date"], record["evidence"], record["source_bytes"]) == ("2025-11-08", [[4, 8]], [[9, 33]])
    assert record["corrections"][0]["headline"] == "更正"
    assert record["also"][0]["date"] == "2025-11-08"


def test_json_of_an_answer_leaves_out_how_a_question_was_not_read() -> None:
    record = json.loads(json.dumps(answer_json(ANSWER)))
    assert record["understood"] == {"kind": "statement", "terms": [], "confidence": 0.0}
    assert (record["status"], record["latency_ms"], record["reply"]) == ("answered", 12.35, None)
    read = Understanding("quantity", ("座位",), unit="个", filters=Filters(pages=("2",)))
    told = replace(
        ANSWER, understood=read, follows="问", corrections=(Respelling("坐位", "座位"),), short_confidence=0.0
    )
    understood = answer_json(told)["understood"]
    assert understood["corrections"] == [{"typed": "坐位", "meant": "座位"}]
    assert (understood["unit"], understood["follows"]) == ("个", "问")
    assert understood["filters"] == filters_json(Filters(pages=("2",)))
    assert understood["short_confidence"] == 0.0, "not sure at all is something to tell"
    assert not {"latest", "recent", "dates", "subject"} & set(understood)


def test_an_article_is_shown_with_its_parts_and_the_mark_in_its_own() -> None:
    first = replace(ARTICLE, body="第一段。\n第二段。", kicker="肩题", subhead="副题", joins=1)
    second = replace(ARTICLE, id=8, page="5", body="第三段。", joins=2, jump="上接第2版")
    shown = article_text((first, second), COLOURED, Mark(8, 0, 2), (NOTICE,))
    assert click.style("第三", bold=True, fg="yellow") in shown
    assert click.style("第一", bold=True, fg="yellow") not in shown
    lines = click.unstyle(shown).split("\n")
    assert lines[0] == "肩题"
    assert lines[2:5] == ["副题", "  更正：", f"│ {NOTICE.excerpt}"]
    assert lines.index("第一段。") + 2 == lines.index("第二段。")
    assert lines.index("（接第5版）") < lines.index("第三段。")
    assert lines[-2:] == ["第2版 文件：02.txt", "第5版 文件：02.txt（引文在这里）"]
    record = json.loads(json.dumps(article_json(first, (second,))))
    assert (record["joins"], record["paragraphs"]) == (3, ["第一段。", "第二段。", "第三段。"])
    assert [(part["article_id"], part["page"]) for part in record["parts"]] == [(7, "2"), (8, "5")]
