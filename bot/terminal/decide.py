"""What editors decide about articles: ``baowen withdraw``, ``baowen restore-article``, ``baowen correct``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from bot.gating import verdict_lines
from bot.messages import Exit, exit_code, explain
from bot.render import citation_line, headline_text, json_text, one_line, place_text
from bot.settings import Settings
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.options import data_option, json_option, newsroom, numbered
from bot.terminal.screen import Screen, screen_of, tell
from bot.terminal.words.deciding import DecideText
from bot.terminal.words.editor_help import DecideHelp
from bot.terminal.words.usage import UsageText
from bot.turnovers import held_lines, turnover_lines
from bot.wiring import Newsroom
from bot.wording import listed
from retrieval.domain import Article, Edition
from retrieval.editions.store.corrections import CorrectionLink
from retrieval.editions.store.notices import Proposal, ProposalReason, proposals
from retrieval.errors import BaowenError, UnknownRecord
from retrieval.index.gate import Refused

EDITION = re.compile(r"(?:(?P<paper>[^/]+)/)?(?P<day>\d{4}-\d{1,2}-\d{1,2})")
REASONS = {
    ProposalReason.HEADLINE: DecideText.HEADLINE,
    ProposalReason.DATE: DecideText.DATE,
    ProposalReason.PAGE: DecideText.PAGE,
    ProposalReason.WORDING: DecideText.WORDING,
}


@command(DecideHelp.WITHDRAW_ABOUT)
@argument("what", words=DecideHelp.WHAT_IS, value=DecideHelp.WHAT)
@option("--reason", required=True, words=DecideHelp.REASON, value=UsageText.TEXT)
@option("--public", is_flag=True, words=DecideHelp.PUBLIC)
@data_option
@click.pass_obj
def withdraw(settings: Settings, what: str, reason: str, public: bool, data: Path | None) -> None:
    """Withdraw a report or an edition."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        target = target_of(room, what)
        if isinstance(target, Edition):
            gone = room.withdrawals.withdraw_edition(target.id, reason, public=public)
        else:
            gone = room.withdrawals.withdraw_article(target, reason, public=public)
    click.echo(screen.told(DecideText.WITHDRAWN, what=name_of(what, target, screen), count=len(gone)))


@command(DecideHelp.RESTORE_ABOUT, "restore-article")
@argument("what", words=DecideHelp.WHAT_IS, value=DecideHelp.WHAT)
@data_option
@click.pass_obj
def restore_article(settings: Settings, what: str, data: Path | None) -> int:
    """Put a withdrawn report or edition back, and publish."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        target = target_of(room, what)
        if isinstance(target, Edition):
            back = room.withdrawals.restore_edition(target.id)
        else:
            back = room.withdrawals.restore_article(target)
        click.echo(screen.told(DecideText.RESTORED, what=name_of(what, target, screen), count=len(back)))
        try:
            room.publish()
        except BaowenError as error:
            tell(screen.say(DecideText.UNPUBLISHED, problem=explain(error, screen.lang)))
            return exit_code(error)
    return Exit.OK


@command(DecideHelp.RELEASE_ABOUT)
@argument("what", required=False, words=DecideHelp.EDITION_IS, value=DecideHelp.EDITION)
@option("--all", "everything", is_flag=True, words=DecideHelp.ALL)
@data_option
@click.pass_obj
def release(settings: Settings, what: str | None, everything: bool, data: Path | None) -> int:
    """Let be published what a rollback keeps out."""
    screen = screen_of(settings.lang)
    with newsroom(settings, data) as room:
        if what is None and not everything:
            _list_held(room, screen)
            return Exit.OK
        edition = target_of(room, what) if what else None
        if isinstance(edition, int):
            raise wrong_use(DecideText.NO_EDITION)
        try:
            report = room.release(edition.id if edition else None)
        except Refused as refusal:
            for line in verdict_lines(refusal.verdict, screen.lang):
                click.echo(screen.reported(one_line(line)))
            tell(explain(refusal, screen.lang))
            return exit_code(refusal)
    click.echo(screen.told(DecideText.RELEASED, generation=report.manifest.id))
    for line in turnover_lines(report.turnover, screen.lang):
        click.echo(screen.reported(f"  {one_line(line)}"))
    return Exit.OK


def _list_held(room: Newsroom, screen: Screen) -> None:
    held = list(held_lines(room.rollbacks.held(), screen.lang))
    for line in held or [screen.say(DecideText.NOTHING_HELD)]:
        click.echo(screen.reported(one_line(line)))


@command(DecideHelp.CORRECT_ABOUT)
@argument("notice", type=int, required=False, words=DecideHelp.NOTICE_IS, value=DecideHelp.NOTICE)
@argument("article", type=int, required=False, words=DecideHelp.ARTICLE_IS, value=DecideHelp.ARTICLE)
@option("--undo", is_flag=True, words=DecideHelp.UNDO)
@json_option
@data_option
@click.pass_obj
def correct(
    settings: Settings, notice: int | None, article: int | None, undo: bool, as_json: bool, data: Path | None
) -> None:
    """Link corrections with what they correct."""
    screen = screen_of(settings.lang)
    if (notice is None) != (article is None):
        raise wrong_use(DecideText.BOTH)
    with newsroom(settings, data) as room:
        if notice is None or article is None:
            _list(room, screen, as_json=as_json)
            return
        if undo:
            room.corrections.unlink(notice, article)
            click.echo(screen.told(DecideText.UNLINKED, notice=notice, article=article))
            return
        room.corrections.link(notice, article)
        both = room.article(notice), room.article(article)
    click.echo(screen.told(DecideText.LINKED))
    for each in both:
        click.echo(_row(each, screen))


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
        raise wrong_use(DecideText.NO_TARGET, what=repr(what))
    return room.withdrawals.edition(match["paper"], day)


def name_of(what: str, target: int | Edition, screen: Screen) -> str:
    """What was withdrawn, in words."""
    if isinstance(target, Edition):
        return screen.say(DecideText.EDITION, place=place_text(target.paper, target.date, None, screen.lang))
    return screen.say(DecideText.REPORT, number=what)


def _list(room: Newsroom, screen: Screen, *, as_json: bool) -> None:
    links = room.corrections.links()
    proposed = proposals(room.archive, links)
    for line in _list_json(links, proposed) if as_json else _list_lines(room, screen, links, proposed):
        click.echo(line)


def _list_json(links: Sequence[CorrectionLink], proposed: Sequence[Proposal]) -> Iterator[str]:
    for link in links:
        yield json_text({"notice": link.notice_id, "article": link.article_id, "linked": True})
    for each in proposed:
        yield json_text(proposal_json(each))


def _list_lines(
    room: Newsroom, screen: Screen, links: Sequence[CorrectionLink], proposed: Sequence[Proposal]
) -> Iterator[str]:
    for link in links:
        yield screen.told(DecideText.ARE_LINKED)
        yield from (_linked_row(room, number, screen) for number in (link.notice_id, link.article_id))
    for each in proposed:
        why = listed(screen.lang, (screen.say(REASONS[reason]) for reason in each.why))
        yield screen.told(DecideText.PROPOSED, why=why, notice=each.notice.id, article=each.article.id)
        yield from (_row(one, screen) for one in (each.notice, each.article))
    if not links and not proposed:
        yield screen.told(DecideText.NONE)


def _row(article: Article, screen: Screen) -> str:
    return screen.named(one_line(citation_line(article, screen.lang)), f"  {article.id}  ")


def _linked_row(room: Newsroom, article_id: int, screen: Screen) -> str:
    try:
        return _row(room.article(article_id), screen)
    except UnknownRecord:
        return screen.named(screen.say(DecideText.GONE), f"  {article_id}  ")


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
