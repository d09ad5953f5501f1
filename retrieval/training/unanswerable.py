"""Questions without an answer, made from questions with one: the article taken away, or one word exchanged."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.answers.ranking.ranked import Ranked, quotations, rank
from retrieval.language.folding import folded
from retrieval.language.near_duplicates import same_report, shingles
from retrieval.training.examples import Example

NOUNS = (
    "利率", "学费", "门票", "租金", "工资", "电话", "地址", "票价", "年龄", "身高", "面积", "奖金",
    "补贴", "费用", "人数", "期限", "校长", "经理", "医生", "记者", "导演", "车站", "酒店", "餐厅",
    "停车", "天气", "温度", "价格", "股价", "冠军", "护照", "签证", "押金", "保险", "贷款", "作者",
)  # fmt: skip
"""Things that readers ask about, put in the place of what a question asks about."""


def without_answer(ranked: Ranked, gold: list[int], example: Example) -> Ranked | None:
    """The candidates without the article, its reprints and whatever holds an accepted answer, ranked anew."""
    known = [shingles(ranked.pool.documents[number].article.body) for number in gold]
    answers = [_plain(answer) for answer in example.answers if len(answer) > 1]

    def tells(number: int) -> bool:
        body = ranked.pool.documents[number].article.body
        if number in gold or any(answer in _plain(body) for answer in answers):
            return True
        own = shingles(body)
        return any(same_report(own, other) for other in known)

    return among(ranked, [number for number in range(len(ranked.order)) if not tells(number)])


def among(ranked: Ranked, kept: list[int]) -> Ranked | None:
    """These candidates alone, as if the search had found no others."""
    if not kept:
        return None
    pool = ranked.pool
    least = replace(
        pool,
        documents=tuple(pool.documents[number] for number in kept),
        article_score=_relative(pool.article_score[kept]),
        passage_score=_relative(pool.passage_score[kept]),
        dense_score=pool.dense_score[kept],
    )
    return rank(ranked.query, ranked.terms, least)


def _relative(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(scores.max(initial=0.0))
    return scores / np.float32(top) if top > 0 else scores


def wrong_excerpts(ranked: Ranked, example: Example, wanted: int = 3) -> list[str]:
    """The best excerpts of the best articles that are not right and hold no accepted answer."""
    answers = [_plain(answer) for answer in example.answers]
    found: list[str] = []
    for number in ranked.order[: 3 * wanted]:
        if ranked.pool.documents[number].article.external_id in example.gold:
            continue
        text = quotations(ranked, number)[0].excerpt.text
        if not any(answer in _plain(text) for answer in answers):
            found.append(text)
        if len(found) == wanted:
            break
    return found


def exchanged(ranked: Ranked, gold: list[int], example: Example) -> str | None:
    """The question with one of its last words exchanged for something that the article does not speak of."""
    chance = random.Random(example.question)  # noqa: S311 - a repeatable draw, no secret
    words = [word for word in ranked.terms.words if len(word) > 1 and word in example.question][-2:]
    if not words or chance.random() < 0.5:
        return None
    body = "".join(ranked.pool.documents[number].article.body for number in gold)
    foreign = [noun for noun in NOUNS if noun not in body and noun not in example.question]
    return example.question.replace(chance.choice(words), chance.choice(foreign)) if foreign else None


def _plain(text: str) -> str:
    return "".join(folded(text).split())
