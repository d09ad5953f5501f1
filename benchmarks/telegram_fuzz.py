"""The Telegram bot under 5,000 generated updates: does it stay up, does its memory stay flat, is all it sends accepted?

    python -m benchmarks.telegram_fuzz [--updates 5000] [--seed 1]

The bot runs in a process of its own; memory is its resident size in MiB, read after every 500 updates,
when all of them are answered.
"""

from __future__ import annotations

import argparse
import json
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.telegram_load import prepare, start_bot, warm_up
from tests.telegram.double import Double
from tests.telegram.fuzz import TOLERATED, Fuzz

STEP = 500


def resident_mib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def settle(telegram: Double) -> None:
    """Wait until the bot has had everything and has sent nothing for two seconds."""
    telegram.wait_until(lambda: not telegram.world.pending, timeout=300, what="the end of the updates")
    calls = -1
    while (now := sum(call.method != "getupdates" for call in telegram.world.calls)) != calls:
        calls = now
        time.sleep(2)


def run(updates: int, seed: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as scratch, Double() as telegram:
        bot = start_bot(prepare(Path(scratch)), telegram)
        begun = time.monotonic()
        try:
            warm_up(telegram)
            fuzz = Fuzz(telegram, seed)
            memory = [resident_mib(bot.pid)]
            for _ in range(updates // STEP):
                fuzz.send(STEP)
                settle(telegram)
                memory.append(resident_mib(bot.pid))
            last = telegram.citizen("最后一个")
            last.says("夜游船票价多少")
            answered = "45元" in last.hears(timeout=300).text
            alive = bot.poll() is None
        finally:
            bot.send_signal(signal.SIGTERM)
            try:
                bot.communicate(timeout=300)
            finally:
                bot.kill()
        refused = Counter(telegram.refusals())
        sent = Counter(call.method for call in telegram.world.calls if not call.error)
        return {
            "updates": updates,
            "seconds": round(time.monotonic() - begun, 1),
            "alive": alive,
            "answers_afterwards": answered,
            "exit_code": bot.returncode,
            "memory_mib": memory,
            "sent": dict(sent),
            "refused_rightly": sum(
                count for text, count in refused.items() if any(known in text for known in TOLERATED)
            ),
            "refused_wrongly": {
                text: count for text, count in refused.items() if not any(known in text for known in TOLERATED)
            },
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(run(given.updates, given.seed), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
