"""Which questions may be looked at: every set is split once into a *develop* and a *report* half, by committed lists.

    python -m benchmarks.splits SHARED    # writes the lists of sets that have none; never changes one

Rules, rules' thresholds and weights are chosen on *develop*; *report* is only measured. ``splits/SET.develop.txt`` and
``splits/SET.report.txt`` hold ids, one a line: the first 12 digits of SHA-256 of the question as it is written, of a
conversation's ``id`` for conversations, so that a dialogue is never torn apart. Questions of one set that are written
alike are in the same half. The halves were drawn by the order of another digest, over seed, set and id.
Our own questions (``own-report``) are all *report*.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

Part: TypeAlias = Literal["develop", "report"]
PARTS: tuple[Part, ...] = get_args(Part)

SPLIT_SEED = 20261127
ID_DIGITS = 12
"""Hexadecimal digits of an id: among 10,000 questions two share one with a probability of 2e-7."""
LISTS = Path(__file__).parent / "splits"
OWN_REPORT = Path(__file__).parent / "questions" / "own-report.jsonl"
REPORT_ONLY = frozenset({"own-report"})
SOURCES = {
    "citizens": "questions/citizens.jsonl",
    "everyday-samples": "questions/everyday-samples.jsonl",
    "conversations": "questions/conversations.jsonl",
    "seed-page": "questions/seed-page.jsonl",
    "cmrc2018_dev": "data/eval/cmrc2018_dev.jsonl.xz",
    "crud_news_qa": "data/eval/crud_news_qa.jsonl.xz",
    "drcd_dev": "data/eval/drcd_dev.jsonl.xz",
    "dureader_robust_dev": "data/eval/dureader_robust_dev.jsonl.xz",
    "security_news_rc_dev": "data/eval/security_news_rc_dev.jsonl.xz",
}
"""Set → its file under the shared folder."""
NAMES = (*SOURCES, *sorted(REPORT_ONLY))


class NotSplit(LookupError):
    """A question that is in no list: its set grew, or was never split."""


def part_of(set_name: str, question_key: str) -> Part:
    """The half of a question. ``question_key``: the question as written; of conversations, the dialogue's id.

    Raises ``NotSplit``.
    """
    digest = id_of(question_key)
    for part in PARTS:
        if digest in ids(set_name, part):
            return part
    raise NotSplit(f"{set_name}: {digest} is in no list under {LISTS}")


def id_of(question_key: str) -> str:
    """What stands for a question in the lists."""
    return hashlib.sha256(question_key.encode("utf-8")).hexdigest()[:ID_DIGITS]


@cache
def ids(set_name: str, part: Part) -> frozenset[str]:
    """Ids of one half."""
    path = list_of(set_name, part)
    return frozenset(path.read_text(encoding="ascii").split()) if path.exists() else frozenset()


def list_of(set_name: str, part: Part) -> Path:
    """The file that holds a half's ids."""
    return LISTS / f"{set_name}.{part}.txt"


def records(set_name: str, shared: Path) -> Iterator[dict[str, Any]]:
    """The questions, or conversations, of a set as they are on disk."""
    path = OWN_REPORT if set_name in REPORT_ONLY else shared / SOURCES[set_name]
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def key_of(record: dict[str, Any]) -> str:
    """The key that ``part_of`` takes for a record."""
    if "turns" in record:
        return str(record["id"])
    return str(record.get("question") or record["query"])


def drawn(set_name: str, keys: Iterable[str]) -> dict[Part, list[str]]:
    """Both halves of a set, as sorted ids."""
    found = {id_of(key) for key in keys}
    order = sorted(found, key=lambda each: hashlib.sha256(f"{SPLIT_SEED}:{set_name}:{each}".encode()).digest())
    half = 0 if set_name in REPORT_ONLY else len(order) // 2
    return {"develop": sorted(order[:half]), "report": sorted(order[half:])}


def write(set_name: str, shared: Path) -> None:
    """Draw the halves of a set that has no lists yet; a set of *report* alone may be written anew."""
    if set_name not in REPORT_ONLY and any(list_of(set_name, part).exists() for part in PARTS):
        return
    for part, chosen in drawn(set_name, map(key_of, records(set_name, shared))).items():
        list_of(set_name, part).write_text("".join(f"{each}\n" for each in chosen), encoding="ascii")
    ids.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    given = parser.parse_args()
    LISTS.mkdir(exist_ok=True)
    for name in NAMES:
        if name not in REPORT_ONLY or OWN_REPORT.exists():
            write(name, given.shared)
        print(f"{name:24}" + "".join(f" {part} {len(ids(name, part)):5}" for part in PARTS))


if __name__ == "__main__":
    main()
