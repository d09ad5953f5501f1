"""How ``baowen serve`` bears many who ask at once: requests a second, p50 and p99 of ``/api/ask`` and ``/api/search``.

    BAOWEN_DATA=data python -m benchmarks.web_load QUESTIONS.jsonl [--seconds 20] [--out FILE]

A real server process over the data folder; at concurrency 1, 8 and 64 each client asks again as soon as it is answered,
another question every time. Meanwhile somebody looks at ``/livez`` ten times a second. Answers 503 (too many wait) are
counted by themselves: they are told when to come again. The size of a result page is what is transferred of it. At
last Chromium opens the result page of questions that were not asked before, one after the other: the time until the
first result can be seen, the wait for the server included.
"""

from __future__ import annotations

import argparse
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil
import pytest
from playwright.sync_api import sync_playwright

from bot.settings import load_settings
from retrieval.evaluation.question_file import read_questions
from tests.web.desk.conftest import CHROMIUM
from tests.web.test_serve import serving

CONCURRENCY = (1, 8, 64)
PATHS = ("/api/ask", "/api/search")
LOOK_EVERY_S = 0.1
IN_THE_BROWSER = 12
"""Questions that are asked in Chromium: the last ones of the file."""
OFTEN = "1000000"


@dataclass
class Run:
    """What the clients of one run saw."""

    taken_ms: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    livez_ms: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0


def timed(client: httpx.Client, address: str) -> tuple[float, str]:
    """Milliseconds until a response had come whole, and its status or the name of the error."""
    began = time.perf_counter()
    try:
        status = str(client.get(address).status_code)
    except httpx.HTTPError as error:
        status = type(error).__name__
    return (time.perf_counter() - began) * 1000, status


def load(site: str, path: str, questions: Iterator[str], clients: int, seconds: float) -> Run:
    """Ask for some seconds."""
    run, turn, began = Run(), threading.Lock(), time.perf_counter()
    until = began + seconds

    def ask() -> None:
        with httpx.Client(timeout=120) as client:
            while time.perf_counter() < until:
                with turn:
                    question = next(questions)
                taken, status = timed(client, f"{site}{path}?q={quote(question)}")
                run.statuses[status] += 1
                if status == "200":
                    run.taken_ms.append(taken)

    def look() -> None:
        with httpx.Client(timeout=120) as client:
            while time.perf_counter() < until:
                run.livez_ms.append(timed(client, f"{site}/livez")[0])
                time.sleep(LOOK_EVERY_S)

    threads = [threading.Thread(target=each) for each in (look, *[ask] * clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.elapsed_s = time.perf_counter() - began  # those in hand at the end are waited for
    return run


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that a share of them does not exceed."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else None


def figures(site: str, questions: Sequence[str], seconds: float) -> Iterator[dict[str, object]]:
    """One row for each path and concurrency; each goes on in the questions where the one before ended."""
    for path in PATHS:
        turning = cycle(questions)
        for clients in CONCURRENCY:
            begun_with = server_cpu_s()
            run = load(site, path, turning, clients, seconds)
            cpu_ms = (server_cpu_s() - begun_with) * 1000
            errors = {status: number for status, number in run.statuses.items() if status not in {"200", "503"}}
            yield {
                "path": path,
                "clients": clients,
                "requests_a_second": round(run.statuses["200"] / run.elapsed_s, 1),
                "p50_ms": percentile(run.taken_ms, 0.5),
                "p99_ms": percentile(run.taken_ms, 0.99),
                "server_cpu_ms_a_request": round(cpu_ms / max(1, run.statuses.total()), 1),
                "told_to_wait": run.statuses["503"],
                "errors": errors,
                "livez_p50_ms": percentile(run.livez_ms, 0.5),
                "livez_p99_ms": percentile(run.livez_ms, 0.99),
            }


def server_cpu_s() -> float:
    """Seconds of processor time that the server has taken: what other processes of the machine do changes it little."""
    times = [each.cpu_times() for each in psutil.Process().children()]
    return float(sum(each.user + each.system for each in times))


def page_bytes(site: str, questions: Sequence[str]) -> int:
    """Bytes of the largest result page among the first ten questions."""
    return max(len(httpx.get(f"{site}/search?q={quote(each)}", timeout=120).content) for each in questions[:10])


def first_results_ms(site: str, questions: Sequence[str]) -> list[float]:
    """Milliseconds from opening the result page of each question until Chromium shows its first result."""
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(base_url=site)
        page.goto("/")
        for question in questions:
            began = time.perf_counter()
            page.goto(f"/search?q={quote(question)}", wait_until="commit")
            page.locator(".answer, .card").first.wait_for()
            taken.append((time.perf_counter() - began) * 1000)
        browser.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    questions = [each.question for each in read_questions(given.questions)]
    questions, unasked = questions[:-IN_THE_BROWSER], questions[-IN_THE_BROWSER:]
    told: dict[str, object] = {"seconds": given.seconds, "questions": len(questions)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAOWEN_WEB_PER_MINUTE", OFTEN)
        with serving(load_settings().data) as site:
            httpx.get(f"{site}/api/ask?q={quote(questions[0])}", timeout=120)
            told["result_page_bytes"] = page_bytes(site, questions)
            rows: list[dict[str, object]] = []
            told["rows"] = rows
            for row in figures(site, questions, given.seconds):
                print(json.dumps(row, ensure_ascii=False), flush=True)
                rows.append(row)
                _write(given.out, told)
            told["load_average"] = round(os.getloadavg()[0], 1)
            shown = first_results_ms(site, unasked)
            told |= {"first_result_p50_ms": percentile(shown, 0.5), "first_result_p99_ms": percentile(shown, 0.99)}
    print(json.dumps({key: value for key, value in told.items() if key != "rows"}))
    _write(given.out, told)


def _write(out: Path | None, told: dict[str, object]) -> None:
    """What is known so far: a long run may be ended before its end."""
    if out:
        out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
