"""What requests say in their addresses: the same names as the addresses of the page have."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, TypeAlias

from fastapi import Depends, Path, Query
from pydantic import BeforeValidator

from bot.programs.lookups import LONGEST_QUESTION, MOST_AT_ONCE, limits
from bot.reading import HEADLINES_AT_ONCE
from retrieval.answers.honesty.decision import MOST_CITED
from retrieval.domain import Filters

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_VALUES = 20
"""Values of one limit in a request; by hand, 2026-11."""
CURSOR = "^[0-9A-Za-z-]{1,64}[.][0-9]{1,9}$"
"""As ``cursors.py`` writes them."""
LARGEST_ID = 2**63 - 1


def as_day(value: object) -> object:
    """Only days as 2025-03-11: the library would take numbers for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("write the day as 2025-03-11")
    return value


Day: TypeAlias = Annotated[date, BeforeValidator(as_day)]
Question: TypeAlias = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST_QUESTION,
        description="A question, in Chinese.",
        examples=["朝阳区转贷期限多久"],
    ),
]
Words: TypeAlias = Annotated[
    str, Query(min_length=1, max_length=LONGEST_QUESTION, description="Words to look for.", examples=["转贷"])
]
WordsOrNone: TypeAlias = Annotated[
    str,
    Query(
        max_length=LONGEST_QUESTION,
        description="Words to look for; without any, all articles are listed, newest first.",
        examples=["转贷"],
    ),
]
Before: TypeAlias = Annotated[
    str | None, Query(max_length=LONGEST_QUESTION, description="The question before, where this is a follow-up.")
]
Top: TypeAlias = Annotated[int, Query(ge=1, le=MOST_CITED, description="Citations at most.")]
CursorText: TypeAlias = Annotated[
    str | None,
    Query(max_length=80, pattern=CURSOR, description="`next` of the page before; good until the next publishing."),
]
Most: TypeAlias = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="Entries of a page.")]
MostHeadlines: TypeAlias = Annotated[int, Query(ge=1, le=HEADLINES_AT_ONCE, description="Headlines at most.")]
Id: TypeAlias = Annotated[int, Path(ge=0, le=LARGEST_ID, examples=[2])]
MarkName: TypeAlias = Annotated[str, Path(max_length=60, description="As in a permalink.", examples=["p5:44-174"])]
DayName: TypeAlias = Annotated[str, Path(max_length=20, description="A day, or `undated`.", examples=["2025-03-11"])]


def filters_of(
    since: Annotated[Day | None, Query(alias="from", description="This day and later.")] = None,
    until: Annotated[Day | None, Query(alias="to", description="This day and before.")] = None,
    paper: Annotated[list[str], Query(max_length=MOST_VALUES)] = [],  # noqa: B006  # FastAPI copies it
    page: Annotated[list[str], Query(max_length=MOST_VALUES, description="3, A03, 第三版, 头版.")] = [],  # noqa: B006
    reporter: Annotated[list[str], Query(max_length=MOST_VALUES)] = [],  # noqa: B006
) -> Filters:
    """The limits of a request. Raises ``BadPage``."""
    return limits(since=since, until=until, pages=page, people=reporter, papers=paper)


Where: TypeAlias = Annotated[Filters, Depends(filters_of)]
