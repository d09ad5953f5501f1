"""From a query to the candidates in order: gather, rank, and look again where a word was mistyped."""

from __future__ import annotations

from embeddings.encoder import Encoder
from retrieval.answers.candidates import gather
from retrieval.answers.corrections import Corrector, convinces, nearby
from retrieval.answers.query import Query
from retrieval.answers.rank import DENSE
from retrieval.answers.ranked import Ranked, rank
from retrieval.answers.stages import stage
from retrieval.answers.terms import terms_of
from retrieval.domain import Filters
from retrieval.editions.archive import Archive
from retrieval.index.engine import Generation
from retrieval.index.tokenizer import Tokenizer


class Search:
    """Finds and orders candidates. Safe to call from several threads."""

    def __init__(self, archive: Archive, encoder: Encoder, tokenizer: Tokenizer, *, dense: float = DENSE) -> None:
        self._archive, self._encoder, self._tokenizer = archive, encoder, tokenizer
        self._dense = dense

    def ranked(self, query: Query, generation: Generation, where: Filters) -> Ranked | None:
        """The candidates of a query, or of what was meant by it (see its ``query``); None where there are none."""
        typed = self._as_read(query, generation, where)
        slip = Corrector(generation).slip(query.content, nearby(typed))
        if slip is None:
            return typed
        corrected = query.corrected(slip)
        if corrected.filters != query.filters or not corrected.terms:
            return typed
        meant = self._as_read(corrected, generation, where)
        return meant if meant and convinces(slip, typed, meant) else typed

    def _as_read(self, query: Query, generation: Generation, where: Filters) -> Ranked | None:
        """The candidates of a query as it stands."""
        with stage("candidates"):
            vector = self._encoder.encode_queries([query.question])[0]
            pool = gather(query, vector, generation, self._archive, where)
        if not pool.documents:
            return None
        with stage("rank"):
            return rank(query, terms_of(query, self._tokenizer, generation), pool, self._dense)
