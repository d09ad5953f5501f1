"""The questions that may train what ships, and the articles that they are asked of."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from retrieval.training import examples as module
from retrieval.training.examples import (
    ANSWERED_SOURCES,
    SHARES,
    Example,
    TrainingArticles,
    examples,
    may_train,
    mixed,
    records,
)

BRIDGE = "西河大桥自本月15日起封闭维修,工期45天,途经大桥的公交车绕行北环路。"
NEWS = [f"第{number}号街道新栽树木{number + 20}棵,居民可以从东门进入,公园周一闭馆。" for number in range(12)]


def write(path: Path, lines: Iterable[Mapping[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    pairs = folder / "data/pairs"
    known = {"query": "工期多久", "passage": BRIDGE, "title": "大桥封闭"}
    for source in ANSWERED_SOURCES:
        write(
            pairs / f"{source}.jsonl.xz",
            [
                {**known, "answer": "45天", "answers": ["45天", "四十五天", ""]},
                {**known, "query": "谁来修", "answer": ""},
                {**known, "query": "不许学", "answer": "45天", "no_train": True},
            ],
        )
    statutes = [{"query": "工资何时发", "passage": f"第{number}条。"} for number in (1, 2)]
    write(pairs / "stard_statute.jsonl.xz", [*statutes, {"query": "谁管", "passage": "第1条。"}])
    titled = [{"query": f"标题{number}", "passage": body} for number, body in enumerate(NEWS[:6])]
    write(pairs / "crud_origtitle_body.jsonl.xz", titled)
    news = [{"body": body} for body in NEWS]
    write(folder / "data/news/crud_rag_news.jsonl.xz", [*news, {"body": "留给检验的。", "heldout": True}])
    return folder


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HAYSTACK", 4)
    monkeypatch.setattr(module, "MADE", 5)


@pytest.mark.parametrize(
    ("record", "may"),
    [({}, True), ({"no_train": False}, True), ({"no_train": True}, False), ({"heldout": True}, False)],
)
def test_what_evaluation_holds_trains_nothing(record: Mapping[str, object], may: bool, tmp_path: Path) -> None:
    assert may_train(record) is may
    assert list(records(write(tmp_path / "r.jsonl.xz", [record, {"query": "问"}]))) == [
        *([dict(record)] if may else []),
        {"query": "问"},
    ]


def test_questions_of_one_passage_have_one_article() -> None:
    articles = TrainingArticles()
    one, two = (articles.asked("made", {"query": query, "passage": BRIDGE}) for query in ("甲", "乙"))
    other = articles.asked("made", {"query": "甲", "passage": "别的。"}, ("答",))
    assert one.gold == two.gold != other.gold
    assert (one.answers, other.answers) == ((), ("答",))
    assert len(articles.ids) == 2


def test_half_of_the_headlines_are_shown() -> None:
    articles = TrainingArticles()
    for number in range(10):
        articles.asked("made", {"query": "问", "passage": f"正文{number}"})
        if number < 8:
            articles.headlines[f"正文{number}"] = f"标题{number}"
    lines = articles.lines(random.Random(1))
    assert [line["body"] for line in lines] == [f"正文{number}" for number in range(10)]
    shown = {line["body"]: line["headline"] for line in lines if "headline" in line}
    assert len(shown) == 4
    assert all(articles.headlines[body] == headline for body, headline in shown.items())
    assert articles.lines(random.Random(1)) == lines


@pytest.mark.usefixtures("small")
def test_everything_together_is_the_same_every_time(shared: Path) -> None:
    lines, found = examples(shared)
    assert examples(shared) == (lines, found)
    ids = {line["id"]: line["body"] for line in lines}
    assert len(ids) == len(lines)
    assert all(each.gold <= set(ids) for each in found)
    assert not [each for each in found if each.question == "不许学" or "检验" in each.passage]
    assert {each.source for each in found} == set(SHARES)


@pytest.mark.usefixtures("small")
def test_each_source_says_what_is_known_of_its_answers(shared: Path) -> None:
    lines, found = examples(shared)
    bodies = {line["id"]: line["body"] for line in lines}
    by_source = {source: [each for each in found if each.source == source] for source in SHARES}
    assert [each.answers for each in by_source["cmrc2018_train"]] == [("45天", "四十五天")]
    several = {each.question: {bodies[number] for number in each.gold} for each in by_source["stard"]}
    assert several == {"工资何时发": {"第1条。", "第2条。"}, "谁管": {"第1条。"}}
    assert sorted(each.question for each in by_source["headline"]) == ["标题0", "标题2", "标题4"]
    for each in by_source["made"]:
        (answer,) = each.answers
        assert answer in each.passage
        assert {bodies[number] for number in each.gold} == {each.passage}


def test_sources_come_in_fixed_shares() -> None:
    found = [Example(source, f"{source}{number}", frozenset(), (), "") for number in range(100) for source in SHARES]
    for answered in (True, False):
        chosen = mixed(found, 100, answered=answered)
        sources = ANSWERED_SOURCES if answered else tuple(SHARES)
        whole = sum(SHARES[source] for source in sources)
        count = {source: sum(each.source == source for each in chosen) for source in SHARES}
        assert {source for source in SHARES if count[source]} == set(sources)
        assert all(abs(count[source] - 100 * SHARES[source] / whole) <= 0.5 for source in sources)
    assert mixed([], 10, answered=False) == []
    assert sum(SHARES.values()) == pytest.approx(1)
