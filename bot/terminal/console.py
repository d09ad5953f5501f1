"""Tables in the terminal: what stands in a cell is shown word for word, never read as markup, emoji code or number."""

from __future__ import annotations

from rich.console import Console


def plain_console(*, stderr: bool = False) -> Console:
    """A console that changes no word that it is given."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)
