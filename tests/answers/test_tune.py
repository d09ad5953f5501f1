"""Tuning: the ranking can lean wholly on a better model, and goes back to words where the model is worse."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from retrieval.answers.ask import Asker
from retrieval.answers.ranking.blend import Blend
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.tuning import HEAVIEST, Tuning, read_tuning, write_tuning
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.evaluation.synthetic import MadeQuestion, made_questions
from retrieval.evaluation.tune import Tuner, TuningCase, fitted
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import publish
from retrieval.index.published import Published
from retrieval.index.serving import Serving
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2025, 3, 12)
DIM = 64
TOWNS = ("青石", "白沙", "柳河", "云台", "双桥", "长岭")
THINGS = ("菜场", "泳池", "车站", "书店", "粮仓", "花圃", "球场")


class Gold:
    """Knows which passage a question means, to within noise: the similarity of the right one is 1 / (1 + noise²)^½."""

    name, dim = "gold", DIM

    def __init__(self, meant: dict[str, str], noise: float) -> None:
        """``meant``: question → text of its passage."""
        self._meant, self._noise = meant, noise
        self.fingerprint = f"gold-{noise}"

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([_direction(text) for text in texts], dtype=np.float32).reshape(-1, DIM)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        near = [_direction(self._meant.get(text, text)) + self._noise * _direction("noise " + text) for text in texts]
        return np.array([each / np.linalg.norm(each) for each in near], dtype=np.float32).reshape(-1, DIM)


class Reader:
    """A reranker that knows as much, to within noise."""

    name = fingerprint = "reader"

    def __init__(self, meant: dict[str, str], noise: float) -> None:
        self._meant, self._noise = meant, noise

    def scores(self, question: str, passages: Sequence[str]) -> np.ndarray:
        right = self._meant[question]
        chance = np.random.default_rng(abs(hash_of(question)))
        return np.array([float(text in right or right in text) for text in passages], dtype=np.float32) + (
            self._noise * chance.standard_normal(len(passages)).astype(np.float32)
        )


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode()[-8:], "big") + len(text)


def _direction(text: str) -> np.ndarray:
    chance = np.random.default_rng(np.frombuffer(text.encode(), dtype=np.uint8).astype(np.uint32))
    drawn = chance.standard_normal(DIM)
    return drawn / np.linalg.norm(drawn)


def _articles() -> list[tuple[str, str, str]]:
    """(id, body, a question in other words that fits half a dozen articles by its words)."""
    rows = []
    for n, town in enumerate(TOWNS):
        for m, thing in enumerate(THINGS):
            body = (
                f"{town}镇的{thing}上周完成修缮，镇里花了{n * 8 + m + 3}万元。居民说{thing}比从前方便，{town}人常去。"
            )
            rows.append((f"a:{n}-{m}", body, f"{thing}修缮花了多少钱 q{n}x{m}"))
    return rows


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tune")


def _newsroom(folder: Path, encoder) -> tuple[Archive, Serving, Tokenizer]:
    folder.mkdir()
    source = folder / "articles.jsonl"
    lines = [json.dumps({"id": number, "body": body}, ensure_ascii=False) for number, body, _ in _articles()]
    source.write_text("\n".join(lines), encoding="utf-8")
    archive, tokenizer = Archive.open(folder / "archive.sqlite", create=True), Tokenizer()
    ingest(archive, [source])
    engine, cache = EmbeddedEngine(folder, tokenizer), VectorCache(folder / "vectors.sqlite", encoder)
    publish(archive, engine, encoder, cache)
    cache.close()
    return archive, Serving(engine, encoder.fingerprint), tokenizer


def _sought(archive: Archive) -> list[MadeQuestion]:
    by_body = {article.body: article.id for article in archive.articles()}
    return [MadeQuestion(question, frozenset({by_body[body]})) for _, body, question in _articles()]


def _meant() -> dict[str, str]:
    return {question: body for _, body, question in _articles()}


def _recall(asker: Asker, sought: Sequence[MadeQuestion]) -> float:
    first = [asker.ranking(each.question, today=TODAY)[0].id for each in sought]
    return float(np.mean([found in each.gold for found, each in zip(first, sought, strict=True)]))


def test_recall_rises_to_that_of_a_strong_encoder(place) -> None:
    noise = 1.5
    encoder = Gold(_meant(), noise)
    archive, serving, tokenizer = _newsroom(place / f"strong{noise}", encoder)
    sought = _sought(archive)
    with serving.lease() as generation:
        search = Search(encoder, tokenizer)
        report = Tuner(search, Published(archive, generation), encoder, None, None, TODAY, appraised=4).tune(sought)
        vectors = encoder.encode_queries([each.question for each in sought])
        nearest = [generation.dense(vector, 1)[0].id for vector in vectors]
    owner = archive.owners(nearest)
    own = np.mean([owner[hit] in each.gold for hit, each in zip(nearest, sought, strict=True)])
    assert report is not None
    assert report.better
    assert report.encoder_alone.recall == pytest.approx(own, abs=1e-4)
    assert report.after.recall >= report.encoder_alone.recall > report.before.recall
    untuned = _recall(Asker(archive, serving, encoder, tokenizer), sought)
    tuned = _recall(Asker(archive, serving, encoder, tokenizer, tuning=report.tuning), sought)
    assert tuned >= own > untuned
    serving.close()
    archive.close()


def test_a_useless_encoder_gets_no_weight(place) -> None:
    encoder = Gold({}, 1.0)
    archive, serving, tokenizer = _newsroom(place / "useless", encoder)
    sought = [
        MadeQuestion(f"{town}镇的{thing}花了多少万元", frozenset({article.id}))
        for article in archive.articles()
        for town in TOWNS
        for thing in THINGS
        if article.body.startswith(f"{town}镇的{thing}")
    ]
    with serving.lease() as generation:
        search = Search(encoder, tokenizer)
        report = Tuner(search, Published(archive, generation), encoder, None, None, TODAY, appraised=4).tune(sought)
    assert report
    assert report.tuning.blend.dense <= 0.1
    assert report.after.recall >= 0.9
    serving.close()
    archive.close()


def _case(words: list[float], dense: list[float], right: int) -> TuningCase:
    gold = np.arange(len(words)) == right
    return TuningCase("q", np.array(words, np.float32), np.array(dense, np.float32), gold, 1, None, (None, None))


def test_of_equally_good_weights_one_in_the_middle_is_taken() -> None:
    led = _case([2.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], 1)
    assert 2.0 < fitted([led] * 5).dense < HEAVIEST  # from 1.5 upwards the second one comes first
    assert fitted([_case([2.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], 0)] * 5).dense == 0.0


def test_recall_rises_with_a_reranker_and_more_with_its_weight_fitted(place) -> None:
    encoder, reranker = Gold({}, 1.0), Reader(_meant(), 0.3)
    archive, serving, tokenizer = _newsroom(place / "reread", encoder)
    sought = _sought(archive)
    plain = _recall(Asker(archive, serving, encoder, tokenizer), sought)
    unfitted = _recall(Asker(archive, serving, encoder, tokenizer, reranker=reranker), sought)
    with serving.lease() as generation:
        search = Search(encoder, tokenizer, reranker=reranker)
        report = Tuner(search, Published(archive, generation), encoder, reranker, None, TODAY, appraised=4).tune(sought)
    assert report
    fitted = _recall(Asker(archive, serving, encoder, tokenizer, reranker=reranker, tuning=report.tuning), sought)
    assert plain < unfitted <= fitted + 0.05
    assert report.tuning.blend.rerank > 0
    assert report.tuning.reranker == "reader"
    serving.close()
    archive.close()


def test_questions_made_of_the_archive_are_repeatable_and_have_their_article(place) -> None:
    archive, serving, tokenizer = _newsroom(place / "own", Gold({}, 1.0))
    made = made_questions(archive.articles(), tokenizer.words, 50, 5)
    assert made == made_questions(archive.articles(), tokenizer.words, 50, 5)
    assert len(made) > 30
    known = {article.id for article in archive.articles()}
    assert all(each.gold <= known and len(each.question) > 3 for each in made)
    serving.close()
    archive.close()


def _tuning() -> Tuning:
    return Tuning("enc-1", None, Blend(2.0, 0.0), 0.44, 0.03, {"questions": 40})


def test_a_tuning_is_kept_for_its_owner_and_read_again(tmp_path) -> None:
    path = tmp_path / "tuning.json"
    write_tuning(path, _tuning())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_tuning(path, "enc-1", None) == _tuning()
    assert read_tuning(tmp_path / "none.json", "enc-1", None) is None


@pytest.mark.parametrize(("encoder", "reranker"), [("enc-2", None), ("enc-1", "some")])
def test_a_tuning_for_other_models_is_left_with_a_warning(tmp_path, caplog, encoder, reranker) -> None:
    write_tuning(tmp_path / "tuning.json", _tuning())
    with caplog.at_level(logging.WARNING):
        assert read_tuning(tmp_path / "tuning.json", encoder, reranker) is None
    assert "other models" in caplog.text


@pytest.mark.parametrize(
    "change",
    [{"format": 2}, {"blend": {"dense": -1, "rerank": 0}}, {"blend": {"dense": float("nan"), "rerank": 0}},
     {"answered": "0.5"}, {"answered": 0.01}, {"encoder": 3}, {"blend": {"dense": HEAVIEST * 2, "rerank": 0}}],
)  # fmt: skip
def test_a_spoilt_tuning_is_left_with_a_warning(tmp_path, caplog, change) -> None:
    path = tmp_path / "tuning.json"
    write_tuning(path, _tuning())
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with caplog.at_level(logging.WARNING):
        assert read_tuning(path, "enc-1", None) is None
    assert "run baowen tune again" in caplog.text
