"""Which encoder a name stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import opening
from embeddings.encoder import EncoderUnavailable
from embeddings.opening import NEURAL, open_encoder


def test_an_encoder_that_this_copy_lacks_is_named_with_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUNDLED_NEURAL", tmp_path / "bundled_neural")
    with pytest.raises(EncoderUnavailable, match=r"bundled-neural.*make networks.*BAOWEN_MODEL=bundled"):
        open_encoder(NEURAL)


def test_the_default_ships() -> None:
    assert open_encoder().dim > 0
