"""Asking, searching, listing mentions and checking quotations."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.programs.lookups import BatchQuestion
from bot.web.api.answering import Answering
from bot.web.api.examples import ANSWER, CHECK, SEARCH
from bot.web.api.models import Answer, Answers, Batch, MentionPage, QuoteCheck, QuoteToCheck, SearchPage
from bot.web.api.parameters import Before, CursorText, Most, Question, Top, Where, Words, WordsOrNone
from bot.web.api.responses import NOT_MODIFIED, STALE, gives
from retrieval.answers.honesty.decision import CITED
from retrieval.lookup.mentions import Order
from retrieval.lookup.search import SearchOrder


def asking_routes(answering: Answering) -> APIRouter:
    """The routes."""
    routes = APIRouter()

    @routes.get("/ask", responses=gives(Answer, ANSWER) | NOT_MODIFIED, operation_id="ask")
    async def ask(request: Request, q: Question, where: Where, top: Top = CITED, previous: Before = None) -> Response:
        """Ask a question."""
        return await answering.record(request, lambda lookups: lookups.ask(q, where, top=top, previous=previous))

    @routes.post("/ask:batch", responses=gives(Answers), operation_id="askBatch")
    async def ask_batch(request: Request, batch: Batch) -> Response:
        """Ask up to twenty questions, one after the other."""
        questions = [BatchQuestion(each.question, each.conversation) for each in batch.questions]
        return await answering.batch(request, questions, batch.top)

    @routes.get("/search", responses=gives(SearchPage, SEARCH) | NOT_MODIFIED | STALE, operation_id="search")
    async def search(
        request: Request,
        where: Where,
        q: WordsOrNone = "",
        order: SearchOrder = "relevance",
        cursor: CursorText = None,
        limit: Most = 10,
    ) -> Response:
        """Find articles by words, with counts by month, paper, page and reporter."""
        return await answering.record(
            request, lambda lookups: lookups.search(q, where, order=order, cursor=cursor, most=limit)
        )

    @routes.get("/mentions", responses=gives(MentionPage) | NOT_MODIFIED | STALE, operation_id="mentions")
    async def mentions(
        request: Request,
        q: Words,
        where: Where,
        order: Order = "oldest",
        cursor: CursorText = None,
        limit: Most = 20,
    ) -> Response:
        """List every passage that prints words, by time."""
        return await answering.record(
            request, lambda lookups: lookups.mentions(q, where, order=order, cursor=cursor, most=limit)
        )

    @routes.post("/verify", responses=gives(QuoteCheck, CHECK), operation_id="verify")
    async def verify(request: Request, quote: QuoteToCheck) -> Response:
        """Tell whether a sentence was printed, and where; else the nearest printed one and how it differs."""
        return await answering.record(request, lambda lookups: lookups.verify(quote.text))

    return routes
