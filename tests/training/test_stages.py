"""The stages of training beside the network, each run on a few invented reports: what they write serves."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.static_encoder import StaticEncoder
from retrieval.answers.honesty.answerability import LIGHT_EVIDENCE, READ_EVIDENCE, confidence
from retrieval.answers.honesty.decision import ANSWERED
from retrieval.answers.models import logistic, trees
from retrieval.answers.models.network import NETWORK, Network
from retrieval.answers.ranking import idf, rerank
from retrieval.answers.ranking.article_features import ARTICLE_FEATURES
from retrieval.answers.ranking.sentence_features import SENTENCE_FEATURES
from retrieval.domain import Span
from retrieval.language import homophones, word_classes
from retrieval.language.characters import HAN
from retrieval.training.background import COUNTED_SOURCES
from retrieval.training.decision import cases
from retrieval.training.decision_questions import DecisionQuestion
from retrieval.training.examples import EXAMPLE_FILES, examples, mixed
from retrieval.training.train import LEARNED, Bench, bench, grown
from tests.training.stories import Story, stories

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (logistic.LOGISTIC_FOLDER, word_classes.WORD_CLASSES_FILE.parent)
CACHES = (
    trees.trees, logistic.logistic, rerank.shipped_weights, idf.background, word_classes._word_classes,
    homophones._tables, homophones.sound_alikes,
)  # fmt: skip
"""What serving code read once and keeps."""
HAN_GRAM = re.compile(f"[{HAN}]+")
CLOSED = "鼹"
"""Stands only in texts that may not train."""
TOLD = stories(116, seed=3)
NEWS, LOCAL, TITLED, REPORTS, LAWS = TOLD[:48], TOLD[48:56], TOLD[56:80], TOLD[80:86], TOLD[86:92]
ASKED = {
    "cmrc2018_train": TOLD[92:93],
    "squad2_zh_dev_mt": TOLD[93:114],
    "stard_statute": TOLD[114:115],
    "nlpcc_kbqa": TOLD[115:],
}
"""Reports that come with questions, by their set."""
MEASURED, LEARNED_FROM = (0, 10), 11
"""Lines of the news with questions of our own: every tenth is left for measuring."""


def shared_records() -> dict[str, list[Mapping[str, object]]]:
    """Records of the shared data, by the names of their files."""
    news = [{"title": "", "date": "2025-03-01", "body": each.body, "line": line} for line, each in enumerate(NEWS)]
    closed = {"title": "", "date": "", "body": f"院子里有{CLOSED}鼠。" * 4, "line": len(NEWS), "no_train": True}
    files: dict[str, list[Mapping[str, object]]] = {
        "news/crud_rag_news": [*news, closed],
        "news/laws_regulations": [{"title": "", "date": "", "body": each.body} for each in LAWS],
        "pairs/crud_origtitle_body": [
            {"query": each.headline, "passage": each.body, "doc_line": 1000 + line} for line, each in enumerate(TITLED)
        ],
        "pairs/xinhua_title_body": [{"query": each.headline, "passage": each.body} for each in REPORTS],
    }
    for name, told in ASKED.items():
        files[f"pairs/{name}"] = [asked_pair(each, *one) for each in told for one in each.asked[:2]]
    return files


def asked_pair(told: Story, question: str, span: Span) -> dict[str, object]:
    answer = told.body[slice(*span)]
    return {
        "query": question, "passage": told.body, "answer": answer, "answers": [answer], "title": told.headline,
    }  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out like the shared data, with texts of our own."""
    folder = tmp_path_factory.mktemp("shared")
    for name, records in shared_records().items():
        path = folder / f"data/{name}.jsonl.xz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(lzma.compress(lines(records).encode("utf-8"), preset=0))
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own questions: of the news, and of local reports in two files."""
    folder = tmp_path_factory.mktemp("own")
    asked = [{"line": line, **each} for line in (*MEASURED, LEARNED_FROM) for each in own_questions(NEWS[line])]
    (folder / "own-0.jsonl").write_text(lines(asked), encoding="utf-8")
    for number, told in enumerate((LOCAL[:4], LOCAL[4:])):
        local = [{"headline": each.headline, "text": each.body, "questions": own_questions(each)} for each in told]
        (folder / f"local-{number}.jsonl").write_text(lines(local), encoding="utf-8")
    return folder


def own_questions(told: Story) -> list[dict[str, object]]:
    questions: list[tuple[str, Span | None]] = [*told.asked[:2]]
    found: list[dict[str, object]] = [{"question": each, "span": span} for each, span in questions]
    return [*found, {"question": told.unanswered, "span": None, "near": "detail"}]


def lines(records: Iterable[Mapping[str, object]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)


def shipped_files() -> dict[Path, str]:
    """Hashes of what ships."""
    found = [path for folder in SHIPPED for path in folder.rglob("*") if path.is_file()]
    return {path: digest(path) for path in found}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(module: str, *arguments: object) -> str:
    """What a stage says; it must leave what ships as it is."""
    before = shipped_files()
    command = [sys.executable, "-m", f"retrieval.training.{module}", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert shipped_files() == before
    return done.stdout


def shared_files(shared: Path, *names: str) -> list[Path]:
    return [shared / f"data/{name}.jsonl.xz" for name in names]


def assert_origin(record: Mapping[str, Any], command: str, inputs: Sequence[Path]) -> None:
    """Command, revision, and the hashes of exactly these files."""
    assert record["command"].startswith(f"python -m retrieval.training.{command}")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert record["revision"] == head.stdout.strip()
    assert isinstance(record["seed"], int)
    assert record["inputs"] == {path.name: digest(path) for path in inputs}


def origin_in(path: Path) -> dict[str, Any]:
    with np.load(path, allow_pickle=False) as file:
        found: dict[str, Any] = json.loads(str(file["origin"]))
    return found


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """For serving from other files than those that ship: nothing read before is kept, nor anything read here."""
    for each in CACHES:
        each.cache_clear()
    yield monkeypatch
    for each in CACHES:
        each.cache_clear()


@pytest.fixture(scope="module")
def counted(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("counted") / "background.npz"
    run("background", shared, "--out", path)
    return path


@pytest.fixture(scope="module")
def trained(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``out``, and ``work`` with the index of the training articles."""
    folder = tmp_path_factory.mktemp("trained")
    told = run("train", shared, folder / "work", "--encoder", "bundled", "--out", folder / "out")
    assert "articles: " in told
    assert "sentences: " in told
    return folder


@dataclass(frozen=True, slots=True)
class Decided:
    """Where the weights of the decision are, the index of the news, and what was said."""

    out: Path
    news: Path
    told: str


@pytest.fixture(scope="module")
def decided(shared: Path, own: Path, tmp_path_factory: pytest.TempPathFactory) -> Decided:
    folder = tmp_path_factory.mktemp("decided")
    out, work = folder / "out", folder / "work"
    return Decided(out, work, run("decision", shared, work, "--own", own, "--write", "--out", out))


def test_the_background_counts_what_may_train(serving, counted) -> None:
    serving.setattr(idf, "BACKGROUND", counted)
    found = idf.background()
    assert (np.diff(found.keys.astype(np.int64)) > 0).all()
    texts = [each.body for told in (NEWS[::2], LAWS[::2], REPORTS[::2]) for each in told]
    texts += {each.body for each in ASKED["cmrc2018_train"]}
    assert origin_in(counted)["questions"] == {"texts": len(texts)}
    grams = {text[at : at + size] for text in texts for size in (1, 2) for at in range(len(text) - 1)}
    for gram in filter(HAN_GRAM.fullmatch, grams):
        share = sum(gram in each for each in texts) / len(texts)
        assert found.share(np.array([idf.text_key(gram)], dtype=np.uint64))[0] == pytest.approx(share, rel=0.03)
    assert found.share(np.array([ord(CLOSED)], dtype=np.uint64))[0] == idf.RAREST


def test_the_background_says_where_it_came_from(counted, shared) -> None:
    assert_origin(origin_in(counted), f"background {shared}", shared_files(shared, *COUNTED_SOURCES))


def test_word_classes_written_elsewhere_are_those_that_ship(serving, tmp_path) -> None:
    shipped, path = word_classes.WORD_CLASSES_FILE, tmp_path / "word_classes.txt"
    run("word_classes", "--out", path)
    assert path.read_bytes() == shipped.read_bytes()
    serving.setattr(word_classes, "WORD_CLASSES_FILE", path)
    assert word_classes.class_of("北京") == word_classes.WordClass.PLACE
    assert not word_classes.is_common_word("苇塘")


def test_homophones_written_elsewhere_are_those_that_ship(serving, tmp_path) -> None:
    shipped, path = homophones.SOUNDS, tmp_path / "homophones.txt"
    run("homophones", "--out", path)
    assert path.read_bytes() == shipped.read_bytes()
    serving.setattr(homophones, "SOUNDS", path)
    assert "馆" in homophones.sound_alikes("管")[0]


@pytest.mark.parametrize(("name", "features"), [("articles", ARTICLE_FEATURES), ("sentences", SENTENCE_FEATURES)])
def test_trees_split_by_the_columns_that_serving_makes(name, features, trained, shared) -> None:
    path = trained / "out" / f"{name}.npz"
    model = trees.Trees(path)
    assert model.features == features
    rows = np.random.default_rng(7).normal(0.4, 0.6, (12, len(features))).astype(np.float32)
    scores = model.scores(rows)
    assert scores.shape == (12,)
    assert len(np.unique(scores)) > 1
    record = origin_in(path)
    assert_origin(record, f"train {shared}", shared_files(shared, *EXAMPLE_FILES))
    (count,) = record["questions"].values()
    assert record["questions"] == {name: count}
    assert count >= 32


@contextmanager
def opened(work: Path) -> Iterator[Bench]:
    """The index that a stage left."""
    found = bench(work, [], StaticEncoder())
    yield found
    found.paper.generation.close()


@pytest.fixture(scope="module")
def articles(trained: Path) -> Iterator[Bench]:
    with opened(trained / "work") as found:
        yield found


@pytest.mark.parametrize("name", LEARNED)
def test_trees_that_were_written_say_what_lightgbm_says(name, trained, shared, articles) -> None:
    learned, (_, asked) = LEARNED[name], examples(shared)
    chosen = mixed(asked, learned.questions, answered=learned.answered)
    groups = [group for example in chosen if (group := learned.group(articles, example))]
    booster = grown(groups, learned.features, learned.parameters, learned.trees)
    model = trees.Trees(trained / "out" / f"{name}.npz")
    first = 0
    for rows, labels in groups:
        scores = model.scores(rows)
        assert scores == pytest.approx(booster.predict(rows), abs=1e-4)
        first += labels[scores.argmax()]
    assert first / len(groups) > 0.9


def test_questions_of_all_sources_were_asked(shared) -> None:
    records, asked = examples(shared)
    assert {each.source for each in asked} == {"cmrc2018_train", "squad2_zh_dev_mt", "stard", "headline", "made"}
    bodies = {each["id"]: each["body"] for each in records}
    assert len(bodies) == len(records)
    assert not any(CLOSED in body for body in bodies.values())
    assert all(each.passage in map(bodies.get, each.gold) for each in asked)
    assert any("headline" in each for each in records)
    assert not all("headline" in each for each in records)


def test_the_decision_is_made_of_the_evidence_that_serving_gathers(serving, decided) -> None:
    serving.setattr(logistic, "LOGISTIC_FOLDER", decided.out)
    serving.setattr(rerank, "RERANK_WEIGHTS_FILE", decided.out / "rerank.json")
    assert set(logistic.logistic("answered_light").weights) == set(LIGHT_EVIDENCE)
    assert set(logistic.logistic("answered_read").weights) == set(READ_EVIDENCE)
    assert isinstance(rerank.shipped_weights().relevance, float)
    assert "\nnews: AUROC" in decided.told
    assert "\nlocal: AUROC" in decided.told
    assert "\nedition: AUROC" in decided.told


@pytest.mark.parametrize("name", ["rerank", "answered_light", "answered_read"])
def test_the_decision_says_where_it_came_from(name, decided, shared, own) -> None:
    record = json.loads((decided.out / f"{name}.json").read_text(encoding="utf-8"))
    assert record["version"] == 1
    read = ("news/crud_rag_news", "pairs/cmrc2018_train", "pairs/nlpcc_kbqa", "pairs/stard_statute")
    assert_origin(record["origin"], f"decision {shared}", [*own.glob("*.jsonl"), *shared_files(shared, *read)])
    # Three questions each of the news that is left for measuring and of the first report in each local file.
    own_count = 3 * len(MEASURED) + 3 * 2
    assert record["origin"]["questions"] == {"own": own_count, "cmrc2018_train": 2, "nlpcc_kbqa": 2, "stard_statute": 2}


def test_all_that_was_made_serves_together(serving, counted, trained, decided) -> None:
    serving.setattr(idf, "BACKGROUND", counted)
    serving.setattr(trees, "MODELS", trained / "out")
    serving.setattr(logistic, "LOGISTIC_FOLDER", decided.out)
    serving.setattr(rerank, "RERANK_WEIGHTS_FILE", decided.out / "rerank.json")
    line, told = 20, NEWS[20]
    question, span = told.asked[0]
    answered = DecisionQuestion(question, f"n:{line}", (told.body[slice(*span)],))
    elsewhere = DecisionQuestion("月球背面的陨石坑叫什么名字", "", ())
    network = Network(NETWORK, threads=1, budget_s=60.0)
    sure: list[float] = []
    with opened(decided.news) as news:
        for case in cases(news, [answered, elsewhere]):
            leaders = rerank.read_leaders(case.ranked, network, rerank.PLANS["full"])
            first = leaders.excerpts(leaders.ranked.order[0])[0]
            sure.append(confidence(leaders, first))
            if case.sought is answered:
                assert first.document in case.right
                assert answered.answers[0] in first.quotation.excerpt.text
    assert sure[0] > ANSWERED > sure[1]
