"""Write requirements/run.txt and requirements/dev.txt: the versions of constraints.txt with the hashes of their files.

    python .ci/lock.py UV

``UV`` is the uv command; it asks the package index for the files of every platform. torch and what only torch needs
(the accelerator packages) are left out: hosts offer builds of their own, whose hashes no index knows. constraints.txt
pins torch.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {"torch"}
FILES = {"run.txt": (), "dev.txt": ("--extra", "dev")}
HEAD = """# Written by `make lock` from pyproject.toml and constraints.txt; don't edit. Installed with
# pip install --require-hashes --no-deps; torch follows by constraints.txt (see .ci/lock.py).
"""


def pinned() -> set[str]:
    """Names in constraints.txt, as the index spells them."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}


def compiled(uv: str, extras: tuple[str, ...]) -> str:
    """Every requirement, direct and indirect, with hashes, for all platforms."""
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--quiet",
    ]
    index = ["--constraint", "constraints.txt", "--default-index", "https://pypi.org/simple"]
    command = [uv, "pip", "compile", "pyproject.toml", *extras, *options, *index]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603  # our own words


def kept(text: str, names: set[str]) -> str:
    """The requirements of these names; a requirement is a line and the indented lines after it."""
    blocks = re.split(r"\n(?=\S)", text.strip())
    return "\n".join(block for block in blocks if block.split("==")[0] in names) + "\n"


def main() -> None:
    """Write both files."""
    names = pinned() - LEFT_OUT
    for file, extras in FILES.items():
        (ROOT / "requirements" / file).write_text(HEAD + kept(compiled(sys.argv[1], extras), names), encoding="utf-8")


if __name__ == "__main__":
    main()
