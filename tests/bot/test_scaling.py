"""docs/scaling.md and deploy/compose.yaml: arithmetic, commands and settings are those of the program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.settings import known_names


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    return found


def own(compose: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in compose["services"].items() if "build" in each}


def test_one_host_publishes_and_two_answer(compose: dict[str, Any]) -> None:
    commands = [each["command"][0] for each in own(compose).values()]
    assert (commands.count("watch"), commands.count("serve")) == (1, 2)
    assert set(commands) <= COMMANDS.keys()


def test_every_setting_is_one_of_the_program(compose: dict[str, Any], root: Path) -> None:
    for name, service in own(compose).items():
        assert service["environment"].keys() <= known_names().keys(), name
        assert service["environment"]["BAOWEN_ENGINE"] == "milvus"
        assert (root / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def test_services_and_volumes_are_there(compose: dict[str, Any]) -> None:
    services, volumes = compose["services"].keys(), compose["volumes"].keys()
    for service in compose["services"].values():
        assert set(service.get("depends_on", ())) <= services
        named = {mount.partition(":")[0] for mount in service.get("volumes", ())}
        assert {name for name in named if not name.startswith(("$", ".", "/"))} <= volumes
    assert "publisher" in {mount.partition(":")[0] for mount in compose["services"]["publisher"]["volumes"]}


def test_the_table_of_sizes_is_worked_out_from_what_was_measured(root: Path) -> None:
    text = (root / "docs" / "scaling.md").read_text(encoding="utf-8")
    found = json.loads((root / "benchmarks" / "results" / "cluster_sizes.json").read_text(encoding="utf-8"))
    passage, article = found["bytes_a_passage"], found["bytes_an_article"]
    assert f"{passage:,} |" in text and f"{article:,} |" in text
    for passages in (10**6, 10**7, 10**8):
        articles = round(passages / 2.95)
        rows = passages * passage / 1e9, articles * article / 1e9
        places = articles * found["places_bytes_an_article_in_memory"] / 1e9
        cells = f"{passages:,} | {articles:,} | {rows[0]:.1f} + {rows[1]:.1f} = {sum(rows):.1f} | {places:.1f} |"
        assert cells in text, cells


def test_what_both_engines_found_is_what_the_page_says(root: Path) -> None:
    found = json.loads((root / "benchmarks" / "results" / "engines.json").read_text(encoding="utf-8"))
    shares = [found[name][kind]["same_ids"] for name in ("cmrc2018_dev", "citizens") for kind in
              ("passages_by_words", "articles_by_words", "passages_by_vectors")]  # fmt: skip
    text = (root / "docs" / "scaling.md").read_text(encoding="utf-8")
    assert min(shares) >= 0.99
    assert f"at least {100 * min(shares):.2f} %" in text
    assert re.search(rf"{found['answers']['identical']} of {found['answers']['asked']} answers identical", text)
