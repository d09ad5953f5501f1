"""Publisher, hosts and server are killed under readers: nobody sees anything wrong, mixed, old again or withdrawn."""

from __future__ import annotations

from pathlib import Path

from tests.bot.cluster_child import Torture


def test_kills_of_publisher_host_and_server_change_nothing_for_readers(tmp_path: Path) -> None:
    found = Torture(tmp_path, seed=7).run(editions=3, away_s=0.5)
    assert found["kills"] == {"publisher": 1, "host": 1, "server": 1}
    assert found["cited"] > 50
    assert found["errors"] == []
    assert {name: found[name] for name in ("mixed", "wrong", "backwards", "withdrawn_shown", "lost")} == {
        "mixed": 0, "wrong": 0, "backwards": 0, "withdrawn_shown": 0, "lost": 0
    }  # fmt: skip
