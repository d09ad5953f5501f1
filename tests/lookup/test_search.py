"""Search: which articles are found, in which order, how many of each kind, page after page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pytest

from retrieval.answers.ask import Asker
from retrieval.domain import NO_FILTERS, Filters
from retrieval.index.serving import Fixed
from retrieval.language.tokenizer import Tokenizer
from retrieval.lookup.search import ArticleSearch, SearchOrder, SearchResult
from tests.index.support import HashedGrams
from tests.lookup.conftest import Library
from tests.stores import withdrawals_of

TODAY = date(2025, 4, 25)


@dataclass
class Finder:
    library: Library
    search: ArticleSearch

    def __call__(
        self,
        words: str,
        where: Filters = NO_FILTERS,
        order: SearchOrder = "relevance",
        start: int = 0,
        most: int = 10,
    ) -> SearchResult:
        return self.search.find(self.library.view, words, today=TODAY, where=where, order=order, start=start, most=most)


@pytest.fixture
def find(library: Library) -> Finder:
    asker = Asker(library.archive, Fixed(library.view.generation), HashedGrams(), Tokenizer())
    return Finder(library, ArticleSearch(asker))


def headlines(found: SearchResult) -> list[str | None]:
    return [each.headline for each in found.shown]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("公交车", {"西河大桥封闭", "花市开张", "绕行结束"}),
        ("花市 接驳车", {"花市开张"}),
        ("西河大桥 票价", {"绕行结束"}),
        ("票價", {"绕行结束"}),
        ("860米", {"西河大桥封闭"}),
    ],
)
def test_articles_are_found_that_hold_the_words(find: Finder, words: str, expected: set[str]) -> None:
    found = find(words)
    assert set(headlines(found)) == expected
    assert (found.total, found.nearest) == (len(expected), False)


def test_every_hit_is_printed_and_its_words_are_marked(find: Finder) -> None:
    for hit in find("西河大桥").shown:
        text = find.library.view.passage(hit.passage_id).text
        assert text[hit.start : hit.end] == hit.excerpt
        marked = {hit.excerpt[start:end] for start, end in hit.evidence}
        assert marked <= {"西河大桥", "西河", "大桥"}


def test_what_holds_too_few_of_the_words_is_told_to_be_near(find: Finder) -> None:
    found = find("花市摊主王秀兰的女儿考上大学")
    assert found.nearest
    assert "花市开张" in headlines(found)
    nothing = find("qwertz")
    assert (nothing.total, nothing.nearest, nothing.shown, nothing.facets.months) == (0, False, (), ())
    assert find("？！").total == 0


def test_orders_by_time_keep_undated_articles_last(find: Finder) -> None:
    everything = find("西河大桥")
    assert headlines(find("西河大桥", order="newest")) == [
        "西河大桥通车",
        "绕行结束",
        "花市开张",
        "西河大桥封闭",
        "旧事",
    ]
    assert headlines(find("西河大桥", order="oldest")) == [
        "西河大桥封闭",
        "花市开张",
        "西河大桥通车",
        "绕行结束",
        "旧事",
    ]
    assert set(headlines(everything)) == set(headlines(find("西河大桥", order="newest")))


def test_pages_of_results_make_up_the_whole(find: Finder) -> None:
    for order in ("relevance", "newest", "oldest"):
        whole = headlines(find("西河大桥", order=order))
        pages = [headlines(find("西河大桥", order=order, start=start, most=3)) for start in (0, 3, 6)]
        assert [pages[0], pages[1], pages[2]] == [whole[:3], whole[3:], []]


def test_facets_count_what_was_found(find: Finder) -> None:
    found = find("西河大桥")
    hits = found.shown
    months = Counter(str(hit.date)[:7] for hit in hits if hit.date)
    assert dict(found.facets.months) == months
    assert dict(found.facets.days) == Counter(str(hit.date) for hit in hits if hit.date)
    assert dict(found.facets.pages) == Counter(hit.page for hit in hits if hit.page)
    assert dict(found.facets.people) == Counter(name for hit in hits for name in hit.byline.names)
    assert list(found.facets.months) == sorted(found.facets.months)


def test_a_facet_counts_what_another_of_its_values_would_give(find: Finder) -> None:
    found = find("西河大桥", Filters(pages=("1",), date_from=date(2025, 4, 1)))
    assert headlines(found) == ["西河大桥通车"]
    assert found.facets.pages == (("1", 1), ("3", 1))
    assert found.facets.months == (("2025-03", 1), ("2025-04", 1))
    assert found.facets.people == (("高远", 1),)


def test_limits_in_the_words_hold_too(find: Finder) -> None:
    assert headlines(find("4月24日报上的西河大桥", order="oldest")) == ["西河大桥通车", "绕行结束"]


def test_without_words_everything_is_listed(find: Finder) -> None:
    assert headlines(find("")) == ["西河大桥通车", "绕行结束", "花市开张", "西河大桥封闭", "旧事"]
    assert headlines(find("", Filters(people=("林小舟",)))) == ["绕行结束", "花市开张"]
    assert headlines(find("昨天有什么新闻")) == ["西河大桥通车", "绕行结束"]
    opening = find("", most=1).shown[0]
    assert opening.excerpt.startswith("昨天零时，封闭维修的大桥恢复通行。")
    assert opening.evidence == ()


def test_what_is_withdrawn_is_neither_found_nor_counted(find: Finder) -> None:
    withdrawals_of(find.library.archive).withdraw_article(find.library.article_id("绕行结束"), "有误")
    found = find("西河大桥", order="newest")
    assert headlines(found) == ["西河大桥通车", "花市开张", "西河大桥封闭", "旧事"]
    assert (found.total, found.facets.pages) == (4, (("1", 2), ("2", 1)))
    assert "绕行结束" not in headlines(find(""))
