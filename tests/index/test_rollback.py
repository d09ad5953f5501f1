"""Going back: what goes and what comes is told, and stays so until the page is read anew or released."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from retrieval.domain import Edition
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.rollbacks import Rollbacks
from retrieval.editions.store.turnover import Turnover
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import PublishReport, publish
from retrieval.index.published import Published
from retrieval.index.rollback import RolledBack, roll_back, turnover_to
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import HashedGrams
from tests.stores import withdrawals_of

SIXTEENTH = date(2025, 3, 16)
BRIDGE = "## 大桥合龙\n\n本报讯 (记者 丁一) 跨河大桥昨天合龙,大桥全长860米,双向六车道,预计明年六月通车。\n\n"
LONGER = BRIDGE.replace("860米", "870米")
MUSEUM = "## 新馆落成\n\n本报讯 (记者 丁一) 青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。\n\n"
LIBRARY = "## 图书馆延时\n\n本报讯 (记者 林晓岚) 青溪区图书馆下月起每天延长开放两个小时,读者凭身份证预约座位。\n\n"


class Paper:
    """An archive, and what is published of it."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self.folder, self.encoder = folder, HashedGrams()
        self.archive = Archive.open(folder / "archive.sqlite", create=True)
        self.engine = EmbeddedEngine(folder, tokenizer)
        self.rollbacks = Rollbacks(self.archive.database)

    def read(self, name: str, text: str) -> None:
        path = self.folder / "pages" / "临江日报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        assert ingest(self.archive, [path]).complete

    def publish(self) -> PublishReport:
        cache = VectorCache(self.folder / "vectors.sqlite", self.encoder)
        report = publish(self.archive, self.engine, self.encoder, cache)
        cache.close()
        return report

    def back(self, generation: str | None = None) -> RolledBack:
        return roll_back(self.archive, self.engine, generation)

    def seen(self) -> str:
        """What readers see, as one letter for each article."""
        generation = self.engine.open(self.engine.current() or "")
        bodies = "".join(article.body for article in Published(self.archive, generation).articles())
        generation.close()
        letters = {"860米": "b", "870米": "B", "3456件": "m", "两个小时": "l"}
        return "".join(letter for words, letter in letters.items() for _ in range(bodies.count(words)))


@pytest.fixture
def paper(tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Paper]:
    """The museum on the 15th, then the bridge on the 16th, each published."""
    made = Paper(tmp_path, tokenizer)
    made.read("2025-03-15/01.txt", MUSEUM)
    made.publish()
    made.read("2025-03-16/01.txt", BRIDGE)
    made.publish()
    yield made
    made.archive.close()


def told(turnover: Turnover) -> list[tuple[str, str, list[str | None]]]:
    found = []
    for each in turnover.editions:
        for kind in ("came", "reworded", "went"):
            if articles := getattr(each, kind):
                found.append((str(each.edition.date), kind, [article.headline for article in articles]))
    return found


def test_a_rolled_back_edition_stays_out_until_it_is_released(paper: Paper) -> None:
    done = paper.back()
    assert told(done.turnover) == [("2025-03-16", "went", ["大桥合龙"])]
    assert paper.seen() == "m"
    paper.read("2025-03-17/01.txt", LIBRARY)
    assert told(paper.publish().turnover) == [("2025-03-17", "came", ["图书馆延时"])]
    assert paper.seen() == "ml"
    (held,) = paper.rollbacks.held()
    assert (held.edition.paper, held.edition.date, held.articles) == ("临江日报", SIXTEENTH, 1)
    assert paper.rollbacks.release(held.edition.id) == 1
    assert paper.rollbacks.held() == []
    assert told(paper.publish().turnover) == [("2025-03-16", "came", ["大桥合龙"])]
    assert paper.seen() == "bml"


def test_reading_the_same_page_again_does_not_bring_it_back(paper: Paper) -> None:
    paper.back()
    paper.read("2025-03-16/01.txt", BRIDGE)
    assert not paper.publish().changed
    assert paper.seen() == "m"


@pytest.mark.parametrize("text", [LONGER, LONGER + LIBRARY, BRIDGE + LIBRARY], ids=["mended", "and more", "only more"])
def test_a_page_with_other_content_is_published_whole(paper: Paper, text: str) -> None:
    paper.back()
    paper.read("2025-03-16/01.txt", text)
    paper.publish()
    assert paper.rollbacks.held() == []
    expected = "".join(letter for words, letter in {"860米": "b", "870米": "B"}.items() if words in text)
    assert paper.seen() == expected + "m" + ("l" if LIBRARY in text else "")


def test_what_a_correction_had_replaced_comes_back_and_stays(paper: Paper) -> None:
    paper.read("2025-03-16/01.txt", LONGER + LIBRARY)
    assert told(paper.publish().turnover) == [
        ("2025-03-16", "came", ["图书馆延时"]),
        ("2025-03-16", "reworded", ["大桥合龙"]),
    ]
    done = paper.back()
    assert told(done.turnover) == [("2025-03-16", "reworded", ["大桥合龙"]), ("2025-03-16", "went", ["图书馆延时"])]
    assert paper.seen() == "bm"
    paper.read("2025-03-17/01.txt", MUSEUM)
    paper.publish()
    assert paper.seen() == "bmm"
    paper.read("2025-03-16/01.txt", LONGER + LIBRARY)
    assert not paper.publish().changed
    paper.rollbacks.release()
    paper.publish()
    assert paper.seen() == "Bmml"


def test_what_waits_is_neither_taken_out_nor_brought_back(paper: Paper) -> None:
    paper.read("2025-03-16/01.txt", LONGER)
    paper.back()
    assert paper.seen() == "m"
    paper.publish()
    assert paper.seen() == "Bm", "what waited was never published, so it was not rolled back"


def test_going_forward_again_releases(paper: Paper) -> None:
    newest = paper.engine.current()
    paper.back()
    assert told(turnover_to(paper.archive, paper.engine, str(newest))) == [("2025-03-16", "came", ["大桥合龙"])]
    assert told(paper.back(newest).turnover) == [("2025-03-16", "came", ["大桥合龙"])]
    assert (paper.seen(), paper.rollbacks.held()) == ("bm", [])
    assert not paper.publish().changed


def test_a_withdrawal_holds_whatever_is_rolled_back_or_released(paper: Paper) -> None:
    bridge = next(article for article in paper.archive.articles() if "860米" in article.body)
    withdrawals_of(paper.archive).withdraw_article(bridge.id, "有误")
    assert told(paper.back().turnover) == [], "readers had lost it already"
    paper.rollbacks.release()
    paper.publish()
    assert paper.seen() == "m"
    withdrawals_of(paper.archive).restore_article(bridge.id)
    paper.publish()
    assert paper.seen() == "bm"


def test_a_process_that_ends_before_the_switch_leaves_what_was_published(paper: Paper) -> None:
    before = paper.engine.current()

    def ends() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        roll_back(paper.archive, paper.engine, before_switch=ends)
    assert (paper.engine.current(), paper.seen()) == (before, "bm")
    paper.back()
    assert paper.seen() == "m"
    assert not paper.publish().changed


def test_only_one_edition_is_released(paper: Paper) -> None:
    paper.read("2025-03-17/01.txt", LIBRARY)
    paper.publish()
    paper.back(paper.engine.generations()[0].id)
    assert paper.seen() == "m"
    held = {each.edition.date: each.edition.id for each in paper.rollbacks.held()}
    assert paper.rollbacks.release(held[SIXTEENTH]) == 1
    paper.publish()
    assert paper.seen() == "bm"
    assert paper.rollbacks.release(999) == 0


def test_a_generation_that_can_not_be_read_is_gone_back_from(paper: Paper, damage: Callable[[Paper], None]) -> None:
    damage(paper)
    done = paper.back(paper.engine.generations()[0].id)
    assert told(done.turnover) == [("2025-03-16", "went", ["大桥合龙"])]
    assert paper.seen() == "m"
    paper.publish()
    assert paper.seen() == "m"


@pytest.fixture(params=["contents", "current"])
def damage(request: pytest.FixtureRequest) -> Callable[[Paper], None]:
    def contents(paper: Paper) -> None:
        (paper.folder / "generations" / str(paper.engine.current()) / "contents.npz").write_bytes(b"x")

    def current(paper: Paper) -> None:
        generations = paper.engine.generations()
        (paper.folder / "generations" / generations[-1].id / "manifest.json").write_bytes(b"x")

    return contents if request.param == "contents" else current


def test_editions_are_told_newest_first(paper: Paper) -> None:
    done = paper.back(paper.engine.generations()[0].id)
    assert [each.edition for each in done.turnover.editions] == [
        Edition(done.turnover.editions[0].edition.id, "临江日报", SIXTEENTH)
    ]
