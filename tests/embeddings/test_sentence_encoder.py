from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import EncoderUnavailable
from embeddings.opening import open_encoder


def test_question_prompt_is_used_for_questions_only(tiny_transformer) -> None:
    encoder = open_encoder(str(tiny_transformer))
    question = encoder.encode_queries(["拖欠工资"])
    assert np.abs(question - encoder.encode_passages(["哪个：拖欠工资"])).max() < 1e-5
    assert np.abs(question - encoder.encode_passages(["拖欠工资"])).max() > 1e-3


def test_prompts_are_part_of_the_fingerprint(tiny_transformer, other_prompts) -> None:
    first, second = open_encoder(str(tiny_transformer)), open_encoder(str(other_prompts))
    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == open_encoder(str(tiny_transformer)).fingerprint


def test_weights_are_part_of_the_fingerprint(tiny_transformer, tmp_path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = tmp_path / tiny_transformer.name
    shutil.copytree(tiny_transformer, copy)
    assert open_encoder(str(copy)).fingerprint == open_encoder(str(tiny_transformer)).fingerprint
    weights = next(copy.rglob("model.safetensors"))
    tensors = load_file(weights)
    name = next(name for name in sorted(tensors) if "word_embeddings" in name)
    tensors[name] = tensors[name] * np.float32(1.5)
    save_file(tensors, weights, metadata={"format": "pt"})
    assert open_encoder(str(copy)).fingerprint != open_encoder(str(tiny_transformer)).fingerprint


def test_a_cached_hub_model_opens_offline_with_its_card_s_prompts_and_its_revision(tiny_transformer, tmp_path) -> None:
    """Two revisions of a hub model in a cache as the hub library lays it out; a child, for the cache is fixed early."""
    name, revisions = "intfloat/multilingual-e5-small", ("a" * 40, "b" * 40)
    home = tmp_path / "models--intfloat--multilingual-e5-small"
    for revision in revisions:
        snapshot = home / "snapshots" / revision
        shutil.copytree(tiny_transformer, snapshot)
        path = snapshot / "config_sentence_transformers.json"
        config = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**config, "prompts": {}}), encoding="utf-8")
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text(revisions[0])
    code = (
        "import json, sys, numpy as np; from embeddings.opening import open_encoder\n"
        "one, two = (open_encoder(sys.argv[1], revision=revision) for revision in (None, sys.argv[2]))\n"
        "bare = one._model.encode(['工资'], normalize_embeddings=True)\n"
        "made = one.encode_queries(['工资']), one.encode_passages(['工资'])\n"
        "apart = [float(np.abs(each - bare).max()) for each in made]\n"
        "print(json.dumps({'prompts': one._model.prompts, 'apart': apart,"
        " 'fingerprints': [one.fingerprint, two.fingerprint]}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, revisions[1]],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"HF_HUB_CACHE": str(tmp_path), "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["prompts"] == {"query": "query: ", "document": "passage: "}
    assert min(found["apart"]) > 1e-4  # both prompts were put before the text
    assert len(set(found["fingerprints"])) == 2


def test_a_folder_may_not_run_its_own_code(bundled_folder) -> None:
    from embeddings.sentence_encoder import SentenceEncoder

    with pytest.raises(EncoderUnavailable, match="not part of Sentence Transformers"):
        SentenceEncoder(str(bundled_folder))


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "a/b/c"])
def test_a_missing_folder_is_named_with_the_way_out(name) -> None:
    with pytest.raises(EncoderUnavailable, match=r"no such folder.*BAOWEN_MODEL"):
        open_encoder(name)


def test_offline_a_model_outside_the_cache_is_named_with_the_way_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderUnavailable, match=r"hf download example/absent"):
        open_encoder("example/absent", offline=True)


def test_an_empty_folder_is_no_model(tmp_path) -> None:
    with pytest.raises(EncoderUnavailable, match="check the folder"):
        open_encoder(str(tmp_path))
