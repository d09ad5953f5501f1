"""ONNX Runtime tells nobody of its use and leaves nothing where others can read; tried in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = """
import ctypes
from pathlib import Path
getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
Path(getenv(b"TMPDIR").decode(), "session").touch()
def disable_telemetry_events():
    print("off")
"""
"""Stands in for the library, and takes the folder from where its native code does."""


def temporary_files_after(script: str, root: Path, folder: Path) -> tuple[str, list[Path]]:
    """What ``script`` prints, and what it leaves in a common folder for temporary files."""
    common = folder / "tmp"
    common.mkdir()
    environment = os.environ | {"TMPDIR": str(common), "PYTHONPATH": f"{folder}:{root}"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout, list(common.iterdir())


def test_the_library_leaves_no_file_in_the_common_folder(root, tmp_path) -> None:
    script = (
        "from embeddings.onnx_runtime import quiet_onnxruntime as q; print(q().InferenceSession.__name__, q() is q())"
    )
    assert temporary_files_after(script, root, tmp_path) == ("InferenceSession True\n", [])


@pytest.mark.parametrize(
    ("script", "said", "left"),
    [
        ("import onnxruntime", "", ["session"]),
        ("from embeddings.onnx_runtime import quiet_onnxruntime as q; q()", "off\n", []),
    ],
    ids=["as it comes", "through the door"],
)
def test_telemetry_is_turned_off(root, tmp_path, script, said, left) -> None:
    (tmp_path / "onnxruntime.py").write_text(LIBRARY, encoding="utf-8")
    out, files = temporary_files_after(script, root, tmp_path)
    assert (out, [file.name for file in files]) == (said, left)


@pytest.mark.parametrize("library", ["", "raise ImportError"], ids=["imported", "broken"])
def test_the_common_folder_serves_again_afterwards(root, tmp_path, library) -> None:
    (tmp_path / "onnxruntime.py").write_text(f"{library}\ndisable_telemetry_events = print", encoding="utf-8")
    script = (
        "import contextlib, subprocess\n"
        "from embeddings.onnx_runtime import quiet_onnxruntime\n"
        "with contextlib.suppress(ImportError): quiet_onnxruntime()\n"
        "subprocess.run(['sh', '-c', 'touch \"$TMPDIR/after\"'], check=True)"
    )
    assert [file.name for file in temporary_files_after(script, root, tmp_path)[1]] == ["after"]
