"""What editors decide about articles: ``baowen withdraw``, ``baowen restore-article``, ``baowen correct``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from bot.gating import verdict_lines
from bot.messages import Exit, exit_code, explain
from bot.render import citation_line, headline_text, json_text, one_line
from bot.settings import Settings
from bot.terminal.options import data_option, json_option, newsroom, numbered
from bot.turnovers import held_lines, turnover_lines
from bot.wiring import Newsroom
from retrieval.domain import Article, Edition
from retrieval.editions.store.corrections import CorrectionLink
from retrieval.editions.store.notices import Proposal, ProposalReason, proposals
from retrieval.errors import BaowenError, UnknownRecord
from retrieval.index.gate import Refused

EDITION = re.compile(r"(?:(?P<paper>[^/]+)/)?(?P<day>\d{4}-\d{1,2}-\d{1,2})")
REASONS = {
    ProposalReason.HEADLINE: "标题",
    ProposalReason.DATE: "日期",
    ProposalReason.PAGE: "版次",
    ProposalReason.WORDING: "用词",
}


@click.command(short_help="撤回一篇报道或一期报纸")
@click.argument("what")
@click.option("--reason", required=True, help="撤回的原因")
@click.option("--public", is_flag=True, help="读者打开旧链接时告诉他原因（不加则只说已撤回）")
@data_option
@click.pass_obj
def withdraw(settings: Settings, what: str, reason: str, public: bool, data: Path | None) -> None:
    """撤回 WHAT：报道编号（12，见 baowen articles），或一期（2022-12-08、报名/2022-12-08）。

    从下一个问题起，任何地方都不再引用；转版的各部分一起撤回。文字仍留在收录里，重新读入、重建、退回都不会让它回来；
    baowen restore-article 可以恢复。
    """
    with newsroom(settings, data) as room:
        target = target_of(room, what)
        if isinstance(target, Edition):
            gone = room.withdrawals.withdraw_edition(target.id, reason, public=public)
        else:
            gone = room.withdrawals.withdraw_article(target, reason, public=public)
    click.echo(f"已撤回 {one_line(name_of(what, target))}：{len(gone)} 个部分。")


@click.command(name="restore-article", short_help="恢复撤回的报道或一期报纸")
@click.argument("what")
@data_option
@click.pass_obj
def restore_article(settings: Settings, what: str, data: Path | None) -> int:
    """恢复 WHAT：报道编号，或一期（2022-12-08、报名/2022-12-08），并重新发布。"""
    with newsroom(settings, data) as room:
        target = target_of(room, what)
        if isinstance(target, Edition):
            back = room.withdrawals.restore_edition(target.id)
        else:
            back = room.withdrawals.restore_article(target)
        click.echo(f"已恢复 {one_line(name_of(what, target))}：{len(back)} 个部分。")
        try:
            room.publish()
        except BaowenError as error:
            click.echo(f"还没有重新发布，下次 baowen index 之后才能查到：{explain(error, settings.lang)}", err=True)
            return exit_code(error)
    return Exit.OK


@click.command(short_help="放行退回（rollback）时退下的内容")
@click.argument("what", required=False)
@click.option("--all", "everything", is_flag=True, help="全部放行")
@data_option
@click.pass_obj
def release(settings: Settings, what: str | None, everything: bool, data: Path | None) -> int:
    """放行 WHAT（2022-12-08、报名/2022-12-08）：让退回时退下的这一期可以发布，并发布。不给 WHAT 时列出退下的内容。"""
    with newsroom(settings, data) as room:
        if what is None and not everything:
            for line in list(held_lines(room.rollbacks.held())) or ["没有退下的内容。"]:
                click.echo(one_line(line))
            return Exit.OK
        edition = target_of(room, what) if what else None
        if isinstance(edition, int):
            raise click.UsageError("请给出一期报纸（2022-12-08、报名/2022-12-08）")
        try:
            report = room.release(edition.id if edition else None)
        except Refused as refusal:
            for line in verdict_lines(refusal.verdict):
                click.echo(one_line(line))
            click.echo(explain(refusal, settings.lang), err=True)
            return exit_code(refusal)
    click.echo(f"已放行，已发布 {report.manifest.id}。")
    for line in turnover_lines(report.turnover):
        click.echo(f"  {one_line(line)}")
    return Exit.OK


@click.command(short_help="把更正、致歉与它所更正的报道连起来")
@click.argument("notice", type=int, required=False)
@click.argument("article", type=int, required=False)
@click.option("--undo", is_flag=True, help="取消连接")
@json_option
@data_option
@click.pass_obj
def correct(
    settings: Settings, notice: int | None, article: int | None, undo: bool, as_json: bool, data: Path | None
) -> None:
    """把更正 NOTICE 与报道 ARTICLE 连起来；此后凡引用这篇报道都附上更正。不给编号时列出已连接的和建议连接的。"""
    if (notice is None) != (article is None):
        raise click.UsageError("请给出更正和报道两个编号，或都不给")
    with newsroom(settings, data) as room:
        if notice is None or article is None:
            _list(room, as_json)
            return
        if undo:
            room.corrections.unlink(notice, article)
            click.echo(f"已取消：更正 {notice} 与报道 {article} 不再相连。")
            return
        room.corrections.link(notice, article)
        both = room.article(notice), room.article(article)
    click.echo("已连接。引用这篇报道时会附上更正：")
    for each in both:
        click.echo(f"  {each.id}  {one_line(citation_line(each))}")


def target_of(room: Newsroom, what: str) -> int | Edition:
    """The article or the edition that somebody wrote. Raises ``UsageError``, ``UnknownRecord``."""
    if what.isdecimal():
        return numbered(what)
    match = EDITION.fullmatch(what)
    try:
        day = date(*map(int, match["day"].split("-"))) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        raise click.UsageError(f"{what!r} 不是报道编号（12）或一期报纸（2022-12-08、报名/2022-12-08）")
    return room.withdrawals.edition(match["paper"], day)


def name_of(what: str, target: int | Edition) -> str:
    """What was withdrawn, in words."""
    return f"{target.paper or ''}{what.rpartition('/')[2]} 这一期" if isinstance(target, Edition) else f"报道 {what}"


def _list(room: Newsroom, as_json: bool) -> None:
    links = room.corrections.links()
    proposed = proposals(room.archive, links)
    for line in _list_json(links, proposed) if as_json else _list_lines(room, links, proposed):
        click.echo(line)


def _list_json(links: Sequence[CorrectionLink], proposed: Sequence[Proposal]) -> Iterator[str]:
    for link in links:
        yield json_text({"notice": link.notice_id, "article": link.article_id, "linked": True})
    for each in proposed:
        yield json_text(proposal_json(each))


def _list_lines(room: Newsroom, links: Sequence[CorrectionLink], proposed: Sequence[Proposal]) -> Iterator[str]:
    for link in links:
        yield "已连接："
        for id_ in (link.notice_id, link.article_id):
            yield f"  {id_}  {_line(room, id_)}"
    for each in proposed:
        why = "、".join(REASONS[reason] for reason in each.why)
        yield f"建议（{why}相符）：baowen correct {each.notice.id} {each.article.id}"
        for one in (each.notice, each.article):
            yield f"  {one.id}  {one_line(citation_line(one))}"
    if not links and not proposed:
        yield "没有已连接的更正，也没有可以建议的。"


def _line(room: Newsroom, article_id: int) -> str:
    try:
        return one_line(citation_line(room.article(article_id)))
    except UnknownRecord:
        return "（已撤回或已被更换）"


def proposal_json(proposal: Proposal) -> dict[str, object]:
    """A proposal for programs."""

    def named(article: Article) -> str:
        return headline_text(article.headline, article.jump)

    return {
        "notice": proposal.notice.id,
        "article": proposal.article.id,
        "linked": False,
        "why": [why.value for why in proposal.why],
        "score": proposal.score,
        "notice_headline": named(proposal.notice),
        "article_headline": named(proposal.article),
    }
