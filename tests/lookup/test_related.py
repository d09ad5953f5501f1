"""What is named beside an article: its other printings and newer reports on its matter, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.domain import Headline
from retrieval.lookup.related import see_also
from tests.lookup.conftest import Library
from tests.stores import withdrawals_of


def named(found: Sequence[Headline]) -> list[tuple[str | None, str | None]]:
    return [(each.headline, each.page) for each in found]


def test_an_older_report_leads_to_the_newer_one_and_not_the_other_way(library: Library) -> None:
    older, newer = (library.view.article(library.article_id(name)) for name in ("西河大桥封闭", "西河大桥通车"))
    assert named(see_also(library.view, older).newer) == [("西河大桥通车", "1")]
    assert see_also(library.view, newer).newer == ()


def test_other_matters_are_not_named(library: Library) -> None:
    market = library.view.article(library.article_id("花市开张"))
    assert (see_also(library.view, market).printings, see_also(library.view, market).newer) == ((), ())


def test_what_was_withdrawn_is_not_named(library: Library) -> None:
    withdrawals_of(library.archive).withdraw_article(library.article_id("西河大桥通车"), "有误")
    older = library.view.article(library.article_id("西河大桥封闭"))
    assert see_also(library.view, older).newer == ()
