"""What editors decide: what an article or an edition is called, and what the commands say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import Result

from bot.terminal.decide import REASONS, correct, name_of, proposal_json, restore_article, target_of, withdraw
from bot.terminal.health import overview
from bot.terminal.screen import Screen
from bot.wiring import Newsroom
from retrieval.domain import Edition
from retrieval.editions.store.notices import Proposal, ProposalReason
from retrieval.errors import UnknownRecord
from tests.bot.support import ARTICLE, DAY, LATER, LIBRARY

Run = Callable[..., Result]


def library_of(room: Newsroom) -> int:
    return next(article.id for article in room.archive.articles() if article.headline == LIBRARY)


@pytest.mark.parametrize(("what", "number"), [("12", 12), ("007", 7), ("１２", 12)])
def test_a_number_is_an_article(room: Newsroom, what: str, number: int) -> None:
    assert target_of(room, what) == number


@pytest.mark.parametrize("what", ["2025-11-08", "青溪晚报/2025-11-08"])
def test_a_day_is_an_edition(room: Newsroom, what: str) -> None:
    edition = target_of(room, what)
    assert isinstance(edition, Edition)
    assert (edition.paper, edition.date) == ("青溪晚报", DAY)
    assert name_of(what, edition, Screen()) == "青溪晚报 2025年11月8日这一期"
    assert name_of("12", 12, Screen()) == "报道 12"
    assert name_of(what, replace(edition, paper=None), Screen()) == "2025年11月8日这一期"


@pytest.mark.parametrize("what", ["2025-11-8", "青溪晚报/2025-11-8"])
def test_a_day_may_be_written_without_zeros(room: Newsroom, what: str) -> None:
    assert target_of(room, what) == target_of(room, "2025-11-08")


@pytest.mark.parametrize("what", ["", "图书馆", "-1", "2025-13-45", "2025-02-29", "a/b/2025-11-08", "2025-11", "²"])
def test_what_is_neither_is_a_wrong_use(room: Newsroom, what: str) -> None:
    with pytest.raises(click.UsageError, match="不是报道编号") as caught:
        target_of(room, what)
    assert repr(what) in caught.value.message


@pytest.mark.parametrize("what", ["2025-11-09", "临江日报/2025-11-08"])
def test_an_edition_that_is_not_there_is_unknown(room: Newsroom, what: str) -> None:
    with pytest.raises(UnknownRecord):
        target_of(room, what)


def test_two_papers_of_one_day_are_told_apart_by_name(room: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(
        LATER.replace("青溪晚报", "临江日报").replace("11-09", "11-08"), encoding="utf-8"
    )
    room.read([tmp_path / "other.jsonl"])
    with pytest.raises(UnknownRecord, match=r"临江日报.*青溪晚报|青溪晚报.*临江日报"):
        target_of(room, "2025-11-08")
    edition = target_of(room, "临江日报/2025-11-08")
    assert isinstance(edition, Edition)
    assert edition.paper == "临江日报"


def test_a_report_goes_and_comes_back(run: Run, room: Newsroom) -> None:
    number = library_of(room)
    said = run(withdraw, number, "--reason", "失实").stdout
    assert said == f"已撤回报道 {number}，共 1 个部分。\n"
    ran = run(restore_article, number)
    assert (ran.return_value, ran.stderr) == (0, "")
    assert ran.stdout == f"已恢复报道 {number}，共 1 个部分。\n"
    assert room.archive.counts().articles == 2
    assert not overview(room).pending, "it was published again"


def test_a_correction_needs_two_numbers_or_none(run: Run, room: Newsroom) -> None:
    with pytest.raises(click.UsageError, match="两个编号"):
        run(correct, library_of(room))
    assert run(correct).stdout == "没有已连接的更正，也没有可以建议的。\n"
    assert run(correct, "--json").stdout == ""


def test_links_are_listed_also_when_an_article_is_gone(run: Run, room: Newsroom) -> None:
    notice, article = sorted(each.id for each in room.archive.articles())
    assert "已连接。" in run(correct, notice, article).stdout
    assert json.loads(run(correct, "--json").stdout) == {"notice": notice, "article": article, "linked": True}
    room.withdrawals.withdraw_article(article, "失实")
    assert f"  {article}  （已撤回或已被更换）" in run(correct).stdout
    run(correct, notice, article, "--undo")
    assert "没有已连接的更正" in run(correct).stdout


def test_a_proposal_says_why() -> None:
    notice = replace(ARTICLE, id=9, headline=None, jump="上接第1版")
    record = proposal_json(Proposal(notice, ARTICLE, (ProposalReason.DATE, ProposalReason.PAGE), 2.5))
    assert json.loads(json.dumps(record)) == {
        "notice": 9, "article": 7, "linked": False, "why": ["date", "page"], "score": 2.5,
        "notice_headline": "（承接第1版，标题不详）", "article_headline": f"《{LIBRARY}》",
    }  # fmt: skip
    assert set(REASONS) == set(ProposalReason)
