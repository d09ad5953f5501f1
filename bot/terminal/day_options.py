"""Options that take days as people write them: 2025-03-12, 3月12日, 昨天, 上周三.

A day without its year is the newest such edition, so that what was written is kept until the archive is open.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import click

from bot.clock import Clock
from bot.days import DaySpan, only_days
from bot.lang import Lang
from bot.render import date_text, one_line
from bot.settings import Settings
from bot.terminal.clicking import GIVEN, lang_of, option, wrong_use
from bot.terminal.screen import tell
from bot.terminal.words.days import DayText
from bot.terminal.words.usage import UsageText
from bot.wording import Wording, say
from retrieval.domain import Filters
from retrieval.index.published import Published

Days: TypeAlias = Callable[[], Iterable[date | None]]
"""Tells the days of the editions that an option may mean; asked only where one was given."""
PLAIN_WORD = re.compile(r"[\w@%+=:,./-]+")
"""What no shell reads otherwise."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """What was written behind an option, and on which day."""

    text: str
    names: tuple[str, ...]
    today: date

    def span(self, editions: Iterable[date | None] = ()) -> DaySpan:
        """The first and the last day that it names; without a year, the newest such one of ``editions``."""
        found = only_days(self.text, self.today, [day for day in editions if day])
        assert found is not None, "was read before"
        return found

    def day(self, editions: Iterable[date | None] = ()) -> date:
        """The one day that it names. Raises ``UsageError`` where it names several."""
        first, last = self.span(editions)
        if first != last:
            raise wrong_use(DayText.ONE_DAY, value=repr(self.text))
        return first

    def printed_on(self, days: Days) -> date:
        """The one day on which something new was printed. Raises ``UsageError`` where that leaves two years open."""
        day, known = self.day(), self.day(days())
        if day != known:
            raise wrong_use(DayText.WHICH_YEAR, value=repr(self.text), day=day, printed=known)
        return day


class Day(click.ParamType[WrittenDay]):
    """Text that names days and nothing else."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> WrittenDay:
        if isinstance(value, WrittenDay):
            return value
        settings = (ctx.find_object(Settings) if ctx else None) or Settings()
        names = tuple(param.opts) if param else ()
        written = WrittenDay(str(value), names, Clock(settings.timezone).today())
        if only_days(written.text, written.today) is None:
            self.fail(say(lang_of(ctx), DayText.NO_DAY, value=repr(value)), param, ctx)
        return written


def day_option(name: str, words: Wording, *more: str) -> Callable[[Any], Any]:
    """An option that takes a day."""
    return option(name, *more, type=Day(), words=words, value=UsageText.DAY)


def days_of(opening: Callable[[], AbstractContextManager[Published]]) -> Days:
    """The days of the editions that readers see; opened when they are asked for."""

    def days() -> list[date | None]:
        with opening() as paper:
            return [edition.date for edition in paper.editions()]

    return days


def within(
    since: WrittenDay | None,
    until: WrittenDay | None,
    days: Days,
    *,
    pages: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
    papers: tuple[str, ...] = (),
) -> Filters:
    """The limits of a command. Where no edition lies within, standard error tells the newest, and how to ask for it."""
    written = [each for each in (since, until) if each is not None]
    editions = [day for day in days() if day] if written else []
    first = since.span(editions)[0] if since else None
    last = until.span(editions)[1] if until else None
    _check_order(first, last)
    if editions and not any((first or day) <= day <= (last or day) for day in editions):
        _tell_newest(written, first, last, max(editions))
    return Filters(date_from=first, date_to=last, pages=pages, people=people, papers=papers)


def _check_order(first: date | None, last: date | None) -> None:
    """Raise ``UsageError`` where the days end before they begin."""
    if first and last and first > last:
        raise wrong_use(DayText.BACKWARDS, since=first, until=last)


def _tell_newest(written: Sequence[WrittenDay], first: date | None, last: date | None, newest: date) -> None:
    context = click.get_current_context()
    lang = lang_of(context)
    again = " ".join(map(_typed, [*context.command_path.split(), *_with_day(context, written, newest)]))
    days = days_text(first, last, lang)
    tell(one_line(say(lang, DayText.NO_EDITION, days=days, newest=date_text(newest, lang), again=again)))


def days_text(first: date | None, last: date | None, lang: Lang) -> str:
    """The days from one to another, of which at least one is given."""
    begin, end = (date_text(day, lang) if day else "" for day in (first, last))
    if begin and end:
        return begin if begin == end else say(lang, DayText.BETWEEN, first=begin, last=end)
    return say(lang, DayText.FROM, day=begin) if begin else say(lang, DayText.UP_TO, day=end)


def _with_day(context: click.Context, written: Sequence[WrittenDay], day: date) -> Iterator[str]:
    """The words of a command with a day in place of those that were written."""
    texts = {name: each.text for each in written for name in each.names}
    before = ""
    for word in context.meta[GIVEN]:
        name, equals, value = word.partition("=")
        if texts.get(before) == word:
            yield str(day)
        elif equals and texts.get(name) == value:
            yield f"{name}={day}"
        else:
            yield word
        before = word


def _typed(word: str) -> str:
    """A word as a shell takes it; Chinese needs no quotation marks."""
    return word if PLAIN_WORD.fullmatch(word) else shlex.quote(word)
