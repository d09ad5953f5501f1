"""A process of its own for tests of violent ends: ``python -m tests.index.child kills|full|damage|readonly FOLDER …``.

It imports everything once and forks for each trial, so that hundreds of trials stay cheap. Nothing with threads is
opened in the parent.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from retrieval.answers.ask import Asker
from retrieval.answers.models.network import network
from retrieval.domain import Answer, Filters
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.errors import GenerationMismatch, NothingPublished, StorageError
from retrieval.index.changes import live_contents
from retrieval.index.contents import changed_since_indexed, load_contents
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.publish import publish
from retrieval.index.serving import Serving
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import HashedGrams, write_edition

ARTICLES = 30
STEPS = ("reading", "read", "building", "built", "published")
"""What a kill can fall on: before the archive's commit, after it, in the build, in the checks, after the switch."""
REFUSALS = (StorageError, NothingPublished, GenerationMismatch)
TOKENIZER = cache(Tokenizer)


def read_and_publish(folder: Path, number: int) -> None:
    """The whole job of one edition; the same number gives the same content."""
    items = [
        {
            "id": f"{number}-{place}",
            "headline": f"第{number}期第{place}条",
            "date": "2022-12-08",
            "body": "".join(f"本市第{place}街道第{number}期第{line}项服务开通。" for line in range(9)),
        }
        for place in range(ARTICLES)
    ]
    with Archive.open(folder / "archive.sqlite", create=True) as archive:
        ingest(archive, [write_edition(folder / f"{number}.jsonl", items)])
        publish_only(folder, archive)


def publish_only(folder: Path, archive: Archive) -> None:
    encoder = HashedGrams()
    vectors = VectorCache(folder / "vectors.sqlite", encoder)
    try:
        publish(archive, EmbeddedEngine(folder, TOKENIZER()), encoder, vectors)
    finally:
        vectors.close()


def verify(folder: Path, newest: int | None = None) -> None:
    """What is published is whole and answers; with ``newest`` it is also all that the archive has."""
    engine = EmbeddedEngine(folder, TOKENIZER())
    current = engine.current()
    assert current is not None
    assert engine.check(current) == []
    serving = Serving(engine, HashedGrams().fingerprint)
    with serving.lease() as generation, Archive.open(folder / "archive.sqlite") as archive:
        assert generation.lexical_passages("街道服务开通", 5)
        assert generation.dense(HashedGrams().encode_queries(["第3街道"])[0], 5)
        if newest is not None:
            assert list(generation.contents().passage_ids) == list(live_contents(archive).passage_ids)
            assert len(generation.contents().article_ids) == ARTICLES * (newest + 1)
    serving.close()


def forked(job: Callable[[], None]) -> int:
    """Run ``job`` in a child; returns its process id. The child's exit status is 0 if it went well."""
    if pid := os.fork():
        return pid
    status = 1
    try:
        job()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def succeeded(job: Callable[[], None]) -> bool:
    return os.waitpid(forked(job), 0)[1] == 0


def step_of(folder: Path, before: tuple[int, str | None]) -> int:
    """How far the job has come, seen from outside: a place in ``STEPS``. ``before`` is how things stood."""
    revision, current = before
    if EmbeddedEngine(folder, TOKENIZER()).current() != current:
        return 4
    newer = [path.name for path in (folder / "generations").glob("[!.]*") if path.name > (current or "")]
    if newer:
        return 3
    if list((folder / "generations").glob(".building-*")):
        return 2
    with Archive.open(folder / "archive.sqlite") as archive:
        return int(archive.revision() > revision)


def standing(folder: Path) -> tuple[int, str | None]:
    with Archive.open(folder / "archive.sqlite") as archive:
        return archive.revision(), EmbeddedEngine(folder, TOKENIZER()).current()


def asking(folder: Path) -> None:
    """Ask until the file ``stop`` is there; what was seen is left in ``seen.json``."""
    seen = {"answers": 0, "torn": 0, "errors": 0}
    serving = Serving(EmbeddedEngine(folder, TOKENIZER()), HashedGrams().fingerprint)
    with Archive.open(folder / "archive.sqlite") as archive:
        asker = Asker(archive, serving, HashedGrams(), TOKENIZER(), network=network(threads=1, budget_s=60.0))
        while not (folder / "stop").exists():
            try:
                answer = asker.ask(f"第{seen['answers'] % ARTICLES}街道开通了哪项服务", today=date(2022, 12, 9))
            except Exception:
                traceback.print_exc()
                seen["errors"] += 1
                continue
            seen["answers"] += 1
            seen["torn"] += not answer.citations or not whole(folder, archive, answer)
    serving.close()
    (folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")


def whole(folder: Path, archive: Archive, answer: Answer) -> bool:
    """Whether everything cited is of the generation that the answer names, word for word as the archive has it."""
    try:
        contents = load_contents(folder / "generations" / answer.generation)
    except StorageError:
        return True  # pruned meanwhile
    rows = [(archive.passage(each.passage_id), archive.article(each.article_id)) for each in answer.citations]
    printed = zip(rows, answer.citations, strict=True)
    return not changed_since_indexed(contents, rows) and all(
        row[0].text[c.start : c.end] == c.excerpt for row, c in printed
    )


def kills(folder: Path, count: int, seed: int) -> dict[str, Any]:
    """Kill the job ``count`` times, at every step in turn and a random moment after; a reader asks all the time.

    After each kill the published generation must be whole, and at the end the content that of an unkilled run.
    """
    draw = random.Random(seed)
    assert succeeded(lambda: read_and_publish(folder, 0))
    started = time.monotonic()
    assert succeeded(lambda: read_and_publish(folder, 1))
    usual = time.monotonic() - started
    reader = forked(lambda: asking(folder))
    number, broken, killed = 2, 0, dict.fromkeys(STEPS, 0)
    trial = 0
    while sum(killed.values()) < count:
        before, wanted = standing(folder), trial % len(STEPS)
        trial += 1
        pid = forked(partial(read_and_publish, folder, number))
        end = time.monotonic() + 5 * usual
        while wanted and step_of(folder, before) < wanted and time.monotonic() < end:
            time.sleep(0.0005)
        time.sleep(draw.uniform(0, usual / (1 if not wanted else 8)))
        os.kill(pid, signal.SIGKILL)
        if os.waitpid(pid, 0)[1] == 0:
            number += 1
        else:
            killed[STEPS[step_of(folder, before)]] += 1
        broken += not succeeded(lambda: verify(folder))
    assert succeeded(lambda: read_and_publish(folder, number))
    EmbeddedEngine(folder, TOKENIZER()).prune(9)  # the last kill may have hit a removal, with nothing to publish since
    (folder / "stop").touch()
    assert os.waitpid(reader, 0)[1] == 0
    seen = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    ends_whole = succeeded(lambda: verify(folder, number))
    return {"killed": sum(killed.values()), "broken": broken, "ends_whole": ends_whole, "steps": killed, "reader": seen}


def full(folder: Path, limit: int) -> dict[str, bool]:
    """Publish with no file allowed to grow beyond ``limit`` bytes: a storage error, and the old generation answers."""
    assert succeeded(lambda: read_and_publish(folder, 0))
    with Archive.open(folder / "archive.sqlite") as archive:
        items = [{"id": "new", "body": "新增服务开通。" * 3000}]
        ingest(archive, [write_edition(folder / "new.jsonl", items)])
    before = EmbeddedEngine(folder, TOKENIZER()).current()

    def limited() -> None:
        with Archive.open(folder / "archive.sqlite") as archive:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            try:
                publish_only(folder, archive)
            except StorageError:
                return
            raise AssertionError("it was published")

    refused = succeeded(limited)
    whole = succeeded(lambda: verify(folder)) and EmbeddedEngine(folder, TOKENIZER()).current() == before
    return {"refused": refused, "whole": whole, "mended": succeeded(lambda: read_and_publish(folder, 1))}


def readonly(folder: Path) -> dict[str, bool]:
    """What a user who may only read the folder can do."""
    assert succeeded(lambda: read_and_publish(folder, 0))
    verify(folder, 0)  # loads what else is needed now: the other user may not read where Python lies
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)

    def as_reader(job: Callable[[], None]) -> bool:
        def demoted() -> None:
            if os.geteuid() == 0:  # nothing is read-only for root
                os.setgroups([])
                os.setuid(65534)
            job()

        return succeeded(demoted)

    def refused() -> None:
        engine = EmbeddedEngine(folder, TOKENIZER())
        for write in (partial(engine.prune, 0), partial(engine.publish, engine.current() or "")):
            try:
                write()
            except StorageError:
                continue
            raise AssertionError("it was written")

    found = {"answers": as_reader(lambda: verify(folder, 0)), "refuses": as_reader(refused)}
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700)
    return found


def damage(folder: Path, rounds: int, seed: int) -> dict[str, int]:
    """Cut, flip or delete every file of a generation in turn: a check names it, and opening and asking never crash."""
    draw = random.Random(seed)
    assert succeeded(lambda: read_and_publish(folder, 0))
    files = sorted(path for path in (folder / "generations").rglob("*") if path.is_file() and path.suffix != ".lock")
    unnoticed, crashed, tried = 0, 0, 0
    for path in files * rounds:
        whole = path.read_bytes()
        for broken in (whole[: draw.randrange(len(whole))], flipped(whole, draw), None):
            path.unlink()
            if broken is not None:
                path.write_bytes(broken)
            tried += 1
            unnoticed += not succeeded(lambda: notice(folder))
            crashed += not succeeded(lambda: ask_damaged(folder))
            path.write_bytes(whole)
    assert succeeded(lambda: verify(folder, 0))
    return {"tried": tried, "unnoticed": unnoticed, "crashed": crashed}


def flipped(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]


def notice(folder: Path) -> None:
    engine = EmbeddedEngine(folder, TOKENIZER())
    with suppress(*REFUSALS):
        assert engine.check(engine.current() or "")


def ask_damaged(folder: Path) -> None:
    serving = Serving(EmbeddedEngine(folder, TOKENIZER()), HashedGrams().fingerprint)
    with suppress(*REFUSALS), serving.lease() as generation:
        generation.lexical_passages("街道服务开通第3期", 50)
        generation.lexical_articles("街道服务开通", 50, Filters(pages=("3",), date_from=date(2022, 1, 1)))
        generation.dense(HashedGrams().encode_queries(["第3街道"])[0], 50, Filters(people=("王",)))
        generation.similarities(HashedGrams().encode_queries(["第3街道"])[0], range(1, 50))
        generation.document_frequencies(["街道", "没有"])
        generation.articles_holding("街道服务")


if __name__ == "__main__":
    job, place, *numbers = sys.argv[1:]
    TOKENIZER()  # once, before any fork
    HashedGrams()
    jobs: dict[str, Callable[..., object]] = {"kills": kills, "full": full, "damage": damage, "readonly": readonly}
    print(json.dumps(jobs[job](Path(place), *map(int, numbers))))
