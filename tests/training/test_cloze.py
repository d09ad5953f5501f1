"""Questions made from sentences."""

from __future__ import annotations

import random

import pytest

from retrieval.language.numbers import Candidate, Type
from retrieval.language.tokenizer import Tokenizer
from retrieval.training.cloze import ASKING, LONGEST_ANSWER, SHORTEST_CLOZE, Maker, _may_be_asked_for

SENTENCES = [
    "城东图书馆新馆将于下月1日开门迎客,设有阅览座位1200个。",
    "据馆长赵明亮介绍,新馆总投资2.4亿元,馆内还设有儿童区、朗读亭、自习室。",
    "西河大桥自本月15日起封闭维修,工期45天,工程费用约760万元。",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def made(tokenizer: Tokenizer, seed: int) -> list[tuple[str, Candidate] | None]:
    maker = Maker(tokenizer, random.Random(seed))
    return [maker.made(sentence) for sentence in SENTENCES * 20]


def test_the_same_seed_makes_the_same_questions(tokenizer: Tokenizer) -> None:
    assert made(tokenizer, 1) == made(tokenizer, 1)
    assert made(tokenizer, 1) != made(tokenizer, 2)


def test_a_question_asks_for_a_printed_thing_with_a_word_of_its_type(tokenizer: Tokenizer) -> None:
    found = made(tokenizer, 3)
    assert sum(each is not None for each in found) > len(found) // 2
    for sentence, each in zip(SENTENCES * 20, found, strict=True):
        if each is None:
            continue
        question, thing = each
        assert 1 < len(sentence[slice(*thing.span)]) <= LONGEST_ANSWER
        assert any(asking.format(unit=thing.unit) in question for asking in ASKING[thing.type])
        assert len(question) >= SHORTEST_CLOZE
        assert question.endswith("?")
        assert question.count("?") == 1
    assert len({each[1].type for each in found if each}) > 3, "types have their turns"


@pytest.mark.parametrize("sentence", ["", "。", "的了吗", "10元。"], ids=["empty", "a stop", "no thing", "too short"])
def test_where_a_sentence_offers_nothing_nothing_is_made(tokenizer: Tokenizer, sentence: str) -> None:
    maker = Maker(tokenizer, random.Random(1))
    assert [maker.made(sentence) for _ in range(20)] == [None] * 20


@pytest.mark.parametrize(
    ("before", "thing", "after", "kind", "may"),
    [
        ("馆长", "赵明亮", "介绍,新馆开门。", Type.PERSON, True),
        ("馆长", "赵明亮", "的书。", Type.PERSON, False),
        ("通告来自", "市交通委", "。", Type.ORG, True),
        ("通告来自", "市交通委", "", Type.ORG, True),
        ("", "市交通委", "表示,大桥封闭。", Type.ORG, True),
        ("", "市交通委", "发布通告。", Type.ORG, False),
        ("座位", "1200个", "左右", Type.QUANTITY, True),
        ("每", "人", "10册", Type.QUANTITY, False),
        ("", "长" * LONGEST_ANSWER, "", Type.TITLE, True),
        ("", "长" * (LONGEST_ANSWER + 1), "", Type.TITLE, False),
    ],
    ids=[
        "who speaks", "who does not speak", "ends a clause", "ends the sentence", "an office that speaks",
        "goes on", "a number", "one character", "just short enough", "too long",
    ],
)  # fmt: skip
def test_only_a_whole_thing_is_asked_for(before: str, thing: str, after: str, kind: Type, may: bool) -> None:
    span = (len(before), len(before) + len(thing))
    assert _may_be_asked_for(before + thing + after, Candidate(span, kind)) is may
