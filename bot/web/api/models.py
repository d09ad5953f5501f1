"""The shapes of what the API gives and takes, for its OpenAPI description; the records are made in ``bot/programs``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.programs.lookups import LONGEST_QUESTION, LONGEST_QUOTE, MOST_IN_A_BATCH
from retrieval.answers.honesty.decision import CITED, MOST_CITED
from retrieval.domain import AnswerStatus, ArticleKind
from retrieval.lookup.quotes import QuoteVerdict

DeliveredName = Annotated[str, Field(description="The file that was delivered, with its two nearest folders.")]


class Exact(BaseModel):
    """A shape with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Byline(Exact):
    """Names by role, as printed."""

    reporters: list[str]
    correspondents: list[str]
    photographers: list[str]


class Headline(Exact):
    """A pointer to an article; `line` is how it is cited."""

    article_id: int
    headline: str | None
    paper: str | None
    date: date | None
    page: str | None
    opening: str = Field(description="The first words of an article without headline.")
    line: str
    permalink: str


class Citation(Exact):
    """Words as they were printed, and where; `line` is how they are cited."""

    headline: str | None
    kicker: str | None
    paper: str | None
    date: date | None
    page: str | None
    byline: Byline
    jump: str | None
    opening: str
    excerpt: str = Field(description="Whole sentences, word for word.")
    evidence: list[tuple[int, int]] = Field(description="Characters of the excerpt that answer, or that were sought.")
    passage_id: int
    start: int
    end: int
    article_id: int
    source_id: str | None
    source_file: DeliveredName
    source_bytes: list[tuple[int, int]]
    area: dict[str, Any] | None
    recognition: float | None
    score: float
    line: str
    permalink: str
    also: list[Headline]
    corrections: list[Citation]
    earlier: bool


class Answer(Exact):
    """An answer, as `baowen ask --json` gives it, with permalinks."""

    question: str
    status: AnswerStatus
    answer: str | None = Field(description="A piece of the first excerpt.")
    citations: list[Citation]
    generation: str
    freshness: date | None = Field(description="The day of the newest edition.")
    latency_ms: float
    notes: list[str]
    reply: str | None = Field(description="A sentence for what is no question on the news.")
    further: int
    later: Headline | None
    nearest: list[Headline]
    understood: dict[str, Any]


class Answers(Exact):
    """The answers of a batch, in the order of its questions."""

    answers: list[Answer]


class Count(Exact):
    """A value, and how many there are of it."""

    value: str
    count: int


class Facets(Exact):
    """Articles by month, paper, page and person; each counts what the other filters leave."""

    months: list[Count]
    papers: list[Count]
    pages: list[Count]
    people: list[Count]


class AppliedFilters(Exact):
    """The limits of a search: those of the request, and those that its words name."""

    date_from: date | None
    date_to: date | None
    pages: list[str]
    people: list[str]
    papers: list[str]


class Respelling(Exact):
    """A word that was taken for a typing slip."""

    typed: str
    meant: str


class SearchPage(Exact):
    """A page of the articles found, each as its best passage."""

    total: int
    nearest: bool = Field(description="No article holds the words; these come near.")
    results: list[Citation]
    next: str | None = Field(description="The cursor of the next page.")
    facets: Facets
    filters: AppliedFilters
    corrections: list[Respelling]
    generation: str
    freshness: date | None


class Mention(Citation):
    """A passage that prints the words."""

    in_headline: bool
    first: bool = Field(description="The first time that they were printed.")


class MentionPage(Exact):
    """A page of every mention, by time."""

    words: list[str]
    total: int
    articles: int
    by_month: list[Count]
    mentions: list[Mention]
    next: str | None
    generation: str


class ArticlePart(Exact):
    """A part of an article that goes on on another page."""

    article_id: int
    page: str | None
    jump: str | None
    source_file: DeliveredName
    area: dict[str, Any] | None


class Article(Exact):
    """An article with its later parts, what corrects it, what else stands on its page, and what else was printed."""

    article_id: int
    source_id: str | None
    source_file: DeliveredName
    paper: str | None
    date: date | None
    page: str | None
    headline: str | None
    kicker: str | None
    subhead: str | None
    byline: Byline
    jump: str | None
    kind: ArticleKind
    url: str | None = Field(description="The article on the paper's own site.")
    area: dict[str, Any] | None
    joins: int
    paragraphs: list[str]
    parts: list[ArticlePart]
    line: str
    permalink: str
    corrections: list[Citation]
    on_this_page: list[Headline]
    also_printed: list[Headline] = Field(description="The same report in other places.")
    newer: list[Headline] = Field(description="Later reports on its matter, the newest first.")


class OneArticle(Article):
    """An article, and the generation that it was read from."""

    generation: str


class OneCitation(Exact):
    """A citation in its article. `fate` says what became of the article since."""

    citation: Citation | None
    fate: Literal["read_anew", "words_gone"] | None
    article: Article
    generation: str


class EditionLine(Exact):
    """An edition by its name."""

    paper: str | None
    date: date | None
    permalink: str


class EditionList(Exact):
    """All editions, newest first."""

    editions: list[EditionLine]
    generation: str


class EditionPage(Exact):
    """A page and its headlines, in printed order."""

    page: str | None
    articles: list[Headline]


class Edition(EditionLine):
    """An edition, page by page."""

    pages: list[EditionPage]


class DayOfEditions(Exact):
    """The editions of a day, or as many of their headlines as were asked for."""

    editions: list[Edition]
    total: int = Field(description="Headlines of all these editions.")
    next: str | None = Field(description="The cursor of the next page.")
    generation: str


class Difference(Exact):
    """A stretch of a quotation beside what was printed."""

    quoted: str
    printed: str
    same: bool


class QuoteCheck(Exact):
    """What became of a check."""

    quote: str
    verdict: QuoteVerdict
    same_signs: bool = Field(description="False where only the punctuation differs.")
    places: list[Citation]
    differences: list[Difference]
    generation: str


class PartProblem(Exact):
    """What a part of a request has to be."""

    where: str
    problem: str


class Problem(Exact):
    """RFC 9457 problem details; `code` names the problem for programs."""

    type: str
    title: str
    status: int
    detail: str | None = None
    code: str | None = None
    errors: list[PartProblem] | None = None


class QuoteToCheck(Exact):
    """A quotation to look up."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "期限90天,按每天万分之二收取资金占用费"}]})

    text: str = Field(min_length=1, max_length=LONGEST_QUOTE)


class QuestionOfBatch(Exact):
    """A question; those with the same conversation are one talk, each read with those before it."""

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    conversation: str | None = Field(default=None, max_length=100)


class Batch(Exact):
    """Questions to be answered one after the other."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"questions": [{"question": "朝阳区转贷期限多久"}], "top": 1}]}
    )

    questions: list[QuestionOfBatch] = Field(min_length=1, max_length=MOST_IN_A_BATCH)
    top: int = Field(default=CITED, ge=1, le=MOST_CITED, description="Citations of each answer at most.")
