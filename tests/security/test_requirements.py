"""What is installed is pinned, with hashes, and the same everywhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANEW = "run `make lock` after a change of pyproject.toml or constraints.txt"


def spelled(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.partition("#")[0].strip().split("==") for line in lines if "==" in line]
    return {spelled(name): version for name, version in pins}


def locked(file: str) -> dict[str, tuple[str, list[str]]]:
    """Name → (version, hashes)."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z])", text)[1:]
    found = {}
    for block in blocks:
        pinned = re.match(r"([\w.-]+)==(\S+)", block)
        assert pinned, block
        name, version = pinned.groups()
        found[spelled(name)] = (version, re.findall(r"--hash=sha256:([0-9a-f]{64})\b", block))
    return found


def test_every_requirement_has_its_pinned_version_and_hashes() -> None:
    pins = constraints()
    for file in ("run.txt", "dev.txt"):
        for name, (version, hashes) in locked(file).items():
            assert pins.get(name) == version, f"{file}: {name}: {ANEW}"
            assert hashes, f"{file}: {name}"


def test_only_torch_is_pinned_without_a_hash() -> None:
    assert set(constraints()) - set(locked("dev.txt")) == {"torch"}, ANEW
    assert set(locked("run.txt")) < set(locked("dev.txt"))


def test_what_make_installs_is_checked_against_the_hashes() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for file in ("run.txt", "dev.txt"):
        assert f"$(HASHED) --requirement requirements/{file}" in makefile
    assert "--require-hashes --no-deps" in makefile
    assert "audit" not in (ROOT / ".ci/run").read_text(encoding="utf-8"), "CI depends on no advisory service"
