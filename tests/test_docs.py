"""The documents are run and compared: what the READMEs tell a newcomer to type works, and nothing is left out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.messages import Exit
from bot.settings import known_names

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")


def shell_commands(page: str) -> list[str]:
    """The lines of the ``sh`` blocks, but for the set-up, which has its own check in CI."""
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith(("make", "source"))]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


def run(command: str, where: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, shell=True, cwd=where, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )


def test_every_command_of_the_readme_works(workplace: Path) -> None:
    commands = shell_commands("README.md")
    assert len(commands) > 5
    assert run("baowen index examples/editions", workplace).returncode == 0
    for command in commands:
        ran = run(command, workplace)
        assert ran.returncode == 0, (command, ran.stderr)


def test_both_readmes_give_the_same_commands() -> None:
    assert shell_commands(READMES[0]) == shell_commands(READMES[1])


@pytest.mark.parametrize("page", READMES)
def test_every_command_and_exit_code_is_explained(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"baowen {name}" not in text and name != "start"] == []
    assert [code for code in Exit if f"| {code.value} |" not in text] == []


def test_every_setting_is_in_the_example_file() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#? ?([A-Z_]+)=", text, re.M)) == set(known_names())


def test_the_changelog_begins_with_the_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    newest = re.search(r"^## \[?(\d[^\]\s]*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert version
    assert newest
    assert version[1] == newest[1]


def test_the_procfile_starts_what_exists() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    commands = [re.match(r"\w+: baowen (\w+)", line) for line in lines]
    assert all(commands)
    assert {command[1] for command in commands if command} <= set(COMMANDS)
