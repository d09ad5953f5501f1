"""``baowen ask``: one question, or a file of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from bot.citing import STYLES, Style, cited
from bot.conversation import Conversation
from bot.json_records import answer_json, citation_json
from bot.messages import Exit, explain
from bot.programs.links import own_links
from bot.render import harmless, json_text
from bot.settings import Settings
from bot.terminal.answers import answer_text
from bot.terminal.clicking import argument, command, option, wrong_use
from bot.terminal.day_options import WrittenDay, day_option, days_of, within
from bot.terminal.options import data_option, json_option, newsroom, page_option
from bot.terminal.screen import screen_of, tell
from bot.terminal.words.answers import AnswerText
from bot.terminal.words.reader_help import AskHelp
from bot.terminal.words.usage import UsageText
from bot.wiring import Newsroom
from retrieval.answers.honesty.decision import CITED, MOST_CITED
from retrieval.domain import Citation, Filters
from retrieval.errors import BadInput
from retrieval.evaluation.question_file import AskedQuestion, question_lines
from retrieval.language.characters import HAN

BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}])")


@command(AskHelp.ABOUT)
@argument("question", nargs=-1, required=False, words=AskHelp.QUESTION_IS, value=AskHelp.QUESTION)
@option(
    "--top",
    default=CITED,
    show_default=True,
    type=click.IntRange(1, MOST_CITED),
    words=AskHelp.TOP,
    value=UsageText.COUNT,
)
@option("--batch", type=click.Path(path_type=Path), words=AskHelp.BATCH, value=UsageText.FILE)
@day_option("--since", AskHelp.SINCE)
@day_option("--until", AskHelp.UNTIL)
@page_option(AskHelp.PAGE)
@option("--person", multiple=True, words=AskHelp.PERSON, value=UsageText.NAME)
@day_option("--today", AskHelp.TODAY)
@option("--copy-as", type=click.Choice(STYLES), words=AskHelp.COPY_AS, value=UsageText.FORMAT)
@json_option
@data_option
@click.pass_obj
def ask(
    settings: Settings,
    question: tuple[str, ...],
    top: int,
    batch: Path | None,
    since: WrittenDay | None,
    until: WrittenDay | None,
    page: tuple[str, ...],
    person: tuple[str, ...],
    today: WrittenDay | None,
    copy_as: Style | None,
    as_json: bool,
    data: Path | None,
) -> int:
    """Answer a question, or a file of them."""
    _check_question(question, batch)
    if copy_as and (batch or as_json):
        raise wrong_use(AnswerText.COPY_ALONE)
    lines = list(question_lines(batch)) if batch else []
    with newsroom(settings, data) as room:
        editions = days_of(room.published)
        filters = within(since, until, editions, pages=page, people=person)
        day = today.day(editions()) if today else None
        if batch:
            return _answer_lines(room, lines, day, top, filters)
        answer = Conversation(room).ask(joined(question), today=day, limit=top, filters=filters)
        if copy_as and answer.citations:
            click.echo("\n\n".join(_to_paste(each, copy_as, settings) for each in answer.citations))
        elif as_json:
            click.echo(json_text(answer_json(answer, room.house(), settings.lang)))
        else:
            click.echo(answer_text(answer, screen_of(settings.lang), room.house()))
    return Exit.OK


def _check_question(question: tuple[str, ...], batch: Path | None) -> None:
    """Raise ``UsageError`` where there is neither a question nor a file of them, or both."""
    if batch is None and not joined(question):
        raise wrong_use(AnswerText.WHICH_QUESTION)
    if batch is not None and question:
        raise wrong_use(AnswerText.NOT_BOTH)


def _to_paste(citation: Citation, style: Style, settings: Settings) -> str:
    """A quotation with its source, and its permalink where the site has an address."""
    url = own_links(settings).citation(citation_json(citation)) if settings.web_url else ""
    return harmless(cited(citation, style, template=settings.citation_style, url=url, lang=settings.lang))


def joined(words: Sequence[str]) -> str:
    """The words of a command line as one question: Chinese has no spaces between words, Latin keeps them."""
    text = " ".join(word for word in words if word.strip())
    return BETWEEN_HAN.sub("", text).strip()


def _answer_lines(
    room: Newsroom, lines: Sequence[AskedQuestion | BadInput], today: date | None, top: int, filters: Filters
) -> int:
    """Answer the good lines of a file one after the other, and tell of the bad ones."""
    lang = room.settings.lang
    talks: defaultdict[str, Conversation] = defaultdict(partial(Conversation, room))
    bad = 0
    for asked in lines:
        if isinstance(asked, BadInput):
            bad += 1
            tell(explain(asked, lang))
            continue
        talk = talks[asked.conversation] if asked.conversation else Conversation(room)
        answer = talk.ask(asked.question, today=today, limit=top, filters=filters)
        click.echo(json_text(answer_json(answer, room.house(), lang)))
    if bad:
        tell(screen_of(lang).say(AnswerText.BAD_LINES, count=bad))
        return Exit.BAD_INPUT if bad == len(lines) else Exit.PARTLY
    return Exit.OK
