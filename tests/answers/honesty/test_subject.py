"""What may be offered beside a question that nothing answers: only what shares its subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retrieval.answers.honesty.subject import shares_subject
from retrieval.answers.models.network import Reading
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.ranked import Ranked
from retrieval.domain import Article, ArticleKind, Byline
from tests.answers.support import ranked_of

BODY = (
    "桂香斋在望湖路开了新店,桂花糕还是每块3.5元。市民李文娟说,学校边上的老店开了三十年。"
    "桂香斋在本市有四家店,去年也开到了北京。新店上周启用。"
)
CAKES = Article(
    1, 1, "晚报", date(2025, 3, 11), "3", "桂香斋搬新址 桂花糕不涨价", None, None, Byline(), ArticleKind.REPORT,
    None, None, BODY, (), 0, 1, "",
)  # fmt: skip


def asked(words: dict[str, float], printed: dict[str, tuple[str, ...]] | None = None) -> Ranked:
    """The cakes as ranked for a question with these words, each with its weight; ``printed`` are other forms."""
    ranked = ranked_of(understand("问题", date(2025, 3, 12)), [CAKES])
    forms = tuple((printed or {}).get(word, ()) for word in words)
    weights = np.array(list(words.values()), dtype=np.float32)
    return replace(ranked, terms=replace(ranked.terms, words=tuple(words), printed=forms, word_weights=weights))


def reading(relevance: float) -> Reading:
    nothing = np.zeros(0, dtype=np.float32)
    return Reading(relevance, nothing, nothing, (), 0.0)


ASKED = {
    "a word of the headline": (asked({"桂花糕": 0.6, "工厂": 0.4}), None, True),
    "a word of the text": (asked({"学校": 0.5, "食堂": 0.5}), None, True),
    "nothing": (asked({"彩票": 0.6, "开奖": 0.4}), None, False),
    "nothing, whatever the network thinks": (asked({"彩票": 0.6, "开奖": 0.4}), reading(3.0), False),
    "a printed form of an everyday word": (asked({"闺女": 1.0}, {"闺女": ("女儿", "李文娟")}), None, True),
    "little, and nobody read it": (asked({"学校": 0.2, "彩票": 0.8}), None, False),
    "little, and not about it": (asked({"学校": 0.2, "彩票": 0.8}), reading(-2.0), False),
    "little, but about it": (asked({"学校": 0.2, "龙凤胎": 0.8}), reading(0.5), True),
    "words that name nothing": (asked({"今天": 0.4, "附近": 0.1, "彩票": 0.5}), None, False),
    "a leader's name": (asked({"周建国": 1.0}), reading(3.0), False),
    "a name that is printed": (asked({"桂花糕": 0.2, "李文娟": 0.8}), None, True),
    "the place alone": (asked({"北京": 0.2, "明天": 0.5, "天气": 0.3}), None, False),
    "the place alone, as the paper calls it": (asked({"本市": 0.4, "天气": 0.3}), None, False),
    "the place, and nothing else is asked": (asked({"北京": 0.4, "最近": 0.3}), None, True),
    "what is done, to another thing": (asked({"火星": 0.3, "基地": 0.3, "启用": 0.4}), None, False),
    "what is done, and no thing is named": (asked({"启用": 1.0}), None, True),
    "only words that name nothing": (asked({"在": 0.5, "的": 0.5}), None, True),
    "no words at all": (asked({}), reading(3.0), False),
}


@pytest.mark.parametrize(("ranked", "read", "shared"), ASKED.values(), ids=ASKED)
def test_what_shares_the_subject(ranked: Ranked, read: Reading | None, shared: bool) -> None:
    assert shares_subject(ranked, 0, read) is shared
