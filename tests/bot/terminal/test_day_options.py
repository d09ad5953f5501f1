"""Days behind options as people write them; where there is no such edition, the newest is offered."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from datetime import date

import click
import pytest
from click.testing import Result

from bot.settings import Settings
from bot.terminal.ask import ask
from bot.terminal.browse import articles
from bot.terminal.chat import chat
from bot.terminal.day_options import WrittenDay
from bot.terminal.export import export
from bot.terminal.index import index
from bot.terminal.lookup import mentions
from bot.terminal.search import search

Run = Callable[..., Result]
TODAY = date(2026, 11, 28)
EDITIONS = [date(2025, 3, 11), date(2025, 3, 12), date(2024, 3, 12)]
PRINTED = "2025-11-08"
"""The day of the sample page."""


def written(text: str) -> WrittenDay:
    return WrittenDay(text, ("--since",), TODAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-12", "2025-03-12", "2025-03-12"),
        ("２０２５年３月１２日", "2025-03-12", "2025-03-12"),
        ("20250312", "2025-03-12", "2025-03-12"),
        ("3月12日", "2025-03-12", "2025-03-12"),  # the newest such edition
        ("3月12號", "2025-03-12", "2025-03-12"),
        ("3/11", "2025-03-11", "2025-03-11"),
        ("3月13日", "2026-03-13", "2026-03-13"),  # no such edition: the last such day
        ("今天", "2026-11-28", "2026-11-28"),
        ("昨日", "2026-11-27", "2026-11-27"),
        ("前天", "2026-11-26", "2026-11-26"),
        ("上周三", "2026-11-18", "2026-11-18"),
        ("上週三", "2026-11-18", "2026-11-18"),
        ("上周", "2026-11-16", "2026-11-22"),
        ("2025年3月", "2025-03-01", "2025-03-31"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: str, last: str) -> None:
    assert written(text).span(EDITIONS) == (date.fromisoformat(first), date.fromisoformat(last))


def test_what_names_several_days_or_two_years_is_asked_back() -> None:
    with pytest.raises(click.UsageError, match="'上周' 不止一天"):
        written("上周").day()
    with pytest.raises(click.UsageError, match="可能是 2026-03-12，也可能是已收录的 2025-03-12"):
        written("3月12日").printed_on(lambda: EDITIONS)
    assert written("3月13日").printed_on(lambda: EDITIONS) == date(2026, 3, 13)
    assert written("今天").printed_on(lambda: [None]) == TODAY


@pytest.mark.parametrize("text", ["昨", "2月30日", "昨天的", "13月1日", "", "2025-02-30"])
@pytest.mark.parametrize("command", [ask, index], ids=["ask", "index"])
def test_what_is_no_day_is_told_with_days_that_are(run: Run, command: click.Command, text: str) -> None:
    name = "--since" if command is ask else "--date"
    with pytest.raises(click.BadParameter, match=r"看不懂 .+ 这个日期，可以写 2025-03-12、3月12日、昨天、上周三"):
        run(command, "图书馆", name, text)


@pytest.mark.parametrize("name", ["--since", "--until"])
def test_a_day_without_its_year_is_the_newest_such_edition(run: Run, name: str) -> None:
    ran = run(search, "图书馆", name, "11月8日", "--json")
    limits = json.loads(ran.stdout)["filters"]
    assert limits["date_from" if name == "--since" else "date_to"] == PRINTED
    assert json.loads(ran.stdout)["total"] == 1
    assert ran.stderr == ""


@pytest.mark.parametrize(
    "command", [ask, search, mentions, articles, export], ids=["ask", "search", "mentions", "articles", "export"]
)
def test_where_there_is_no_such_edition_the_newest_is_offered_with_the_command(
    run: Run, command: click.Command
) -> None:
    words = ["图书馆"] if command in {ask, search, mentions} else []
    ran = run(command, *words, "--since", "今天", "--until=今天")
    told, offered = ran.stderr.rsplit("：", 1)
    assert told.startswith("没有收录 ")
    assert told.endswith("的报纸，最新一期是 2025年11月8日")
    again = shlex.split(offered)
    assert again == [command.name, *words, "--since", PRINTED, f"--until={PRINTED}"]
    found = run(command, *again[1:])
    assert found.stderr == ""
    assert "图书馆" in found.stdout


def test_days_that_end_before_they_begin_are_a_wrong_use(run: Run) -> None:
    with pytest.raises(click.UsageError, match="--since 晚于 --until"):
        run(search, "--since", "2025-11-09", "--until", "2025-11-08")


def test_days_count_from_the_day_of_the_papers_zone(run: Run, settings: Settings) -> None:
    east, west = (  # 26 hours apart: never the same day
        json.loads(
            run(search, "--since", "今天", "--json", given=settings.model_copy(update={"timezone": zone})).stdout
        )
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12")
    )
    assert date.fromisoformat(east["filters"]["date_from"]) > date.fromisoformat(west["filters"]["date_from"])


def test_a_question_of_a_day_without_an_edition_is_offered_of_the_newest(run: Run) -> None:
    said = run(ask, "昨天报上有什么").stdout
    assert "最新一期可以问：“2025年11月8日报上有什么”\n" in said
    assert "图书馆" in run(ask, "2025年11月8日报上有什么").stdout


def test_a_question_of_a_day_without_its_year_is_asked_of_the_newest_such_edition(run: Run) -> None:
    found = json.loads(run(ask, "11月8日报上有什么", "--today", "2027-01-05", "--json").stdout)
    assert found["understood"]["filters"]["date_from"] == PRINTED
    assert {each["date"] for each in found["citations"]} == {PRINTED}
    none = json.loads(run(ask, "2026年11月8日报上有什么", "--today", "2027-01-05", "--json").stdout)
    assert none["citations"] == [], "a year that is written counts"


def test_limits_of_a_talk_offer_the_newest_edition_too(run: Run) -> None:
    said = run(chat, typed="日期:昨天\n日期:11月8日\n").stdout
    assert "的报纸，最新一期是 2025年11月8日：日期:2025-11-08\n" in said
    assert f"范围：{PRINTED}\n" in said
