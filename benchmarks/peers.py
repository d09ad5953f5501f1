"""Other programs on the same work: ``python -m benchmarks.peers SHARED WORKDIR [--articles 20000] [--only txtai …]``.

txtai, LangChain (FAISS and BM25 in an ensemble) and Haystack index the same articles with the same encoder's vectors,
made beforehand for all (our own index finds its passages' vectors in its cache), and are asked the same news questions;
their settings are the best that were found for Chinese print (``peer_systems.py``). They are no dependencies: they are
installed into an environment under WORKDIR, which sees this one's packages. Every step is a process of its own.
*After SIGKILL*: half of the articles are saved, then all over them, killed at 10, 30, 50, 70 and 90 % of the time that
saving takes; a new process then opens what is there and looks for twenty articles, by vector and by words.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import site
import statistics
import subprocess
import sys
import time
import venv
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import EvalSet, news_questions
from benchmarks.figures import keep
from benchmarks.peer_systems import rss_mib
from benchmarks.publish_cost import run
from bot.settings import load_settings
from bot.wiring import Newsroom
from embeddings.opening import open_encoder
from retrieval.domain import Article

RESULTS = Path(__file__).parent / "results" / "peers.json"
SYSTEMS = Path(__file__).with_name("peer_systems.py")
INSTALLED = (
    "txtai==9.14.0", "langchain==1.4.7", "langchain-classic==1.0.8", "langchain-community==0.4.2", "rank-bm25==0.2.2",
    "haystack-ai==3.4.0", "jieba==0.42.1",
)  # fmt: skip
PEERS = ("txtai", "langchain", "haystack")
KILLED_AT = (0.1, 0.3, 0.5, 0.7, 0.9)
TODAY = date(2023, 8, 20)
OURS = "baowen"
PATIENCE_S = 3600


def environment(folder: Path) -> Path:
    """The Python of an environment with the other programs, made where it is not there."""
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        venv.create(folder, with_pip=True, clear=True)
        (own,) = folder.glob("lib/python*/site-packages")
        (own / "project.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *INSTALLED], check=True)
        (folder / "complete").touch()
    return python


def write_work(folder: Path, data: EvalSet, asked: int) -> None:
    """Texts, questions and the vectors of both, as ``peer_systems.py`` reads them; and lines for our own index."""
    encoder, questions = open_encoder("bundled"), [question.text for question in data.questions[:asked]]
    texts = ["\n".join(filter(None, (item.get("headline"), item["body"]))) for item in data.articles]
    folder.mkdir(parents=True)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    np.save(folder / "vectors.npy", encoder.encode_passages(texts))
    np.save(folder / "question_vectors.npy", encoder.encode_queries(questions))
    data.write(folder / "articles.jsonl")
    (folder / "half").mkdir()
    EvalSet("half", data.articles[: len(texts) // 2], ()).write(folder / "half" / "articles.jsonl")


def step(python: Path, system: str, name: str, folder: Path) -> dict[str, Any]:
    """What a step of another program tells; ``{"failed": …}`` where it ends otherwise."""
    command = [str(python), str(SYSTEMS), system, name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else str(done.returncode)}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def told(found: Sequence[Sequence[int]], cpu: Sequence[float], wall: Sequence[float], data: EvalSet) -> dict[str, Any]:
    """Recall and times of the questions; the first one's are those of a cold process and stand elsewhere."""
    asked = data.questions[: len(found)]
    right = [
        any(data.articles[number]["id"] in question.gold for number in ids[:1])
        for ids, question in zip(found, asked, strict=True)
    ]
    cpu_p50, cpu_p95 = np.percentile(np.array(cpu) * 1000, (50, 95))
    return {
        "recall_1": round(statistics.mean(right), 3),
        "cpu_p50_ms": round(float(cpu_p50), 1),
        "cpu_p95_ms": round(float(cpu_p95), 1),
        "wall_p50_ms": round(statistics.median(wall) * 1000, 1),
    }


def peer(python: Path, system: str, folder: Path, data: EvalSet) -> dict[str, Any]:
    built = step(python, system, "build", folder)
    asked = step(python, system, "ask", folder)
    if problem := built.get("failed") or asked.get("failed"):
        return {"system": system, "failed": problem}
    cpu = built["build_cpu_s"] + built["save_cpu_s"]
    return {
        "system": system,
        "articles_a_cpu_s": round(len(data.articles) / cpu, 1),
        "articles_a_s": round(len(data.articles) / (built["build_s"] + built["save_s"]), 1),
        "index_mib": round(built["peak_mib"]),
        "first_answer_cpu_s": round(asked["first_cpu_s"], 2),
        "answering_mib": round(asked["peak_mib"]),
        **told(asked["found"], asked["cpu"], asked["wall"], data),
        "after_kills": dict(peer_after_kills(python, system, folder)),
    }


def peer_after_kills(python: Path, system: str, folder: Path) -> Counter[str]:
    """What saving that is killed leaves, over the moments at which it is."""
    found: Counter[str] = Counter()
    took = step(python, system, "half", folder)["save_s"]
    for share in KILLED_AT:
        shutil.rmtree(folder / system, ignore_errors=True)
        took = max(took, step(python, system, "half", folder)["save_s"])
        command = [str(python), str(SYSTEMS), system, "again", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            while process.stdout.readline().strip() != "saving":
                assert process.poll() is None
            time.sleep(2 * took * share)  # all of it takes twice as long as half
            process.kill()
        found[state(step(python, system, "probe", folder))] += 1
    return found


def state(probed: dict[str, Any]) -> str:
    """What was opened: the old half, everything, some of both; or nothing."""
    if "failed" in probed:
        return "does not open"
    old = probed["old"]
    whole = [mode for mode in ("dense", "keyword") if all(probed[mode])]
    halves = [mode for mode in ("dense", "keyword") if probed[mode] == old]
    return "new" if len(whole) == 2 else "old" if len(halves) == 2 else "mixed"


def ours(folder: Path, data: EvalSet) -> dict[str, Any]:
    """The same of this program: ``baowen index``, then a process that ranks articles (without neural reading)."""
    place = folder / OURS
    run("index", folder / "articles.jsonl", "--data", place / "first")  # fills the cache of vectors
    (place / "data").mkdir(mode=0o700)
    shutil.copy(place / "first" / "vectors.sqlite", place / "data")
    cost = run("index", folder / "articles.jsonl", "--data", place / "data")
    command = [sys.executable, "-m", "benchmarks.peers", "--ask", str(place / "data"), str(folder / "questions.json")]
    asked = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    numbers = {item["id"]: number for number, item in enumerate(data.articles)}
    found = [[numbers[id_] for id_ in ids] for ids in asked["found"]]
    return {
        "system": OURS,
        "articles_a_cpu_s": round(len(data.articles) / cost.cpu_s, 1),
        "articles_a_s": round(len(data.articles) / cost.wall_s, 1),
        "index_mib": round(cost.peak_mib),
        "first_answer_cpu_s": round(asked["first_cpu_s"], 2),
        "answering_mib": round(asked["peak_mib"]),
        **told(found, asked["cpu"], asked["wall"], data),
        "after_kills": dict(ours_after_kills(folder, place, cost.wall_s)),
    }


def ours_after_kills(folder: Path, place: Path, took: float) -> Counter[str]:
    """What indexing that is killed leaves: which of the articles are there to be asked for."""
    found: Counter[str] = Counter()
    whole = published_articles(place / "data")
    for number, share in enumerate(KILLED_AT):
        data = place / f"killed-{number}"
        data.mkdir(mode=0o700)
        shutil.copy(place / "first" / "vectors.sqlite", data)
        run("index", folder / "half" / "articles.jsonl", "--data", data)
        half = published_articles(data)
        command = [sys.executable, "-m", "bot.cli", "index", str(folder / "articles.jsonl"), "--data", str(data)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(took * share)
            process.kill()
        held = published_articles(data)
        found["new" if held == whole else "old" if held == half else "mixed"] += 1
        shutil.rmtree(data)
    return found


def published_articles(data: Path) -> int:
    """How many articles readers have, told by a question's own way in."""
    room = Newsroom(load_settings(data=data, reading="off"))
    try:
        with room.published() as paper:
            return len(paper.article_ids())
    finally:
        room.close()


def ranking(data: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Ids of the articles that a new process ranks first, question by question, and what that took."""
    room = Newsroom(load_settings(data=data, reading="off"))

    def ranked(question: str) -> list[Article]:
        best = [hit.id for hit in room.asker.ranking(question, today=TODAY)[:10]]
        with room.published() as paper:
            return list(paper.articles_by_id(best).values())

    ranked(questions[0])
    first, found, cpu, wall = time.process_time(), [], [], []
    for question in questions:
        begun, began = time.process_time(), time.perf_counter()
        articles = ranked(question)
        cpu.append(time.process_time() - begun)
        wall.append(time.perf_counter() - began)
        found.append([article.external_id for article in articles])
    return {"found": found, "cpu": cpu, "wall": wall, "first_cpu_s": first, "peak_mib": rss_mib()}


def table(rows: Sequence[dict[str, Any]]) -> str:
    lines = [
        "| | articles a CPU second (a second) | MiB to index | recall@1 | a question: CPU p50 / p95 ms "
        "| first answer, CPU s | MiB to answer | after SIGKILL, of five |",
        "|" + "---|" * 8,
    ]
    for row in rows:
        if "failed" in row:
            lines.append(f"| {row['system']} | failed: {row['failed']} |")
            continue
        kills = ", ".join(f"{count} {what}" for what, count in sorted(row["after_kills"].items()))
        lines.append(
            f"| {row['system']} | {row['articles_a_cpu_s']} ({row['articles_a_s']}) | {row['index_mib']} "
            f"| {row['recall_1']:.3f} | {row['cpu_p50_ms']} / {row['cpu_p95_ms']} | {row['first_answer_cpu_s']} "
            f"| {row['answering_mib']} | {kills} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--only", nargs="+", choices=[OURS, *PEERS], default=[OURS, *PEERS])
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    python = environment(given.work / "environment")
    data = news_questions(given.shared, given.articles, clean_only=True)
    folder = given.work / str(given.articles)
    shutil.rmtree(folder, ignore_errors=True)
    write_work(folder, data, given.questions)
    rows = []
    for system in given.only:
        rows.append(ours(folder, data) if system == OURS else peer(python, system, folder, data))
        record = {"articles": len(data.articles), "questions": given.questions, "installed": INSTALLED, "rows": rows}
        keep(given.out, record | {"load": round(os.getloadavg()[0], 1)})
        print(table(rows), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        print(json.dumps(ranking(Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")))))
    else:
        main()
