"""The house rules of docs/architecture.md, held against the code: imports, heavy dependencies, sizes, the map."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONG_FILES

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "retrieval", "embeddings")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Higher may import lower, never the other way round.
LEVELS = {
    "bot.cli": 29,
    "bot.terminal": 29,
    "bot.web": 29,
    "bot.mcp": 29,
    "bot.telegram.webhook": 28,
    "bot.telegram.app": 27,
    "bot.telegram.profile": 26,
    "bot.telegram.jobs": 26,
    "bot.telegram.handlers": 25,
    "bot.telegram.session": 24,
    "bot.telegram.views": 23,
    "bot.telegram.transport": 22,
    "bot": 20,
    "retrieval.training": 19,
    "retrieval.evaluation": 18,
    "retrieval.answers.ask": 17,
    "retrieval.answers.honesty": 16,
    "retrieval.answers.spans": 15,
    "retrieval.answers.ranking": 14,
    "retrieval.answers.question": 13,
    "retrieval.answers.models": 12,
    "retrieval.answers.timing": 12,
    "retrieval.answers.topics": 12,
    "retrieval.answers.tuning": 17,
    "retrieval.lookup": 17,
    "retrieval.index": 11,
    "retrieval.editions": 10,
    "retrieval.editions.ingest": 9,
    "retrieval.editions.report": 8,
    "retrieval.editions.store": 7,
    "retrieval.editions.sources": 6,
    "retrieval.editions.pages": 5,
    "retrieval.editions.layout": 5,
    "retrieval.editions.html": 5,
    "retrieval.editions.base": 4,
    "retrieval.language": 2,
    "retrieval.domain": 1,
    "retrieval.printed": 0,
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
        "retrieval/training/network/",
    ),
    "sentence_transformers": (
        "embeddings/runtimes.py",
        "embeddings/sentence_encoder.py",
        "embeddings/cross_encoder.py",
        "embeddings/static_module.py",
        "embeddings/training/",
    ),
    "transformers": (
        "embeddings/sentence_encoder.py",
        "embeddings/training/",
        "retrieval/training/network/",
    ),
    "tokenizers": (
        "embeddings/neural_encoder.py",
        "retrieval/answers/models/network.py",
        "retrieval/training/network/",
    ),
    "onnxruntime": ("embeddings/onnx_runtime.py", "retrieval/training/network/"),
    "onnx": ("retrieval/training/network/",),
    "openvino": ("embeddings/runtimes.py",),
    "faiss": ("retrieval/index/dense.py",),
    "pymilvus": ("retrieval/index/milvus/cluster.py",),
    "grpc": ("retrieval/index/milvus/cluster.py",),
    "tantivy": ("retrieval/index/lexical.py",),
    "jieba": ("retrieval/language/tokenizer.py", "retrieval/training/"),
    "rjieba": ("retrieval/language/tokenizer.py", "embeddings/"),
    "opencc": (
        "retrieval/language/tokenizer.py",
        "embeddings/training/",
        "retrieval/training/network/export_encoder.py",
    ),
    "lightgbm": ("retrieval/training/",),
    "sklearn": ("retrieval/training/", "embeddings/training/"),
    "pypinyin": ("retrieval/training/homophones.py",),
    "matplotlib": ("bot/terminal/plots.py",),
    "itsdangerous": ("bot/web/access.py",),
    "jinja2": ("bot/terminal/report.py", "bot/web/desk/pages.py"),
    "scipy": ("retrieval/evaluation/measures.py", "embeddings/training/", "retrieval/training/network/"),
    "threadpoolctl": ("bot/wiring.py",),
    "telegram": ("bot/telegram/",),
    "fastapi": ("bot/web/",),
    "mcp": ("bot/mcp/",),
    "mcp_types": ("bot/mcp/",),
    "uvicorn": ("bot/web/", "bot/terminal/serve.py"),
    "lxml": ("retrieval/editions/html/",),
    "trafilatura": ("retrieval/editions/html/web_article.py",),
    "pypdfium2": ("retrieval/editions/pages/pdfium.py",),
    "rapidocr": ("retrieval/editions/pages/recogniser.py",),
    "cv2": ("retrieval/editions/pages/recogniser.py",),
    "PIL": ("retrieval/editions/pages/recogniser.py",),
    "pickle": (),
}


COMMON_NAMES = {"log", "logger", "main"}
"""What every module may call its own."""


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
    """The level of the innermost room that holds a module."""
    rooms = [name for name in LEVELS if module == name or module.startswith(name + ".")]
    return LEVELS[max(rooms, key=len)] if rooms else None


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
        "bot/state_tables.py",
        "retrieval/editions/store/alterations.py",
        "retrieval/editions/store/backups.py",
        "retrieval/editions/store/database.py",
        "retrieval/editions/store/migrations.py",
        "retrieval/editions/store/read_before.py",
        "retrieval/editions/store/rows.py",
        "retrieval/editions/store/schema.py",
        "retrieval/editions/store/withdrawals.py",
        "retrieval/editions/store/writer.py",
        "retrieval/index/vectors.py",
        "bot/telegram/session/store.py",
    }


def test_serving_code_knows_no_training() -> None:
    for path in MODULES:
        if "/training/" not in place(path):
            above = [
                name for name, _ in imports(path) if name.startswith(("retrieval.training", "embeddings.training"))
            ]
            assert not above, f"{place(path)} imports {above}"


def test_names_of_modules_are_unique_inside_retrieval() -> None:
    """A name at the top of a module means one thing in all of retrieval/ (CONTRIBUTING.md says why)."""
    owners: dict[str, list[str]] = {}
    for path in MODULES:
        if not place(path).startswith("retrieval/") or path.name == "__init__.py":
            continue
        for name in top_names(ast.parse(path.read_text(encoding="utf-8"))):
            owners.setdefault(name, []).append(place(path))
    shared = {name: files for name, files in owners.items() if len(files) > 1 and name not in COMMON_NAMES}
    assert not shared, shared


def test_the_flow_of_an_answer_is_read_at_a_glance() -> None:
    assert (ROOT / "retrieval/answers/ask.py").read_text(encoding="utf-8").count("\n") <= 150


READERS = (
    "bot/telegram/",
    "bot/web/",
    "bot/mcp/",
    "bot/programs/",
    "bot/reading.py",
    "bot/conversation.py",
    "bot/terminal/ask.py",
    "bot/terminal/chat.py",
    "bot/terminal/browse.py",
    "bot/terminal/lookup.py",
    "bot/terminal/tune.py",
    "retrieval/answers/",
    "retrieval/lookup/",
)
"""What readers open or are sent comes out of these."""
BEHIND_THE_VIEW = (
    "bot/telegram/session/operators.py",
    "bot/telegram/session/publishing.py",
    "bot/web/desk/standing.py",
    "retrieval/answers/ask.py",
)
"""What operators look at, and the place that makes the published view for a question."""


def test_readers_see_nothing_but_what_was_published() -> None:
    """Readers' surfaces ask ``Published``, which knows the generation, never the archive, which may be ahead of it."""
    reached = []
    for path in MODULES:
        if not place(path).startswith(READERS) or place(path) in BEHIND_THE_VIEW:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"archive", "database"}:
                reached.append(f"{place(path)}:{node.lineno} .{node.attr}")
        reached += [f"{place(path)}:{line} {name}" for name, line in imports(path) if name.endswith(".archive.Archive")]
    assert not reached


def top_names(tree: ast.Module) -> list[str]:
    """Names that a module defines at its top level."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return names


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
    spec = importlib.util.spec_from_file_location("map", ROOT / ".ci" / "map.py")
    assert spec is not None and spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    assert writer.PAGE.read_text(encoding="utf-8") == writer.page(), "run `make map`"


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


def test_the_long_files_are_there() -> None:
    assert [name for name in LONG_FILES if not (ROOT / "tests" / name).is_file()] == []
