"""From a query to the candidates in order: gather, rank, look again where a word was mistyped, read the leaders."""

from __future__ import annotations

from embeddings.encoder import Encoder
from embeddings.reranker import Reranker
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.blend import RERANK, Blend, blended, reordered, reread
from retrieval.answers.ranking.candidates import gather
from retrieval.answers.ranking.ranked import Ranked, favoured, rank
from retrieval.answers.ranking.scores import DENSE_WEIGHT
from retrieval.answers.ranking.spelling import Corrector, convinces, holds_all, nearby
from retrieval.answers.ranking.terms import terms_of
from retrieval.answers.ranking.writers import is_writer, possible_names
from retrieval.answers.timing import stage
from retrieval.domain import Filters
from retrieval.index.engine import Generation
from retrieval.index.published import Published
from retrieval.language.tokenizer import Tokenizer

KNOWN = 100_000
"""Terms whose counts are kept at most; by hand, 2026-11."""


class Search:
    """Finds and orders candidates. Safe to call from several threads."""

    def __init__(
        self,
        encoder: Encoder,
        tokenizer: Tokenizer,
        *,
        dense: float = DENSE_WEIGHT,
        reranker: Reranker | None = None,
        blend: Blend | None = None,
    ) -> None:
        """``blend`` are weights fitted for these models; without them ``dense`` counts, see ``rank``."""
        self._encoder, self._tokenizer, self._reranker = encoder, tokenizer, reranker
        self._dense, self._blend = 0.0 if blend else dense, blend
        self._counts: tuple[str, dict[str, float]] = ("", {})

    def ranked(self, query: Query, paper: Published, where: Filters, lead: int | None = None) -> Ranked | None:
        """The candidates of a query, or of what was meant by it (see its ``query``); None where there are none.

        Nothing of them was read yet. The operator's models count where weights were fitted for them. ``lead`` is the
        article that the question before was answered from: it is among them, and has an advantage.
        """
        found = self._meant(query, paper, where, lead)
        if found is None or query.about_the_paper or not self._has_models:
            return found
        return self._by_models(found)

    @property
    def _has_models(self) -> bool:
        """Whether a model has a say of its own: a reranker, or vectors that a weight was fitted for."""
        return self._reranker is not None or (self._blend is not None and self._blend.dense != 0)

    def as_typed(self, query: Query, paper: Published, where: Filters) -> Ranked | None:
        """The candidates of a query as it stands, slips and all, before any model has a say of its own."""
        return self._as_read(query, paper, where, self._dense)

    def by_words(self, query: Query, paper: Published, where: Filters) -> Ranked | None:
        """As ``as_typed``, by nothing but words: what weights are fitted on."""
        return self._as_read(query, paper, where, dense=0.0)

    def _meant(self, query: Query, paper: Published, where: Filters, lead: int | None) -> Ranked | None:
        generation = paper.generation
        typed = self._as_read(query, paper, where, self._dense, lead)
        if holds_all(typed):
            return typed
        slip = Corrector(generation, self._counts_of(generation)).slip(query.content, nearby(typed))
        # 孙妍 is no slip for 孙艳 where both write for the paper.
        if slip is None or is_writer(possible_names(query.content, slip.typed), generation):
            return typed
        corrected = query.corrected(slip)
        if corrected.filters != query.filters or not corrected.terms:
            return typed
        meant = self._as_read(corrected, paper, where, self._dense, lead)
        return meant if meant and convinces(slip, typed, meant) else typed

    def _counts_of(self, generation: Generation) -> dict[str, float]:
        """Counts of terms that were looked up in this generation before: the same ones come again and again."""
        name, counts = self._counts
        if name != generation.manifest.id or len(counts) > KNOWN:
            counts = {}
            self._counts = generation.manifest.id, counts
        return counts

    def _as_read(
        self, query: Query, paper: Published, where: Filters, dense: float, lead: int | None = None
    ) -> Ranked | None:
        """The candidates of a query as it stands."""
        with stage("candidates"):
            vector = self._encoder.encode_queries([query.question])[0]
            also = () if lead is None else (lead,)
            pool = gather(query, vector, paper, where, also)
        if not pool.documents:
            return None
        with stage("rank"):
            found = rank(query, terms_of(query, self._tokenizer, paper.generation), pool, dense)
            return found if lead is None else favoured(found, lead)

    @stage("rerank")
    def _by_models(self, ranked: Ranked) -> Ranked:
        """The candidates as vectors and reranker would have them, where these have a say of their own."""
        blend = self._blend or Blend(rerank=RERANK)
        if blend.dense:
            ranked = reordered(ranked, blended(ranked.scores, ranked.pool.dense_score, None, blend))
        if self._reranker is None or not blend.rerank:
            return ranked
        again = blended(
            ranked.scores, ranked.pool.dense_score, reread(ranked, self._reranker), Blend(0.0, blend.rerank)
        )
        return reordered(ranked, again)
