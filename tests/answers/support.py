"""Helpers of these tests: pages of our own in the newsroom's layout, indexed through the real parts."""

# ruff: noqa: E501 - paragraphs of a page are long lines
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from retrieval.answers.ask import Asker
from retrieval.answers.models.network import network
from retrieval.answers.question.query import Query
from retrieval.answers.ranking.candidates import Pool
from retrieval.answers.ranking.coverage import Document
from retrieval.answers.ranking.ranked import Ranked, rank
from retrieval.answers.ranking.terms import Terms
from retrieval.domain import Article, Passage
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.index.changes import live_contents
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Contents, Generation
from retrieval.index.publish import publish
from retrieval.index.published import Published
from retrieval.index.serving import Serving
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer

PAGE = """# 城东图书馆新馆下月开门

本报讯 (记者 林小舟 通讯员 何苗) 记者昨天从城东区文化局获悉,城东图书馆新馆将于下月1日开门迎客。新馆位于槐树街12号,总建筑面积3.6万平方米,设有阅览座位1200余个。

新馆周二至周日上午9时至晚上8时开放,周一闭馆。市民凭身份证可免费办理借书证,每人一次最多借10册,借期30天。

据馆长赵明亮介绍,新馆总投资2.4亿元,馆藏图书85万册。馆内还设有儿童区、朗读亭、自习室和盲文角。

# 西河大桥封闭维修

本报讯 (记者 高远) 市交通委昨天发布通告,西河大桥自本月15日起封闭维修,工期45天。维修期间,途经大桥的3路、17路和28路公交车绕行北环路。

此次维修将更换伸缩缝16道,加固桥墩8个。施工单位负责人孙立群说,工程费用约760万元,由市财政承担。

# 老旧小区加装电梯补贴标准公布

本报讯 (记者 林小舟) 市住建局近日公布老旧小区加装电梯补贴标准,每部电梯补贴20万元。申请须经本单元三分之二以上业主同意。

截至目前,全市已加装电梯346部,惠及居民4100余户。市住建局计划到2027年底再加装500部。
"""


class Silent:
    """An encoder without an opinion: answers rest on words alone."""

    name, dim, fingerprint = "silent", 8, "silent"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), self.dim), dtype=np.float32)

    encode_passages = encode_queries


def newsroom(folder: Path, files: Sequence[Path]) -> tuple[Asker, Archive]:
    """An asker over these files."""
    tokenizer, encoder = Tokenizer(), Silent()
    archive = Archive.open(folder / "archive.sqlite", create=True)
    ingest(archive, files)
    engine = EmbeddedEngine(folder, tokenizer)
    cache = VectorCache(folder / "vectors.sqlite", encoder)
    publish(archive, engine, encoder, cache)
    cache.close()
    serving = Serving(engine, encoder.fingerprint)
    return Asker(archive, serving, encoder, tokenizer, network=network(threads=1, budget_s=60.0)), archive


class _Everything:
    """A generation that holds all that an archive holds now, and can't be searched."""

    def __init__(self, archive: Archive) -> None:
        self._contents = live_contents(archive)

    def contents(self) -> Contents:
        return self._contents


def published(archive: Archive) -> Published:
    """All of an archive as readers would see it, without an index."""
    return Published(archive, cast(Generation, _Everything(archive)))


def ranked_of(query: Query, articles: Sequence[Article]) -> Ranked:
    """These articles, one passage each, as ranked for a query none of whose terms they hold."""
    nothing = np.zeros(len(articles), dtype=np.float32)
    documents = tuple(
        Document(article, (Passage(number, article.id, 0, 0, len(article.body), article.body),))
        for number, article in enumerate(articles)
    )
    keys, weights = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.float32)
    terms = Terms(keys, weights, keys, weights, (), (), weights, (), len(query.question))
    return rank(query, terms, Pool(documents, nothing, nothing, nothing, {}))


class Pointing(Silent):
    """Gives questions a vector, so that the generation is asked how near the articles' passages are."""

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), self.dim), self.dim**-0.5, dtype=np.float32)


class Interrupted:
    """An asker over an engine that lets something happen once, between looking for articles and citing them."""

    def __init__(self, asker: Asker, happening: Callable[[], object]) -> None:
        self.interruptions = 0
        self._happening = happening
        serving, encoder = asker._serving, Pointing()
        assert isinstance(serving, Serving)
        halting = Serving(_HaltingEngine(serving._engine, self), encoder.fingerprint)
        self._asker = Asker(asker._texts, halting, encoder, asker._tokenizer, network=asker._leading._network)

    def ask(self, question: str, **options):
        return self._asker.ask(question, **options)

    def happen(self) -> None:
        if not self.interruptions:
            self.interruptions += 1
            self._happening()


class _HaltingEngine:
    def __init__(self, engine, told: Interrupted) -> None:
        self._engine, self._told = engine, told

    def __getattr__(self, name: str):
        return getattr(self._engine, name)

    def open(self, generation_id: str):
        return _HaltingGeneration(self._engine.open(generation_id), self._told)


class _HaltingGeneration:
    def __init__(self, generation, told: Interrupted) -> None:
        self._generation, self._told = generation, told

    def __getattr__(self, name: str):
        return getattr(self._generation, name)

    def similarities(self, vector, passage_ids):
        self._told.happen()
        return self._generation.similarities(vector, passage_ids)


interrupted = Interrupted
