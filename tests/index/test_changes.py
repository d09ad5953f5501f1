"""What a publishing looks at is what was touched; whatever happened, it ends with what the archive holds."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from random import Random

import numpy as np
import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.store.backups import continue_numbering
from retrieval.editions.store.database import Database
from retrieval.errors import UnknownRecord, Withdrawn
from retrieval.index.changes import changes_since, live_contents
from retrieval.index.rollback import roll_back
from retrieval.language.tokenizer import Tokenizer
from tests.index.test_publish import Desk
from tests.stores import withdrawals_of

FRONT = "## 青溪桥通车\n\n本报讯 (记者 林岚) 青溪桥昨天通车,全长{n}米。桥面设有步道和自行(下转第3版)\n"
BACK = "(上接第1版)车道,市民可以步行过桥。\n\n## 书市重开\n\n书市{n}日重开,摊位一律免费。\n"


@pytest.fixture
def desk(tmp_path: Path, tokenizer: Tokenizer):
    desk = Desk(tmp_path / "data", tokenizer)
    yield desk
    desk.archive.close()


def items(draw: Random, name: str) -> list[dict[str, object]]:
    return [
        {"id": f"{name}{n}", "headline": f"{name}{n}", "date": draw.choice(["2022-12-08", "2022-12-09"]),
         "body": f"{name}第{n}条,第{draw.randrange(3)}次修改。" * draw.randint(1, 30)}
        for n in range(draw.randint(1, 6))
    ]  # fmt: skip


def pages(desk: Desk, draw: Random) -> None:
    folder = desk.folder / "晚报" / "2022-12-10"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("01.txt", FRONT), ("03.txt", BACK)):
        if draw.random() < 0.7 or not (folder / name).exists():
            (folder / name).write_text(text.format(n=draw.randrange(4)), encoding="utf-8")
    ingest(desk.archive, [folder])


def happen(desk: Desk, draw: Random) -> None:
    """One thing that changes the archive, or what is published."""
    withdrawals, ids = withdrawals_of(desk.archive), [article.id for article in desk.archive.articles()]
    what = draw.choice(["lines", "lines", "pages", "withdraw", "withdraw day", "restore", "restore day", "back"])
    if what == "lines":
        desk.read(f"{(name := draw.choice('甲乙丙'))}.jsonl", items(draw, name))
    elif what == "pages":
        pages(desk, draw)
    elif what == "withdraw" and ids:
        withdrawals.withdraw_article(draw.choice(ids), "来源有误")
    elif what == "withdraw day" and (days := [edition for edition in desk.archive.editions() if edition.date]):
        withdrawals.withdraw_edition(draw.choice(days).id, "来源有误")
    elif what == "restore":
        with suppress(UnknownRecord, Withdrawn):
            withdrawals.restore_article(draw.randint(1, 60))
    elif what == "restore day":
        with suppress(UnknownRecord, Withdrawn):
            withdrawals.restore_edition(draw.randint(1, 4))
    elif what == "back":
        with suppress(UnknownRecord):
            roll_back(desk.archive, desk.engine)


def whole(desk: Desk) -> None:
    """What is published is what the archive shows."""
    generation = desk.engine.open(desk.engine.current() or "")
    held, live = generation.contents(), live_contents(desk.archive)
    generation.close()
    for name in ("passage_ids", "passage_digests", "article_ids", "article_digests"):
        assert np.array_equal(getattr(held, name), getattr(live, name)), name


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_what_is_published_is_what_the_archive_shows(desk: Desk, seed: int) -> None:
    draw = Random(seed)
    desk.read("老.jsonl", [{"id": f"x{n}", "body": f"老文章第{n}条。"} for n in range(60)])
    desk.read("甲.jsonl", items(draw, "甲"))
    on_base = 0
    desk.publish()
    for _ in range(14):
        for _ in range(draw.randint(1, 3)):
            happen(desk, draw)
        if desk.archive.counts().passages:
            on_base += desk.publish().manifest.base is not None
            whole(desk)
    assert on_base, "some of them were built on others"


def test_only_what_was_touched_is_looked_at(desk: Desk) -> None:
    desk.read("甲.jsonl", [{"id": str(n), "body": f"第{n}条。"} for n in range(40)])
    base = desk.publish().manifest
    assert desk.archive.touched_since(base.revision) == []
    desk.read("乙.jsonl", [{"id": "新", "body": "新的一条。"}])
    touched = desk.archive.touched_since(base.revision)
    assert touched is not None
    assert len(touched) == 1
    withdrawals_of(desk.archive).withdraw_article(1, "来源有误")
    assert sorted(desk.archive.touched_since(base.revision) or ()) == sorted([1, *touched])
    changes, count = changes_since(desk.archive, base, desk.engine)
    assert (count, len(changes.retired), changes.retired_articles) == (1, 1, (1,))


def test_after_a_restore_everything_is_looked_at(desk: Desk, tmp_path: Path) -> None:
    desk.read("甲.jsonl", [{"id": str(n), "body": f"第{n}条。"} for n in range(9)])
    base = desk.publish().manifest
    desk.archive.backup(tmp_path / "copy.sqlite")
    continue_numbering(tmp_path / "copy.sqlite", desk.archive.path, base.revision)
    copy = Desk.__new__(Desk)
    copy.archive = type(desk.archive).open(tmp_path / "copy.sqlite")
    assert copy.archive.touched_since(base.revision) is None
    assert copy.archive.touched_since(base.revision + 99) is None
    changes, count = changes_since(copy.archive, base, desk.engine)
    assert (count, changes.retired) == (0, ())
    copy.archive.close()


def test_a_row_changed_behind_everybody_is_seen(desk: Desk) -> None:
    desk.read("甲.jsonl", [{"id": str(n), "headline": f"题{n}", "body": f"第{n}条。"} for n in range(9)])
    base = desk.publish().manifest
    with closing(Database(desk.archive.path)) as database, database.transaction() as connection:
        connection.execute("UPDATE articles SET headline = '改过的题' WHERE id = 3")
        connection.execute("UPDATE revision SET number = number + 1")
    assert desk.archive.touched_since(base.revision) == [3]
    assert desk.publish().encoded == 1
    whole(desk)


@pytest.mark.parametrize("changed", [False, True])
def test_an_archive_from_before_is_compared_whole_where_it_changed(desk: Desk, *, changed: bool) -> None:
    """An archive knows nothing of what was touched before a program came that keeps it."""
    desk.read("甲.jsonl", [{"id": str(n), "headline": f"题{n}", "body": f"第{n}条。"} for n in range(9)])
    base = desk.publish().manifest
    with closing(Database(desk.archive.path)) as database, database.transaction() as connection:
        if changed:
            connection.execute("UPDATE articles SET headline = '改过的题' WHERE id = 3")
            connection.execute("UPDATE revision SET number = number + 1")
        connection.execute("DELETE FROM touched")
        connection.execute("UPDATE tracked SET since = (SELECT number FROM revision)")
    assert desk.archive.touched_since(base.revision) == (None if changed else [])
    assert desk.publish().encoded == int(changed)
    whole(desk)
    withdrawals_of(desk.archive).withdraw_article(1, "来源有误")
    assert desk.archive.touched_since(desk.archive.revision() - 1) == [1]
    desk.publish()
    whole(desk)
