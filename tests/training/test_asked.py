"""The network's questions: which texts they are asked of, and where in them the answer stands."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from embeddings.training.reposts import Kept
from embeddings.training.sources import HEADLINES, NEWS
from retrieval.training.network.asked import (
    HEADLINED_CHARS,
    LOCAL_NUMBERS,
    PAIR_SETS,
    SHORTEST_TEXT_CHARS,
    TERSE_ANSWER_CHARS,
    AskedText,
    NewsArticles,
    TrainingQuestion,
    cloze_questions,
    headline_questions,
    is_develop,
    passages_of,
    questions_of_pairs,
)

BRIDGE = "西河大桥自本月15日起封闭维修,工期45天,途经大桥的公交车绕行北环路。"
LONG = [f"第{number}号公园昨天重新开放,园内新栽树木{number + 20}棵,修了两座木桥。" * 4 for number in range(5)]
SECRET = "江边的步道昨天开放,全长三公里,沿途有五处观景台,市民可以从南门进入,步道边种了柳树和海棠。" * 3
NOTHING_KEPT = Kept([])


class Always(random.Random):
    """Every share lets everything through."""

    def random(self) -> float:
        return 0.0


def write(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    pairs: dict[str, list[dict[str, object]]] = {
        "cmrc2018_train": [
            {"query": "工期多久", "passage": BRIDGE, "answer": "45天"},
            {"query": "全文是什么", "passage": BRIDGE, "answer": BRIDGE[: TERSE_ANSWER_CHARS + 1]},
            {"query": "谁来修", "passage": BRIDGE, "answer": "市政二公司"},
            {"query": "不许学", "passage": BRIDGE, "answer": "45天", "heldout": True},
        ],
        "squad2_zh_dev_mt_unanswerable": [{"query": "南桥几号拆", "passage": BRIDGE}],
        "stard_statute": [{"query": "便桥归谁管", "passage": "第1条。", "answer": "第1条"}],
    }
    for name, _ in PAIR_SETS:
        write(folder / f"pairs/{name}.jsonl.xz", pairs.get(name, []))
    news = [{"title": "", "body": body, "line": number} for number, body in enumerate([*LONG, "短讯。", SECRET])]
    news[1]["title"] = "自己的标题"
    write(folder / NEWS, news)
    titled = [{"query": f"标题{number}", "passage": body * 4, "doc_line": number} for number, body in enumerate(LONG)]
    write(folder / HEADLINES[0], [*titled, {"query": "短", "passage": "短讯。", "doc_line": 5}])
    write(folder / HEADLINES[1], [{"query": "步道", "passage": SECRET}])
    return folder


@pytest.fixture
def articles(data: Path) -> NewsArticles:
    return NewsArticles(data, NOTHING_KEPT, first=1000)


def test_questions_of_pairs_say_where_the_answer_stands(data: Path) -> None:
    found = {each.question: each for each in questions_of_pairs(data, 1.0, Always())}
    assert set(found) == {"工期多久", "南桥几号拆", "便桥归谁管"}
    plain, unanswerable, law = found["工期多久"], found["南桥几号拆"], found["便桥归谁管"]
    assert plain.span is not None
    assert plain.passage.text[slice(*plain.span)] == "45天"
    assert (unanswerable.span, unanswerable.answerable) == (None, False)
    assert (law.span, law.answerable) == (None, True)
    assert plain.passage is unanswerable.passage
    assert [passage.number for passage in passages_of(found.values())] == [0, 1]
    assert questions_of_pairs(data, 0.0, random.Random(1)) == []


def test_news_bears_its_title_or_that_of_its_pair(articles: NewsArticles) -> None:
    found = {each.number: each for each in articles.drawn(99, random.Random(1), without=[])}
    assert sorted(found) == [1000, 1001, 1002, 1003, 1004, 1006], "what is short is left out"
    assert [found[number].headline for number in (1000, 1001, 1006)] == ["标题0", "自己的标题", ""]
    assert min(map(len, (each.text for each in found.values()))) >= SHORTEST_TEXT_CHARS
    assert max(found) < articles.end < 1000 + LOCAL_NUMBERS


def test_nothing_is_drawn_that_was_asked_about_or_kept(data: Path) -> None:
    articles = NewsArticles(data, Kept([SECRET]), first=0)
    asked = TrainingQuestion("问", AskedText(LONG[0], "", 0), None, "own")
    drawn = articles.drawn(99, random.Random(1), without=[asked])
    assert sorted(each.number for each in drawn) == [1, 2, 3, 4]
    assert len(articles.drawn(2, random.Random(1), without=[])) == 2
    assert articles.drawn(0, random.Random(1), without=[]) == []


def test_our_own_questions_name_a_line_or_bring_their_article(articles: NewsArticles, tmp_path: Path) -> None:
    lines = [
        {"line": 2, "question": "栽了多少树", "span": [0, 2]},
        {"line": 5, "question": "太短的消息", "span": None},
        {"line": 99, "question": "没有这一行", "span": None},
        {
            "headline": "早市",
            "text": "早市10点收摊。",
            "questions": [{"question": "几点收摊", "span": [2, 5]}, {"question": "谁管"}],
        },
    ]
    for name in ("one.jsonl", "two.jsonl"):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = list(articles.own_questions(tmp_path / "one.jsonl"))
    assert [each.question for each in found] == ["栽了多少树", "几点收摊", "谁管"]
    assert [(each.span, each.line) for each in found] == [((0, 2), 2), ((2, 5), 3), (None, 3)]
    assert [each.answerable for each in found] == [True, True, False]
    assert {each.source for each in found} == {"own"}
    assert found[0].passage.number == 1002
    assert found[1].passage == found[2].passage
    assert found[1].passage.number >= 1000 + LOCAL_NUMBERS
    other = list(articles.own_questions(tmp_path / "two.jsonl"))
    assert other[1].passage.number != found[1].passage.number


def test_a_made_question_counts_characters_of_the_whole_text() -> None:
    head = "无关的话说在前面。"
    passages = [AskedText(head + BRIDGE, "", number) for number in range(30)]
    found = list(cloze_questions([*passages, AskedText("短。", "", 99)], random.Random(2)))
    assert found
    numbers = [each.passage.number for each in found]
    assert len(set(numbers)) == len(numbers)
    assert 99 not in numbers
    for each in found:
        assert each.span is not None
        assert len(head) <= each.span[0] < each.span[1] <= len(head + BRIDGE)
        assert (each.source, each.answerable) == ("cloze", True)
    days = [each.span for each in found if each.span and each.passage.text[slice(*each.span)] == "45天"]
    assert days


def test_headlines_are_asked_of_the_beginning_of_their_reports(data: Path) -> None:
    found = list(headline_questions(data, Kept([SECRET]), 99, random.Random(1), first=500))
    assert sorted(each.question for each in found) == [f"标题{number}" for number in range(5)]
    for each in found:
        assert each.passage.text == (LONG[int(each.question[2:])] * 4)[:HEADLINED_CHARS]
        assert each.passage.number >= 500
    assert len({each.passage.number for each in found}) == 5
    assert len(list(headline_questions(data, NOTHING_KEPT, 2, random.Random(1), first=0))) == 2


@pytest.mark.parametrize(
    ("source", "line", "left"),
    [("own", 0, True), ("own", 10, True), ("own", 9, False), ("cloze", 0, False), ("headline", 10, False)],
)
def test_every_tenth_article_of_our_own_questions_is_left_for_measuring(source: str, line: int, left: bool) -> None:
    asked = TrainingQuestion("问", AskedText("文", "", 0), None, source, line=line)
    assert is_develop(asked) is left
