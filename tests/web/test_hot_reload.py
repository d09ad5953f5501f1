"""A running bot and web process while editions are published: nobody goes unanswered, nothing piles up."""

from __future__ import annotations

from pathlib import Path

from benchmarks.hot_reload import measure


def test_nothing_is_dropped_and_memory_and_files_stay(tmp_path: Path) -> None:
    found = measure(tmp_path / "site", publishes=6, articles=20)
    assert found["questions"]["asked"] == found["questions"]["answered"] > 0
    assert found["exit_codes"] == [0, 0]
    for name in ("bot", "web"):
        rss, files = found[name]["rss_mib"], found[name]["open_files"]
        assert rss["after"] < rss["before"] + 20, found
        assert files["after"] < files["before"] + 10, found
