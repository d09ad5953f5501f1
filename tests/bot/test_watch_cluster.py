"""Watching a folder while the cluster is away: what arrives is read, and published when the cluster is back."""

from __future__ import annotations

from pathlib import Path

from bot.settings import load_settings
from bot.wiring import Newsroom
from retrieval.index.milvus.cluster import Patience
from tests.bot.watch_bench import PAGE, Bench, Clock
from tests.milvus_server import PATIENT, LiteServer


def test_what_arrives_while_the_cluster_is_away_is_published_later(own_server: LiteServer, tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "pages"
    settings = load_settings(
        data=data, engine="milvus", milvus_uri=own_server.uri, watch=folder, reading="off", offline=True
    )
    folder.mkdir()
    room = Newsroom(settings, create=True)
    cluster = room.cluster
    cluster._asking = cluster._writing = PATIENT
    bench = Bench(room, folder, Clock())
    bench.drop("晚报-2025-03-13-01.txt", PAGE.format(3))
    bench.rounds(20)
    first = bench.published
    assert first is not None
    own_server.kill()
    cluster._asking = cluster._writing = Patience(0.3, 0.3)
    bench.drop("晚报-2025-03-14-01.txt", PAGE.format(5))
    bench.rounds(20)
    assert not list(folder.glob("quarantine/*"))
    assert room.archive.counts().editions == 2
    own_server.start()
    cluster._asking = cluster._writing = PATIENT
    cluster._away_until = 0.0
    bench.rounds(200)
    with room.published() as paper:
        assert paper.counts().editions == 2
    assert bench.published != first
    room.close()
