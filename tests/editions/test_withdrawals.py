"""Withdrawing and restoring in the archive: whole stories, whole editions, and pages that are read again."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.editions.ingest import EditionDefaults, ingest
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.database import Database, create_file
from retrieval.editions.store.migrations import STEPS, migrate, require_current
from retrieval.errors import StorageError, UnknownRecord, Withdrawn
from tests.stores import corrections_of, withdrawals_of

FRONT = """## 南河疏浚今冬完工

本报讯 (记者 罗漫) 南河疏浚工程昨天进入收尾阶段,沿河七座泵站同步改造,工程指挥部要求在入冬前全部完成并交付使用,其中包括

(下转第4版)

## 社区食堂开张

本报讯 (记者 石青) 柳荫街社区食堂昨天开张,午餐每份十二元,七十岁以上老人每份八元,食堂设有座位六十个,可送餐上门。
"""
BACK = """(上接第1版)

南河疏浚工程的七座泵站和两岸十二公里步道,完工后沿河居民可以一路走到湖边,工程指挥部还将增设照明和座椅。

## 花木展周末开幕

本报讯 (记者 石青) 花木展周末在东郊开幕,展出盆景四百件,展期两周,门票免费,市民可从南门入场参观。
"""


@pytest.fixture
def pages(archive, write):
    """An edition of two pages, one story jumping from the first to the second."""
    files = [write("晚报/2025-11-08/01.txt", FRONT), write("晚报/2025-11-08/04.txt", BACK)]
    report = ingest(archive, files)
    assert report.continued == 1
    return files


def named(archive, headline):
    return [each.id for each in archive.articles() if each.headline and headline in each.headline]


def shown(archive):
    return {each.id for each in archive.articles()}


@pytest.mark.parametrize("part", [0, 1])
def test_all_parts_of_a_story_go_and_come_together(archive, pages, part):
    before, revision = shown(archive), archive.revision()
    parts = named(archive, "南河疏浚")
    assert len(parts) == 2
    assert withdrawals_of(archive).withdraw_article(parts[part], "有误") == tuple(sorted(parts))
    assert shown(archive) == before - set(parts)
    assert archive.live(list(before)) == before - set(parts)
    assert {passage.article_id for passage, _ in archive.live_passages()} == before - set(parts)
    counts = archive.counts()
    assert (counts.articles, counts.withdrawn) == (len(before) - 2, 1)
    assert archive.revision() == revision + 1
    with pytest.raises(Withdrawn) as told:
        archive.article(parts[0])
    assert told.value.reason is None
    assert withdrawals_of(archive).restore_article(parts[1 - part]) == tuple(sorted(parts))
    assert shown(archive) == before


def test_passages_within_articles_at_hand_are_those_of_the_archive(archive, pages):
    articles = list(archive.articles())
    ids = [article.id for article in articles]
    assert archive.passages_within(articles) == archive.passages_of(ids)
    gone = set(withdrawals_of(archive).withdraw_article(ids[0], "有误"))
    # The records are still at hand; what was withdrawn since is left out.
    assert archive.passages_within(articles) == archive.passages_of([id_ for id_ in ids if id_ not in gone])
    assert archive.passages_within([]) == {}


def test_passages_of_withdrawn_articles_have_none(archive, pages):
    owners = {passage.id: article.id for passage, article in archive.live_passages()}
    assert archive.owners(list(owners)) == owners
    first = next(iter(owners.values()))
    gone = set(withdrawals_of(archive).withdraw_article(first, "有误"))
    assert archive.owners(list(owners)) == {id_: owner for id_, owner in owners.items() if owner not in gone}


def test_a_reason_may_be_public_and_may_change(archive, pages):
    (article,) = named(archive, "社区食堂")
    withdrawals_of(archive).withdraw_article(article, "旧", public=False)
    withdrawals_of(archive).withdraw_article(article, "新", public=True)
    ((listed, why),) = withdrawals_of(archive).articles()
    assert (listed.id, why.reason, why.public) == (article, "新", True)
    with pytest.raises(Withdrawn, match="新"):
        archive.article(article)
    assert withdrawals_of(archive).restore_article(article) == (article,)
    with pytest.raises(UnknownRecord):
        withdrawals_of(archive).restore_article(article)


def test_an_edition_and_an_article_of_it(archive, pages):
    (article,) = named(archive, "社区食堂")
    everything = shown(archive)
    edition = withdrawals_of(archive).edition(None, date(2025, 11, 8))
    withdrawals_of(archive).withdraw_article(article, "有误")
    withdrawals_of(archive).withdraw_edition(edition.id, "误发")
    assert (shown(archive), archive.editions(), archive.newest_date()) == (set(), [], None)
    with pytest.raises(Withdrawn):
        withdrawals_of(archive).restore_article(named_anyhow(archive, "花木展"))
    withdrawals_of(archive).restore_edition(edition.id)
    assert shown(archive) == everything - {article}
    withdrawals_of(archive).restore_article(article)
    assert shown(archive) == everything


def named_anyhow(archive, headline):
    return next(
        each.id for each, _ in withdrawals_of(archive).articles() if each.headline and headline in each.headline
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("晚报/2025-11-08/01.txt", ("老人每份八元", "老人每份九元")),
        ("晚报/2025-11-08/01.txt", ("社区食堂开张", "社区食堂昨开张")),
        ("晚报/2025-11-08/01.txt", ("## 南河疏浚今冬完工", "## 导读一则")),
        ("copy/晚报/2025-11-08/A1.txt", ("昨天开张", "昨日开张")),
        ("undated.txt", ("每份十二元", "每份12元")),
        ("undated.txt", ("", "")),
    ],
)
def test_a_page_read_again_brings_nothing_back(archive, pages, write, name, change):
    (article,) = named(archive, "社区食堂")
    withdrawals_of(archive).withdraw_article(article, "有误")
    report = ingest(archive, [write(name, FRONT.replace(*change) if change[0] else FRONT)])
    assert not any("社区食堂" in (each.headline or "") or "社区食堂" in each.body for each in archive.articles())
    assert named(archive, "花木展")
    assert archive.counts().withdrawn >= 1
    assert report.withheld == sum(
        1 for each, _ in withdrawals_of(archive).articles() if each.id > article and "食堂" in each.body
    )


def test_another_edition_may_print_it_again(archive, pages, write):
    (article,) = named(archive, "社区食堂")
    withdrawals_of(archive).withdraw_article(article, "有误")
    ingest(archive, [write("晚报/2025-11-09/01.txt", FRONT)])
    assert len(named(archive, "社区食堂")) == 1


def test_articles_of_a_file_of_lines_stay_withdrawn(archive, write):
    def line(number, text):
        return (
            json.dumps({"id": str(number), "date": "2025-11-08", "headline": f"第{number}号通告", "body": text}) + "\n"
        )

    body = "南门街自下周起分段施工,过往车辆请绕行北环路,公交车站临时迁移到街口,工期预计四十天。"
    file = write("a.jsonl", line(1, body) + line(2, "另一件事。" * 20))
    ingest(archive, [file])
    (article,) = named(archive, "第1号")
    withdrawals_of(archive).withdraw_article(article, "有误")
    write("a.jsonl", line(1, body.replace("四十天", "五十天")) + line(2, "另一件事。" * 20) + line(3, "新的事。" * 20))
    assert ingest(archive, [file]).withheld == 1
    assert sorted(each.external_id for each in archive.articles()) == ["2", "3"]


def test_a_part_found_later_goes_with_its_story(archive, write):
    ingest(archive, [write("晚报/2025-11-08/01.txt", FRONT)])
    withdrawals_of(archive).withdraw_article(named(archive, "南河疏浚")[0], "有误")
    ingest(archive, [write("晚报/2025-11-08/04.txt", BACK)])
    assert not any("泵站" in each.body for each in archive.articles())
    assert withdrawals_of(archive).count() == 1


def test_what_is_read_into_a_withdrawn_edition_is_withheld(archive, write):
    ingest(archive, [write("晚报/2025-11-08/01.txt", FRONT)])
    edition = withdrawals_of(archive).edition("晚报", date(2025, 11, 8))
    withdrawals_of(archive).withdraw_edition(edition.id, "误发")
    assert ingest(archive, [write("晚报/2025-11-08/04.txt", BACK)]).withheld == 2
    withdrawals_of(archive).restore_edition(edition.id)
    assert len(shown(archive)) == 4


def test_editions_are_named_by_day_and_paper(archive, write):
    ingest(archive, [write("晚报/2025-11-08/01.txt", FRONT)])
    ingest(archive, [write("other/01.txt", BACK)], defaults=EditionDefaults(paper="晨报", date=date(2025, 11, 8)))
    with pytest.raises(UnknownRecord, match="晚报/2025-11-08"):
        withdrawals_of(archive).edition(None, date(2025, 11, 8))
    assert withdrawals_of(archive).edition("晨报", date(2025, 11, 8)).paper == "晨报"
    with pytest.raises(UnknownRecord):
        withdrawals_of(archive).edition("晨报", date(2025, 11, 9))


def test_links_of_corrections_outlive_a_new_reading(archive, write):
    notice = "## 更正\n\n本报11月8日第1版《社区食堂开张》一文中,“十二元”应为“十元”。特此更正,并向读者致歉。\n"
    files = [write("晚报/2025-11-08/01.txt", FRONT), write("晚报/2025-11-09/02.txt", notice + "\n" + BACK)]
    ingest(archive, files)
    revision = archive.revision()
    (article,), (told,) = named(archive, "社区食堂"), named(archive, "更正")
    corrections_of(archive).link(told, article)
    assert archive.notices_of([article]) == {article: [told]}
    assert archive.revision() == revision
    write("晚报/2025-11-08/01.txt", FRONT.replace("可送餐上门", "也可送餐上门"))
    write("晚报/2025-11-09/02.txt", notice.replace("特此更正,", "特此更正，") + "\n" + BACK)
    ingest(archive, files)
    (again,), (anew,) = named(archive, "社区食堂"), named(archive, "更正")
    assert (again, anew) != (article, told)
    assert archive.notices_of([again]) == {again: [anew]}
    corrections_of(archive).unlink(anew, again)
    assert corrections_of(archive).links() == []


def test_an_older_archive_is_brought_up_to_date(tmp_path):
    path = tmp_path / "archive.sqlite"
    create_file(path)
    database = Database(path)
    assert migrate(database, STEPS[:1]) == 1
    database.close()
    for_reading = Database(path, writable=False)
    with pytest.raises(StorageError, match="schema 1"):
        require_current(for_reading)
    for_reading.close()
    with Archive.open(path) as archive:
        assert archive.counts().withdrawn == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), max_size=12))
def test_nothing_is_lost_whatever_is_withdrawn_and_restored(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("any")
    page = folder / "晚报" / "2025-11-08" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_text(FRONT + "\n" + BACK.split("\n\n", 2)[2], encoding="utf-8")
    with Archive.open(folder / "archive.sqlite", create=True) as archive:
        ingest(archive, [page])
        everything = sorted(shown(archive))
        edition = archive.editions()[0].id
        for whole, back, number in steps:
            target = everything[number % len(everything)]
            try:
                if whole:
                    (withdrawals_of(archive).restore_edition if back else withdrawals_of(archive).withdraw_edition)(
                        edition, *([] if back else ["无"])
                    )
                else:
                    (withdrawals_of(archive).restore_article if back else withdrawals_of(archive).withdraw_article)(
                        target, *([] if back else ["无"])
                    )
            except UnknownRecord:
                assert back
            hidden = {each.id for each, _ in withdrawals_of(archive).articles()}
            assert shown(archive) | hidden == set(everything)
            assert not shown(archive) & hidden
            assert archive.counts().passages == len(list(archive.live_passages()))
