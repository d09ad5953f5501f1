"""The second look: only leaders near each other change places, and nobody falls behind what was not read."""

# ruff: noqa: E501 - paragraphs of a page are long lines
from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retrieval.answers.question.query import understand
from retrieval.answers.ranking.candidates import gather
from retrieval.answers.ranking.ranked import Ranked, quotations, rank
from retrieval.answers.ranking.rerank import LEADERS, NEAR, UNIT, VALUED, second_look, worth
from retrieval.answers.ranking.terms import terms_of
from retrieval.domain import Filters
from retrieval.index.embedded import EmbeddedEngine
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2025, 3, 12)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@pytest.fixture(scope="module")
def ranked_for(own_page, tokenizer):
    """Question → the first ranking over the page of our own, without an encoder."""
    _, archive, page = own_page
    engine = EmbeddedEngine(page.parents[2] / "data", tokenizer)
    generation = engine.open(str(engine.current()))

    def ranked(question: str) -> Ranked:
        query = understand(question, TODAY)
        vector = np.zeros(generation.manifest.dim, dtype=np.float32)
        return rank(
            query, terms_of(query, tokenizer, generation), gather(query, vector, generation, archive, Filters())
        )

    yield ranked
    generation.close()


def level(ranked: Ranked, scores: list[float]) -> Ranked:
    """The same candidates with these scores in their present order."""
    given = np.zeros(len(ranked.scores), dtype=np.float32)
    given[list(ranked.order)] = scores
    return replace(ranked, scores=given)


def test_what_holds_the_answer_comes_first_among_equals(ranked_for, tokenizer) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    right = ranked.order[0]
    turned = replace(ranked, order=(*ranked.order[1:], right))
    looked = second_look(level(turned, [1.0] * len(turned.order)), tokenizer)
    assert looked.order[0] == right


def test_one_far_ahead_stays_first(ranked_for, tokenizer) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    turned = replace(ranked, order=(*ranked.order[1:], ranked.order[0]))
    count = len(turned.order)
    looked = second_look(level(turned, [9.0, *([9.0 - NEAR - 0.1] * (count - 1))]), tokenizer)
    assert looked.order[0] == turned.order[0]


@pytest.mark.parametrize("question", ["电梯补贴多少钱", "图书馆周几开放", "谁说工程费用", "哪里封闭"])
def test_the_same_candidates_come_back(ranked_for, tokenizer, question) -> None:
    ranked = ranked_for(question)
    looked = second_look(ranked, tokenizer)
    assert sorted(looked.order) == sorted(ranked.order)
    scores = [float(looked.scores[number]) for number in looked.order]
    assert scores == sorted(scores, reverse=True)
    assert np.all(looked.scores >= ranked.scores - 1e-6)
    raised = {number for number in ranked.order if looked.scores[number] > ranked.scores[number]}
    assert raised <= set(ranked.order[:LEADERS])


def test_the_excerpts_of_an_article_change_places_too(ranked_for, tokenizer) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    first = ranked.order[0]
    holding = {
        number: "45天" in ranked.layout.sentences[number].passage.text for number in ranked.sentence_scores(first)
    }
    ranked.known[first] = {number: -0.4 if holds else 0.0 for number, holds in holding.items()}
    before = quotations(ranked, first, 3)
    assert "45天" not in before[0].excerpt.text
    looked = second_look(ranked, tokenizer)
    after = quotations(looked, first, 3)
    assert "45天" in after[0].excerpt.text
    assert {each.excerpt.span for each in after} == {each.excerpt.span for each in before}


def test_no_excerpt_repeats_a_sentence_of_another(ranked_for) -> None:
    ranked = ranked_for("西河大桥维修的工期是多少天?")
    for document in ranked.order:
        quoted = quotations(ranked, document, 9)
        for number, one in enumerate(quoted):
            for other in quoted[:number]:
                apart = one.excerpt.span[1] <= other.excerpt.span[0] or other.excerpt.span[1] <= one.excerpt.span[0]
                assert one.excerpt.passage.id != other.excerpt.passage.id or apart


POST = """# 邮政全员出动寄送药品

本报讯 (记者 林小舟) “药品一共180件,今天上午全部寄出了。”昨天,城东邮政支局负责人周立的答复让等药品寄出的客户放了心,他说这是支局今年最忙的一天。

支局的投递员随后来到收寄现场配单、装袋、打包,为药厂多加了一个班次,忙到晚上八点才收工,没有一个人提前离开,连退休的老局长也赶来帮忙。

一个半小时里,发往外地的110箱邮件收寄完毕,当晚装车运走。

# 城区将治理积水点

本报讯 (记者 高远) 近日,市水务局批复城区积水点治理工程方案,进一步改善水环境。

为了尽量少挖路面,工程将与道路大修一并安排,部分路段采取疏通、加固的办法,水务局会派人到现场察看,居民出行不受影响。

据了解,城区积水点治理工程位于城东、城西、河口,共有97处积水。
"""


@pytest.fixture(scope="module")
def post_asker(tmp_path_factory, support):
    folder = tmp_path_factory.mktemp("post")
    page = folder / "2025-03-11" / "05.txt"
    page.parent.mkdir()
    page.write_text(POST, encoding="utf-8")
    asker, archive = support.newsroom(folder, [page])
    yield asker
    archive.close()


@pytest.mark.parametrize(
    ("question", "told", "weight"),
    [("药品一共寄出了多少箱邮件", "110箱", "UNIT"), ("积水点治理工程在哪几个区", "城东、城西", "ENUMERATION")],
)
def test_the_form_asked_for_comes_first(post_asker, monkeypatch, question, told, weight) -> None:
    assert told in post_asker.ask(question, today=TODAY).citations[0].excerpt
    monkeypatch.setattr(f"retrieval.answers.ranking.rerank.{weight}", 0.0)
    assert told not in post_asker.ask(question, today=TODAY).citations[0].excerpt


@pytest.mark.parametrize(
    ("question", "text", "added"),
    [
        ("西河大桥维修要多少钱", "大桥维修一共要花3200万元。", VALUED),
        ("西河大桥维修要多少钱", "大桥维修的费用已经批准，桥长3200米。", 0.0),
        ("西河大桥维修用了多少辆车", "大桥维修用了12辆车。", UNIT),
        ("西河大桥维修用了多少辆车", "大桥维修用了12箱材料。", 0.0),
        ("西河大桥维修由谁负责", "大桥维修用了12辆车。", 0.0),
    ],
)
def test_what_a_printed_value_adds(ranked_for, question, text, added) -> None:
    ranked = ranked_for(question)
    first = quotations(ranked, ranked.order[0])[0]
    other = replace(first.excerpt, passage=replace(first.excerpt.passage, text=text), span=(0, len(text)))
    without = replace(other, passage=replace(other.passage, text="大" * len(text)))
    gained = worth(ranked, replace(first, excerpt=other)) - worth(ranked, replace(first, excerpt=without))
    assert gained == pytest.approx(added, abs=1e-4)
