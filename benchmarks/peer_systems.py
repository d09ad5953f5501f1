"""The programs that ``benchmarks/peers.py`` compares with, each at the best settings found for Chinese print.

Run in an environment of their own (``peers.py`` makes it). Texts come with their vectors, so that no encoder's time is
counted; what a question's vector is is told too.

    python benchmarks/peer_systems.py SYSTEM STEP FOLDER

``FOLDER`` holds ``texts.json``, ``vectors.npy``, ``questions.json``, ``question_vectors.npy``. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

HITS = 10
EACH = 50
"""Hits of each of the two searches that are put together."""
HAN_PAIRS = r"(?=([\u4e00-\u9fff]{2}|(?<![a-zA-Z0-9])[a-zA-Z0-9]+))"


class System(Protocol):
    """Indexes texts with vectors, keeps them in a folder, finds them again by their numbers."""

    def build(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None: ...
    def save(self, folder: Path) -> None: ...
    def load(self, folder: Path) -> None: ...
    def search(self, question: str, mode: str) -> list[int]: ...


class Known:
    """Vectors by their text."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self.rows = dict(zip(texts, vectors, strict=True))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self.rows[text] for text in texts]).astype(np.float32)


class Txtai:
    """A hybrid index with content: BM25 over single characters and pairs, FAISS."""

    def __init__(self, known: Known) -> None:
        self.given = lambda texts: known(texts)  # txtai takes functions alone

    def build(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        from txtai import Embeddings

        tokens = {"lowercase": True, "ngrams": {"ngrams": 2, "nmin": 1, "nmax": 2, "unique": False}}
        scoring = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": tokens}
        self.index = Embeddings(method="external", transform=self.given, content=True, scoring=scoring)
        self.index.index((number, text, None) for number, text in enumerate(texts))

    def save(self, folder: Path) -> None:
        self.index.config.pop("transform")  # a function can't be kept
        self.index.save(str(folder / "txtai"))

    def load(self, folder: Path) -> None:
        from txtai import Embeddings

        self.index = Embeddings()
        self.index.load(str(folder / "txtai"), config={"transform": self.given})

    def search(self, question: str, mode: str) -> list[int]:
        weights = {"dense": 1.0, "keyword": 0.0, "both": 0.5}[mode]
        return [int(hit["id"]) for hit in self.index.search(question, HITS, weights=weights)]


class LangChain:
    """FAISS and rank-bm25 over jieba's words, in an ensemble of equal weights."""

    def __init__(self, known: Known) -> None:
        self.given = lambda text: known([text])[0].tolist()

    def build(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS

        numbers = [{"number": number} for number in range(len(texts))]
        rows = zip(texts, vectors.tolist(), strict=True)
        self.dense = FAISS.from_embeddings(rows, self.given, metadatas=numbers)
        self.words = BM25Retriever.from_texts(texts, metadatas=numbers, preprocess_func=words, k=EACH)

    def save(self, folder: Path) -> None:
        import pickle

        self.dense.save_local(str(folder / "langchain"))
        with (folder / "langchain" / "bm25.pickle").open("wb") as file:
            pickle.dump(self.words, file)

    def load(self, folder: Path) -> None:
        import pickle

        from langchain_community.vectorstores import FAISS

        place = folder / "langchain"
        self.dense = FAISS.load_local(str(place), self.given, allow_dangerous_deserialization=True)
        with (place / "bm25.pickle").open("rb") as file:
            self.words = pickle.load(file)

    def search(self, question: str, mode: str) -> list[int]:
        from langchain_classic.retrievers import EnsembleRetriever

        dense = self.dense.as_retriever(search_kwargs={"k": EACH})
        both = EnsembleRetriever(retrievers=[self.words, dense], weights=[0.5, 0.5])
        found = {"dense": dense, "keyword": self.words, "both": both}[mode].invoke(question)
        return [int(hit.metadata["number"]) for hit in found[:HITS]]


def words(text: str) -> list[str]:
    """jieba's words; a function of this module, so that it can be pickled."""
    import jieba

    found: list[str] = jieba.lcut(text)
    return found


class Haystack:
    """The store in memory, its BM25 over pairs of characters, its embedding retriever, and the joiner of ranks."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def build(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self.store = InMemoryDocumentStore(
            bm25_tokenization_regex=HAN_PAIRS, embedding_similarity_function="dot_product"
        )
        rows = enumerate(zip(texts, vectors.tolist(), strict=True))
        self.store.write_documents([Document(id=str(n), content=text, embedding=row) for n, (text, row) in rows])

    def save(self, folder: Path) -> None:
        (folder / "haystack").mkdir(exist_ok=True)
        self.store.save_to_disk(str(folder / "haystack" / "store.json"))

    def load(self, folder: Path) -> None:
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self.store = InMemoryDocumentStore.load_from_disk(str(folder / "haystack" / "store.json"))

    def search(self, question: str, mode: str) -> list[int]:
        from haystack.components.joiners import DocumentJoiner

        found = []
        if mode != "dense":
            found.append(self.store.bm25_retrieval(question, top_k=EACH))
        if mode != "keyword":
            found.append(self.store.embedding_retrieval(self.known([question])[0].tolist(), top_k=EACH))
        joined = DocumentJoiner(join_mode="reciprocal_rank_fusion").run(documents=found)["documents"]
        return [int(hit.id) for hit in joined[:HITS]]


SYSTEMS: dict[str, Any] = {"txtai": Txtai, "langchain": LangChain, "haystack": Haystack}


class Clock:
    """Wall and CPU seconds of steps."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.taken |= {f"{name}_s": time.perf_counter() - wall, f"{name}_cpu_s": time.process_time() - cpu}


def rss_mib() -> float:
    """The most memory that this process had; what ``getrusage`` tells may be its parent's."""
    told = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(told.split()[1]) / 1024


def asked(system: System, questions: Sequence[str], mode: str = "both") -> Iterator[tuple[list[int], float, float]]:
    """What is found for each question, and its wall and CPU seconds."""
    for question in questions:
        wall, cpu = time.perf_counter(), time.process_time()
        found = system.search(question, mode)
        yield found, time.perf_counter() - wall, time.process_time() - cpu


def read(folder: Path, half: bool) -> tuple[list[str], NDArray[np.float32]]:
    texts, vectors = json.loads((folder / "texts.json").read_text()), np.load(folder / "vectors.npy")
    size = len(texts) // 2 if half else len(texts)
    return texts[:size], vectors[:size]


def main(name: str, step: str, folder: Path) -> None:
    os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
    texts, vectors = read(folder, half=step == "half")
    questions: list[str] = json.loads((folder / "questions.json").read_text())
    question_vectors = np.load(folder / "question_vectors.npy")
    probes = [text[:40] for text in read(folder, half=False)[0]]
    ends = dict(zip(probes, np.load(folder / "vectors.npy"), strict=True))
    clock, before = Clock(), rss_mib()
    known = Known(
        [*ends, *texts, *questions], np.concatenate([np.stack(list(ends.values())), vectors, question_vectors])
    )
    system: System = SYSTEMS[name](known)
    told: dict[str, Any] = {}
    if step in {"build", "half"}:
        with clock.of("build"):
            system.build(texts, vectors)
        with clock.of("save"):
            system.save(folder)
        told["peak_mib"] = rss_mib() - before
    elif step == "again":
        system.build(texts, vectors)
        print("saving", flush=True)
        system.save(folder)
    elif step == "ask":
        system.load(folder)
        found = list(asked(system, questions[:1]))
        told["first_cpu_s"] = time.process_time()
        found = list(asked(system, questions))
        told |= {
            "found": [ids for ids, _, _ in found],
            "wall": [s for _, s, _ in found],
            "cpu": [s for _, _, s in found],
        }
        told["peak_mib"] = rss_mib() - before
    else:
        system.load(folder)
        size = len(probes)
        places = [*range(0, size // 2, max(1, size // 20)), *range(size // 2, size, max(1, size // 20))]
        for mode in ("dense", "keyword"):
            hits = [system.search(probes[place], mode) for place in places]
            told[mode] = [place in ids for place, ids in zip(places, hits, strict=True)]
        told["old"] = [place < size // 2 for place in places]
    print(json.dumps(told | clock.taken), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
