"""The embedded engine: postings and vectors as files of this machine, one folder per generation.

``<id>/passages`` and ``<id>/articles`` are postings, ``<id>/vectors`` the vectors, ``<id>/contents.npz`` the ids and
digests, ``<id>/manifest.json`` the rest. A build on a base links the base's files and writes only what is new.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import NO_FILTERS, Filters, Hit
from retrieval.errors import Damaged, GenerationMismatch
from retrieval.index.builder import Builder
from retrieval.index.contents import load_contents
from retrieval.index.dense import POLICY, DenseIndex
from retrieval.index.engine import Changes, Contents, GenerationRecipe, Manifest, VectorSource
from retrieval.index.generations import GATE, Generations, checksums, file_checksum, file_size, write_manifest
from retrieval.index.lexical import FieldWeights, LexicalIndex
from retrieval.language.tokenizer import Tokenizer

GENERATION_FORMAT = 1
"""Grows when files of older generations can no longer be read as they are."""

CHECKED_FILE_BYTES = 65536
"""Bytes up to which files are checked at every opening; by hand, 2026-11."""

CHECKED_VECTORS = 16
"""Passages that must find themselves before a generation is published; by hand, 2026-11."""

PASSAGE_WEIGHTS = FieldWeights(grams=1.0, words=1.0, names=0.5)
ARTICLE_WEIGHTS = FieldWeights(grams=1.0, words=1.0, names=0.5)
"""Of BM25 in each field; grams and words measured: ``benchmarks/lexical_weights.py``, names by hand, 2026-11."""


class EmbeddedEngine:
    """Keeps generations under ``folder/generations``; see the engine seam for the contract."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        self._files, self._tokenizer = Generations(folder), tokenizer

    @property
    def tokenizer_fingerprint(self) -> str:
        return self._tokenizer.fingerprint

    @property
    def format(self) -> int:
        return GENERATION_FORMAT

    def writing(self) -> AbstractContextManager[None]:
        return self._files.writing()

    def build(self, recipe: GenerationRecipe, changes: Changes, vectors: VectorSource) -> Manifest:
        with self._files.writing(), self._files.building(recipe.id) as folder:
            known, retired = {}, 0
            if changes.base is not None:
                known = self._link(changes.base, folder)
                retired = self._files.manifest(changes.base).retired + len(changes.retired)
            contents = Builder(folder, self._tokenizer, recipe.dim).run(changes, vectors)
            manifest = Manifest(
                id=recipe.id,
                created=recipe.created,
                revision=recipe.revision,
                encoder=recipe.encoder,
                encoder_fingerprint=recipe.encoder_fingerprint,
                tokenizer_fingerprint=self.tokenizer_fingerprint,
                dim=recipe.dim,
                passages=len(contents.passage_ids),
                articles=len(contents.article_ids),
                newest_date=recipe.newest_date,
                files=(files := checksums(folder, known)),
                sizes={name: file_size(folder / name) for name in files},
                format=GENERATION_FORMAT,
                base=changes.base,
                retired=retired,
                gate=recipe.gate,
                vectors=POLICY,
            )
            write_manifest(folder, manifest)
        return manifest

    def _link(self, base: str, folder: Path) -> dict[tuple[int, int], str]:
        """Link the base's files; returns their checksums by inode, so that they need not be read again."""
        manifest, source = self._files.manifest(base), self._files.path(base)
        known = {}
        for name, checksum in manifest.files.items():
            if name.startswith(GATE):
                continue  # was found of the base alone
            path, beside = source / name, folder / name
            beside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.link(path, beside)
            status = beside.stat()
            known[status.st_dev, status.st_ino] = checksum
        return known

    def check(self, generation_id: str) -> list[str]:
        folder, manifest = self._files.path(generation_id), self._files.manifest(generation_id)
        found = _damaged_files(folder, manifest)
        if found:
            return found
        generation = self.open(generation_id)
        try:
            return generation.disagreements() + generation.lost()
        finally:
            generation.close()

    def record(self, generation_id: str, gate: str | None, details: dict[str, Any]) -> Manifest:
        with self._files.writing():
            return self._files.record(generation_id, gate, details)

    def recorded(self, generation_id: str) -> dict[str, Any] | None:
        return self._files.recorded(generation_id)

    def publish(self, generation_id: str) -> None:
        with self._files.writing():
            self._files.publish(generation_id)

    def current(self) -> str | None:
        return self._files.current()

    def generations(self) -> list[Manifest]:
        return self._files.all()

    def open(self, generation_id: str) -> EmbeddedGeneration:
        """Open for reading. Raises ``GenerationMismatch`` if it was made with other terms or another format."""
        manifest = self._files.manifest(generation_id)
        if manifest.format != GENERATION_FORMAT:
            raise GenerationMismatch(
                f"generation {generation_id} has format {manifest.format}, not {GENERATION_FORMAT}"
            )
        if manifest.tokenizer_fingerprint != self.tokenizer_fingerprint:
            raise GenerationMismatch(f"generation {generation_id} was built with other index terms")
        folder = self._files.path(generation_id)
        if damage := _visible_damage(folder, manifest):
            raise Damaged(f"generation {generation_id}: {damage}")
        return EmbeddedGeneration(folder, manifest, self._tokenizer)

    def discard(self, generation_id: str) -> None:
        with self._files.writing():
            if generation_id == self.current():
                raise ValueError(f"generation {generation_id} is published")
            self._files.remove(generation_id)

    def unreadable(self) -> list[str]:
        """Names of what lies among the generations and is none, for its manifest can't be read."""
        return self._files.unreadable()

    def discard_damaged(self) -> list[str]:
        """Delete every generation but the published one whose check fails; returns their ids."""
        with self._files.writing():
            others = [manifest.id for manifest in self.generations() if manifest.id != self.current()]
            gone = [name for name in others if self.check(name)]
            for name in gone:
                self._files.remove(name)
            return gone

    def prune(self, keep: int) -> list[str]:
        with self._files.writing():
            self._files.clean()
            current = self.current()
            for generation_id in self._files.unreadable():
                if generation_id != current:
                    self._files.remove(generation_id)
            others = [manifest.id for manifest in self.generations() if manifest.id != current]
            gone = others[: max(0, len(others) - max(0, keep))]
            for generation_id in gone:
                self._files.remove(generation_id)
            return gone


class EmbeddedGeneration:
    """One generation, open for reading."""

    def __init__(self, folder: Path, manifest: Manifest, tokenizer: Tokenizer) -> None:
        self._folder, self._manifest = folder, manifest
        self._passages = LexicalIndex(folder / "passages", tokenizer, PASSAGE_WEIGHTS)
        self._articles = LexicalIndex(folder / "articles", tokenizer, ARTICLE_WEIGHTS)
        self._dense = DenseIndex(folder / "vectors", manifest.dim)

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def lexical_passages(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        return self._passages.search(text, k, where)

    def lexical_articles(self, text: str, k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        return self._articles.search(text, k, where)

    def dense(self, vector: NDArray[np.float32], k: int, where: Filters = NO_FILTERS) -> list[Hit]:
        return self._dense.search(vector, k, where)

    def similarities(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        return self._dense.similarities(vector, passage_ids)

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        return self._articles.frequencies(terms)

    def articles_holding(self, text: str, where: Filters = NO_FILTERS) -> NDArray[np.int64]:
        return self._articles.holding(text, where)

    def contents(self) -> Contents:
        return self._contents

    @cached_property
    def _contents(self) -> Contents:
        return load_contents(self._folder)

    def disagreements(self) -> list[str]:
        """Where manifest, contents, postings and vectors are out of step."""
        contents, manifest = self.contents(), self._manifest
        counts = {
            "passages in contents": (len(contents.passage_ids), manifest.passages),
            "passages in postings": (len(self._passages), manifest.passages),
            "passages in vectors": (len(self._dense), manifest.passages),
            "articles in contents": (len(contents.article_ids), manifest.articles),
            "articles in postings": (len(self._articles), manifest.articles),
        }
        found = [f"{name}: {have}, manifest says {said}" for name, (have, said) in counts.items() if have != said]
        if not np.array_equal(self._dense.ids(), contents.passage_ids):
            found.append("vectors and contents hold different passages")
        return found

    def lost(self) -> list[str]:
        """Passages of an even sample that do not find themselves by their own vector."""
        found = []
        for number, vector in self._sample():
            best = self._dense.search(vector, 1)
            own = self._dense.similarities(vector, [number]).get(number, 0.0)
            if np.any(vector) and (not best or best[0].score - own > 0.001):
                found.append(f"passage {number} does not find itself")
        return found

    def _sample(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        ids = self._dense.ids()
        for place in (
            np.unique(np.linspace(0, len(ids) - 1, min(CHECKED_VECTORS, len(ids))).astype(int)) if len(ids) else ()
        ):
            number = int(ids[place])
            yield number, self._dense.vector(number)

    def close(self) -> None:
        """Let go of the files: tantivy and FAISS unmap theirs when the last reference goes. Safe to call twice."""
        for name in ("_passages", "_articles", "_dense"):
            part = self.__dict__.pop(name, None)
            if isinstance(part, LexicalIndex):
                part.close()


def _visible_damage(folder: Path, manifest: Manifest) -> str | None:
    """What can be seen without reading large files.

    A file that was cut off would end the process when its missing part is read from memory.
    """
    for name, size in manifest.sizes.items():
        if file_size(folder / name) != size:
            return f"{name} has another size than was written"
        if size <= CHECKED_FILE_BYTES and file_checksum(folder / name) != manifest.files.get(name):
            return f"{name} has other bytes than were written"
    return None


def _damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    found = []
    for name, expected in sorted(manifest.files.items()):
        try:
            if file_checksum(folder / name) != expected:
                found.append(f"{name}: its bytes changed since it was written")
        except OSError as cause:
            found.append(f"{name}: {cause.strerror or cause}")
    return found
