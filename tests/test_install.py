"""How `make` installs: torch where there is a CPU build of it, its size said before, and nothing else but failures."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QUIETLY = ROOT / ".ci" / "quietly"
VERSION = "99.1"
METADATA = f"Metadata-Version: 2.1\nName: torch\nVersion: {VERSION}+cpu\n"


class Silent(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """A package index with a torch of its own, that this test wrote."""
    folder = tmp_path / "index" / "torch"
    folder.mkdir(parents=True)
    wheel = folder / f"torch-{VERSION}+cpu-py3-none-any.whl"
    described = f"torch-{VERSION}+cpu.dist-info"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("torch.py", f"__version__ = '{VERSION}+cpu'\n")
        packed.writestr(f"{described}/METADATA", METADATA)
        packed.writestr(f"{described}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{described}/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "index.html").write_text(f'<a href="{wheel.name.replace("+", "%2B")}#sha256={digest}">{wheel.name}</a>')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def binaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment with nothing in it."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin"


@pytest.fixture
def install(tmp_path: Path, binaries: Path):
    """Installs a version of torch into that environment, from an index at an address."""

    def run(address: str, version: str = VERSION) -> subprocess.CompletedProcess[str]:
        (tmp_path / "constraints.txt").write_text(f"torch=={version}\n")
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
        settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "0", "TORCH_CPU_INDEX": address}
        command = [sys.executable, str(ROOT / ".ci" / "install_torch.py"), str(binaries / "pip")]
        return subprocess.run(
            [*command, str(tmp_path / "constraints.txt")],
            env=clean | settings | {"PIP_INDEX_URL": f"{address}/no-such-index", "PIP_RETRIES": "0"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.skipif(
    sys.platform != "linux" or any(map(os.path.exists, ("/dev/nvidiactl", "/dev/kfd", "/dev/dri/renderD128"))),
    reason="PyTorch's CPU build is for Linux without an accelerator",
)
def test_the_cpu_build_is_taken_where_pytorchs_index_answers(install, index: str, binaries: Path) -> None:
    ran = install(index)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "torch, PyTorch’s CPU build: 0 MB to fetch …\n"
    asked = [str(binaries / "python"), "-c", "import torch; print(torch.__version__)"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == f"{VERSION}+cpu\n"
    again = install(index)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_failure_shows_what_pip_said(install) -> None:
    ran = install("http://127.0.0.1:9", version="99.2")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Looking in indexes: http://127.0.0.1:9/no-such-index" in ran.stderr


def test_what_a_command_says_is_shown_only_where_it_fails() -> None:
    well = subprocess.run(
        [QUIETLY, "sh", "-c", "echo out; echo WARNING >&2"], capture_output=True, text=True, check=False
    )
    assert (well.returncode, well.stdout, well.stderr) == (0, "", "")
    badly = subprocess.run(
        [QUIETLY, "sh", "-c", "echo out; echo why >&2; exit 3"], capture_output=True, text=True, check=False
    )
    assert (badly.returncode, badly.stdout, badly.stderr) == (3, "", "out\nwhy\n")


def test_make_says_what_it_does_and_not_how() -> None:
    ran = subprocess.run(
        ["make", "-n", "VENV=nowhere", "install"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    installing = [line for line in ran.stdout.splitlines() if "pip install" in line]
    assert len(installing) == 2
    assert all(line.startswith(".ci/quietly ") for line in installing)
    assert "1.7 GB on the disk" in ran.stdout
