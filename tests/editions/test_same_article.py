"""Whether one article is another one, read anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.editions.store.read_before import PrintedArticle
from retrieval.editions.store.same_article import compatible, likest_pairs, replaced_by

BODY = "青湾大桥昨天合龙,大桥全长860米,双向六车道,预计明年六月通车。市民可以从东门上桥散步,桥面两侧设有步道。"
OTHER = "博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。馆方说周一闭馆,团体参观请提前三天预约,讲解每场四十分钟。"
OLD = PrintedArticle(1, "苇州日报", "2025-04-08", "3", "青湾大桥合龙", BODY)
NEW = replace(OLD, id=2, body=BODY.replace("860", "880"))


def test_a_corrected_article_takes_the_place_of_the_old_one() -> None:
    (pair,) = replaced_by([OLD], [NEW])
    assert (pair.old, pair.new) == (OLD, NEW)
    assert 0.5 < pair.likeness < 1


def test_a_changed_headline_is_no_other_article() -> None:
    assert list(replaced_by([OLD], [replace(NEW, headline="大桥合龙 明年通车")]))


def test_under_one_headline_less_will_do_and_on_another_page_it_will_not() -> None:
    reworded = replace(NEW, body=BODY[:36] + OTHER[36:])
    assert list(replaced_by([OLD], [reworded]))
    assert not list(replaced_by([OLD], [replace(reworded, page="5")]))
    assert list(replaced_by([OLD], [replace(reworded, page=None)]))


@pytest.mark.parametrize(
    "other",
    [
        replace(NEW, paper="苇州晚报"),
        replace(NEW, date="2025-04-09"),
        replace(NEW, headline="新馆落成", body=OTHER),
        OLD,
    ],
    ids=["another paper", "another day", "another report", "itself"],
)
def test_what_is_not_the_same(other: PrintedArticle) -> None:
    assert not list(replaced_by([OLD], [other]))


def test_no_article_is_in_two_pairs_and_the_likest_comes_first() -> None:
    near, nearer = replace(NEW, id=3, body=BODY[:40]), NEW
    pairs = list(likest_pairs(replaced_by([OLD], [near, nearer])))
    assert [(pair.old.id, pair.new.id) for pair in pairs] == [(1, 2)]


def test_what_is_not_stated_contradicts_nothing() -> None:
    assert compatible(None, "3")
    assert compatible("3", None)
    assert compatible("3", "3")
    assert not compatible("3", "4")
