"""Which files the process opens and whom it calls, while a test wants to know."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Reached:
    """Paths that were opened, and connections and programs that were sought."""

    opened: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)


_CALLS = frozenset({"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"})
_watched: list[Reached] = []
_hooks: list[object] = []


@contextmanager
def reached() -> Iterator[Reached]:
    """Note what is reached inside."""
    if not _hooks:  # an audit hook can't be taken off again
        sys.addaudithook(_note)
        _hooks.append(_note)
    noted = Reached()
    _watched.append(noted)
    try:
        yield noted
    finally:
        _watched.remove(noted)


def _note(event: str, arguments: tuple[object, ...]) -> None:
    for noted in _watched:
        if event == "open":
            noted.opened.append(str(arguments[0]))
        elif event in _CALLS:
            noted.called.append(f"{event} {arguments}")
