"""Nothing is unpickled and nothing is evaluated: neither in the source nor while the program runs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.security.conftest import Site

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for package in ("bot", "retrieval", "embeddings") for path in (ROOT / package).rglob("*.py"))
UNPICKLERS = {
    "pickle",
    "_pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "jsonpickle",
}
YAML_LOADS = {f"yaml.{way}{many}" for way in ("load", "full_load", "unsafe_load") for many in ("", "_all")}
"""May make objects of what a file names; ``yaml.compose`` and ``yaml.safe_load`` can't."""
CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "torch.load", "numpy.load", *YAML_LOADS}


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def faults(tree: ast.AST) -> list[str]:
    """Imports and calls that could run what a file says."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in UNPICKLERS]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in UNPICKLERS:
            found.append(node.module)
        elif isinstance(node, ast.Call):
            name = dotted(node.func).replace("np.", "numpy.")
            options = {option.arg: option.value for option in node.keywords}
            if name in CALLS - {"numpy.load", "torch.load"} or {"allow_pickle", "shell"} & {
                key for key, value in options.items() if not (isinstance(value, ast.Constant) and value.value is False)
            }:
                found.append(name)
            if name == "torch.load" and not getattr(options.get("weights_only"), "value", False):
                found.append(name)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_source_has_no_way_to_unpickle(path: Path) -> None:
    assert faults(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_the_check_finds_what_it_looks_for() -> None:
    bad = "import pickle\nnp.load(f, allow_pickle=True)\ntorch.load(f)\neval(x)\nrun(c, shell=True)\nyaml.load(f)"
    good = "np.load(f)\nyaml.safe_load(f)\nyaml.compose(f)"
    assert faults(ast.parse(bad)) == ["pickle", "numpy.load", "torch.load", "eval", "run", "yaml.load"]
    assert faults(ast.parse(good)) == []


WATCHED = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)) if event == 'pickle.find_class' else 0)
from bot.cli import main
for arguments in (['index', sys.argv[1]], ['ask', '灯会门票多少钱'], ['rebuild'], ['verify'], ['eval', sys.argv[2]]):
    try:
        main(arguments)
    except SystemExit as stop:
        assert not stop.code, (arguments, stop.code)
import pickle
assert not seen, seen
pickle.loads(pickle.dumps(ValueError))
assert seen, 'the hook works'
"""


def test_nothing_is_unpickled_while_it_runs(site: Site, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "灯会门票多少钱", "answers": ["35元"]}\n', encoding="utf-8")
    code, _, errors = site.run(
        "-c", WATCHED, str(site.folder / "editions"), str(questions), BAOWEN_DATA=str(tmp_path / "d")
    )
    assert code == 0, errors
