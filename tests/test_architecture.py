"""The house rules of docs/architecture.md, held against the code: imports, heavy dependencies, sizes, the map."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "retrieval", "embeddings")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Higher may import lower, never the other way round.
LEVELS = {
    "bot": 5,
    "retrieval.answers": 4,
    "retrieval.index": 3,
    "retrieval.editions": 2,
    "retrieval.domain": 1,
    "retrieval.errors": 1,
    "embeddings": 0,
}

# Each heavy or outside-facing dependency lives in one place.
ONLY_IN = {
    "torch": (
        "embeddings/runtimes.py",
        "embeddings/sentence_encoder.py",
        "embeddings/static_module.py",
        "embeddings/training/",
        "retrieval/answers/training/reader.py",
    ),
    "sentence_transformers": (
        "embeddings/runtimes.py",
        "embeddings/sentence_encoder.py",
        "embeddings/cross_encoder.py",
        "embeddings/static_module.py",
        "embeddings/training/",
    ),
    "transformers": ("embeddings/sentence_encoder.py", "embeddings/training/"),
    "onnxruntime": ("embeddings/runtimes.py",),
    "openvino": ("embeddings/runtimes.py",),
    "faiss": ("retrieval/index/dense.py",),
    "tantivy": ("retrieval/index/lexical.py",),
    "jieba": ("retrieval/index/tokenizer.py", "retrieval/answers/training/word_classes.py"),
    "rjieba": ("retrieval/index/tokenizer.py", "embeddings/"),
    "opencc": ("retrieval/index/tokenizer.py", "embeddings/training/"),
    "lightgbm": ("retrieval/answers/training/",),
    "sklearn": ("retrieval/answers/training/", "embeddings/training/"),
    "pypinyin": ("retrieval/answers/training/sounds.py",),
    "matplotlib": ("bot/terminal/plots.py",),
    "jinja2": ("bot/terminal/report.py",),
    "scipy": ("retrieval/answers/measures.py", "embeddings/training/"),
    "threadpoolctl": ("bot/wiring.py",),
    "telegram": ("bot/telegram/",),
    "fastapi": ("bot/web/",),
    "uvicorn": ("bot/web/", "bot/terminal/serve.py"),
    "pickle": (),
}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    return place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that ``path`` imports, wherever in the file, with its line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno} has a relative import"
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def level(module: str) -> int | None:
    return next((value for name, value in LEVELS.items() if module == name or module.startswith(name + ".")), None)


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_imports_point_down(path: Path) -> None:
    own = level(module_name(path))
    for name, line in imports(path):
        other = level(name)
        if own is not None and other is not None:
            assert other <= own, f"{place(path)}:{line} imports {name}, which lies above it"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_heavy_dependencies_have_one_place(path: Path) -> None:
    for name, line in imports(path):
        allowed = ONLY_IN.get(name.split(".")[0])
        if allowed is not None:
            assert place(path).startswith(allowed or ("nowhere",)), f"{place(path)}:{line} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_files_hold_one_thought(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, f"{place(path)} is too long"
    assert "TYPE_CHECKING" not in text, f"{place(path)} dodges an import circle"
    assert ast.get_docstring(ast.parse(text)), f"{place(path)} says nothing of itself"


def test_only_settings_read_the_environment() -> None:
    readers = [place(path) for path in MODULES if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))]
    assert set(readers) <= {"bot/settings.py"}


def test_sqlite_lives_in_the_stores() -> None:
    users = {place(path) for path in MODULES if any(name.split(".")[0] == "sqlite3" for name, _ in imports(path))}
    assert users <= {
        "retrieval/editions/archive.py",
        "retrieval/editions/backups.py",
        "retrieval/editions/database.py",
        "retrieval/editions/jumps.py",
        "retrieval/editions/migrations.py",
        "retrieval/editions/rows.py",
        "retrieval/editions/succession.py",
        "retrieval/editions/withdrawals.py",
        "retrieval/editions/writing.py",
        "retrieval/index/vectors.py",
        "bot/telegram/state.py",
    }


def test_no_circles() -> None:
    modules = {module_name(path) for path in MODULES if path.name != "__init__.py"}
    below = {
        module_name(path): {name for found, _ in imports(path) for name in (found, found.rpartition(".")[0])} & modules
        for path in MODULES
        if path.name != "__init__.py"
    }
    done: set[str] = set()

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join([*trail, module])
        if module not in done:
            for other in sorted(below[module]):
                walk(other, (*trail, module))
            done.add(module)

    for module in sorted(below):
        walk(module, ())


def test_the_map_names_every_file() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|retrieval|embeddings)/[\w/]+\.py)`", page))
    there = {place(path) for path in MODULES if path.name != "__init__.py"}
    assert named == there, f"not on the map: {sorted(there - named)}; on the map only: {sorted(named - there)}"


@pytest.mark.parametrize("command", [["--help"], ["ask", "--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    script = (
        "import sys\nfrom bot.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit as stop: assert not stop.code\n"
        "heavy = {'torch', 'sentence_transformers', 'telegram', 'lightgbm', 'scipy', 'sklearn', 'matplotlib'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr
