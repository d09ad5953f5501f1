"""Of two values for one thing the newer comes first; what is about another thing stays where it is."""

# ruff: noqa: E501 - paragraphs of a page are long lines
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.honesty.draft import Related
from retrieval.answers.honesty.superseded import Selection, _printings_of, newest_first
from retrieval.answers.models.network import network
from retrieval.answers.question.answer_types import wanted_by
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.rerank import PLANS, Leaders, read_leaders
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.spans.extract import short_answer
from retrieval.domain import NO_FILTERS, Headline
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.published import Published
from retrieval.language.tokenizer import Tokenizer

TODAY = date(2025, 3, 20)
LOAN = """# 青溪区小微企业转贷资金{verb}

本报讯 (记者 林小舟) 记者昨天从青溪区财政局获悉,小微企业转贷资金的使用期限{became}{days}天。企业可向合作银行提出申请,由区财政局审核。

转贷资金由区财政局出资设立,去年共帮助{firms}家企业渡过难关,累计金额超过三亿元。
"""
MARKET = """# {name}周六开张

本报讯 (记者 高远) {name}将于周六开张,设摊位{stalls}个,市民可免费入场。{name}每天上午8时开门,下午6时收摊,持续两周。
"""
OLD, NEW, AGAIN = date(2025, 1, 10), date(2025, 3, 11), date(2025, 3, 12)
PAGES = {
    f"{OLD}/02.txt": LOAN.format(verb="设立", became="为", days=60, firms=130),
    f"{NEW}/02.txt": LOAN.format(verb="延长期限", became="由60天延长至", days=90, firms=410),
    f"{AGAIN}/05.txt": LOAN.format(verb="延长期限", became="由60天延长至", days=90, firms=410).replace(
        "获悉", "了解到"
    ),
    "2025-02-01/03.txt": MARKET.format(name="北门花市", stalls=260),
    "2025-02-01/04.txt": MARKET.format(name="北门花市", stalls=310).replace("周六", "周末"),
    "2025-03-13/06.txt": MARKET.format(name="南湖灯会", stalls=480),
}
TERM, STALLS = "青溪区转贷资金使用期限多少天", "北门花市设摊位多少个"


@pytest.fixture(scope="module")
def read(tmp_path_factory, support) -> Iterator[Callable[[str], Leaders]]:
    """Question → the leaders, read by the shipped network."""
    folder = tmp_path_factory.mktemp("superseded")
    files = []
    for name, text in PAGES.items():
        files.append(folder / "pages" / name)
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        files[-1].write_text(text, encoding="utf-8")
    _, archive = support.newsroom(folder, files)
    tokenizer = Tokenizer()
    engine = EmbeddedEngine(folder, tokenizer)
    generation = engine.open(str(engine.current()))
    known: dict[str, Leaders] = {}

    def leaders(question: str) -> Leaders:
        if question not in known:
            search = Search(support.Silent(), tokenizer)
            ranked = search.by_words(understand(question, TODAY), Published(archive, generation), NO_FILTERS)
            assert ranked
            known[question] = read_leaders(ranked, network(threads=1, budget_s=60.0), PLANS["full"])
        return known[question]

    yield leaders
    generation.close()
    archive.close()


def number_of(leaders: Leaders, day: date, page: str | None = None) -> int:
    """The document printed on that day."""
    for number, document in enumerate(leaders.ranked.pool.documents):
        if document.article.date == day and page in (None, document.article.page):
            return number
    raise AssertionError(day)


def found_in(leaders: Leaders, number: int, wanted: int = 1) -> Selection:
    """What would be cited if that document were the best one."""
    excerpts = leaders.excerpts(number, wanted)
    first = excerpts[0]
    assert first.reading
    short = short_answer(first.quotation.folded, first.reading, wanted_by(leaders.ranked.query))
    assert short
    assert short.confidence >= 0.5
    return Selection(tuple(excerpts), short, Related())


def days(leaders: Leaders, selection: Selection) -> list[date | None]:
    return [leaders.ranked.pool.documents[each.document].article.date for each in selection.excerpts]


def told(selection: Selection) -> str:
    assert selection.short
    return selection.excerpts[0].quotation.folded[slice(*selection.short.span)]


def test_the_newer_value_comes_first_though_the_older_was_found_first(read) -> None:
    leaders = read(TERM)
    old = number_of(leaders, OLD)
    found = newest_first(leaders, found_in(leaders, old), ())
    first, second = days(leaders, found)
    assert first in {NEW, AGAIN}
    assert second == OLD
    assert told(found).endswith("90天")
    assert found.related.earlier == {leaders.ranked.pool.article_ids[old]}


def test_the_newer_value_stays_first_with_the_earlier_behind_it(read) -> None:
    leaders = read(TERM)
    new, old = number_of(leaders, NEW), number_of(leaders, OLD)
    before = found_in(leaders, new, 2)
    found = newest_first(leaders, before, ())
    assert [each.document for each in found.excerpts][:2] == [new, old]
    assert found.excerpts[2:] == before.excerpts[1:], "what else was to be cited comes behind the values"
    assert told(found).endswith("90天")
    assert found.related.earlier == {leaders.ranked.pool.article_ids[old]}


def test_other_printings_stand_beside_the_value_that_they_give(read) -> None:
    leaders = read(TERM)
    new, again, old = (number_of(leaders, day) for day in (NEW, AGAIN, OLD))
    found = newest_first(leaders, found_in(leaders, new), (again,))
    ids = leaders.ranked.pool.article_ids
    beside = Headline(ids[again], "青溪区小微企业转贷资金延长期限", None, AGAIN, "5")
    assert found.related.also == {ids[new]: (beside,), ids[old]: ()}, "it names 60天 as what held before"


@pytest.mark.parametrize(
    ("value", "text", "printed"),
    [
        ("6个", "设摊位6个。", True),
        ("6个", "展期两周，6个摊位。", True),
        ("6个", "设摊位六 个，每次6个。", True),
        ("6个", "设摊位26个，占地2.6个。", False),
        ("6个", "设摊位1,6个。", False),
        ("十六个", "设摊位三十六个。", False),
        ("60", "编号为60。", True),
        ("60", "编号为60，80号另定。", True),
        ("60", "编号为600、60万和60.5。", False),
        ("60天", "每60天一次。", True),
        ("60天", "期限由60天延长至90天。", False),
        ("90天", "期限由60天延长至90天。", True),
        ("60天", "期限由60天延长至90天，审核仍为60天。", True),
    ],
)
def test_a_printing_gives_the_value_whole_and_as_what_holds(read, value: str, text: str, printed: bool) -> None:
    article = replace(read(TERM).ranked.pool.documents[0].article, body=text)
    assert bool(_printings_of(value, [article])) is printed


UNTOUCHED = {
    "another value of the same day": (STALLS, date(2025, 2, 1), "3"),
    "another matter of a later day": (STALLS, date(2025, 2, 1), "4"),
}


@pytest.mark.parametrize(("question", "day", "page"), UNTOUCHED.values(), ids=UNTOUCHED)
def test_other_matters_stay_where_they_are(read, question: str, day: date, page: str | None) -> None:
    leaders = read(question)
    before = found_in(leaders, number_of(leaders, day, page))
    after = newest_first(leaders, before, ())
    assert (after.excerpts, after.short, after.related) == (before.excerpts, before.short, before.related)


@pytest.mark.parametrize("sure", [None, 0.49], ids=["no short answer", "an unsure one"])
def test_what_is_not_sure_supersedes_nothing(read, sure: float | None) -> None:
    leaders = read(TERM)
    before = found_in(leaders, number_of(leaders, OLD))
    assert before.short
    short = None if sure is None else replace(before.short, confidence=sure)
    after = newest_first(leaders, replace(before, short=short), ())
    assert after.excerpts == before.excerpts
    assert (after.related.earlier, after.related.also) == (frozenset(), {})
