"""Answer a question: the flow from its words to cited excerpts.

Steps: understand → retrieve (candidates in order, typing slips put right) → excerpts, short answer, how sure → cite.
One answer sees one generation from start to end.
"""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date

from embeddings.encoder import Encoder
from embeddings.reranker import Reranker
from retrieval.answers.honesty import paper_answers
from retrieval.answers.honesty.annotations import annotated
from retrieval.answers.honesty.citation import answer_of, shown_part
from retrieval.answers.honesty.decision import ANSWERED, CITED, RELATED, stands_alone
from retrieval.answers.honesty.draft import Draft
from retrieval.answers.honesty.report_answers import report_draft
from retrieval.answers.models.network import Network
from retrieval.answers.question.printed_years import in_printed_year
from retrieval.answers.question.query import Query, topic, understand
from retrieval.answers.ranking.leading import Leading
from retrieval.answers.ranking.rerank import PLANS, Depth, Leaders
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.ranking.scores import DENSE_WEIGHT
from retrieval.answers.ranking.writers import is_writer
from retrieval.answers.timing import stage
from retrieval.answers.topics import Topics
from retrieval.answers.tuning import Tuning
from retrieval.domain import NO_FILTERS, Answer, Filters, Hit, Note, NoteCode
from retrieval.editions.store.archive import Archive
from retrieval.index.published import Papers, Published, published_view
from retrieval.index.serving import Leases
from retrieval.language.tokenizer import Tokenizer

ATTEMPTS = 3
"""How often a question is answered anew because what was to be cited has just been withdrawn; by hand, 2026-11."""


class Asker:
    """Answers questions from the published generation. Safe to call from several threads."""

    def __init__(
        self,
        texts: Archive | Papers,
        serving: Leases,
        encoder: Encoder,
        tokenizer: Tokenizer,
        *,
        dense: float = DENSE_WEIGHT,
        reranker: Reranker | None = None,
        tuning: Tuning | None = None,
        network: Network | None = None,
        depth: Depth = "full",
        turns: AbstractContextManager[object] | None = None,
    ) -> None:
        """``dense`` is the weight of the encoder in the ranking; the default suits the bundled one.

        ``tuning`` is what was fitted for these models; it takes the place of ``dense`` and of the thresholds.
        ``network`` reads the leaders, ``depth`` of them; without one there are no short answers. ``turns`` is held
        while a question is worked on: so many are answered at once (``Turns``), the others wait.
        """
        self._texts, self._serving, self._tokenizer = texts, serving, tokenizer
        blend = tuning.blend if tuning else None
        search = Search(encoder, tokenizer, dense=dense, reranker=reranker, blend=blend)
        self._leading = Leading(search, network, PLANS[depth])
        self._thresholds = (tuning.answered, tuning.related) if tuning else (ANSWERED, RELATED)
        self._topics, self._turns = Topics(), turns or nullcontext()

    def ask(
        self,
        question: str,
        *,
        today: date,
        limit: int = CITED,
        filters: Filters = NO_FILTERS,
        previous: str | None = None,
    ) -> Answer:
        """The answer to one question; ``limit`` is the most citations that are shown.

        Raises ``NothingPublished`` before the first publishing, ``GenerationMismatch`` for another encoder's index.
        """
        started = time.perf_counter()
        with stage("understand"):
            query = understand(question, today, previous)
        with self._turns, self._serving.lease() as generation:
            paper = published_view(self._texts, generation)
            query = in_printed_year(query, paper.editions)
            where = query.within(filters, generation.manifest.newest_date)
            lead = None if where else self._topics.article(paper.id, previous)
            draft = self._live_draft(query, paper, where, lead)
            answer = answer_of(draft, question, paper.id, paper.newest_date(), today)
            with stage("beside"):
                citations = annotated(answer.citations, draft.related, paper)
        if answer.citations:
            about = topic(question, answer.follows)
            self._topics.remember(answer.generation, about, answer.citations[0].article_id)
        answer = shown_part(replace(answer, citations=citations), draft.later, max(limit, 1))
        elapsed_ms = round((time.perf_counter() - started) * 1000, 2)
        return replace(answer, latency_ms=elapsed_ms)

    def ranking(self, question: str, *, today: date, filters: Filters = NO_FILTERS) -> list[Hit]:
        """Article ids as the bot ranks them for a question, best first: what evaluation measures recall on."""
        query = understand(question, today)
        if not query.terms:
            return []
        with self._serving.lease() as generation:
            where = query.within(filters, generation.manifest.newest_date)
            found = self.leaders(query, published_view(self._texts, generation), where)
        return found.ranked.hits if found else []

    def leaders(self, query: Query, paper: Published, where: Filters) -> Leaders | None:
        """The candidates of a query as the bot ranks them, the leading ones read; None where there are none."""
        return self._leading.of(query, paper, where)

    def _live_draft(self, query: Query, paper: Published, where: Filters, lead: int | None) -> Draft:
        """The draft, made once more where some of what it cites was withdrawn meanwhile."""
        for _ in range(ATTEMPTS):
            draft = self._draft(query, paper, where, lead)
            if paper.live(draft.article_ids) >= set(draft.article_ids):
                paper.check([(each.excerpt.passage, each.document.article) for each in draft.evidence])
                return draft
        return Draft(query)

    def _draft(self, query: Query, paper: Published, where: Filters, lead: int | None) -> Draft:
        if query.reply is not None or not query.terms:
            return Draft(query)
        if lead is not None and query.about_the_paper and query.previous is not None:
            return paper_answers.about_article(query, paper, lead)
        if paper_answers.names_no_subject(query, self._tokenizer, paper.generation):
            return paper_answers.without_subject(query, paper, where)
        if query.person and is_writer((query.person,), paper.generation):
            return paper_answers.of_person(query, query.person, paper, where)
        if query.alone is None:
            return self._found(query, paper, where, lead)
        together = self._draft(replace(query, alone=None), paper, where, lead)
        alone = self._draft(query.alone, paper, where, lead)
        return alone if stands_alone(alone.confidence, together.confidence) else together

    def _found(self, query: Query, paper: Published, where: Filters, lead: int | None) -> Draft:
        """What the archive has on a matter that is named."""
        leaders = self._leading.of(query, paper, where, lead)
        if leaders is None:
            return Draft(query, notes=(Note(NoteCode.NONE_THERE),) if where else ())
        if query.about_the_paper:
            return paper_answers.about(leaders.ranked)
        return report_draft(leaders, self._thresholds)
