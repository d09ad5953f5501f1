"""The folder of a neural encoder: what it must hold, and what is said of one that is damaged."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from embeddings.encoder import EncoderUnavailable
from embeddings.neural_folder import CONFIG_FILE, NETWORK_FILE, PIECES_FILE, check_file, is_neural, read_config

HELD: dict[str, Any] = {
    "dim": 4,
    "tokens": 16,
    "traditional": "書報",
    "simplified": "书报",
    "sha256": {NETWORK_FILE: "00", PIECES_FILE: "11"},
}


def folder(tmp_path: Path, **changed: object) -> Path:
    (tmp_path / CONFIG_FILE).write_text(json.dumps(HELD | changed), encoding="utf-8")
    return tmp_path


def test_what_the_config_says(tmp_path: Path) -> None:
    config = read_config(folder(tmp_path))
    assert (config.dim, config.tokens, dict(config.folded)) == (4, 16, {"書": "书", "報": "报"})
    assert config.fingerprint.startswith("neural-4-")


def test_the_fingerprint_is_that_of_the_vectors(tmp_path: Path) -> None:
    first = read_config(folder(tmp_path)).fingerprint
    assert read_config(folder(tmp_path)).fingerprint == first
    assert read_config(folder(tmp_path, tokens=32)).fingerprint != first
    assert read_config(folder(tmp_path, sha256={NETWORK_FILE: "22", PIECES_FILE: "11"})).fingerprint != first


@pytest.mark.parametrize(
    "changed",
    [{"dim": None}, {"simplified": "书"}, {"sha256": {}}, {"tokens": "many"}],
    ids=["dim", "pairs", "sums", "tokens"],
)
def test_a_config_that_cannot_be_used(tmp_path: Path, changed: dict[str, object]) -> None:
    with pytest.raises(EncoderUnavailable, match=CONFIG_FILE):
        read_config(folder(tmp_path, **changed))


def test_no_config_and_no_json(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable):
        read_config(tmp_path)
    (tmp_path / CONFIG_FILE).write_text("[", encoding="utf-8")
    with pytest.raises(EncoderUnavailable):
        read_config(tmp_path)


def test_which_folders_are_of_this_kind(tmp_path: Path) -> None:
    assert not is_neural(folder(tmp_path))
    (tmp_path / NETWORK_FILE).write_bytes(b"network")
    assert is_neural(tmp_path)


def test_a_file_must_be_the_one_that_was_written(tmp_path: Path) -> None:
    file = tmp_path / NETWORK_FILE
    file.write_bytes(b"network")
    check_file(file, hashlib.sha256(b"network").hexdigest())
    with pytest.raises(EncoderUnavailable, match="damaged"):
        check_file(file, "00" * 32)
    with pytest.raises(EncoderUnavailable, match="BAOWEN_MODEL=bundled"):
        check_file(tmp_path / PIECES_FILE, "00" * 32)
