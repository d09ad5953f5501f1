"""What an ingest says it changed: new, changed with both wordings, gone; the same when it is only tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.editions.ingest import ingest
from retrieval.editions.report import IngestReport
from retrieval.editions.store.archive import Archive

Reading = Callable[..., IngestReport]
BRIDGE = "## 跨河大桥合龙\n\n本报讯 (记者 丁一) 跨河大桥昨天合龙,大桥全长860米,双向六车道,预计明年六月通车。\n\n"
MUSEUM = "## 新馆落成\n\n本报讯 (记者 丁一) 青溪博物馆新馆昨天落成,馆内陈列文物3456件,免费开放。\n\n"
LIBRARY = "## 图书馆延时\n\n本报讯 (记者 林晓岚) 青溪区图书馆下月起每天延长开放两个小时,读者凭身份证预约座位。\n\n"


@pytest.fixture
def reading(archive: Archive, tmp_path: Path) -> Reading:
    """Read one page of 临江日报, after trying it, which must tell the same."""

    def read(text: str, name: str = "01.txt") -> IngestReport:
        page = tmp_path / "临江日报" / "2025-03-16" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
        tried = ingest(archive, [page], dry_run=True)
        done = ingest(archive, [page])
        assert told(tried) == told(done)
        return done

    return read


def told(report: IngestReport) -> list[tuple[str, str | None]]:
    """Each change in one word, with its headline."""
    kinds = []
    for change in report.changes:
        kind = "gone" if change.gone else "new" if change.new else "changed"
        kinds.append((kind, change.label.headline))
    return kinds


def test_what_is_new_changed_and_gone(reading: Reading) -> None:
    assert told(reading(BRIDGE + MUSEUM)) == [("new", "跨河大桥合龙"), ("new", "新馆落成")]
    assert told(reading(BRIDGE + MUSEUM)) == []
    report = reading(BRIDGE.replace("860", "870") + LIBRARY)
    assert sorted(told(report)) == [("changed", "跨河大桥合龙"), ("gone", "新馆落成"), ("new", "图书馆延时")]
    (changed,) = [change for change in report.changes if change.before]
    assert changed.before is not None
    assert changed.after is not None
    assert "860米" in changed.before
    assert "870米" in changed.after
    label = changed.label
    assert (label.paper, label.date, label.page) == ("临江日报", "2025-03-16", "1")
    assert changed.after.startswith(label.opening)


def test_changes_come_in_printed_order(reading: Reading) -> None:
    reading(MUSEUM, "10.txt")
    report = reading(LIBRARY + BRIDGE, "02.txt")
    assert [change.label.headline for change in report.changes] == ["图书馆延时", "跨河大桥合龙"]


def test_one_page_in_two_files_of_a_call_is_told_once(archive: Archive, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        page = tmp_path / folder / "临江日报" / "2025-03-16" / "01.txt"
        page.parent.mkdir(parents=True)
        page.write_text(BRIDGE, encoding="utf-8")
    report = ingest(archive, [tmp_path / "a"])
    assert len(report.changes) == 1
    assert ingest(archive, [tmp_path / "a"]).changes == ()
