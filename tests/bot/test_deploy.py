"""deploy/ for one machine: containers and services run commands of the program, as nobody special, and are watched."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.messages import Exit
from bot.settings import known_names

UNIT = "baowen@.service"
INSTANCES = ("bot", "serve", "watch")


@pytest.fixture(scope="module")
def services(root: Path) -> dict[str, Any]:
    text = (root / "deploy" / "compose.single.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["services"]
    return found


def test_one_publishes_one_serves_and_one_polls_over_one_volume(services: dict[str, Any]) -> None:
    assert [each["command"][0] for each in services.values()] == ["watch", "serve", "bot"]
    assert {each["command"][0] for each in services.values()} <= COMMANDS.keys()
    assert all("data:/data" in each["volumes"] for each in services.values())
    assert services["bot"]["profiles"] == ["telegram"], "without a token there is no bot"


def test_containers_are_checked_and_may_do_little(services: dict[str, Any], root: Path) -> None:
    for name, service in services.items():
        assert service["environment"].keys() <= known_names().keys(), name
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        build = service["build"]
        assert (root / "deploy" / build["context"] / build["dockerfile"]).is_file()


def test_the_image_runs_as_nobody_special_and_holds_no_secrets(root: Path) -> None:
    lines = (root / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    commands = [line.split()[0] for line in lines if re.match(r"[A-Z]+ ", line)]
    assert commands[0] == "FROM"
    assert commands.index("USER") < commands.index("ENTRYPOINT")
    assert "USER root" not in lines
    for named in re.findall(r"(?:-r|python|--constraint|pip) ([\w./-]+\.(?:txt|py))", "\n".join(lines)):
        assert (root / named).is_file(), named
    left_out = (root / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert {".env", ".git", "data"} <= set(left_out)


@pytest.fixture(scope="module")
def unit(root: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(root / "deploy" / UNIT, encoding="utf-8")
    return parser


def test_the_service_starts_commands_of_the_program(unit: configparser.ConfigParser, root: Path) -> None:
    service = unit["Service"]
    assert service["ExecStart"].endswith("/bin/baowen %i")
    assert set(INSTANCES) <= COMMANDS.keys()
    told = re.findall(r"baowen@(\w+)", (root / "deploy" / UNIT).read_text(encoding="utf-8"))
    assert set(told) == set(INSTANCES)
    assert service["User"] == "baowen"
    settings = [each.partition("=")[0] for each in service["Environment"].split()]
    assert [name for name in settings if name.startswith("BAOWEN_") and name not in known_names()] == []


def test_the_service_is_not_started_again_where_that_mends_nothing(unit: configparser.ConfigParser) -> None:
    codes = {int(code) for code in unit["Service"]["RestartPreventExitStatus"].split()}
    assert codes == {Exit.USAGE, Exit.PORT, Exit.TOKEN}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize("instance", INSTANCES)
def test_systemd_finds_nothing_wrong_with_the_service(root: Path, tmp_path: Path, instance: str) -> None:
    text = (root / "deploy" / UNIT).read_text(encoding="utf-8")
    file = tmp_path / f"baowen@{instance}.service"
    file.write_text(text.replace("/opt/baowen/.venv/bin/baowen", "/bin/true"), encoding="utf-8")
    ran = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
