"""Train the models that rank: articles, sentences, spans (``status.py`` trains the one that judges).

    python -m retrieval.answers.training.train SHARED WORKDIR --encoder TWIN [--stages spans]

The training articles are indexed once into WORKDIR through the real ingest and publish. TWIN is an encoder trained
without the questions and headlines that are asked here (``python -m embeddings.training --twin``): the bundled one was
trained on them, so that its cosines would look better here than they are. Spans look at what the reader says, and are
fitted on questions that it has not seen.
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
from retrieval.answers.candidates import gather
from retrieval.answers.features import ARTICLE_FEATURES
from retrieval.answers.query import understand
from retrieval.answers.ranked import Ranked, quotations, rank
from retrieval.answers.sentence_features import SENTENCE_FEATURES, sentence_features
from retrieval.answers.short_answer import choices
from retrieval.answers.span_features import SPAN_FEATURES
from retrieval.answers.terms import terms_of
from retrieval.answers.text import bare, folded
from retrieval.answers.training.doubts import wrong_excerpts
from retrieval.answers.training.export import export
from retrieval.answers.training.questions import ANSWERED_SOURCES, Example, examples, mixed
from retrieval.answers.training.reading import split
from retrieval.answers.trees import MODELS
from retrieval.answers.trees import trees as shipped
from retrieval.domain import Filters
from retrieval.editions.archive import Archive
from retrieval.editions.ingest import ingest
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Generation
from retrieval.index.publish import publish
from retrieval.index.tokenizer import Tokenizer
from retrieval.index.vectors import VectorCache

TODAY = date(2023, 8, 20)
Rows = NDArray[np.float32]
Group = tuple[Rows, NDArray[np.int64]]
ANSWERED_STAGES = ("sentences", "spans")
READING_STAGES = ("spans",)
WRONG = "wrong"
"""The stage that writes what the reader is trained on in its second run."""
RANKING = {
    "objective": "lambdarank", "num_leaves": 7, "learning_rate": 0.05, "min_data_in_leaf": 50, "feature_fraction": 0.6,
    "lambdarank_truncation_level": 10, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "seed": 1,
    "num_threads": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip
SPANS = RANKING | {
    "num_leaves": 15,
    "learning_rate": 0.1,
    "lambdarank_truncation_level": 5,
    "label_gain": [0, 1, 2, 5],
    "max_bin": 63,
}


@dataclass(frozen=True, slots=True)
class Bench:
    """The index of the training articles."""

    archive: Archive
    generation: Generation
    tokenizer: Tokenizer
    encoder: Encoder

    def ranked(self, question: str) -> Ranked | None:
        """The candidates of a question in order; None where there are none."""
        query = understand(question, TODAY)
        if not query.terms:
            return None
        vector = self.encoder.encode_queries([query.question])[0]
        pool = gather(query, vector, self.generation, self.archive, Filters())
        return rank(query, terms_of(query, self.tokenizer, self.generation), pool) if pool.documents else None


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
    return Bench(archive, engine.open(manifest.id), tokenizer, encoder)


def article_group(work: Bench, example: Example) -> Group | None:
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
    hits = [n for n in ranked.order if ranked.pool.documents[n].article.external_id in example.gold]
    return (ranked, hits[0]) if hits else None


def sentence_group(work: Bench, example: Example) -> Group | None:
    """Sentences of the gold article; those that hold an accepted answer are 1."""
    found = _on_gold(work, example)
    if found is None:
        return None
    ranked, gold = found
    numbers, rows = sentence_features(ranked.query, ranked.terms, ranked.layout, ranked.coverage, [gold])
    texts = [plain(ranked.layout.sentences[number].text) for number in numbers.tolist()]
    holds = [any(plain(answer) in text for answer in example.answers) for text in texts]
    return rows, np.array(holds, dtype=np.int64)


def span_group(work: Bench, example: Example) -> Group | None:
    """Candidates in the excerpt of the gold article: 3 for an accepted answer, 1 for most of one or one with more."""
    found = _on_gold(work, example)
    if found is None:
        return None
    ranked, gold = found
    first = quotations(ranked, gold)[0]
    text = folded(first.excerpt.text)
    read = choices(ranked.query, ranked.terms, first.excerpt, first.scores, work.tokenizer)
    if not read.candidates:
        return None
    accepted = [bare(answer) for answer in example.answers]
    grades = [_grade(bare(text[slice(*each.span)]), accepted) for each in read.candidates]
    return read.rows, np.array(grades, dtype=np.int64)


def _grade(own: str, accepted: Sequence[str]) -> int:
    if own in accepted:
        return 3
    near = (2 * min(len(own), len(each)) >= max(len(own), len(each)) for each in accepted if own in each or each in own)
    return int(bool(own) and any(near))


def fit(
    name: str, features: Sequence[str], groups: Iterable[Group | None], parameters: dict[str, object], trees: int
) -> None:
    """Fit on groups that have both right and wrong rows, and write the model that ships."""
    ranking = parameters["objective"] == "lambdarank"
    kept = [each for each in groups if each and (not ranking or 0 < np.count_nonzero(each[1]) < len(each[1]))]
    rows, labels = np.concatenate([each[0] for each in kept]), np.concatenate([each[1] for each in kept])
    sizes = [len(each[1]) for each in kept] if ranking else None
    data = lgb.Dataset(rows, labels, group=sizes, feature_name=list(features))
    export(lgb.train(parameters, data, trees), features, MODELS / f"{name}.npz")
    shipped.cache_clear()  # the next stage looks through this model
    sys.stdout.write(f"{name}: {len(kept)} groups, {len(rows)} rows\n")


def write_wrong(work: Bench, asked: Sequence[Example], path: Path) -> None:
    """Excerpts that look right and hold no answer, for the reader to learn from."""
    with path.open("w", encoding="utf-8") as file:
        for example in asked:
            ranked = work.ranked(example.question)
            texts = wrong_excerpts(ranked, example) if ranked else []
            if texts:
                file.write(json.dumps({"question": example.question, "texts": texts}, ensure_ascii=False) + "\n")


def plain(text: str) -> str:
    """Folded, without white space."""
    return "".join(folded(text).split())


def main() -> None:
    """Train the models named, in the order in which they build on one another."""
    stages: dict[str, tuple[Sequence[str], Callable[[Bench, Example], Group | None], dict[str, object], int, int]] = {
        "articles": (ARTICLE_FEATURES, article_group, RANKING, 300, 6500),
        "sentences": (
            SENTENCE_FEATURES,
            sentence_group,
            RANKING | {"num_leaves": 15, "learning_rate": 0.06},
            150,
            5000,
        ),
        "spans": (SPAN_FEATURES, span_group, SPANS, 200, 3000),
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--stages", nargs="+", default=list(stages), choices=[*stages, WRONG])
    parser.add_argument("--encoder", required=True, help="folder of the twin")
    given = parser.parse_args()
    articles, asked = examples(given.shared)
    unread = [*split(asked)[1], *(each for each in asked if each.source not in ANSWERED_SOURCES)]
    work = bench(given.work, articles, open_encoder(given.encoder))
    if given.stages == [WRONG]:
        write_wrong(work, mixed(split(asked)[0], 7000, answered=True), given.work / f"{WRONG}.jsonl")
        return
    for name in given.stages:
        features, group, parameters, trees, count = stages[name]
        chosen = unread if name in READING_STAGES else asked
        fit(
            name,
            features,
            (group(work, example) for example in mixed(chosen, count, answered=name in ANSWERED_STAGES)),
            parameters,
            trees,
        )


if __name__ == "__main__":
    main()
