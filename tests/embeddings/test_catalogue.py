from __future__ import annotations

import json

from embeddings.catalogue import models
from embeddings.opening import BUNDLED, open_encoder


def test_the_bundled_encoder_comes_first_and_is_described_as_it_is(tmp_path) -> None:
    first = models(tmp_path)[0]
    assert first.name == BUNDLED
    assert first.dim == open_encoder().dim
    assert first.disk_mib is not None
    assert first.disk_mib <= 20
    assert not first.estimated
    assert first.published is None


def test_recommended_ones_carry_published_figures_with_their_source(tmp_path) -> None:
    recommended = [model for model in models(tmp_path) if model.where == "recommended"]
    assert "BAAI/bge-small-zh-v1.5" in {model.name for model in recommended}
    assert sum(model.published is not None for model in recommended) >= 3
    for model in recommended:
        assert model.published is None or model.published.source.startswith("https://")
        assert model.estimated
        assert model.memory_mib is not None


def test_the_cache_is_read_without_opening_models(tmp_path) -> None:
    snapshot = tmp_path / "models--example--small-zh" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text(json.dumps({"hidden_size": 48}))
    (snapshot / "modules.json").write_text("[]")
    (snapshot / "model.safetensors").write_bytes(bytes(2**20))
    (tmp_path / "models--example--half-loaded" / "snapshots").mkdir(parents=True)
    (tmp_path / "datasets--example--texts").mkdir()
    cached = [model for model in models(tmp_path) if model.where == "cached"]
    assert [(model.name, model.dim, model.disk_mib) for model in cached] == [("example/small-zh", 48, 1.0)]


def test_a_cache_that_is_not_there_holds_nothing(tmp_path) -> None:
    assert not [model for model in models(tmp_path / "none") if model.where == "cached"]
