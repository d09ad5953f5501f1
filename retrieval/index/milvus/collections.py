"""The collections of a generation: their names, their fields, and rows from and to what is indexed.

Each generation has two, for passages and for articles; they hold what is new in it, and it reads those of older ones
besides (``parts.py``). Filters look at numbers alone (hashes of page, paper and names), so that no text ever stands in
a condition.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.domain import Filters
from retrieval.index.columns import Traits, filter_keys, period
from retrieval.index.milvus.cluster import Cluster, Fields

PASSAGES, ARTICLES = "passages", "articles"
NAMES_PER_ROW = 1000
"""Names of one byline that filters know."""
TEXT_BYTES, TEXT_PARTS = 60_000, 1000
"""Bytes of one part of an article's record, and how many parts it may have; Milvus takes 65,535 and 4,096."""
MOST_FLAT_ROWS = 1_000_000
"""Rows up to which every vector is compared; measured on one core: 21 ms for a million of half-precision rows
(``docs/scaling.md``). Beyond, HNSW looks at some."""
HNSW_NEIGHBOURS, HNSW_BUILD_WIDTH, HNSW_SEARCH_WIDTH = 32, 200, 256
"""M, efConstruction and ef: recall@10 .988 at 100,000 rows, .969 at a million (``docs/scaling.md``)."""

_ALLOWED = re.compile(r"[A-Za-z0-9]")


def collection_name(prefix: str, kind: str, generation_id: str) -> str:
    """The collection of a generation. Milvus takes letters, digits and underscores; the rest is written with these."""
    written = "".join(char if _ALLOWED.fullmatch(char) else f"_{ord(char):02x}" for char in generation_id)
    return f"{prefix}_{kind}_{written}"


def generation_of(prefix: str, kind: str, name: str) -> str | None:
    """The other way round; None for the name of something else."""
    start = f"{prefix}_{kind}_"
    if not name.startswith(start):
        return None
    return re.sub(r"_([0-9a-f]{2})", lambda match: chr(int(match[1], 16)), name.removeprefix(start))


def dense_index(rows: int) -> dict[str, object]:
    """How the vectors of a collection are searched."""
    if rows <= MOST_FLAT_ROWS:
        return {"field_name": "dense", "index_type": "FLAT", "metric_type": "IP"}
    width = {"M": HNSW_NEIGHBOURS, "efConstruction": HNSW_BUILD_WIDTH}
    return {"field_name": "dense", "index_type": "HNSW", "metric_type": "IP", "params": width}


def create_collection(cluster: Cluster, kind: str, name: str, *, dim: int, rows: int) -> None:
    """Make an empty collection for about so many rows."""
    fields: list[dict[str, object]] = [
        {"field_name": "id", "datatype": "INT64"},
        {"field_name": "digest", "datatype": "INT64"},
        {"field_name": "date", "datatype": "INT64"},
        {"field_name": "page", "datatype": "INT64"},
        {"field_name": "paper", "datatype": "INT64"},
        {"field_name": "people", "datatype": "ARRAY", "element_type": "INT64", "max_capacity": NAMES_PER_ROW},
        {"field_name": "lengths", "datatype": "ARRAY", "element_type": "INT64", "max_capacity": 3},
        {"field_name": "sparse", "datatype": "SPARSE_FLOAT_VECTOR"},
    ]
    indexes: list[dict[str, object]] = [
        {"field_name": "sparse", "index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
    ]
    if kind == PASSAGES:
        fields += [
            {"field_name": "article", "datatype": "INT64"},
            {"field_name": "dense", "datatype": "FLOAT_VECTOR", "dim": dim},
        ]
        indexes.append(dense_index(rows))
    else:
        text = {"datatype": "ARRAY", "element_type": "VARCHAR", "max_capacity": TEXT_PARTS, "max_length": 65_535}
        fields.append({"field_name": "record", **text})
    cluster.create(name, fields, indexes)


def traits_fields(number: int, digest: int, traits: Traits) -> Fields:
    """What both kinds of rows have beside terms and vectors."""
    return {
        "id": number,
        "digest": signed(digest),
        "date": traits.date,
        "page": key_number(traits.page),
        "paper": key_number(traits.paper),
        "people": [key_number(name) for name in traits.people[:NAMES_PER_ROW]],
    }


def signed(digest: int) -> int:
    """A digest of 64 bits as a number that Milvus takes."""
    return digest - 2**64 if digest >= 2**63 else digest


def unsigned(number: int) -> int:
    """The other way round."""
    return number + 2**64 if number < 0 else number


@lru_cache(maxsize=10_000)
def key_number(key: str) -> int:
    """The number that stands for a page, a paper or a name in conditions; 0 for none."""
    if not key:
        return 0
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1 or 1


def condition_of(where: Filters, retired: Iterable[int] = ()) -> str | None:
    """The rows that filters let through, less those retired, in Milvus' words; None where none can be among them."""
    parts: list[str] = []
    if days := period(where):
        parts.append(f"date >= {days[0]} and date <= {days[1]}")
    for field, values in (("page", where.pages), ("paper", where.papers), ("people", where.people)):
        if values:
            numbers = sorted(key_number(key) for key in filter_keys(values))
            if not numbers:
                return None
            parts.append(f"array_contains_any(people, {numbers})" if field == "people" else f"{field} in {numbers}")
    if gone := sorted(retired):
        parts.append(f"id not in {gone}")
    return " and ".join(parts)


def stored_vector(row: NDArray[np.float32]) -> NDArray[np.float32]:
    """A vector rounded as the embedded engine rounds it, so that both find the same."""
    return row.astype(np.float16).astype(np.float32)


def text_parts(text: str) -> list[str]:
    """A record cut into parts that a row takes."""
    content = text.encode("utf-8", "replace") or b" "
    parts: list[str] = []
    while content:
        end = min(TEXT_BYTES, len(content))
        while end < len(content) and content[end] & 0xC0 == 0x80:  # not within a character
            end -= 1
        parts.append(content[:end].decode())
        content = content[end:]
    return parts


def text_of(parts: Sequence[str]) -> str:
    """The other way round; empty where there is none."""
    return "".join(parts).strip(" ")
