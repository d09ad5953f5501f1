"""Fit what is made of the network's word: how excerpts are reranked, and how sure the bot is.

    python -m retrieval.training.decision SHARED WORKDIR [--network FOLDER] [--own FOLDER] [--write [--out FOLDER]]

Archives of three sizes are indexed once into WORKDIR: the whole news corpus; the local news of our own, as small as a
town's paper is at first; and the same by the edition, as who tries the program has it. Asked of each: questions of our
own whose articles the network never learned from; the same with their article (and its reposts) taken away; those of
them that their article does not answer; and questions on law, encyclopedia and entities, which no news answers.
Everything is fitted on these alone, so that no network's score counts on what it was trained on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from embeddings.opening import open_encoder
from embeddings.training.origin import origin_of
from retrieval.answers.honesty.answerability import LIGHT_EVIDENCE, READ_EVIDENCE, evidence
from retrieval.answers.honesty.decision import ANSWERED
from retrieval.answers.models.logistic import LOGISTIC_FOLDER
from retrieval.answers.models.network import NETWORK, Network, Reading
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.candidates import Pool
from retrieval.answers.ranking.ranked import Ranked, rank
from retrieval.answers.ranking.rerank import PLANS, Leaders, RerankWeights, read_leaders
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.spans.extract import short_of
from retrieval.domain import Filters
from retrieval.language.folding import bare
from retrieval.language.near_duplicates import same_report, shingles
from retrieval.training.decision_questions import (
    NEWS_FILE,
    OFF_TOPIC_SEED,
    OWN,
    DecisionQuestion,
    LocalArticle,
    asked_of_local_news,
    asked_of_news,
    asked_off_topic,
    local_articles,
    off_topic_files,
    xz_records,
)
from retrieval.training.train import Bench, bench

DECISION_DAY = date(2023, 8, 20)
EDITION_ARTICLES = 30
"""Reports of an edition of four pages; by hand, 2026-11."""
SHARES_OF_KINDS = {"asked": 1.0, "unanswerable": 0.5, "taken away": 0.3, "off topic": 0.2}
"""Of the kinds of questions in what the confidence is fitted on. Most that readers ask in vain is near to what was
reported; it is also what is hardest to tell. By hand, 2026-11: with the counts as they come, 2 of 100 answerable
questions less are told as answered where 70 of 100 near ones are held back."""
RERANK_GRID = {
    "sentence": (0.0, 0.3, 0.7, 1.0),
    "relevance": (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0),
    "odds": (0.0, 0.1, 0.2, 0.4, 0.7),
}


@dataclass(frozen=True, slots=True, eq=False)
class RankedCase:
    """A question with its light ranking; ``right`` are numbers of its article and of reposts that print the answer."""

    sought: DecisionQuestion
    ranked: Ranked
    right: frozenset[int]


class RememberingNetwork(Network):
    """Reads each excerpt once: the same ones come again under other weights, and with the right articles away."""

    def __init__(self, folder: Path, *, threads: int, budget_s: float) -> None:
        super().__init__(folder, threads=threads, budget_s=budget_s)
        self._known: dict[str, dict[tuple[str, str], Reading]] = {}

    def read(self, question: str, excerpts: Sequence[tuple[str, str]], *, spent_s: float = 0.0) -> list[Reading] | None:
        known = self._known.setdefault(question, {})
        missing = [pair for pair in dict.fromkeys(excerpts) if pair not in known]
        readings = super().read(question, missing, spent_s=spent_s)
        if readings is None:
            return None
        known.update(zip(missing, readings, strict=True))
        return [known[pair] for pair in excerpts]


def cases(work: Bench, wanted: Iterable[DecisionQuestion]) -> Iterator[RankedCase]:
    """The light ranking of each question that has candidates."""
    search = Search(work.encoder, work.tokenizer)
    for each in wanted:
        query = understand(each.question, DECISION_DAY)
        ranked = search.ranked(query, work.paper, Filters()) if query.terms and query.reply is None else None
        if ranked is not None:
            yield RankedCase(each, ranked, frozenset(_right_documents(ranked, each)))


def _right_documents(ranked: Ranked, each: DecisionQuestion) -> Iterator[int]:
    documents = ranked.pool.documents
    gold = [number for number, one in enumerate(documents) if each.gold and one.article.external_id == each.gold]
    known = [shingles(documents[number].article.body) for number in gold]
    for number, document in enumerate(documents):
        own = shingles(document.article.body)
        if number in gold or any(same_report(own, other) for other in known):
            yield number


def without_right(case: RankedCase) -> Ranked | None:
    """The ranking as it would be without the right articles; None where nothing is left."""
    pool = case.ranked.pool
    kept = [number for number in range(len(pool.documents)) if number not in case.right]
    if not kept:
        return None
    left = Pool(
        documents=tuple(pool.documents[number] for number in kept),
        article_score=pool.article_score[kept],
        passage_score=pool.passage_score[kept],
        dense_score=pool.dense_score[kept],
        similarities=pool.similarities,
    )
    return rank(case.ranked.query, case.ranked.terms, left)


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether a text holds one of the answers, folded and without signs."""
    plain = bare(text)
    return any(bare(answer) in plain for answer in answers)


def fit_rerank(found: Sequence[tuple[RankedCase, Leaders]]) -> tuple[RerankWeights, float, float]:
    """The weights with the best mean reciprocal rank of the right article's answering excerpt; before and after."""
    tables = [_table(case, leaders) for case, leaders in found if case.sought.answers]
    before = float(np.mean([_reciprocal(threshold_table, RerankWeights(0.7, 0.0, 0.0)) for threshold_table in tables]))
    scored = [
        (float(np.mean([_reciprocal(threshold_table, weights) for threshold_table in tables])), weights)
        for weights in (RerankWeights(*values) for values in product(*RERANK_GRID.values()))
    ]
    best = max(score for score, _ in scored)
    # Of equally good ones the one nearest to the middle of them all.
    good = [weights for score, weights in scored if score >= best - 0.002]
    places = np.array([[each.sentence, each.relevance, each.odds] for each in good])
    chosen = good[int(np.abs(places - places.mean(axis=0)).sum(axis=1).argmin())]
    return chosen, before, best


def _table(case: RankedCase, leaders: Leaders) -> NDArray[np.float64]:
    """A row for each read excerpt: light score, sentence score, relevance, odds, and how right it is (0, 1, 2)."""
    rows = []
    for own in leaders.read.values():
        for each in own:
            if each.reading is None:
                continue
            right = each.document in case.right
            answers = holds(each.quotation.excerpt.text, case.sought.answers)
            score = float(case.ranked.scores[each.document])
            rows.append(
                (score, each.quotation.score, each.reading.relevance, each.reading.odds, right + (right and answers))
            )
    return np.array(rows, dtype=np.float64).reshape(-1, 5)


def _reciprocal(threshold_table: NDArray[np.float64], weights: RerankWeights) -> float:
    """Mean of the reciprocal ranks of the right article, and of the excerpt of it that answers."""
    values = threshold_table[:, :4] @ np.array([1.0, weights.sentence, weights.relevance, weights.odds])
    ordered = threshold_table[np.argsort(-values, kind="stable"), 4]
    first, answering = np.flatnonzero(ordered >= 1), np.flatnonzero(ordered >= 2)
    return 0.5 * (1 / (1 + first[0]) if len(first) else 0.0) + 0.5 * (1 / (1 + answering[0]) if len(answering) else 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class JudgedExcerpt:
    """The first excerpt of one question: its evidence, whether it answers, and whether the short answer is right.

    ``kind`` is "asked", "taken away", "unanswerable" or "off topic"; ``near`` as in ``DecisionQuestion``.
    """

    question: str
    kind: str
    near: str
    evidence: Mapping[str, float]
    answers: bool
    likely: float
    short_right: bool
    short: str


def judged(
    found: Iterable[tuple[RankedCase, Leaders]], network: Network, weights: RerankWeights
) -> Iterator[JudgedExcerpt]:
    """Each question as it is asked, and once more without its articles.

    Left out is what can't be judged: where its articles are away and another one prints the answer, which may be the
    same in another report, or may be another thing's.
    """
    for case, _ in found:
        answers = case.sought.answers
        kind = "asked" if answers else "unanswerable" if case.sought.gold else "off topic"
        yield replace(_judged_first(case.ranked, network, weights, kind, answers), near=case.sought.near)
        if answers and (left := without_right(case)) is not None:
            away = _judged_first(left, network, weights, "taken away", answers)
            if not away.answers:
                yield replace(away, short_right=False)


def _judged_first(
    ranked: Ranked, network: Network, weights: RerankWeights, kind: str, answers: Sequence[str]
) -> JudgedExcerpt:
    leaders = read_leaders(ranked, network, PLANS["full"], weights)
    first = leaders.excerpts(leaders.ranked.order[0])[0]
    short = short_of(ranked.query, first)
    text = first.quotation.excerpt.text[slice(*short.span)] if short else ""
    right = any(bare(text) == bare(answer) or _near(bare(text), bare(answer)) for answer in answers)
    return JudgedExcerpt(
        ranked.query.question,
        kind,
        "",
        evidence(leaders, first),
        holds(first.quotation.excerpt.text, answers),
        short.confidence if short else 0.0,
        right,
        text,
    )


def _near(shown: str, accepted: str) -> bool:
    """One holds the other and is at most four characters longer."""
    return bool(shown) and (shown in accepted or accepted in shown) and abs(len(shown) - len(accepted)) <= 4


def fit_confidence(
    by_archive: Mapping[str, Sequence[JudgedExcerpt]], names: Sequence[str]
) -> tuple[dict[str, float], float, NDArray[np.float64]]:
    """Weights by name and bias for the numbers as they come, and cross-fitted probabilities for each question.

    Archives of every size weigh alike, however many questions are asked of them, and in each the kinds by
    ``SHARES_OF_KINDS``.
    """
    found = [each for own in by_archive.values() for each in own]
    rows = np.array([[each.evidence[name] for name in names] for each in found])
    labels = np.array([each.answers for each in found])
    shares = np.concatenate([_weights_of(own) / len(own) for own in by_archive.values()]) * len(found) / len(by_archive)
    scale = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.5, max_iter=2000)
    asked = [each.question for each in found]  # one question is asked of several archives: it stays in one fold
    fitted = cross_val_predict(
        model,
        scale.transform(rows),
        labels,
        groups=asked,
        cv=GroupKFold(n_splits=10),
        method="predict_proba",
        params={"sample_weight": shares},
    )
    model.fit(scale.transform(rows), labels, sample_weight=shares)
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - (weights * scale.mean_).sum())
    return dict(zip(names, map(float, weights), strict=True)), bias, fitted[:, 1]


def _weights_of(found: Sequence[JudgedExcerpt]) -> NDArray[np.float64]:
    """What each question weighs, so that the kinds have their ``SHARES_OF_KINDS`` of an archive; the mean is near 1."""
    counts = Counter(each.kind for each in found)
    whole = sum(SHARES_OF_KINDS[kind] for kind in counts)
    return np.array([SHARES_OF_KINDS[each.kind] / whole * len(found) / counts[each.kind] for each in found])


def threshold_table(found: Sequence[JudgedExcerpt], sure: NDArray[np.float64]) -> Iterator[str]:
    """What each threshold would do, for whoever chooses them."""
    kinds = np.array([each.kind for each in found])
    right = np.array([each.answers for each in found])
    joint = sure * np.array([each.likely for each in found])
    short = np.array([each.short_right for each in found])
    asked = kinds == "asked"
    yield f"AUROC {roc_auc_score(right, sure):.3f}; the first excerpt answers {right[asked].mean():.3f}"
    yield "threshold   asked  held: taken away  unanswerable  off topic"
    for threshold in np.arange(0.1, 0.75, 0.05):
        held = [(sure[kinds == kind] < threshold).mean() for kind in ("taken away", "unanswerable", "off topic")]
        yield f"{threshold:9.2f} {(sure[asked] >= threshold).mean():7.3f}" + "".join(f"{each:14.3f}" for each in held)
    # Near-topic questions by what they miss.
    for near in sorted({each.near for each in found} - {""}):
        chosen = np.array([each.near == near for each in found])
        yield f"{near}: held at {ANSWERED} {(sure[chosen] < ANSWERED).mean():.3f} of {chosen.sum()}"
    yield "short from   shown   right of those   wrong of all asked"
    for threshold in np.arange(0.05, 0.7, 0.05):
        shown = asked & (joint >= threshold)
        precision = short[shown].mean() if shown.any() else 0.0
        wrong = (shown & ~short).sum() / asked.sum()
        yield f"{threshold:9.2f} {shown.sum() / asked.sum():7.3f} {precision:12.3f} {wrong:16.3f}"


def main() -> None:
    """Parse the command line, fit, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--network", type=Path, default=NETWORK)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--own", type=Path, default=OWN, help="folder of our own questions")
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--out", type=Path, default=LOGISTIC_FOLDER, help="where --write goes (default: the package)")
    given = parser.parse_args()
    network = RememberingNetwork(given.network, threads=given.threads, budget_s=60.0)
    off_topic = asked_off_topic(given.shared)
    by_archive: dict[str, list[tuple[RankedCase, Leaders]]] = {}
    for size, archive, asked in _archives(given.shared, given.work, given.own, off_topic):
        by_archive.setdefault(size, []).extend(_read_cases(archive, asked, network))
    found = [each for own in by_archive.values() for each in own]
    weights, before, after = fit_rerank(found)
    counts = {"own": len({(case.sought.gold, case.sought.question) for case, _ in found if case.sought.gold})}
    counts |= {name: len(each) for name, each in off_topic.items()}
    module = "retrieval.training.decision"
    inputs = [*sorted(given.own.glob("*.jsonl")), given.shared / NEWS_FILE, *off_topic_files(given.shared)]
    origin = origin_of(module, seed=OFF_TOPIC_SEED, inputs=inputs, questions=counts)
    sys.stdout.write(f"rerank {weights}: {before:.3f} -> {after:.3f}\n")
    results = {name: list(judged(own, network, weights)) for name, own in by_archive.items()}
    parts = {
        "rerank": {
            "version": 1,
            "origin": origin,
            "weights": {"sentence": weights.sentence, "relevance": weights.relevance, "odds": weights.odds},
        }
    }
    for name, names in (("answered_light", LIGHT_EVIDENCE), ("answered_read", READ_EVIDENCE)):
        fitted, bias, sure = fit_confidence(results, names)
        parts[name] = {"version": 1, "origin": origin, "weights": fitted, "bias": bias}
        sys.stdout.write(f"\n{name} {json.dumps(fitted)} {bias:.3f}\n")
        begin = 0
        for size, own in results.items():
            lines = threshold_table(own, sure[begin : begin + len(own)])
            sys.stdout.write(f"{size}: " + "\n".join(lines) + "\n")
            begin += len(own)
    if given.write:
        given.out.mkdir(parents=True, exist_ok=True)
        for name, record in parts.items():
            text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
            (given.out / f"{name}.json").write_text(text, encoding="utf-8")


def _archives(
    shared: Path, work: Path, own: Path, off_topic: Mapping[str, Sequence[DecisionQuestion]]
) -> Iterator[tuple[str, Bench, list[DecisionQuestion]]]:
    """Each archive with its size's name, and what is asked of it."""
    unanswered = [each for asked in off_topic.values() for each in asked]
    records = xz_records(shared / NEWS_FILE)
    news = [{"id": f"n:{each['line']}", "body": each["body"], "headline": each["title"]} for each in records]
    encoder = open_encoder("bundled")
    yield "news", bench(work, news, encoder), [*asked_of_news(shared, own), *unanswered]
    local = list(local_articles(own))
    asked = list(asked_of_local_news(own))
    yield "local", bench(work / "local", _as_lines(local), encoder), [*asked, *unanswered]
    editions = [local[at : at + EDITION_ARTICLES] for at in range(0, len(local), EDITION_ARTICLES)]
    for number, edition in enumerate(editions):
        ids = {each.id for each in edition}
        share = unanswered[number :: len(editions)]
        archive = bench(work / f"edition-{number}", _as_lines(edition), encoder)
        yield "edition", archive, [*(each for each in asked if each.gold in ids), *share]


def _as_lines(articles: Sequence[LocalArticle]) -> list[dict[str, str]]:
    return [{"id": each.id, "body": each.body, "headline": each.headline} for each in articles]


def _read_cases(work: Bench, asked: Sequence[DecisionQuestion], network: Network) -> list[tuple[RankedCase, Leaders]]:
    light = RerankWeights(0.7, 0.0, 0.0)
    return [(case, read_leaders(case.ranked, network, PLANS["full"], light)) for case in cases(work, asked)]


if __name__ == "__main__":
    main()
