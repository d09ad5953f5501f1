"""Train the model that says how sure the bot is.

    python -m retrieval.training.answerability SHARED WORKDIR --encoder TWIN

WORKDIR is that of ``train.py``; a second index, of news alone, is made beside it. Right are the best excerpts of
questions with their article there, where they hold an accepted answer. Wrong are all others: of the same questions with
the article and its reprints taken away, of questions with one word exchanged, and of questions on law and encyclopedia
asked of the news. No encoder and no reader has seen these questions (see ``train.py``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from embeddings.opening import open_encoder
from retrieval.answers.honesty.answerability import STATUS_FEATURES, status_features
from retrieval.answers.models.logistic import linear, write_linear
from retrieval.answers.models.trees import MODELS
from retrieval.answers.ranking.ranked import Ranked, quotations
from retrieval.answers.ranking.rerank import second_look
from retrieval.answers.spans.extract import choices
from retrieval.training.examples import Example, examples, mixed, on_the_news
from retrieval.training.reader_samples import split
from retrieval.training.train import Bench, bench, plain
from retrieval.training.unanswerable import exchanged, without_answer

Labelled = tuple[NDArray[np.float32], int]
ASKED, MADE, FOREIGN = 770, 1300, 1300
"""Questions by people, made from sentences of the news, and those that no news answers."""
STRENGTH = 0.003
"""Inverse of the penalty on weights. A weak model carries over to questions of other kinds: 0.05 was measured worse."""


def answerable(work: Bench, asked: Iterable[Example]) -> Iterator[Labelled]:
    """Evidence of questions with their article, without it, and with one of their words exchanged."""
    for example in asked:
        ranked = work.ranked(example.question)
        if ranked is None:
            continue
        gold = [n for n in ranked.order if ranked.pool.documents[n].article.external_id in example.gold]
        seen = second_look(ranked, work.tokenizer)
        if gold:
            yield evidence(work, seen), int(_answers(seen, example))
        twisted = exchanged(seen, gold, example)
        doubtful = (without_answer(ranked, gold, example), work.ranked(twisted) if twisted else None)
        yield from ((evidence(work, second_look(each, work.tokenizer)), 0) for each in doubtful if each is not None)


def foreign(work: Bench, asked: Iterable[Example]) -> Iterator[Labelled]:
    """Evidence of questions that nothing there answers."""
    for example in asked:
        ranked = work.ranked(example.question)
        if ranked is not None:
            yield evidence(work, second_look(ranked, work.tokenizer)), 0


def _answers(ranked: Ranked, example: Example) -> bool:
    text = plain(quotations(ranked, ranked.order[0])[0].excerpt.text)
    return any(plain(answer) in text for answer in example.answers)


def evidence(work: Bench, ranked: Ranked) -> NDArray[np.float32]:
    """``status_features`` of the best excerpt of the first document."""
    first = quotations(ranked, ranked.order[0])[0]
    known = ranked.read.get((first.excerpt.passage.id, first.excerpt.span))
    read = choices(ranked.query, ranked.terms, first.excerpt, first.scores, work.tokenizer, known)
    return status_features(ranked, first, read.reading)


def fit(found: Sequence[Labelled], path: Path) -> None:
    """Fit on standardised evidence, and write weights for evidence as it comes."""
    rows, labels = np.stack([row for row, _ in found]), np.array([label for _, label in found])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(scaler.transform(rows), labels)
    weights = model.coef_[0] / scaler.scale_
    # As if half of what readers ask had an answer: the share of wrong excerpts here is one of making, not of readers.
    evened = np.log(np.count_nonzero(labels == 0) / np.count_nonzero(labels))
    write_linear(path, STATUS_FEATURES, weights, float(model.intercept_[0] - weights @ scaler.mean_ + evened))
    linear.cache_clear()
    sys.stdout.write(f"status: {len(labels)} excerpts, {int(labels.sum())} of them answer\n")


def main() -> None:
    """Train it, and write the file that ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--encoder", required=True, help="folder of the twin")
    given = parser.parse_args()
    encoder = open_encoder(given.encoder)
    articles, asked = examples(given.shared)
    unread = split(asked)[1]
    found = list(answerable(bench(given.work, articles, encoder), mixed(unread, ASKED, answered=True)))
    news, made, strange = on_the_news(given.shared, unread)
    work = bench(given.work / "news", news, encoder)
    found += [*answerable(work, made[:MADE]), *foreign(work, strange[:FOREIGN])]
    fit(found, MODELS / "status.npz")


if __name__ == "__main__":
    main()
