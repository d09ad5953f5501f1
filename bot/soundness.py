"""Is every file of the data folder what was written to it? What ``baowen verify`` tells, with the way out of each.

From the archive outwards: the archive itself, its texts against the source files and against what was published, the
generations, then what the bot remembers, the cache, and the files that people write.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.backups import SOURCES, STATE
from bot.data_folder import ARCHIVE
from bot.journal import FILE as JOURNAL
from bot.settings import Settings
from bot.state_tables import state_schema_faults
from bot.wiring import QUESTIONS, VECTORS, Newsroom
from bot.wording import Wording
from retrieval.answers.tuning import FILE as TUNING
from retrieval.answers.tuning import check_tuning
from retrieval.editions.store.alterations import alterations_of
from retrieval.editions.store.backups import MISPLACED
from retrieval.editions.store.database import faults
from retrieval.editions.store.verify import disagreements
from retrieval.errors import BadInput, BaowenError, Damaged
from retrieval.evaluation.question_file import read_gate_questions
from retrieval.index.contents import changed_since_indexed
from retrieval.index.engine import published_id
from retrieval.index.generations import CURRENT
from retrieval.index.vectors import damaged_vectors

MANY = 1000
"""Passages compared at a time."""


class Mend(Wording):
    """What an operator can do."""

    RESTORE = (
        "收录的文字坏了：用最近的备份恢复，baowen restore 备份 --replace，再重新 baowen index 备份以后的版面",
        "收錄的文字壞了：用最近的備份恢復，baowen restore 備份 --replace，再重新 baowen index 備份以後的版面",
        "texts of the archive are damaged: bring the newest backup back, baowen restore BACKUP --replace, then baowen "
        "index the pages that came after it",
    )
    SOURCE = (
        "原文件不是收录时的样子：把原文件放回原处；若是更正过的版面，重新 baowen index",
        "原檔案不是收錄時的樣子：把原檔案放回原處；若是更正過的版面，重新 baowen index",
        "source files are not as they were read: put them back; pages that were corrected, baowen index again",
    )
    REBUILD = (
        "索引坏了：baowen rebuild（只凭收录的文字重建，坏了的旧版本会删掉）",
        "索引壞了：baowen rebuild（只憑收錄的文字重建，壞了的舊版本會刪掉）",
        "the index is damaged: baowen rebuild (from the archive alone; damaged old generations are deleted)",
    )
    MEMORY = (
        "机器人记着的语言、订阅等坏了：停下机器人，用备份恢复，或删掉这个文件从头记起",
        "機器人記著的語言、訂閱等壞了：停下機器人，用備份恢復，或刪掉這個檔案從頭記起",
        "what the bot remembers (languages, watches) is damaged: stop it, bring a backup back, or delete the file",
    )
    EDIT = ("按提示改正这个文件，或删掉它", "按提示改正這個檔案，或刪掉它", "mend this file as told, or delete it")
    DELETE = (
        "删掉这个文件即可，里面只有发布记录",
        "刪掉這個檔案即可，裡面只有發布記錄",
        "delete this file: it only holds what was published when",
    )
    TUNE = (
        "重新 baowen tune，或 baowen tune --reset",
        "重新 baowen tune，或 baowen tune --reset",
        "baowen tune again, or baowen tune --reset",
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be: a short English sentence that names the file, and the way out."""

    what: str
    mend: Mend


def unsound(settings: Settings) -> list[Problem]:
    """``problems`` of the data folder of these settings; none but that where the archive is gone."""
    try:
        room = Newsroom(settings)
    except Damaged as error:
        return [Problem(str(error), Mend.RESTORE)]
    try:
        return list(problems(room))
    finally:
        room.close()


def beyond_rebuilding(room: Newsroom) -> list[Problem]:
    """What no rebuilding mends, for it would build on texts that are damaged."""
    return list(_archive(room))


def problems(room: Newsroom) -> Iterator[Problem]:
    """Everything wrong with a data folder. Files of the archive are not touched where it is damaged."""
    data = room.settings.data
    broken = list(_archive(room))
    yield from broken
    if not broken:
        for found in disagreements(room.archive, SOURCES):
            yield Problem(found, Mend.RESTORE if found.startswith("article") else Mend.SOURCE)
    yield from _generations(room)
    yield from _memory(data / STATE)
    yield from _cache(data / VECTORS)
    yield from _told(data / QUESTIONS, read_gate_questions, Mend.EDIT)
    yield from _told(data / TUNING, check_tuning, Mend.TUNE)
    yield from _told(data / JOURNAL, _journal, Mend.DELETE)


def _archive(room: Newsroom) -> Iterator[Problem]:
    """The archive's file, whether its content is as it was written, then its texts against what was published."""
    path = room.settings.data / ARCHIVE
    broken = list(_database(path, Mend.RESTORE, MISPLACED))
    broken = broken or [Problem(f"{path}: {what}", Mend.RESTORE) for what in alterations_of(path)]
    yield from broken or _against_published(room)


def _against_published(room: Newsroom) -> Iterator[Problem]:
    """Passages that are not what was published."""
    current = _sound_generation(room)
    if current is None:
        return
    with room.published_alone() as paper:
        rows = paper.live_passages()
        while some := list(islice(rows, MANY)):
            yield from _changed_passages(changed_since_indexed(paper.generation.contents(), some))


def _changed_passages(numbers: Iterable[int]) -> Iterator[Problem]:
    for number in numbers:
        yield Problem(f"{ARCHIVE}: passage {number} is not what was published", Mend.RESTORE)


def _sound_generation(room: Newsroom) -> str | None:
    """The published generation's id; None where its files are damaged."""
    current = published_id(room.engine)
    readable = [manifest.id for manifest in room.engine.generations() if manifest.id == current]
    return next((name for name in readable if not room.engine.check(name)), None)


def _database(path: Path, mend: Mend, *queries: str) -> Iterator[Problem]:
    if path.exists():
        yield from (Problem(f"{path}: {what}", mend) for what in faults(path, *queries))


def _memory(path: Path) -> Iterator[Problem]:
    broken = list(_database(path, Mend.MEMORY))
    yield from broken
    if path.exists() and not broken:
        yield from (Problem(f"{path}: {what}", Mend.MEMORY) for what in state_schema_faults(path))


def _generations(room: Newsroom) -> Iterator[Problem]:
    """The name of the published generation, and every generation's files."""
    engine = room.engine
    try:
        if engine.current() is None and engine.generations():
            yield Problem(f"{room.settings.data / CURRENT}: no generation is published", Mend.REBUILD)
    except BaowenError as error:
        yield Problem(str(error), Mend.REBUILD)
    for name in engine.unreadable():
        yield Problem(f"generation {name}: its manifest can't be read", Mend.REBUILD)
    for manifest in engine.generations():
        yield from (Problem(f"generation {manifest.id}: {what}", Mend.REBUILD) for what in engine.check(manifest.id))


def _cache(path: Path) -> Iterator[Problem]:
    before = len(found := list(_database(path, Mend.REBUILD)))
    yield from found
    if path.exists() and not before and (count := damaged_vectors(path)):
        yield Problem(f"{path}: {count} vectors are not what was written", Mend.REBUILD)


def _told(path: Path, read: Callable[[Path], object], mend: Mend) -> Iterator[Problem]:
    """Whether a file can be read at all."""
    if path.exists():
        try:
            read(path)
        except (BadInput, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            yield Problem(str(error) if isinstance(error, BadInput) else f"{path}: {error}", mend)


def _journal(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number}: {error}") from error
