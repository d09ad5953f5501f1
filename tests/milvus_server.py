"""A Milvus server for tests: milvus-lite's, started as a process, or the one that ``BAOWEN_TEST_MILVUS`` names."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from retrieval.index.milvus.cluster import Cluster, Patience

ADDRESS = "BAOWEN_TEST_MILVUS"
"""The environment variable with a real cluster's address; ``BAOWEN_TEST_MILVUS_TOKEN`` holds its token."""
STARTING_S = 60.0
PATIENT = Patience(30.0, 60.0)
"""Tests share two cores with other tests: how long something takes says nothing."""


def patient(uri: str, token: str = "") -> Cluster:
    """The cluster at an address, for who has time."""
    return Cluster(uri, token, asking=PATIENT)


class LiteServer:
    """``milvus-lite server`` over one folder, on one port, through kills and starts."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.uri = folder, f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [str(Path(sys.executable).with_name("milvus-lite")), "server", "--data-dir", str(self.folder)]
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + STARTING_S
        while not self._listens():
            assert self._process.poll() is None, "milvus-lite ended"
            assert time.monotonic() < ends, "milvus-lite does not listen"
            time.sleep(0.02)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def real_cluster() -> tuple[str, str] | None:
    """Address and token of a real cluster, where the environment names one."""
    uri = os.environ.get(ADDRESS, "")
    return (uri, os.environ.get(f"{ADDRESS}_TOKEN", "")) if uri else None
