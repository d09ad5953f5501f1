"""``baowen models``: the table for people, the records for programs, and nothing heavy loaded for either."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def models(*arguments: str, cache: Path) -> subprocess.CompletedProcess[str]:
    script = (
        "import sys\nfrom bot.cli import main\n"
        f"try: main({['models', *arguments]!r})\nexcept SystemExit as stop: assert not stop.code\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\nassert not heavy, heavy"
    )
    environment = {"HF_HUB_CACHE": str(cache), "BAOWEN_MODEL": "BAAI/bge-m3", "COLUMNS": "80", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False, env=environment
    )


def test_the_table_names_every_model_in_full_and_marks_what_was_not_measured(tmp_path) -> None:
    done = models(cache=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any("bundled" in line and "≈" not in line for line in lines)
    assert any("BAAI/bge-small-zh-v1.5" in line and "≈" in line and "61.77" in line for line in lines)
    assert [line for line in lines if line.startswith("*") and "BAAI/bge-m3" in line]
    assert "公布值，非本机实测" in done.stdout


def test_json_tells_measured_from_estimated_and_published(tmp_path) -> None:
    snapshot = tmp_path / "models--example--small-zh" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text(json.dumps({"hidden_size": 48}))
    (snapshot / "model.safetensors").write_bytes(bytes(2**20))
    done = models("--json", cache=tmp_path)
    assert done.returncode == 0, done.stderr
    found = {(model["where"], model["name"]): model for model in json.loads(done.stdout)}
    assert found["bundled", "bundled"]["estimated"] is False
    assert found["cached", "example/small-zh"]["dim"] == 48
    assert found["recommended", "BAAI/bge-m3"]["chosen"] is True
    assert found["recommended", "BAAI/bge-m3"]["published"] is None
