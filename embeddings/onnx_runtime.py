"""The one door to ONNX Runtime: whoever computes with it gets the library here, telling nobody of its use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def quiet_onnxruntime() -> Any:  # noqa: ANN401  # a module has no type of its own
    """The library with its telemetry off.

    When it is imported it writes a file into the folder for temporary files, which others may read: it gets one of its
    own that passes.
    """
    with _temporary_files_apart():
        import onnxruntime
    onnxruntime.disable_telemetry_events()
    return onnxruntime


@contextmanager
def _temporary_files_apart() -> Iterator[None]:
    """Libraries' native code finds a private folder for temporary files, which is gone at the end."""
    common = tempfile.gettempdir()
    with tempfile.TemporaryDirectory() as private:
        os.putenv("TMPDIR", private)
        try:
            yield
        finally:
            os.putenv("TMPDIR", common)
