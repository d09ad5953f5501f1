"""Train the models of the light ranking: articles, and sentences of an article.

    python -m retrieval.training.train SHARED WORKDIR --encoder TWIN [--stages sentences] [--out FOLDER]

The training articles are indexed once into WORKDIR through the real ingest and publish. TWIN is an encoder trained
without the questions and headlines that are asked here (``python -m embeddings.training --twin``): the bundled one was
trained on them, so that its cosines would look better here than they are.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.opening import open_encoder
from embeddings.training.origin import origin_of
from retrieval.answers.models.trees import MODELS
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.candidates import gather
from retrieval.answers.ranking.ranked import Ranked, rank
from retrieval.answers.ranking.sentence_features import SENTENCE_FEATURES, sentence_features
from retrieval.answers.ranking.terms import terms_of
from retrieval.domain import Filters
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import publish
from retrieval.index.published import Published
from retrieval.index.vectors import VectorCache
from retrieval.language.folding import folded
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.examples import EXAMPLE_FILES, Example, examples, mixed
from retrieval.training.export import export_trees

TRAINING_DAY = date(2023, 8, 20)
FeatureRows = NDArray[np.float32]
RankingGroup = tuple[FeatureRows, NDArray[np.int64]]
RANKING = {
    "objective": "lambdarank", "num_leaves": 7, "learning_rate": 0.05, "min_data_in_leaf": 50, "feature_fraction": 0.6,
    "lambdarank_truncation_level": 10, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "seed": 1,
    "num_threads": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bench:
    """The index of the training articles."""

    paper: Published
    tokenizer: Tokenizer
    encoder: Encoder

    def ranked(self, question: str) -> Ranked | None:
        """The candidates of a question in order; None where there are none."""
        query = understand(question, TRAINING_DAY)
        if not query.terms:
            return None
        vector = self.encoder.encode_queries([query.question])[0]
        pool = gather(query, vector, self.paper, Filters())
        return rank(query, terms_of(query, self.tokenizer, self.paper.generation), pool) if pool.documents else None


def bench(folder: Path, articles: Sequence[dict[str, str]], encoder: Encoder) -> Bench:
    """Index the training articles, or open the index that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer()
    archive = Archive.open(folder / "archive.sqlite", create=True)
    if not archive.counts().articles:
        source = folder / "articles.jsonl"
        source.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in articles), encoding="utf-8")
        ingest(archive, [source])
    engine, cache = EmbeddedEngine(folder, tokenizer), VectorCache(folder / "vectors.sqlite", encoder)
    manifest = publish(archive, engine, encoder, cache).manifest
    cache.close()
    return Bench(Published(archive, engine.open(manifest.id)), tokenizer, encoder)


def article_group(work: Bench, example: Example) -> RankingGroup | None:
    """Candidates of a question; the gold ones are 1."""
    ranked = work.ranked(example.question)
    if ranked is None:
        return None
    gold = [document.article.external_id in example.gold for document in ranked.pool.documents]
    return ranked.rows, np.array(gold, dtype=np.int64)


def _on_gold(work: Bench, example: Example) -> tuple[Ranked, int] | None:
    """The ranking, and the number of the gold article in it."""
    ranked = work.ranked(example.question) if example.answers else None
    if ranked is None:
        return None
    for number, document in enumerate(ranked.pool.documents):
        if document.article.external_id in example.gold:
            return ranked, number
    return None


def sentence_group(work: Bench, example: Example) -> RankingGroup | None:
    """Sentences of the gold article; those that hold an accepted answer are 1."""
    found = _on_gold(work, example)
    if found is None:
        return None
    ranked, gold = found
    numbers, rows = sentence_features(ranked.query, ranked.terms, ranked.layout, ranked.coverage, [gold])
    answers = [without_space(answer) for answer in example.answers]
    labels = np.zeros(len(numbers), dtype=np.int64)
    for row, number in enumerate(numbers.tolist()):
        text = without_space(ranked.layout.sentences[number].text)
        labels[row] = any(answer in text for answer in answers)
    return rows, labels


def fit(
    name: str,
    features: Sequence[str],
    groups: Iterable[RankingGroup | None],
    parameters: dict[str, object],
    trees: int,
    inputs: Sequence[Path],
    out: Path,
) -> None:
    """Write a model into ``out``; ``inputs`` are the files that its questions and articles come from."""
    kept = [each for each in groups if each]
    record = origin_of("retrieval.training.train", seed=1, inputs=inputs, questions={name: len(kept)})
    export_trees(grown(kept, features, parameters, trees), features, out / f"{name}.npz", record)
    sys.stdout.write(f"{name}: {len(kept)} groups, {sum(len(each[1]) for each in kept)} rows\n")


def grown(
    groups: Sequence[RankingGroup], features: Sequence[str], parameters: dict[str, object], trees: int
) -> lgb.Booster:
    """Trees that rank learn from groups that have both right and wrong rows, others from all."""
    ranking = parameters["objective"] == "lambdarank"
    kept = list(filter(_has_both, groups)) if ranking else groups
    rows, labels = zip(*kept, strict=True)
    sizes = list(map(len, labels)) if ranking else None
    table = lgb.Dataset(np.concatenate(rows), np.concatenate(labels), group=sizes, feature_name=list(features))
    return lgb.train(parameters, table, trees)


def _has_both(group: RankingGroup) -> bool:
    _, labels = group
    return 0 < int(np.count_nonzero(labels)) < len(labels)


def without_space(text: str) -> str:
    """Folded, without white space."""
    return "".join(folded(text).split())


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """How one model is trained; ``answered``: from questions with accepted answers alone."""

    features: Sequence[str]
    group: Callable[[Bench, Example], RankingGroup | None]
    parameters: dict[str, object]
    trees: int
    questions: int
    answered: bool


LEARNED = {
    "articles": LearnedModel(ARTICLE_FEATURES, article_group, RANKING, 300, 7600, answered=False),
    "sentences": LearnedModel(
        SENTENCE_FEATURES,
        sentence_group,
        RANKING | {"num_leaves": 15, "learning_rate": 0.06},
        150,
        5000,
        answered=True,
    ),
}
"""The models of the light ranking."""


def main() -> None:
    """Train the models named. None learns from another's scores, so their order is of no matter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--stages", nargs="+", default=list(LEARNED), choices=list(LEARNED))
    parser.add_argument("--encoder", required=True, help="folder of the twin")
    parser.add_argument("--out", type=Path, default=MODELS, help="where to write (default: those that ship)")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    articles, asked = examples(given.shared)
    work = bench(given.work, articles, open_encoder(given.encoder))
    inputs = [given.shared / f"data/{name}.jsonl.xz" for name in EXAMPLE_FILES]
    for name in given.stages:
        model = LEARNED[name]
        chosen = mixed(asked, model.questions, answered=model.answered)
        groups = (model.group(work, example) for example in chosen)
        fit(name, model.features, groups, model.parameters, model.trees, inputs, given.out)


if __name__ == "__main__":
    main()
