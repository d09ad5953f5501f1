"""Terms of many texts, made by a process beside this one while what came before is encoded and written.

Making terms is the dearest part of a build that Python does, and Python does one thing at a time in a process. Few
texts, and all of them on a machine with one core, are not worth a process: their terms are made here.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias, TypeVar

from retrieval.language.tokenizer import JoinedTerms, Tokenizer

Carried = TypeVar("Carried")
TextBatch: TypeAlias = tuple[Carried, Sequence[str]]
Tokenised: TypeAlias = tuple[Carried, Sequence[JoinedTerms]]

BATCHES_AHEAD = 2
"""Batches whose terms are asked for before those of the first are needed; by hand, 2026-11."""

_TERMS_PROGRAM = Path(__file__).resolve().parents[2]
_TERMS_COMMAND = (
    "import sys; sys.path.insert(0, sys.argv[1]); from retrieval.index.term_worker import main; main(*sys.argv[2:])"
)

log = logging.getLogger(__name__)


def with_terms(batches: Iterable[TextBatch[Carried]], tokenizer: Tokenizer) -> Generator[Tokenised[Carried]]:
    """Each batch again, with the terms of its texts in the place of these."""
    rest = iter(batches)
    first = list(islice(rest, 2))
    if len(first) < 2 or (os.cpu_count() or 1) < 2:
        for what, texts in chain(first, rest):
            yield what, _terms_here(texts, tokenizer)
        return
    with _TermProcess(tokenizer) as process:
        waiting: deque[tuple[Carried, Future[list[JoinedTerms]]]] = deque()
        for what, texts in chain(first, rest):
            waiting.append((what, process.ask(texts)))
            if len(waiting) > BATCHES_AHEAD:
                done, terms = waiting.popleft()
                yield done, terms.result()
        for done, terms in waiting:
            yield done, terms.result()


def _terms_here(texts: Sequence[str], tokenizer: Tokenizer) -> list[JoinedTerms]:
    return [tokenizer.joined_terms(text) for text in texts]


class _TermProcess:
    """The process, and the thread that talks with it. It ends when this one does, however that ends."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        made_of = [str(tokenizer.cache_dir or ""), "1" if tokenizer.prefer_rust else ""]
        command = [sys.executable, "-c", _TERMS_COMMAND, str(_TERMS_PROGRAM), *made_of]
        # A session of its own: Ctrl-C is for us to deal with, the worker ends when its input does.
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> _TermProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._process.kill()  # nobody wants the rest
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):  # what was still to be written goes nowhere
                if pipe is not None:
                    pipe.close()
        self._process.wait()

    def ask(self, texts: Sequence[str]) -> Future[list[JoinedTerms]]:
        return self._thread.submit(self._terms, texts)

    def _terms(self, texts: Sequence[str]) -> list[JoinedTerms]:
        """Terms from the process; made here where it is gone."""
        try:
            return self._answer(json.dumps(texts, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        except (OSError, ValueError) as problem:
            log.warning("the process that makes terms has ended (%s): making them here", problem)
            return _terms_here(texts, self._tokenizer)

    def _answer(self, asked: bytes) -> list[JoinedTerms]:
        """What the process answers a line. Raises ``OSError`` or ``ValueError`` where it does not."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(asked + b"\n")
        stdin.flush()
        return [JoinedTerms(*made) for made in json.loads(stdout.readline().decode("utf-8", "surrogatepass"))]
