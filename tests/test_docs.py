"""The documents are run and compared: what the READMEs tell a newcomer to type works, and nothing is left out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import COMMANDS
from bot.messages import Exit
from bot.settings import known_names
from retrieval.editions.sources.field_names import FIELD_NAMES

ROOT = Path(__file__).resolve().parents[1]
IN_CHINESE = ("README", "docs/commands", "docs/input", "docs/json", "docs/models", "docs/operations", "docs/telegram")
"""Pages that there are in Chinese, too, as ``.zh-CN.md``."""
NAMED = re.compile(
    r"\b[A-Z]{2,}(?:_[A-Z]+)+\b|\bbaowen_\w+|(?<=[ `(/（])--[a-z-]+|`/[a-z]+|\bbaowen [a-z-]+|\d[\d,.]+\d"
)
"""Settings, metrics, options, paths, commands and figures of two digits and more."""
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
    own = {"PATH": path, "BAOWEN_READING_BUDGET_S": "60"}  # a busy machine reads slowly, and must read as much
    return subprocess.run(
        command, shell=True, cwd=where, env=os.environ | own, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("ending", "lang", "reading"), [(".md", "en", "full"), (".zh-CN.md", "zh-Hans", "off")])
def test_every_command_of_the_readme_and_the_documents_works(
    workplace: Path, ending: str, lang: str, reading: str
) -> None:
    """In both languages; the second time without reading, which the first has shown, for it takes long."""
    pages = ["README", *(page for page in IN_CHINESE if page != "README")]
    commands = list(dict.fromkeys(line for page in pages for line in shell_commands(f"{page}{ending}")))
    assert len(commands) >= 8
    assert run("baowen index examples/editions", workplace).returncode == 0
    for command in commands:
        ran = run(f"BAOWEN_LANG={lang} BAOWEN_READING={reading} {command}", workplace)
        assert ran.returncode == 0, (command, ran.stderr)


def test_both_readmes_give_the_same_commands() -> None:
    assert shell_commands(READMES[0]) == shell_commands(READMES[1])


@pytest.mark.parametrize("page", READMES)
def test_a_readme_is_read_in_a_few_minutes(page: str) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= 150


def headings(page: str) -> list[str]:
    return re.findall(r"^(#+) ", (ROOT / page).read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("page", IN_CHINESE)
def test_a_page_in_two_languages_has_the_same_parts(page: str) -> None:
    assert headings(f"{page}.md") == headings(f"{page}.zh-CN.md")


@pytest.mark.parametrize("page", ["docs/operations", "docs/telegram"])
def test_a_page_in_two_languages_names_the_same_things(page: str) -> None:
    english, chinese = (
        set(NAMED.findall((ROOT / f"{page}{end}").read_text(encoding="utf-8"))) for end in (".md", ".zh-CN.md")
    )
    assert len(english) > 20
    assert english == chinese


@pytest.mark.parametrize("page", ["docs/commands.md", "docs/commands.zh-CN.md"])
def test_every_command_and_exit_code_is_explained(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"baowen {name}" not in text and name != "start"] == []
    assert re.findall(r"^\| (\d+) \|", text, re.M) == [str(code.value) for code in Exit]


@pytest.mark.parametrize("page", sorted([*READMES, *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]))
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target, part in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", text):
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.exists(), target
        assert not part or part in anchors(file), f"{target}#{part}"


def anchors(page: Path) -> set[str]:
    """What the headings of a page are linked by: lower case, spaces as hyphens, other signs left out."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample editions are indexed."""
    where = tmp_path_factory.mktemp("sample")
    (where / "examples").symlink_to(ROOT / "examples")
    assert run("baowen index examples/editions", where).returncode == 0
    return where


@pytest.mark.parametrize(("page", "lang"), [(READMES[0], "en"), (READMES[1], "zh-Hans")])
def test_the_answer_that_a_readme_shows_is_what_is_printed(sample: Path, page: str, lang: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    (asked, shown), *_ = re.findall(r"^(baowen ask .+)\n```\n\n```text\n(.*?)```", text, re.M | re.S)
    assert run(f"BAOWEN_LANG={lang} {asked}", sample).stdout == shown


@pytest.mark.parametrize(("page", "lang"), [(READMES[0], "en"), (READMES[1], "zh-Hans")])
def test_the_picture_in_a_readme_is_of_what_is_printed(sample: Path, page: str, lang: str) -> None:
    (shown,) = re.findall(r"^!\[.+\]\((docs/.+\.svg)\)$", (ROOT / page).read_text(encoding="utf-8"), re.M)
    ran = run(f"{sys.executable} {ROOT}/.ci/terminal_picture.py data {lang} now.svg", sample)
    assert ran.returncode == 0, ran.stderr
    picture = (ROOT / shown).read_text(encoding="utf-8")
    assert (sample / "now.svg").read_text(encoding="utf-8") == picture, "run `make pictures`"
    assert "90天" in picture
    assert "@font-face" not in picture, "it would fetch fonts from somebody else"


@pytest.mark.parametrize(("page", "lang"), [("docs/json.md", "en"), ("docs/json.zh-CN.md", "zh-Hans")])
def test_the_json_that_is_shown_is_what_is_printed(sample: Path, page: str, lang: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    (asked, shown), *_ = re.findall(r"^(baowen ask .+)\n```.*?```json\n(.*?)```", text, re.M | re.S)
    printed, told = json.loads(run(f"BAOWEN_LANG={lang} {asked}", sample).stdout), json.loads(shown)
    for answer in (printed, told):
        for passing in ("generation", "latency_ms"):
            answer.pop(passing)
    assert printed == told


PRINTED = {
    "status": "--json",
    "index": "examples/editions --json",
    "articles": "--json | head -1",
    "search": "地铁 --json",
    "mentions": "地铁 --json",
    "verify-quote": "西延段全长九点八公里,设车站7座 --json",
    "models": "--json",
    "eval": "one.jsonl --json",
}
"""Commands whose JSON is described, with what they are given."""
CITATIONS = ("results", "mentions", "places")
"""Keys under which citations stand, which have the keys of an answer's."""


@pytest.fixture(scope="module")
def printed_json(sample: Path) -> dict[str, Any]:
    """What each of those commands prints: the one thing, or one of those that it prints."""
    (sample / "one.jsonl").write_text('{"question": "市图书馆几点关门", "answers": ["21:00"]}\n', encoding="utf-8")
    told = {name: json.loads(run(f"baowen {name} {given}", sample).stdout) for name, given in PRINTED.items()}
    return told | {"models": told["models"][0], "eval": told["eval"][""]}


def inner_keys(printed: dict[str, Any]) -> set[str]:
    """The keys of what stands in values, as far as it is described beside them."""
    values = [value for key, value in printed.items() if key not in {*CITATIONS, "files", "by_month", "other_kinds"}]
    records = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return {key for each in records if isinstance(each, dict) for key in each}


@pytest.mark.parametrize("page", ["docs/json.md", "docs/json.zh-CN.md"])
@pytest.mark.parametrize("command", PRINTED)
def test_the_keys_that_are_described_are_those_that_are_printed(
    printed_json: dict[str, Any], page: str, command: str
) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    section = re.split(r"^## ", text.partition(f"`baowen {command}`\n")[2], maxsplit=1, flags=re.M)[0]
    described = set()
    for names in re.findall(r"^\| (`.+?) \|", section, re.M):
        first, *others = re.findall(r"`([^`]+)`", names)
        within, dot, _ = first.rpartition(".")
        described |= {first, *(f"{within}{dot}{each}" for each in others)}
    printed = printed_json[command]
    keys = set(printed) | {f"files[].{key}" for key in printed.get("files", [{}])[0]}
    assert described == keys
    assert [key for key in inner_keys(printed) if f"`{key}`" not in section] == []


@pytest.mark.parametrize("page", ["docs/input.md", "docs/input.zh-CN.md"])
def test_every_key_that_is_read_is_in_the_table(page: str) -> None:
    rows = re.findall(r"^\| `([a-z]+)` \| (.+) \|$", (ROOT / page).read_text(encoding="utf-8"), re.M)
    described = {field: set(re.findall("`([^`]+)`", names)) for field, names in rows}
    assert described == {field.value: set(names) - {field.value} for field, names in FIELD_NAMES.items()}


def test_every_setting_is_in_the_example_file() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#? ?([A-Z_]+)=", text, re.M)) == set(known_names())


def test_both_example_files_set_the_same_and_explain_it() -> None:
    pages = [(ROOT / name).read_text(encoding="utf-8") for name in (".env.example", ".env.zh-CN.example")]
    english, chinese = (re.findall(r"^#[A-Z_]+=.*|^# ---", page, re.M) for page in pages)
    assert english == chinese
    remarks = re.findall(r"^#(?![A-Z_]+=| ---)(.+)$", pages[1], re.M)
    assert [line for line in remarks if not re.search("[\u4e00-\u9fff]|secrets.token", line)] == []


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
