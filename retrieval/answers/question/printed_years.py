"""Days of editions without their year, 3月12日报上: the newest such edition where the last such day has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from retrieval.answers.question.filters import DateMention
from retrieval.answers.question.query import Query
from retrieval.domain import Edition


def in_printed_year(query: Query, editions: Callable[[], Iterable[Edition]]) -> Query:
    """The query, limited to the newest edition of the day that it names without a year; asks only where it does."""
    named = _without_year(query)
    if named is None:
        return query
    newest: date | None = None
    for edition in editions():
        day = edition.date
        if day == named.first:
            return query
        if day and (day.month, day.day) == (named.first.month, named.first.day):
            newest = max(newest or day, day)
    if newest is None:
        return query
    dates = list(query.dates)
    dates[dates.index(named)] = replace(named, first=newest, last=newest)
    return replace(query, dates=tuple(dates), filters=replace(query.filters, date_from=newest, date_to=newest))


def _without_year(query: Query) -> DateMention | None:
    """The one day of an edition that the query is limited to, if it names no year."""
    for mention in query.dates:
        limits = mention.first == query.filters.date_from and mention.last == query.filters.date_to
        if limits and mention.of_edition and mention.yearless:
            return mention
    return None
