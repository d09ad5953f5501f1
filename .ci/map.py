"""Write the list of files in docs/architecture.md from the first docstring line of each: ``make map``."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("bot", "retrieval", "embeddings")
BEGIN = "## Every file\n"


def thought(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def listing() -> str:
    """One table a room, rooms in the order of their paths."""
    parts = [BEGIN]
    for package in PACKAGES:
        for folder in sorted({path.parent for path in (ROOT / package).rglob("*.py")}):
            files = [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
            if not files:
                continue
            about = thought(folder / "__init__.py") if (folder / "__init__.py").exists() else ""
            parts.append(f"\n### `{folder.relative_to(ROOT).as_posix()}/`\n\n{about}\n\n")
            parts.append("| file | its thought |\n|---|---|\n")
            parts += [f"| `{path.relative_to(ROOT).as_posix()}` | {thought(path)} |\n" for path in files]
    return "".join(parts)


def page() -> str:
    """The whole map with its list of files as it has to be."""
    text = PAGE.read_text(encoding="utf-8")
    return text[: text.index(BEGIN)] + listing()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
