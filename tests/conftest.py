"""What every test can rely on: no network beyond loopback, and the newsroom's shared folder where it is present."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.milvus_server import LiteServer

ROOT = Path(__file__).resolve().parents[1]

LONG_FILES = (
    "web/desk/test_in_the_browser.py",
    "test_docs.py",
    "bot/test_cluster_violence.py",
    "embeddings/test_runtimes.py",
    "bot/test_damage.py",
    "web/test_slow_clients.py",
    "embeddings/test_reencoding.py",
    "bot/test_watch.py",
    "web/desk/test_typing_and_mentions.py",
    "index/test_violence.py",
    "telegram/test_one_answer.py",
)
"""Those that take a quarter of a minute or more, the longest first (of two cores, 2026-11)."""

MEMORY_DISK = Path("/dev/shm")
NEEDED_BYTES = 4 << 30
"""Free bytes from which the tests' folders are put there."""

# How long a case takes depends on what else the machine does; it is measured in benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure() -> None:
    """Tests' folders lie in memory where there is room: a quarter of the suite's time was waiting for disks to sync.

    What survives a killed process is the same there; what survives a lost current no test can show.
    """
    if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free >= NEEDED_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: whoever begins one last works on alone, while the other cores have nothing left to do."""
    place = {ROOT / "tests" / name: number for number, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not walk through ten thousand tests again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """One look for what was left open is enough: pytest and the interpreter would walk through all objects again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def only_loopback():
    """Refuse connections to anything but this machine, so that no test can depend on the network."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def same_words_everywhere():
    """Whatever the locale of who runs the tests, the program speaks the paper's language where nothing else is set.

    However busy their machine is, what is read for an answer is read whole.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LC_ALL", "C.UTF-8")
        patched.setenv("BAOWEN_READING_BUDGET_S", "60")
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = ROOT.parent / "shared"
    if not (folder / "README.md").is_file():
        pytest.skip("needs the newsroom's shared folder beside the checkout")
    return folder


@pytest.fixture(scope="session")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiteServer]:
    """One milvus-lite server for all tests, which keep apart by the prefix of their collections."""
    server = LiteServer(tmp_path_factory.mktemp("milvus"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[LiteServer]:
    """A milvus-lite server of one test, which may kill it."""
    server = LiteServer(tmp_path / "server")
    server.start()
    yield server
    server.kill()
