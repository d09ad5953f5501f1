"""What a generation is made of: the collections that it reads, oldest first, and what of each no longer counts.

A build writes only what is new, into collections of its own; what it shares with the generation before stays where it
is. So that a generation does not come to read many small collections, a build takes trailing ones into its own as long
as they are not much larger: each row is moved a few times in its life, and there are hardly ever more than six.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.index.contents import joined, without
from retrieval.index.engine import Contents
from retrieval.index.milvus.terms import Averages, TermTable, merged_terms, unpacked_terms

TIMES_LARGER = 4
"""A trailing part of up to so many times the rows in hand is moved; by hand, 2026-11."""
MOST_RETIRED = 5000
"""Rows that a part may have lost before it is moved: they are named one by one in every search; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class Part:
    """The collections of one generation as another one reads them: without what was retired since, ascending ids."""

    generation: str
    rows: int
    retired: tuple[int, ...] = ()
    retired_articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartFiles:
    """What is kept of a generation's own collections: ids and digests, and the terms of passages and of articles.

    ``averages`` are the mean lengths that the weights of its passages and of its articles were computed with.
    """

    contents: Contents
    passages: TermTable
    articles: TermTable
    averages: tuple[Averages, Averages]

    def packed(self) -> dict[str, bytes]:
        """The files by their names."""
        return {
            "contents": packed_contents(self.contents),
            "passage-terms": self.passages.packed(),
            "article-terms": self.articles.packed(),
            "averages": json.dumps(self.averages).encode(),
        }


def part_files(read: Callable[[str], bytes]) -> PartFiles:
    """The files again; ``read`` gives one by its name."""
    passages, articles = json.loads(read("averages"))
    return PartFiles(
        unpacked_contents(read("contents")),
        unpacked_terms(read("passage-terms")),
        unpacked_terms(read("article-terms")),
        (tuple(passages), tuple(articles)),
    )


def less(
    parts: Iterable[Part], contents: dict[str, Contents], passages: Iterable[int], articles: Iterable[int]
) -> list[Part]:
    """The same parts without these passages and articles; ``contents`` are those of each part's collections."""
    gone, whole = set(passages), set(articles)
    lessened = []
    for part in parts:
        held = contents[part.generation]
        more = gone.intersection(held.passage_ids.tolist()) if gone else set()
        more_articles = whole.intersection(held.article_ids.tolist()) if whole else set()
        lessened.append(
            Part(
                part.generation,
                part.rows,
                tuple(sorted({*part.retired, *more})),
                tuple(sorted({*part.retired_articles, *more_articles})),
            )
        )
    return lessened


def kept_and_moved(parts: Sequence[Part], new_rows: int) -> tuple[list[Part], list[Part]]:
    """Which parts stay where they are, and which move into the new one."""
    kept, moved, rows = list(parts), [], new_rows
    while kept and kept[-1].rows <= TIMES_LARGER * rows:
        moved.append(kept.pop())
        rows += moved[-1].rows
    moved += [part for part in kept if len(part.retired) > MOST_RETIRED or part.rows <= len(part.retired)]
    return [part for part in kept if part not in moved], moved


def parts_text(parts: Sequence[Part]) -> bytes:
    """The parts as a file."""
    rows = [[part.generation, part.rows, part.retired, part.retired_articles] for part in parts]
    return json.dumps(rows).encode()


def parts_of(content: bytes) -> list[Part]:
    """The other way round."""
    return [Part(name, rows, tuple(gone), tuple(whole)) for name, rows, gone, whole in json.loads(content)]


def whole_contents(parts: Sequence[Part], files: dict[str, PartFiles]) -> Contents:
    """What all parts hold together."""
    found = without(_nothing(), (), ())
    for part in parts:
        found = joined(found, without(files[part.generation].contents, part.retired, part.retired_articles))
    return found


def whole_terms(parts: Sequence[Part], files: dict[str, PartFiles]) -> tuple[TermTable, TermTable]:
    """The terms of the passages and of the articles of all parts, retired ones counted, as tantivy counts them too."""
    held = [files[part.generation] for part in parts]
    return merged_terms(each.passages for each in held), merged_terms(each.articles for each in held)


def packed_contents(contents: Contents) -> bytes:
    """Contents as a file."""
    file = io.BytesIO()
    np.savez(
        file,
        passage_ids=contents.passage_ids,
        passage_digests=contents.passage_digests,
        article_ids=contents.article_ids,
        article_digests=contents.article_digests,
    )
    return file.getvalue()


def unpacked_contents(content: bytes) -> Contents:
    """The other way round."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Contents(
            arrays["passage_ids"], arrays["passage_digests"], arrays["article_ids"], arrays["article_digests"]
        )


def _nothing() -> Contents:
    ids, digests = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    return Contents(ids, digests, ids, digests)
