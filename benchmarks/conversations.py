"""Dialogues over the sample editions: is a follow-up understood?

    python -m benchmarks.conversations SHARED WORKDIR [--show]

Every turn is asked with what the surfaces pass as ``previous``: the topic of the turn before, kept over small talk.
Figures by kind of turn: *right article* (of the first citation), *answer in first excerpt*, *short right* (an accepted
short answer is shown), told in ``benchmarks.grading``. *follow-up* is every kind but ``first`` and ``new``. The halves
are of whole dialogues; intervals are over turns and thus too narrow for so few dialogues. ``--show`` prints the turns
of the develop half.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.everyday import SAMPLE_EDITIONS, SAMPLES_TODAY, opened
from benchmarks.figures import Share, keep, print_table, share
from benchmarks.grading import Expected, article_right, excerpt_right, short_right
from benchmarks.splits import PARTS, key_of, part_of, records
from bot.conversation import Conversation
from bot.wiring import Newsroom
from retrieval.domain import Answer

RESULTS = Path(__file__).parent / "results" / "conversations.json"
SET_NAME = "conversations"
OPENING = frozenset({"first", "new"})
"""Kinds of turns that follow nothing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How one turn went."""

    part: str
    kind: str
    question: str
    answer: Answer
    article: bool
    excerpt: bool
    short: bool


def turns(shared: Path, work: Path) -> Iterator[Turn]:
    """Every turn of every dialogue, asked."""
    with tempfile.TemporaryDirectory(dir=work) as folder:
        room = opened(Path(folder) / "data", SAMPLE_EDITIONS)
        for dialogue in records(SET_NAME, shared):
            talk, part = Conversation(room), part_of(SET_NAME, key_of(dialogue))
            for turn in dialogue["turns"]:
                yield judged(room, part, turn, talk.ask(turn["question"], today=SAMPLES_TODAY))
        room.close()


def judged(room: Newsroom, part: str, turn: dict[str, Any], answer: Answer) -> Turn:
    """One answered turn, held against what is accepted."""
    expected = Expected(turn["question"], tuple(turn["answers"]), turn["headline"])
    first = None
    if answer.citations:
        first = room.archive.articles_by_id([answer.citations[0].article_id]).get(answer.citations[0].article_id)
    article = article_right(answer, expected, first)
    excerpt = article and excerpt_right(answer, expected)
    return Turn(
        part, turn["kind"], turn["question"], answer, article, excerpt, article and short_right(answer, expected)
    )


def figures(found: Sequence[Turn]) -> dict[str, Share | None]:
    """Shares over these turns."""
    return {
        "right article": share([turn.article for turn in found]),
        "answer in first excerpt": share([turn.excerpt for turn in found]),
        "short right": share([turn.short for turn in found]),
    }


def by_kind(found: Sequence[Turn]) -> dict[str, dict[str, Share | None]]:
    """Figures of every kind of turn, of follow-ups and of all."""
    kinds = {kind: [turn for turn in found if turn.kind == kind] for kind in sorted({turn.kind for turn in found})}
    kinds["follow-up"] = [turn for turn in found if turn.kind not in OPENING]
    kinds["all"] = list(found)
    return {kind: figures(chosen) for kind, chosen in kinds.items()}


def shown(turn: Turn) -> str:
    """A turn and what was answered, in two lines."""
    answer = turn.answer
    cited = f"《{answer.citations[0].headline}》 {answer.citations[0].excerpt[:60]}" if answer.citations else "–"
    right = "".join(
        sign if good else "-" for sign, good in zip("AES", (turn.article, turn.excerpt, turn.short), strict=True)
    )
    return f"{right} {turn.kind:7} {turn.question}  (follows: {answer.follows})\n    {answer.answer} | {cited}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--show", action="store_true", help="print the develop turns and their answers")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    found = list(turns(given.shared, given.work))
    if given.show:
        print("\n".join(shown(turn) for turn in found if turn.part == "develop"))
    table = {str(part): by_kind([turn for turn in found if turn.part == part]) for part in PARTS}
    table["all"] = by_kind(found)
    for kind in table["all"]:
        print(f"\n## {kind}\n")
        print_table({part: kinds.get(kind) or figures([]) for part, kinds in table.items()})
    keep(RESULTS, table)


if __name__ == "__main__":
    main()
