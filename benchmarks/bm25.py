"""BM25 over the bot's own character terms, in memory: what the encoders' benchmark compares with and adds to.

Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", with k1 = 1.2, b = 0.75 and the idf
log(1 + (N - n + 0.5) / (n + 0.5)); a term of the question counts as often as it stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from retrieval.language.tokenizer import Tokenizer

K1 = 1.2
B = 0.75


class BM25:
    """Scores of all texts for a block of questions."""

    def __init__(self, texts: Sequence[str], tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._number: dict[str, int] = {}
        rows, columns, counts, lengths = [], [], [], []
        for number, text in enumerate(texts):
            terms = Counter(tokenizer.grams(text))
            lengths.append(sum(terms.values()))
            columns.append(np.array([self._number.setdefault(t, len(self._number)) for t in terms], dtype=np.int32))
            counts.append(np.array(list(terms.values()), dtype=np.float32))
            rows.append(np.full(len(terms), number, dtype=np.int32))
        row, column, count = np.concatenate(rows), np.concatenate(columns), np.concatenate(counts)
        length = np.array(lengths, dtype=np.float32)
        holders = np.bincount(column, minlength=len(self._number))
        idf = np.log1p((len(texts) - holders + 0.5) / (holders + 0.5)).astype(np.float32)
        count *= (K1 + 1) / (count + K1 * (1 - B + B * (length / length.mean())[row]))
        shape = (len(texts), len(self._number))
        self._postings = csr_matrix((count * idf[column], (row, column)), shape=shape).tocsc()

    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """(questions, texts) float32."""
        wanted = np.zeros((self._postings.shape[1], len(questions)), dtype=np.float32)
        for place, question in enumerate(questions):
            for term, count in Counter(self._tokenizer.grams(question)).items():
                if term in self._number:
                    wanted[self._number[term], place] = count
        used = np.flatnonzero(wanted.any(axis=1))
        return np.ascontiguousarray((self._postings[:, used] @ wanted[used]).T)
