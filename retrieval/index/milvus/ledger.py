"""What the cluster knows of its generations: manifests and small files, as rows of one collection.

A file is packed, cut into rows and checked by its sha256 when it is read. The manifest is written last: a generation is
there when it has one. Everything here is read with strong consistency.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from retrieval.errors import Damaged, NothingPublished
from retrieval.index.engine import Manifest
from retrieval.index.milvus.cluster import Cluster, Fields, NoCollection

MANIFEST_NAME = "manifest"
ROW_CHARACTERS = 60_000
"""Characters of a row; Milvus takes 65,535 bytes."""
ROWS_PER_FETCH = 200
"""Rows of a file that are fetched at a time: 12 MB; Milvus answers with 100 MB at most."""
GENERATION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
FILE_NAME_FORM = re.compile(r"[a-z0-9.-]{1,60}")


class Ledger:
    """The collection ``<prefix>_generations``."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self._cluster, self._name = cluster, f"{prefix}_generations"

    def prepare(self) -> None:
        """Make the collection where there is none; for the one writer."""
        if self._name in self._cluster.collections():
            return
        fields: list[Fields] = [
            {"field_name": "key", "datatype": "VARCHAR", "max_length": 250},
            {"field_name": "generation", "datatype": "VARCHAR", "max_length": 120},
            {"field_name": "name", "datatype": "VARCHAR", "max_length": 80},
            {"field_name": "part", "datatype": "INT64"},
            {"field_name": "content", "datatype": "VARCHAR", "max_length": 65_535},
            {"field_name": "nothing", "datatype": "FLOAT_VECTOR", "dim": 2},  # Milvus wants a vector in a collection
        ]
        index = {"field_name": "nothing", "index_type": "FLAT", "metric_type": "IP"}
        self._cluster.create(self._name, fields, [index])
        self._cluster.load(self._name)

    def write(self, generation_id: str, files: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, int]]:
        """Write files of a generation; their sha256 and their sizes in bytes, as manifests name them."""
        for name, content in files.items():
            self._cluster.put(self._name, list(_rows_of_file(generation_id, name, content)))
        named = {f"{generation_id}/{name}": content for name, content in files.items()}
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in named.items()}
        return sums, {name: len(content) for name, content in named.items()}

    def write_manifest(self, manifest: Manifest) -> None:
        """From here on the generation is there, or has another manifest: one row takes the place of another."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True)
        self._cluster.put(self._name, list(_rows_of_file(manifest.id, MANIFEST_NAME, text.encode())))

    def manifest(self, generation_id: str) -> Manifest:
        """What a generation says of itself. Raises ``NothingPublished`` if there is none of that id, ``Damaged``."""
        if not GENERATION_ID.fullmatch(generation_id) or not (rows := self._found(generation_id, MANIFEST_NAME)):
            raise NothingPublished(f"no generation {generation_id!r} in {self._cluster.uri}")
        return self._parsed(generation_id, rows)

    def manifests(self) -> tuple[list[Manifest], list[str]]:
        """All readable manifests, oldest first, and the ids of generations whose manifest can't be read."""
        found: list[Manifest] = []
        damaged: list[str] = []
        rows = self._rows(f'name == "{MANIFEST_NAME}"', "content")
        for generation_id in sorted({row["generation"] for row in rows}):
            try:
                found.append(self._parsed(generation_id, [row for row in rows if row["generation"] == generation_id]))
            except Damaged:
                damaged.append(generation_id)
        return sorted(found, key=lambda manifest: (manifest.created, manifest.id)), damaged

    def read(self, manifest: Manifest, name: str) -> bytes:
        """A file that a manifest names. Raises ``Damaged`` if it is gone or not what was written."""
        generation_id, _, own = name.rpartition("/")
        rows = self._found(generation_id, own)
        content = self._content(generation_id, own, rows) if rows else b""
        if not rows or hashlib.sha256(content).hexdigest() != manifest.files.get(name):
            raise Damaged(f"{self._cluster.uri}: {name} is not what was written")
        return content

    def unchecked(self, name: str) -> bytes | None:
        """A file that no manifest names; None where there is none."""
        generation_id, _, own = name.rpartition("/")
        rows = self._found(generation_id, own)
        return self._content(generation_id, own, rows) if rows else None

    def forget_manifest(self, generation_id: str) -> None:
        """From here on there is no such generation; files that others read stay."""
        self._cluster.delete(self._name, f'generation == "{generation_id}" and name == "{MANIFEST_NAME}"')

    def forget_file(self, name: str) -> None:
        """Delete one file."""
        generation_id, _, own = name.rpartition("/")
        self._cluster.delete(self._name, f'generation == "{generation_id}" and name == "{own}"')

    def files(self) -> set[str]:
        """Names of all files that lie there, manifests left out."""
        rows = self._rows("part == 0", "name")
        return {f"{row['generation']}/{row['name']}" for row in rows if row["name"] != MANIFEST_NAME}

    def _found(self, generation_id: str, name: str) -> list[Fields]:
        if not FILE_NAME_FORM.fullmatch(name):
            return []
        found: list[Fields] = []
        while True:
            start = len(found)
            condition = f'generation == "{generation_id}" and name == "{name}" and part >= {start}'
            rows = self._rows(f"{condition} and part < {start + ROWS_PER_FETCH}", "content")
            found += rows
            if len(rows) < ROWS_PER_FETCH:
                return found

    def _rows(self, condition: str, field: str) -> list[Fields]:
        """Rows for which a condition holds, with their generation, part and one more field; none before the first."""
        try:
            return self._cluster.rows(self._name, condition, ["generation", "part", field])
        except NoCollection:
            return []

    def _parsed(self, generation_id: str, rows: list[Fields]) -> Manifest:
        try:
            return Manifest(**json.loads(self._content(generation_id, MANIFEST_NAME, rows)))
        except (ValueError, TypeError) as cause:
            raise Damaged(f"{self._cluster.uri}: the manifest of generation {generation_id}: {cause}") from cause

    def _content(self, generation_id: str, name: str, rows: list[Fields]) -> bytes:
        text = "".join(row["content"] for row in sorted(rows, key=lambda row: int(row["part"])))
        try:
            return zlib.decompress(base64.b85decode(text))
        except (ValueError, zlib.error) as cause:
            raise Damaged(f"{self._cluster.uri}: {name} of generation {generation_id}: {cause}") from cause


def _rows_of_file(generation_id: str, name: str, content: bytes) -> Iterable[Fields]:
    text = base64.b85encode(zlib.compress(content)).decode("ascii")
    for part, start in enumerate(range(0, len(text), ROW_CHARACTERS)):
        yield {
            "key": f"{generation_id}/{name}/{part:06}",
            "generation": generation_id,
            "name": name,
            "part": part,
            "content": text[start : start + ROW_CHARACTERS],
            "nothing": [1.0, 0.0],
        }
