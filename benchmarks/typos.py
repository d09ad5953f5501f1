"""What typing slips cost, and what putting them right brings back.

    python -m benchmarks.typos SHARED WORKDIR [--sets news20 cmrc] [--sample 150] [--encoder bundled|none]

One word of each question is damaged with a fixed seed: by a character of the same sound, or by one edit (a wrong, a
missing, an extra or a swapped character). Recall@1 of the article as it was asked, damaged, and damaged with slips put
right; besides, how many undamaged questions were touched. WORKDIR is that of ``benchmarks.answers``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.answers import SETS, TODAY, Silent, drawn, indexed, ready
from benchmarks.corpora import SEED, Question
from benchmarks.figures import share
from embeddings.opening import open_encoder
from retrieval.answers.question.query import understand
from retrieval.answers.ranking.retrieve import Search
from retrieval.answers.ranking.spelling import Corrector
from retrieval.domain import NO_FILTERS
from retrieval.index.published import Published
from retrieval.language.characters import is_han
from retrieval.language.homophones import sound_alikes
from retrieval.language.tokenizer import Tokenizer

RESULTS = Path(__file__).parent / "results" / "typos.json"
COMMON = 12
OTHERS = "天地人国大小多少山水火风云心手口门"


def by_sound(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    alike = sound_alikes(word[at])[0][:COMMON]
    return word[:at] + chance.choice(alike) + word[at + 1 :] if alike else None


def by_edit(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(1, len(word))
    other = chance.choice(OTHERS)
    return chance.choice(
        (
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + other + word[at:],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        )
    )


def damaged(text: str, tokenizer: Tokenizer, how: Callable[[str, random.Random], str | None], least: int) -> str | None:
    chance = random.Random(f"{SEED} {text}")
    words = [word for word in dict.fromkeys(tokenizer.words(understand(text, TODAY).content)) if len(word) >= least]
    words = [word for word in words if text.count(word) == 1 and is_han(word)]
    chance.shuffle(words)
    for word in words:
        changed = how(word, chance)
        if changed and changed != word:
            return text.replace(word, changed)
    return None


class Bench:
    """One set's index, asked with and without corrections."""

    def __init__(self, search: Search, paper: Published) -> None:
        self._search, self._paper = search, paper

    def first(self, text: str, question: Question, *, correct: bool) -> tuple[bool, bool]:
        """``(the right article comes first, a slip was put right)``."""
        query = understand(text, TODAY)
        if not query.terms:
            return False, False
        ranked = (self._search.ranked if correct else self._search.as_typed)(query, self._paper, NO_FILTERS)
        if ranked is None:
            return False, False
        top = ranked.pool.documents[ranked.order[0]].article.external_id
        return top in question.gold, bool(ranked.query.corrections)

    def slip_ms(self, text: str) -> float:
        content = understand(text, TODAY).content
        started = time.process_time()
        Corrector(self._paper.generation).slip(content)
        return (time.process_time() - started) * 1000


def measured(bench: Bench, questions: list[Question], tokenizer: Tokenizer) -> dict[str, object]:
    plain = [bench.first(each.text, each, correct=True) for each in questions]
    times = [bench.slip_ms(each.text) for each in questions]
    found: dict[str, object] = {
        "undamaged_recall_1": share([right for right, _ in plain]),
        "undamaged_without_correction": share([bench.first(each.text, each, correct=False)[0] for each in questions]),
        "undamaged_touched": share([touched for _, touched in plain]),
        "slip_cpu_ms": {"p50": round(float(np.median(times)), 2), "p95": round(float(np.quantile(times, 0.95)), 2)},
    }
    for name, how, least in (("sound", by_sound, 2), ("edit", by_edit, 3)):
        pairs = [(text, each) for each in questions if (text := damaged(each.text, tokenizer, how, least))]
        fixed = [bench.first(text, each, correct=True) for text, each in pairs]
        found[name] = {
            "undamaged": share([bench.first(each.text, each, correct=False)[0] for _, each in pairs]),
            "damaged": share([bench.first(text, each, correct=False)[0] for text, each in pairs]),
            "put_right": share([right for right, _ in fixed]),
            "touched": share([touched for _, touched in fixed]),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sets", nargs="+", default=["news20", "cmrc"], choices=list(SETS))
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--encoder", default="bundled")
    given = parser.parse_args()
    encoder = Silent() if given.encoder == "none" else open_encoder(given.encoder)
    tokenizer = Tokenizer()
    results: dict[str, object] = {"sample": given.sample, "encoder": encoder.fingerprint}
    for name in given.sets:
        evals = SETS[name](given.shared)
        archive, serving = indexed(given.work / name, ready(evals), encoder, tokenizer)
        questions = [each for each in drawn(evals.questions, given.sample) if each.gold]
        with serving.lease() as generation:
            bench = Bench(Search(encoder, tokenizer), Published(archive, generation))
            results[name] = measured(bench, questions, tokenizer)
        print(name, json.dumps(results[name], indent=1))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
