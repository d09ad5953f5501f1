"""The connection to a Milvus server: deadlines, retries, its errors in our terms. The only place that knows pymilvus.

Everything that is asked goes through ``Cluster``: each try has a deadline, and what fails because the server can't be
reached is tried again until the patience ends, after waits that grow and are drawn at random so that many hosts do not
come back at the same moment ("full jitter", Brooker 2015). Then ``Unreachable`` is raised, and the next call begins
anew: a server that is back is used again without anybody doing anything.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, TypeVar

from retrieval.domain import Hit
from retrieval.errors import MilvusMissing, StorageError, Unreachable

Given = TypeVar("Given")
QueryVector: TypeAlias = list[float] | dict[int, float]
"""A dense vector, or a sparse one: dimension → weight."""
Fields: TypeAlias = dict[str, Any]
"""One row of a collection: the name of each field, and its value."""

NO_SUCH_NAME = frozenset({100, 1600})
"""Milvus' codes for a collection and an alias that are not there; milvus-lite has the first one for both."""
NOT_LOADED = 101
"""Milvus' code for a collection that is not in memory: after a restart, milvus-lite has none there."""
NOT_READY = frozenset({1, 2, 5, 8, 500, 501, 502, 503, 504})
"""Milvus' codes for: service or node not ready, overloaded, rate limited. Another try may go well."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.05, 2.0
"""Bounds that waits between tries are drawn below; by hand, 2026-11."""
AWAY_S = 0.5
"""Seconds after a call was given up in which others are not even tried: a question would wait once for each search."""
CHANNEL = {"grpc.initial_reconnect_backoff_ms": 100, "grpc.min_reconnect_backoff_ms": 100} | {
    "grpc.max_reconnect_backoff_ms": 1000
}
"""How fast gRPC tries to connect again: its own default waits up to two minutes."""
FETCHED_ROWS = 1000
"""Rows that are fetched at a time; by hand, 2026-11."""
MOST_HITS = 16384
"""Hits that Milvus gives at most (its quotaAndLimits.limits.topK)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one try may take, and all tries together, in seconds."""

    try_s: float
    all_s: float


FOR_READERS = Patience(2.0, 4.0)
"""For what a reader waits for; by hand, 2026-11."""
FOR_THE_WRITER = Patience(120.0, 300.0)
"""For what the publisher does; by hand, 2026-11."""


def _library() -> Any:  # noqa: ANN401  # pymilvus has no types
    try:
        import pymilvus  # an extra, and two seconds: only who has a cluster waits for it
    except ImportError as cause:
        raise MilvusMissing("BAOWEN_ENGINE=milvus needs pymilvus") from cause
    # It logs every failure with what was sent: that may hold somebody's words.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
    return pymilvus


class Cluster:
    """One Milvus server or cluster. Safe to use from several threads; connects when first used."""

    def __init__(
        self, uri: str, token: str = "", *, asking: Patience = FOR_READERS, writing: Patience = FOR_THE_WRITER
    ) -> None:
        self.uri, self._token = uri, token
        self._asking, self._writing = asking, writing
        self._client: Any = None
        self._away_until = 0.0
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the connection. Safe to call twice; what is asked afterwards connects again."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    # Collections

    def create(self, name: str, fields: Sequence[Mapping[str, Any]], indexes: Sequence[Mapping[str, Any]]) -> None:
        """Make an empty collection. ``fields`` are pymilvus' arguments of fields, ``indexes`` of their indexes.

        The first field is the key. What is built of an index is built in the background: see ``indexed``.
        """
        library = _library()
        schema = library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        for field in fields:
            chosen = dict(field)
            chosen["datatype"] = getattr(library.DataType, chosen["datatype"])
            if "element_type" in chosen:
                chosen["element_type"] = getattr(library.DataType, chosen["element_type"])
            schema.add_field(is_primary=field is fields[0], **chosen)
        params = library.MilvusClient.prepare_index_params()
        for index in indexes:
            params.add_index(**index)
        self._write(lambda client, limit: client.create_collection(name, schema=schema, timeout=limit))
        self._write(lambda client, limit: client.create_index(name, params, timeout=limit, sync=False))

    def collections(self) -> list[str]:
        """Names of all collections."""
        return [str(name) for name in self._ask(lambda client, limit: client.list_collections(timeout=limit))]

    def drop(self, name: str) -> None:
        """Delete a collection; no error where there is none."""
        self._write(lambda client, limit: client.drop_collection(name, timeout=limit))

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name."""
        self._write(lambda client, limit: client.rename_collection(old, new, timeout=limit))

    def load(self, name: str) -> None:
        """Have the server bring a collection into memory, and wait for it; nothing to do where it is there."""
        self._write(lambda client, limit: client.load_collection(name, timeout=limit))

    def release(self, name: str) -> None:
        """Let the server forget what it holds of a collection in memory."""
        self._write(lambda client, limit: client.release_collection(name, timeout=limit))

    def index_of(self, name: str, field: str) -> tuple[str, bool]:
        """The type of a field's index, and whether all rows are in it."""
        found = self._ask(lambda client, limit: client.describe_index(name, field, timeout=limit)) or {}
        return str(found.get("index_type")), not found.get("pending_index_rows")

    # Aliases

    def alias(self, name: str) -> str | None:
        """The collection that an alias stands for, None where there is no such alias."""
        try:
            found = self._ask(lambda client, limit: client.describe_alias(name, timeout=limit))
        except NoCollection:
            return None
        return str(found["collection_name"])

    def point(self, alias: str, collection: str) -> None:
        """Have an alias stand for a collection from now on: one step, seen whole or not at all."""
        if self.alias(alias) is None:
            self._write(lambda client, limit: client.create_alias(collection, alias, timeout=limit))
        else:
            self._write(lambda client, limit: client.alter_alias(collection, alias, timeout=limit))

    # Rows

    def put(self, name: str, rows: Sequence[Fields]) -> None:
        """Write rows; those whose key is there already take their place."""
        if rows:
            self._write(lambda client, limit: client.upsert(name, list(rows), timeout=limit))

    def flush(self, name: str) -> None:
        """Seal what was written, so that it lies in the store and is indexed."""
        self._write(lambda client, limit: client.flush(name, timeout=limit))

    def delete(self, name: str, condition: str) -> None:
        """Delete the rows for which a condition holds."""
        self._write(lambda client, limit: client.delete(name, filter=condition, timeout=limit))

    def count(self, name: str, condition: str = "", *, strong: bool = True) -> int:
        """How many rows there are; not ``strong``: as readers see it, who may be seconds behind."""
        level = "Strong" if strong else "Bounded"
        asked: Fields = {"filter": condition, "output_fields": ["count(*)"], "consistency_level": level}
        found = self._loaded(name, partial(_queried, name=name, **asked))
        return int(found[0]["count(*)"])

    def rows(self, name: str, condition: str, fields: Sequence[str], *, most: int | None = None) -> list[Fields]:
        """The rows for which a condition holds now, in no order; for few of them (Milvus gives 16384 at most)."""
        asked: Fields = {"filter": condition, "output_fields": list(fields), "consistency_level": "Strong"}
        if most is not None:
            asked["limit"] = most
        return self._loaded(name, partial(_queried, name=name, **asked))

    def rows_of(self, name: str, keys: Iterable[int] | Iterable[str], fields: Sequence[str]) -> dict[Any, Fields]:
        """The rows with these keys (those that are there), by their key, the first of ``fields``."""
        found: dict[Any, Fields] = {}
        for some in _chunks_of(list(dict.fromkeys(keys))):
            rows = self._loaded(name, partial(_queried, name=name, ids=some, output_fields=list(fields)))
            found |= {row[fields[0]]: row for row in rows}
        return found

    def search(
        self, name: str, field: str, query: QueryVector, k: int, condition: str = "", params: object = None
    ) -> list[Hit]:
        """The rows with the greatest inner product with ``query``, ``MOST_HITS`` at most, best first; key and score."""
        found = self._loaded(
            name,
            lambda client, limit: client.search(
                name,
                data=[query],
                anns_field=field,
                search_params={"metric_type": "IP", "params": params or {}},
                limit=k,
                filter=condition,
                output_fields=["id"],
                timeout=limit,
            ),
        )
        hits = [Hit(int(each["id"]), float(each["distance"])) for each in found[0]]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    # Tries

    def _loaded(self, name: str, work: Callable[[Any, float], Given]) -> Given:
        """Ask a collection; where it is not in memory, have it brought there first."""
        try:
            return self._ask(work)
        except NotLoaded:
            self.load(name)
            return self._ask(work)

    def _ask(self, work: Callable[[Any, float], Given]) -> Given:
        return self._tried(work, self._asking)

    def _write(self, work: Callable[[Any, float], Given]) -> Given:
        return self._tried(work, self._writing)

    def _connected(self, limit: float) -> Any:  # noqa: ANN401  # pymilvus has no types
        with self._lock:
            if self._client is None:
                self._client = _library().MilvusClient(
                    self.uri, token=self._token, timeout=limit, dedicated=True, grpc_options=CHANNEL
                )
            return self._client

    def _tried(self, work: Callable[[Any, float], Given], patience: Patience) -> Given:
        if time.monotonic() < self._away_until:
            raise Unreachable(f"{self.uri} can't be reached")
        ends = time.monotonic() + patience.all_s
        bound = FIRST_WAIT_S
        while True:
            try:
                return work(self._connected(patience.try_s), patience.try_s)
            except Exception as cause:
                problem = _in_our_terms(cause, self.uri)
                if not isinstance(problem, Unreachable):
                    raise problem from cause
                self.close()
                wait = random.uniform(0, bound)  # noqa: S311  # no secret
                if time.monotonic() + wait >= ends:
                    self._away_until = time.monotonic() + AWAY_S
                    raise problem from cause
                time.sleep(wait)
                bound = min(LONGEST_WAIT_S, bound * 2)


class NoCollection(StorageError):
    """There is no collection or alias of that name."""


class NotLoaded(StorageError):
    """The collection is not in the server's memory."""


def _queried(client: Any, try_s: float, /, *, name: str, **asked: object) -> list[Fields]:  # noqa: ANN401  # no types
    return [dict(row) for row in client.query(name, timeout=try_s, **asked)]


def _chunks_of(keys: list[Any]) -> list[list[Any]]:
    return [keys[start : start + FETCHED_ROWS] for start in range(0, len(keys), FETCHED_ROWS)]


def _in_our_terms(cause: Exception, uri: str) -> Exception:
    """What failed, as the rest of the program knows it; errors that are nobody's fault but ours stay as they are."""
    import grpc  # comes with pymilvus

    library = _library()
    if isinstance(cause, grpc.RpcError):
        return _of_status(cause.code(), uri)
    if isinstance(cause, library.exceptions.MilvusException):
        if isinstance(cause.code, grpc.StatusCode):
            return _of_status(cause.code, uri)
        if cause.code in NO_SUCH_NAME:
            return NoCollection(f"{uri}: {cause.message}")
        if cause.code == NOT_LOADED:
            return NotLoaded(f"{uri}: {cause.message}")
        if cause.code in NOT_READY:
            return Unreachable(f"{uri} is not ready")
        return StorageError(f"{uri}: {cause.message}")
    if isinstance(cause, ConnectionError | TimeoutError):
        return Unreachable(f"{uri} can't be reached")
    return cause


def _of_status(status: object, uri: str) -> Exception:
    name = getattr(status, "name", str(status))
    if name in {"UNAUTHENTICATED", "PERMISSION_DENIED"}:
        return StorageError(f"{uri} does not accept BAOWEN_MILVUS_TOKEN")
    if name in {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "RESOURCE_EXHAUSTED", "UNKNOWN", "INTERNAL"}:
        return Unreachable(f"{uri} can't be reached ({name})")
    return StorageError(f"{uri}: {name}")
