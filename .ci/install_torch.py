"""Installs torch: ``python .ci/install_torch.py PIP CONSTRAINTS``. On Linux without an accelerator it is a CPU build.

PyTorch's own index is asked for it where it can be reached; else the package index gives what it has, which for Linux
may bring gigabytes of CUDA libraries. What will be fetched, and how large it is, is said before.
"""

from __future__ import annotations

import json
import os
import platform
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, url2pathname, urlopen

CPU_INDEX = os.environ.get("TORCH_CPU_INDEX", "https://download.pytorch.org/whl/cpu")
ACCELERATORS = ("/dev/nvidiactl", "/dev/kfd", "/dev/dri/renderD128")
"""One of these is there where an accelerator is that torch can use."""
PATIENCE_S = 5
"""Seconds that an index, or a file's size, is waited for before anything is fetched."""
MEGABYTE = 10**6


def main() -> int:
    """Say what will be fetched, and install it; a failure shows everything that pip said."""
    pip, constraints = sys.argv[1:3]
    named = ["--constraint", constraints, "torch"]
    files = planned(pip, CPU_INDEX, named) if wants_cpu_build() else []
    from_pytorch = any(url.startswith("http") for url in files)
    if not files:
        files = planned(pip, None, named)
    if files:
        sys.stdout.write(told(files, from_pytorch=from_pytorch) + "\n")
        sys.stdout.flush()
    return ran(pip, [*(["--index-url", CPU_INDEX] if from_pytorch else []), *named]).returncode


def wants_cpu_build() -> bool:
    """Whether this is a Linux machine without an accelerator; elsewhere the package index has no other build."""
    return platform.system() == "Linux" and not any(map(os.path.exists, ACCELERATORS))


def ran(pip: str, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """What became of an installation."""
    command = [pip, "install", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode and "--dry-run" not in arguments:
        sys.stderr.write(done.stdout + done.stderr)
    return done


def planned(pip: str, index: str | None, named: list[str]) -> list[str]:
    """The addresses that pip would install from; none where all is there already, or the index can't be reached."""
    asking = ["--index-url", index, "--retries", "0", "--timeout", str(PATIENCE_S)] if index else []
    done = ran(pip, ["--quiet", "--dry-run", "--report", "-", *asking, *named])
    return [] if done.returncode else [each["download_info"]["url"] for each in json.loads(done.stdout)["install"]]


def size_of(url: str) -> int | None:
    """The bytes of a file; None where nobody says."""
    if urlsplit(url).scheme == "file":
        return Path(url2pathname(urlsplit(url).path)).stat().st_size
    trusted = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    try:
        asked = Request(url, method="HEAD")  # noqa: S310  # an address that pip would fetch from
        with urlopen(asked, timeout=PATIENCE_S, context=trusted) as answer:  # noqa: S310  # the same
            return int(answer.headers["Content-Length"])
    except (OSError, ValueError, TypeError):
        return None


def told(files: list[str], *, from_pytorch: bool) -> str:
    """What is said before: torch and what it needs (2 more), PyTorch’s CPU build: 192 MB to fetch …"""
    sizes = [size for size in map(size_of, files) if size is not None]
    amount = f"{sum(sizes) / MEGABYTE:.0f} MB" if len(sizes) == len(files) else "200 MB to 3 GB"
    others = f" and what it needs ({len(files) - 1} more)" if len(files) > 1 else ""
    return f"torch{others}, {'PyTorch’s CPU build' if from_pytorch else 'from the package index'}: {amount} to fetch …"


if __name__ == "__main__":
    sys.exit(main())
