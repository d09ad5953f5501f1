"""Whether a name stands in a byline: told by the generation's own filters, which every engine has."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from retrieval.domain import Filters
from retrieval.index.engine import Generation
from retrieval.language.characters import HAN

NAME_CHARS = range(2, 5)
"""Characters of a person's name, as far as they are looked up."""
_NAME_RUN = re.compile(f"[{HAN}·]+")


def is_writer(names: Sequence[str], generation: Generation) -> bool:
    """Whether one of these names is a reporter's, a correspondent's or a photographer's."""
    if not names:
        return False
    any_vector = np.zeros(generation.manifest.dim, dtype=np.float32)
    any_vector[0] = 1.0
    return bool(generation.dense(any_vector, 1, Filters(people=tuple(names))))


def possible_names(text: str, part: str) -> list[str]:
    """Every stretch of a text as long as a name that shares a character with ``part`` where that first stands."""
    at = text.find(part)
    found: list[str] = []
    for run in _NAME_RUN.finditer(text) if part and at >= 0 else ():
        for start in range(run.start(), run.end() - 1):
            for end in range(start + NAME_CHARS.start, min(start + NAME_CHARS.stop, run.end() + 1)):
                if start < at + len(part) and at < end:
                    found.append(text[start:end])
    return found
