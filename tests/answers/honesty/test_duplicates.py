"""The same report twice is cited once, with the others named beside it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.honesty.duplicates import also, grouped, without_repeats
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.coverage import Document
from retrieval.domain import Article, ArticleKind, Byline, Headline
from tests.answers.support import ranked_of

BODIES = {
    "library": "城东图书馆新馆将于下月开门迎客，设有阅览座位一千二百个，市民凭身份证可免费办理借书证。",
    "bridge": "西河大桥自本月起封闭维修，工期四十五天，途经大桥的三路和十七路公交车绕行北环路。",
    "lift": "市住建局公布老旧小区加装电梯补贴标准，每部电梯补贴二十万元，须经三分之二以上业主同意。",
}


def documents(*names: str) -> list[Document]:
    """Articles 101, 102 … with these bodies; a name with ' prints its report slightly changed."""
    found = []
    for number, name in enumerate(names):
        body = BODIES[name.rstrip("'")] + ("本报将继续关注。" if name.endswith("'") else "")
        found.append(
            Document(
                Article(
                    101 + number, 1, "晚报", date(2025, 3, 1 + number), str(number), f"标题{number}", None, None,
                    Byline(), ArticleKind.REPORT, None, None, body, (), 0, 1, "",
                ),
                (),
            )
        )  # fmt: skip
    return found


GROUPS = {
    "all different": (("library", "bridge", "lift"), (0, 1, 2), {0: [], 1: [], 2: []}),
    "a reprint": (("library", "bridge", "library"), (0, 1, 2), {0: [2], 1: []}),
    "a changed reprint": (("library", "library'", "bridge"), (0, 1, 2), {0: [1], 2: []}),
    "the better one stands for both": (("library", "bridge", "library"), (2, 0, 1), {2: [0], 1: []}),
    "not in the order": (("library", "bridge", "library"), (0, 1), {0: [], 1: []}),
    "three printings": (("lift", "lift'", "lift"), (1, 0, 2), {1: [0, 2]}),
    "none": ((), (), {}),
}


@pytest.mark.parametrize(("names", "order", "groups"), GROUPS.values(), ids=GROUPS)
def test_reports_with_their_reprints(names, order, groups) -> None:
    found = grouped(documents(*names), order)
    assert found == groups
    assert list(found) == list(groups)


def test_where_else_a_report_was_printed() -> None:
    printed = [document.article for document in documents("library", "bridge", "library'")]
    ranked = ranked_of(understand("图书馆何时开门", date(2025, 3, 12)), printed)
    assert also(ranked, {0: [2], 1: []}) == {101: (Headline(103, "标题2", "晚报", date(2025, 3, 3), "2"),)}


@pytest.mark.parametrize(
    ("names", "order", "wanted", "kept"),
    [
        (("library", "library'", "bridge"), (0, 1, 2), 3, [0, 2]),
        (("library", "library'", "bridge"), (1, 0, 2), 3, [1, 2]),
        (("library", "bridge", "lift"), (2, 1, 0), 2, [2, 1]),
        ((), (), 3, []),
    ],
    ids=["a reprint", "the better one stays", "no more than wanted", "none"],
)
def test_without_repeats(names, order, wanted, kept) -> None:
    assert without_repeats(documents(*names), order, wanted) == kept


@given(st.lists(st.sampled_from([*BODIES, *(f"{name}'" for name in BODIES)]), max_size=8), st.integers(1, 9), st.data())
def test_every_report_is_counted_once(names: list[str], wanted: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(names))))
    groups = grouped(documents(*names), order)
    stories = [{names[number].rstrip("'") for number in (first, *rest)} for first, rest in groups.items()]
    assert all(len(story) == 1 for story in stories)
    assert len(set().union(*stories)) == len(stories) == len({name.rstrip("'") for name in names})
    assert list(groups)[:wanted] == without_repeats(documents(*names), order, wanted)
