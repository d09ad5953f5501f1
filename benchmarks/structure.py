"""The shape of the code, room by room: sizes, complexity, density, imports between rooms, names, constants.

    python -m benchmarks.structure [ROOT]

A room is a folder with Python files (``retrieval/answers/ranking``); its figures are of the files directly in it. A row
that ends in ``/**`` sums up a folder with its rooms. ``__init__.py`` is left out. Columns:

- *files, lines, median, largest*: lines of files, as ``wc -l`` counts them.
- *fns, fn med, fn p95*: functions and methods, and their lines from ``def`` to the end.
- *CC mean, CC max*: cyclomatic complexity of functions and methods by radon, which counts comprehensions too.
- *compr, tern*: comprehensions (generator expressions too) and conditional expressions per 100 lines of code (radon's
  source lines: neither blank, comment nor docstring).
- *out, rooms*: imports of files of other rooms of the program, and how many rooms those are.
- *consts, told, source*: module-level numeric constants; with a docstring; with one that names where the value is from
  (a measurement, a benchmark, a paper or page, *by hand*).

*Names twice* are names that two or more modules of ``retrieval/`` define at module level, without dunders and ``log``.
radon belongs to the ``dev`` extra.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from statistics import fmean, median

from benchmarks.figures import keep
from retrieval.evaluation.measures import percentile

PROGRAM = Path(__file__).resolve().parents[1]
PACKAGES = ("retrieval", "embeddings", "bot")
RESULTS = Path(__file__).parent / "results" / "structure.json"
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
UNCOUNTED_NAMES = frozenset({"log"})
SOURCE = re.compile(
    r"measured|benchmarks?[./]|by hand|fitted|\b(?:18|19|20)\d\d\b|https?://|\bRFC\b|Bot API|documented|GB ?/?T? ?\d",
    re.IGNORECASE,
)
"""What a docstring says that names the source of a value."""
COLUMNS = {
    "files": "files",
    "lines": "lines",
    "median_file": "median",
    "largest_file": "largest",
    "functions": "fns",
    "median_function": "fn med",
    "p95_function": "fn p95",
    "cc_mean": "CC mean",
    "cc_max": "CC max",
    "comprehensions_per_100": "compr",
    "ternaries_per_100": "tern",
    "imports_out": "out",
    "rooms_imported": "rooms",
    "constants": "consts",
    "constants_told": "told",
    "constants_with_source": "source",
}


@dataclass(frozen=True)
class Module:
    """One parsed file; ``place`` is its path under the root."""

    place: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        return self.place.parent.as_posix()

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def functions(self) -> list[int]:
        """Lines of each function."""
        return [(node.end_lineno or 0) - node.lineno + 1 for node in self.nodes if isinstance(node, FUNCTIONS)]

    @cached_property
    def complexities(self) -> list[int]:
        """Radon's complexity of each function and method."""
        from radon.complexity import cc_visit
        from radon.visitors import Function

        return [block.complexity for block in cc_visit(self.text) if isinstance(block, Function)]

    @cached_property
    def code_lines(self) -> int:
        from radon.raw import analyze

        return int(analyze(self.text).sloc)

    def count(self, *kinds: type[ast.AST]) -> int:
        """How many nodes of these kinds it has."""
        return sum(isinstance(node, kinds) for node in self.nodes)


@dataclass(frozen=True)
class Row:
    """Figures of a room, as the module tells."""

    room: str
    files: int
    lines: int
    median_file: float
    largest_file: int
    functions: int
    median_function: float
    p95_function: float
    cc_mean: float
    cc_max: int
    comprehensions_per_100: float
    ternaries_per_100: float
    imports_out: int
    rooms_imported: int
    constants: int
    constants_told: int
    constants_with_source: int


def modules(root: Path) -> list[Module]:
    """Every file of the program but the empty ``__init__.py``."""
    paths = (path for package in PACKAGES for path in sorted((root / package).rglob("*.py")))
    return [
        Module(path.relative_to(root), path.read_text(encoding="utf-8")) for path in paths if path.name != "__init__.py"
    ]


def imported(module: Module, rooms: dict[str, str]) -> set[str]:
    """Other modules of the program that it imports; ``rooms``: dotted name → room."""
    found = set()
    for node in module.nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        found |= {name for name in names if name in rooms}
    return found - {dotted(module.place)}


def dotted(place: Path) -> str:
    """The name that a file is imported by."""
    return ".".join(place.with_suffix("").parts)


@dataclass(frozen=True, slots=True)
class Constant:
    """A module-level numeric constant, and the docstring under it."""

    module: str
    name: str
    docstring: str | None

    @property
    def has_source(self) -> bool:
        return bool(self.docstring and SOURCE.search(self.docstring))


def constants(module: Module) -> Iterator[Constant]:
    """Numeric constants: names in capitals that are given a number, or a tuple of numbers."""
    body = module.tree.body
    for node, after in zip(body, [*body[1:], None], strict=True):
        names = [name for name in assigned(node) if name.isupper()]
        if names and _is_numeric(getattr(node, "value", None)):
            docstring = _text(after)
            for name in names:
                yield Constant(dotted(module.place), name, docstring)


def assigned(node: ast.stmt) -> list[str]:
    """Names that a statement assigns to, also of an unpacked tuple."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return []
    parts = [part for target in targets for part in ast.walk(target)]
    return [part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]


def _is_numeric(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float) and not isinstance(value.value, bool)
    if isinstance(value, ast.UnaryOp):
        return _is_numeric(value.operand)
    if isinstance(value, ast.BinOp):
        return _is_numeric(value.left) and _is_numeric(value.right)
    return isinstance(value, ast.Tuple) and bool(value.elts) and all(map(_is_numeric, value.elts))


def _text(node: ast.stmt | None) -> str | None:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def defined(module: Module) -> set[str]:
    """Names that it defines at module level."""
    names = {node.name for node in module.tree.body if isinstance(node, (*FUNCTIONS, ast.ClassDef))}
    names |= {name for node in module.tree.body for name in assigned(node)}
    return {name for name in names if not name.startswith("__")} - UNCOUNTED_NAMES


def names_twice(found: Sequence[Module]) -> dict[str, list[str]]:
    """Name → the modules of ``retrieval/`` that define it, where these are several."""
    owners = defaultdict(list)
    for module in found:
        if module.place.parts[0] == "retrieval":
            for name in sorted(defined(module)):
                owners[name].append(dotted(module.place))
    return {name: places for name, places in sorted(owners.items()) if len(places) > 1}


def row(name: str, chosen: Sequence[Module], rooms: dict[str, str]) -> Row:
    """Figures of these modules."""
    sizes = [module.lines for module in chosen]
    functions = [lines for module in chosen for lines in module.functions] or [0]
    complexities = [each for module in chosen for each in module.complexities] or [0]
    code = sum(module.code_lines for module in chosen) or 1
    inside = {module.room for module in chosen}
    out = [rooms[each] for module in chosen for each in imported(module, rooms) if rooms[each] not in inside]
    numbers = [each for module in chosen for each in constants(module)]
    return Row(
        room=name,
        files=len(chosen),
        lines=sum(sizes),
        median_file=median(sizes),
        largest_file=max(sizes),
        functions=sum(len(module.functions) for module in chosen),
        median_function=median(functions),
        p95_function=percentile(functions, 95),
        cc_mean=round(fmean(complexities), 2),
        cc_max=max(complexities),
        comprehensions_per_100=round(100 * sum(module.count(*COMPREHENSIONS) for module in chosen) / code, 1),
        ternaries_per_100=round(100 * sum(module.count(ast.IfExp) for module in chosen) / code, 1),
        imports_out=len(out),
        rooms_imported=len(set(out)),
        constants=len(numbers),
        constants_told=sum(each.docstring is not None for each in numbers),
        constants_with_source=sum(each.has_source for each in numbers),
    )


def table(found: Sequence[Module]) -> list[Row]:
    """A row for every room, for every folder of rooms, and for all."""
    rooms = {dotted(module.place): module.room for module in found}
    names = sorted(set(rooms.values()))
    folders = sorted({parent.as_posix() for name in names for parent in [Path(name), *Path(name).parents]} - {"."})
    rows = []
    for folder in folders:
        below = [module for module in found if f"{module.room}/".startswith(f"{folder}/")]
        own = [module for module in below if module.room == folder]
        if len({module.room for module in below}) > 1:
            rows.append(row(f"{folder}/**", below, rooms))
        if own:
            rows.append(row(folder, own, rooms))
    return [*rows, row("all", found, rooms)]


def arrows(found: Sequence[Module]) -> dict[str, int]:
    """``room → room`` and how many imports make it up."""
    rooms = {dotted(module.place): module.room for module in found}
    counted: dict[str, int] = defaultdict(int)
    for module in found:
        for each in imported(module, rooms):
            if rooms[each] != module.room:
                counted[f"{module.room} → {rooms[each]}"] += 1
    return dict(sorted(counted.items()))


def print_rows(rows: Sequence[Row]) -> None:
    """Rows as aligned columns."""
    print(f"{'room':30}" + "".join(f"{title:>9}" for title in COLUMNS.values()))
    for each in rows:
        print(f"{each.room:30}" + "".join(f"{getattr(each, key):>9g}" for key in COLUMNS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, nargs="?", default=PROGRAM)
    given = parser.parse_args()
    found = modules(given.root)
    rows, twice, between = table(found), names_twice(found), arrows(found)
    print_rows(rows)
    public = [name for name in twice if not name.startswith("_")]
    print(f"\nimports between rooms: {sum(between.values())} in {len(between)} arrows")
    print(f"names twice in retrieval/: {len(twice)}, {len(public)} of them public: {', '.join(public)}")
    keep(RESULTS, {"rooms": [asdict(each) for each in rows], "arrows": between, "names_twice": twice})


if __name__ == "__main__":
    main()
