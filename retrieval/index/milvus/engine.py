"""The cluster engine: generations as collections, and an alias that names the published one.

Switching the alias is **the** commit point. What is written before it belongs to a generation that nobody reads yet;
the manifest of a generation is the last thing that is written of it. One host publishes: the lock that keeps a second
writer out is a file in its data folder.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from retrieval.editions.store.records import ArticlePlace, ArticleRecords, places_of, places_text
from retrieval.errors import (
    Damaged,
    GenerationMismatch,
    OtherPublisher,
    StorageError,
)
from retrieval.index.engine import Changes, GenerationRecipe, Manifest, VectorSource
from retrieval.index.milvus.cluster import Cluster
from retrieval.index.milvus.collections import (
    ARTICLES,
    PASSAGES,
    collection_name,
    dense_index,
    generation_of,
)
from retrieval.index.milvus.generation import MilvusGeneration
from retrieval.index.milvus.ledger import GENERATION_ID, Ledger
from retrieval.index.milvus.load import (
    LOADING,
    Gathering,
    HalfLoad,
    Loading,
    gathered_files,
    gathering,
    half_load_of,
    mean_lengths,
)
from retrieval.index.milvus.parts import (
    Part,
    PartFiles,
    kept_and_moved,
    less,
    part_files,
    parts_of,
    parts_text,
    whole_contents,
)
from retrieval.index.milvus.places import ArticlePlaces
from retrieval.index.milvus.terms import Averages
from retrieval.index.write_lock import WriteLock
from retrieval.language.tokenizer import Tokenizer

MILVUS_FORMAT = 1
"""Grows when collections of older generations can no longer be read as they are."""
PREFIX = "baowen"
"""How the names of our collections and of the alias begin."""
PARTS_FILE, PLACES_FILE = "parts", "places"
FOUND = "gate-"
"""How the files begin that hold what the gate found; the rest of their name comes from their bytes."""
HALF = f"{LOADING}/half"
PUBLISHER, PUBLISHER_FILE = "writer/publisher", "milvus-publisher"
"""Where the name of the publishing host lies: in the ledger, and in its data folder."""
SETTLED_S, LOOK_AGAIN_S = 60.0, 0.2
"""How long readers' view may take to hold all that was written, and how often it is looked at, in seconds."""
SAMPLE = 16
"""Passages that must find themselves before a generation is published; by hand, 2026-11."""


class MilvusEngine:
    """Keeps generations in a Milvus cluster; see the engine seam for the contract."""

    def __init__(
        self,
        cluster: Cluster,
        tokenizer: Tokenizer,
        folder: Path,
        *,
        prefix: str = PREFIX,
        records: ArticleRecords | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``folder`` holds the writer's lock and what is on its way into the cluster.

        ``records`` gives what hosts without an archive need of each article; without it they can't answer.
        """
        self._cluster, self._tokenizer, self._folder = cluster, tokenizer, folder
        self._prefix, self._records, self._sleep = prefix, records, sleep
        self._alias = f"{prefix}_published"
        self._ledger, self._lock = Ledger(cluster, prefix), WriteLock(folder)
        self._loading = Loading(cluster, prefix)

    @property
    def tokenizer_fingerprint(self) -> str:
        return self._tokenizer.fingerprint

    @property
    def format(self) -> int:
        return MILVUS_FORMAT

    @contextmanager
    def writing(self) -> Iterator[None]:
        """As the seam says; raises ``OtherPublisher`` besides, where another data folder publishes into the cluster."""
        with self._lock.held():
            self._claim()
            yield

    def _claim(self) -> None:
        """Be the host that publishes: the first one stays it. Its name lies in the cluster and in its folder."""
        path = self._folder / PUBLISHER_FILE
        own = path.read_text(encoding="ascii").strip() if path.is_file() else ""
        known = (self._ledger.unchecked(PUBLISHER) or b"").decode("ascii")
        if known and known != own:
            raise OtherPublisher(f"{path}: {own or '-'}, {self._cluster.uri}: {known}")
        if not known:
            own = own or uuid4().hex
            path.write_text(own + "\n", encoding="ascii")
            self._ledger.prepare()
            place, _, name = PUBLISHER.partition("/")
            self._ledger.write(place, {name: own.encode("ascii")})

    def build(self, recipe: GenerationRecipe, changes: Changes, vectors: VectorSource) -> Manifest:
        if not GENERATION_ID.fullmatch(recipe.id):
            raise ValueError(f"not a generation id: {recipe.id!r}")
        with self.writing(), gathering(self._folder, self._tokenizer, self._records) as gathered:
            if recipe.id in {manifest.id for manifest in self.generations()}:
                raise StorageError(f"{self._cluster.uri}: generation {recipe.id} is there already")
            inherited = self._ledger.manifest(changes.base) if changes.base else None
            parts, files, retired = self._base(changes)
            gathered.take(changes, vectors, whole_contents(parts, files))
            kept, moved = kept_and_moved(parts, len(gathered.passages))
            for part in moved:
                places = self._places(inherited, part.generation) if inherited else []
                gathered.move(self._cluster, self._prefix, part, files[part.generation], places)
            own = self._load(recipe, gathered, mean_lengths([files[part.generation] for part in kept], gathered))
            made = [*kept, Part(recipe.id, len(gathered.passages))]
            more = {PARTS_FILE: parts_text(made), PLACES_FILE: places_text(list(gathered.places.values()))}
            sums, sizes = self._ledger.write(recipe.id, own.packed() | more)
            held = whole_contents(made, files | {recipe.id: own})
            names = [name for name in (inherited.files if inherited else ()) if _of_parts(name, kept)]
            manifest = Manifest(
                id=recipe.id,
                created=recipe.created,
                revision=recipe.revision,
                encoder=recipe.encoder,
                encoder_fingerprint=recipe.encoder_fingerprint,
                tokenizer_fingerprint=self.tokenizer_fingerprint,
                dim=recipe.dim,
                passages=len(held.passage_ids),
                articles=len(held.article_ids),
                newest_date=recipe.newest_date,
                files={name: inherited.files[name] for name in names if inherited} | sums,
                sizes={name: inherited.sizes[name] for name in names if inherited} | sizes,
                format=MILVUS_FORMAT,
                base=changes.base,
                retired=retired,
                gate=recipe.gate,
                vectors={"rows": "fp32", "index": str(dense_index(len(held.passage_ids))["index_type"])},
            )
            self._ledger.write_manifest(manifest)
        return manifest

    def _base(self, changes: Changes) -> tuple[list[Part], dict[str, PartFiles], int]:
        """The parts of the base less what was retired, what is kept of each, and how much was retired by now."""
        if changes.base is None:
            return [], {}, 0
        base = self.open(changes.base)
        contents = {name: each.contents for name, each in base.files.items()}
        parts = less(base.parts, contents, changes.retired, changes.retired_articles)
        base.close()
        return parts, base.files, base.manifest.retired + len(changes.retired)

    def _load(self, recipe: GenerationRecipe, gathered: Gathering, averages: tuple[Averages, Averages]) -> PartFiles:
        """Write the rows, going on with what is half written, and give the collections their names."""
        wanted = HalfLoad(self.tokenizer_fingerprint + recipe.encoder_fingerprint, recipe.dim, averages)
        half = self._half()
        if half is None or not half.goes_on(wanted):
            half = wanted
            self._begin(gathered, half)
        if not self._loading.write(gathered, half.averages):
            self._begin(gathered, half)  # rows lie there that nobody wants any more
            if not self._loading.write(gathered, half.averages):
                raise StorageError(f"{self._cluster.uri}: not all rows of generation {recipe.id} were taken")
        self._loading.finish(recipe.id)
        self._ledger.forget_file(HALF)
        return gathered_files(gathered, half.averages)

    def _begin(self, gathered: Gathering, half: HalfLoad) -> None:
        self._ledger.forget_file(HALF)
        self._loading.begin(gathered, half.dim)
        self._ledger.write(LOADING, {HALF.rpartition("/")[2]: half.text()})

    def _half(self) -> HalfLoad | None:
        """What half-written collections were begun with; None where there are none to go on with."""
        content = self._ledger.unchecked(HALF) if self._loading.began() else None
        return half_load_of(content) if content else None

    def check(self, generation_id: str) -> list[str]:
        try:
            generation = self.open(generation_id)
        except Damaged as problem:
            return [str(problem)]
        try:
            return self._unsound(generation) or _lost(generation)
        finally:
            generation.close()

    def _unsound(self, generation: MilvusGeneration) -> list[str]:
        """Where manifest, contents and collections are out of step."""
        manifest, contents = generation.manifest, generation.contents()
        found = []
        if (len(contents.passage_ids), len(contents.article_ids)) != (manifest.passages, manifest.articles):
            found.append("contents and manifest hold different numbers")
        for part in generation.parts:
            held = generation.files[part.generation].contents
            for kind, rows in ((PASSAGES, len(held.passage_ids)), (ARTICLES, len(held.article_ids))):
                name = collection_name(self._prefix, kind, part.generation)
                found += self._unsettled(name, rows)
            name = collection_name(self._prefix, PASSAGES, part.generation)
            kind_of_index, _ = self._cluster.index_of(name, "dense")
            if kind_of_index != (wanted := dense_index(len(held.passage_ids))["index_type"]):
                found.append(f"{name}: its vectors have index {kind_of_index}, not {wanted}")
        return found

    def _unsettled(self, name: str, rows: int) -> list[str]:
        """What is missing of a collection as readers see it, after they had time to see it all."""
        if (there := self._cluster.count(name)) != rows:
            return [f"{name}: {there} rows, {rows} were written"]
        for _ in range(round(SETTLED_S / LOOK_AGAIN_S)):
            if self._cluster.count(name, strong=False) == rows:
                return []
            self._sleep(LOOK_AGAIN_S)
        return [f"{name}: readers do not see all of its rows"]

    def record(self, generation_id: str, gate: str | None, details: dict[str, Any]) -> Manifest:
        with self.writing():
            manifest = self._ledger.manifest(generation_id)
            content = json.dumps(details, ensure_ascii=False, sort_keys=True).encode()
            before = _found_file(manifest)
            name = f"{FOUND}{hashlib.sha256(content).hexdigest()[:12]}"
            sums, sizes = self._ledger.write(generation_id, {name: content})
            manifest = replace(
                manifest,
                gate=gate,
                files={known: value for known, value in manifest.files.items() if known != before} | sums,
                sizes={known: value for known, value in manifest.sizes.items() if known != before} | sizes,
            )
            self._ledger.write_manifest(manifest)
            if before and before not in sums:
                self._ledger.forget_file(before)
            return manifest

    def recorded(self, generation_id: str) -> dict[str, Any] | None:
        manifest = self._ledger.manifest(generation_id)
        name = _found_file(manifest)
        if name is None:
            return None
        details = json.loads(self._ledger.read(manifest, name))
        assert isinstance(details, dict)
        return details

    def publish(self, generation_id: str) -> None:
        with self.writing():
            self._ledger.manifest(generation_id)
            self._cluster.point(self._alias, collection_name(self._prefix, PASSAGES, generation_id))

    def current(self) -> str | None:
        name = self._cluster.alias(self._alias)
        return None if name is None else generation_of(self._prefix, PASSAGES, name)

    def generations(self) -> list[Manifest]:
        return self._ledger.manifests()[0]

    def open(self, generation_id: str) -> MilvusGeneration:
        """Open for reading. Raises ``GenerationMismatch`` if it was made with other terms or another format."""
        manifest = self._ledger.manifest(generation_id)
        if manifest.format != MILVUS_FORMAT:
            raise GenerationMismatch(f"generation {generation_id} has format {manifest.format}, not {MILVUS_FORMAT}")
        if manifest.tokenizer_fingerprint != self.tokenizer_fingerprint:
            raise GenerationMismatch(f"generation {generation_id} was built with other index terms")
        parts = parts_of(self._ledger.read(manifest, f"{generation_id}/{PARTS_FILE}"))
        files = {part.generation: self._files(manifest, part.generation) for part in parts}
        for part in parts:
            for kind in (PASSAGES, ARTICLES):
                self._cluster.load(collection_name(self._prefix, kind, part.generation))
        read_places = partial(self._all_places, manifest, parts)
        return MilvusGeneration(self._cluster, self._prefix, manifest, parts, files, self._tokenizer, read_places)

    def _all_places(self, manifest: Manifest, parts: Sequence[Part]) -> ArticlePlaces:
        """Where the articles of all parts stand."""
        found: list[ArticlePlace] = []
        for part in parts:
            gone = set(part.retired_articles)
            held = self._places(manifest, part.generation)
            found += [place for place in held if place.article_id not in gone]
        return ArticlePlaces(found)

    def _places(self, manifest: Manifest, part: str) -> list[ArticlePlace]:
        return places_of(self._ledger.read(manifest, f"{part}/{PLACES_FILE}"))

    def _files(self, manifest: Manifest, part: str) -> PartFiles:
        return part_files(lambda name: self._ledger.read(manifest, f"{part}/{name}"))

    def discard(self, generation_id: str) -> None:
        with self.writing():
            if generation_id == self.current():
                raise ValueError(f"generation {generation_id} is published")
            self._ledger.forget_manifest(generation_id)
            self._clean()

    def unreadable(self) -> list[str]:
        """Ids of generations whose manifest can't be read."""
        return self._ledger.manifests()[1]

    def discard_damaged(self) -> list[str]:
        """Delete every generation but the published one whose check fails; returns their ids."""
        with self.writing():
            others = [manifest.id for manifest in self.generations() if manifest.id != self.current()]
            gone = [name for name in others if self.check(name)]
            for name in gone:
                self.discard(name)
            return gone

    def prune(self, keep: int) -> list[str]:
        with self.writing():
            current = self.current()
            for generation_id in self.unreadable():
                if generation_id != current:
                    self._ledger.forget_manifest(generation_id)
            others = [manifest.id for manifest in self.generations() if manifest.id != current]
            gone = others[: max(0, len(others) - max(0, keep))]
            for generation_id in gone:
                self._ledger.forget_manifest(generation_id)
            self._clean()
            return gone

    def _clean(self) -> None:
        """Drop the collections and files that no generation reads, but for those that are half written."""
        manifests, unreadable = self._ledger.manifests()
        if unreadable:
            return  # what these read is not known
        wanted = {name for manifest in manifests for name in manifest.files}
        read = {name.rpartition("/")[0] for name in wanted}
        for name in self._cluster.collections():
            owner = generation_of(self._prefix, PASSAGES, name) or generation_of(self._prefix, ARTICLES, name)
            if owner is not None and owner not in read:
                self._cluster.drop(name)
        for name in self._ledger.files() - wanted - {HALF, PUBLISHER}:
            self._ledger.forget_file(name)


def _of_parts(name: str, parts: Sequence[Part]) -> bool:
    """Whether a file is kept of the collections of one of these parts, and is not about their generation alone."""
    owner, _, own = name.rpartition("/")
    return owner in {part.generation for part in parts} and own != PARTS_FILE and not own.startswith(FOUND)


def _found_file(manifest: Manifest) -> str | None:
    return next((name for name in manifest.files if name.startswith(f"{manifest.id}/{FOUND}")), None)


def _lost(generation: MilvusGeneration) -> list[str]:
    """Passages of an even sample that do not find themselves by their own vector."""
    ids = generation.contents().passage_ids
    found = []
    places = np.unique(np.linspace(0, len(ids) - 1, min(SAMPLE, len(ids))).astype(int)) if len(ids) else ()
    for number in (int(ids[place]) for place in places):
        vector = generation.vector(number)
        if vector is None:
            found.append(f"passage {number} is gone")
            continue
        best = generation.dense(vector, 1)
        own = generation.similarities(vector, [number]).get(number, 0.0)
        if np.any(vector) and (not best or best[0].score - own > 0.001):
            found.append(f"passage {number} does not find itself")
    return found
