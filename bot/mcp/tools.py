"""The tools: what each takes and gives. Assistants read these texts to choose between them.

``search`` and ``fetch`` are the pair that assistants' connectors look for, by these names and with these fields
(platform.openai.com/docs/mcp); the others give the records of the API.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeAlias

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field

from bot.logs import described
from bot.messages import KNOWN
from bot.programs.cursors import BadCursor, StaleCursor
from bot.programs.lookups import LONGEST_QUESTION, LONGEST_QUOTE, BadPage, Lookups, limits
from bot.programs.records import Record
from bot.reading import parse_mark
from bot.web.workers import Overloaded
from retrieval.answers.honesty.decision import CITED, MOST_CITED
from retrieval.errors import Replaced, UnknownRecord

ARTICLE_ID = re.compile(r"[0-9]{1,18}")
SEARCHED = 10
"""Articles that ``search`` gives; connectors take no number."""

log = logging.getLogger(__name__)

Question = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION, description="A question, in Chinese.")]
Words = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_QUESTION,
        description="Words to look for, in Chinese. Days and pages may be named too: 3月11日报上的大桥, 第3版 大桥.",
    ),
]
RecordId = Annotated[
    str, Field(max_length=60, description="An id that search gave (p5:44-174), or the number of an article (2).")
]
Quote = Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE, description="The sentence to check, as quoted.")]
Day = Annotated[date | None, Field(description="The day of the paper, 2025-03-11.")]
Since = Annotated[date | None, Field(description="Only from papers of this day on, 2025-03-11.")]
Until = Annotated[date | None, Field(description="Only from papers up to this day.")]
Page = Annotated[str | None, Field(max_length=20, description="Only from this page: 3, A03, 头版.")]
Reporter = Annotated[str | None, Field(max_length=40, description="Only from reports by this person.")]
Paper = Annotated[str | None, Field(max_length=60, description="Only from this paper.")]
Cursor = Annotated[
    str | None, Field(max_length=80, description="`next` of the answer before, where there are more headlines.")
]
Before = Annotated[
    str | None, Field(max_length=LONGEST_QUESTION, description="The question before, where this is a follow-up.")
]
Top = Annotated[int, Field(ge=1, le=MOST_CITED, description="Citations at most.")]

Run: TypeAlias = Callable[[Callable[[], Record]], Awaitable[Record]]
"""Runs what blocks in a thread."""
Tell: TypeAlias = Callable[[Exception], str]
"""Puts an error into one line, without anybody's words."""
Tool: TypeAlias = Callable[..., Awaitable[Any]]


class SearchResultRecord(BaseModel):
    """An article that was found; ``text`` is its best passage, word for word, ``citation`` how it is cited."""

    id: str
    title: str
    url: str
    text: str
    citation: str


class SearchResults(BaseModel):
    """What ``search`` gives."""

    results: list[SearchResultRecord]


class Document(BaseModel):
    """What ``fetch`` gives: a whole article."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, Any]


class Tools:
    """The tools over what programs may look up."""

    def __init__(self, lookups: Lookups, run: Run, tell: Tell) -> None:
        self._lookups, self._run, self._tell = lookups, run, tell

    def all(self) -> list[Tool]:
        """Each tool, in the order in which they are listed."""
        return [self.search, self.fetch, self.ask, self.verify_quote, self.get_article, self.get_edition]

    async def search(self, query: Words) -> SearchResults:
        """Find articles of the newspaper by words, best first. Each result is a passage word for word, with the line by
        which it is cited and a link to the place in its article; fetch opens the whole article.
        """
        found = await self._record(lambda lookups: lookups.search(query, most=SEARCHED))
        return SearchResults(results=list(map(_result, found["results"])))

    async def fetch(self, id: RecordId) -> Document:  # the name that connectors call it by
        """Open a whole article by the id of a search result or the number of an article."""
        mark = parse_mark(id)
        if mark is not None:
            found = await self._record(lambda lookups: lookups.citation(mark))
            return _document(id, found["article"], found["citation"])
        if ARTICLE_ID.fullmatch(id) is None:
            raise ToolError(f"no such id: {id!r}; ids are like p5:44-174 or 2")
        return _document(id, await self.get_article(int(id)), None)

    async def ask(
        self,
        question: Question,
        date_from: Since = None,
        date_to: Until = None,
        page: Page = None,
        reporter: Reporter = None,
        previous: Before = None,
        top: Top = CITED,
    ) -> dict[str, Any]:
        """Ask the newspaper a question. `answer` is a short answer, a piece of the first excerpt, or null; `citations`
        hold excerpts word for word, the line by which each is cited and a permalink. `status` is answered, related_only
        (near, but no answer) or not_found: the paper has not reported it, and nothing should be made up.
        """
        people, pages = ([reporter] if reporter else []), ([page] if page else [])
        try:
            where = limits(since=date_from, until=date_to, pages=pages, people=people)
        except BadPage:
            raise ToolError("page: write it as 3, A03, 第三版 or 头版") from None
        return await self._record(lambda lookups: lookups.ask(question, where, top=top, previous=previous))

    async def verify_quote(self, text: Quote) -> dict[str, Any]:
        """Check whether the newspaper printed a sentence word for word. `verdict` is printed (`places` are where),
        differs (the one place is the nearest printed wording, `differences` set it beside the quotation), not_printed
        or too_short. Use it before attributing any quotation to the paper.
        """
        return await self._record(lambda lookups: lookups.verify(text))

    async def get_article(self, article_id: Annotated[int, Field(ge=0, lt=2**63)]) -> dict[str, Any]:
        """Read a whole article as it was printed, with the notices that correct it, later reports on the same matter
        (`newer`: prefer them where they tell otherwise) and what else is on its page.
        """
        try:
            return await self._record(lambda lookups: lookups.article(article_id))
        except _OtherVersion as other:
            version = other.version
        return await self._record(lambda lookups: lookups.article(version))

    async def get_edition(self, day: Day = None, paper: Paper = None, cursor: Cursor = None) -> dict[str, Any]:
        """List the headlines of a day's paper, page by page; without a day those of the newest edition."""

        def edition(lookups: Lookups) -> Record:
            return lookups.edition(day or lookups.newest_day(), [paper] if paper else [], cursor=cursor)

        try:
            return await self._record(edition)
        except (BadCursor, StaleCursor):
            raise ToolError("cursor: leave it out to begin anew") from None

    async def _record(self, look_up: Callable[[Lookups], Record]) -> Record:
        """What a look-up gives; its errors as tools tell them."""
        try:
            return await self._run(lambda: look_up(self._lookups))
        except Replaced as replaced:
            raise _OtherVersion(replaced.version) from None
        except (BadCursor, StaleCursor):
            raise
        except Overloaded:
            raise ToolError("many are asking just now; try again in a few seconds") from None
        except Exception as error:
            if not isinstance(error, KNOWN):
                log.error("a request failed\n%s", described(error))
            raise ToolError(self._tell(error)) from None


class _OtherVersion(ToolError, UnknownRecord):
    """Another version of an article is published."""

    def __init__(self, version: int) -> None:
        super().__init__(f"replaced by article {version}")
        self.version = version


def _result(record: Record) -> SearchResultRecord:
    return SearchResultRecord(
        id=f"p{record['passage_id']}:{record['start']}-{record['end']}",
        title=record["headline"] or record["opening"],
        url=record["permalink"],
        text=record["excerpt"],
        citation=record["line"],
    )


def _document(name: str, article: Record, citation: Record | None) -> Document:
    """An article as one text; ``citation`` is the one by which it was asked for."""
    told = ("paper", "date", "page", "byline", "kind", "corrections", "also_printed", "newer", "article_id")
    metadata = {"citation": article["line"], **{key: article[key] for key in told}}
    if citation:
        metadata["excerpt"] = citation["excerpt"]
    return Document(
        id=name,
        title=article["headline"] or article["line"],
        text="\n".join(article["paragraphs"]),
        url=(citation or article)["permalink"],
        metadata=metadata,
    )
