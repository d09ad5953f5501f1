"""The Telegram bot under load: 30 questions a second from 1,000 chats against the stand-in, faults in 2 % of calls.

    python -m benchmarks.telegram_load [--seconds 60] [--rate 30] [--chats 1000] [--faults 0.02]

Prints how many questions were answered once, twice or never, the time to the reply (median, p95, worst), and the event
loop's longest stall. The bot runs in a process of its own, as ``baowen bot`` does; this process plays Telegram.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.settings import Settings
from bot.wiring import Newsroom
from tests.telegram.double import Citizen, Double, Fault
from tests.telegram.double.faults import Kind
from tests.telegram.pages import PAGES

QUESTIONS = (
    "图书馆新增座位多少个", "夜游船票价多少", "跨河大桥全长多少米", "老旧小区供暖管线什么时候更换",
    "程序员集市有多少摊位", "自习室开放到几点", "大桥什么时候通车", "末班船几点开", "改造工程总投资多少",
)  # fmt: skip
KINDS = (
    Fault.status(502), Fault.status(500), Fault.drop(), Fault.garbage(), Fault.too_many(1), Fault.slow(1.0),
    Fault.commit_then_drop(),
)  # fmt: skip
PATIENCE_S = 60.0


def prepare(folder: Path) -> Path:
    """Publish the tests' sample pages."""
    for name, text in PAGES.items():
        file = folder / "editions" / "青溪晚报" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    room = Newsroom(Settings(data=folder / "data", offline=True), create=True)
    room.index([folder / "editions"])
    room.close()
    return folder / "data"


def run(seconds: float, rate: float, chats: int, faults: float, paced: bool) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as scratch, Double() as telegram:
        data = prepare(Path(scratch))
        people = [telegram.citizen(f"市民{n}") for n in range(chats)]
        bot = start_bot(data, telegram)
        try:
            warm_up(telegram)
            telegram.world.pace.enforced = paced
            telegram.world.faults.at_random(faults, KINDS)
            asked, took = ask(people, seconds, rate)
            answered = wait_for_answers(telegram, asked)
        finally:
            bot.send_signal(signal.SIGTERM)
            errors = bot.communicate(timeout=60)[1]
        stall = next(float(line.split("=")[1]) for line in errors.splitlines() if line.startswith("stall_ms="))
        return summary(telegram, asked, answered, took, stall)


def start_bot(data: Path, telegram: Double) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "BAOWEN_TELEGRAM_API": telegram.url,
        "BAOWEN_DATA": str(data),
        "BAOWEN_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "benchmarks.telegram_load", "--as-bot"]
    return subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE)


def as_bot() -> None:
    """The bot with a watch on its event loop: how late does a call come that should come every 5 ms?"""
    import asyncio

    from bot.settings import load_settings
    from bot.telegram.app import STOPPING, Timing, build_application, poll
    from bot.telegram.transport.log_masking import masked_logs

    settings = load_settings()
    token = settings.telegram_bot_token
    assert token
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + 0.005
            await asyncio.sleep(0.005)
            worst = max(worst, loop.time() - due)

    with masked_logs(token.get_secret_value()):
        room = Newsroom(settings)
        room.ask(QUESTIONS[0])  # what is opened once is not a stall under load
        application = build_application(room, token.get_secret_value(), base_url=settings.telegram_api)
        begin = application.post_init

        async def begin_watching(app: object) -> None:
            assert begin
            await begin(application)
            asyncio.get_running_loop().create_task(watch(), name="watch")

        application.post_init = begin_watching
        poll(application, Timing(), STOPPING)
    sys.stderr.write(f"stall_ms={worst * 1000:.1f}\n")


def warm_up(telegram: Double) -> None:
    first = telegram.citizen("第一个")
    first.says(QUESTIONS[0])
    first.hears(timeout=60)


def ask(people: list[Citizen], seconds: float, rate: float) -> tuple[dict[tuple[int, int], float], float]:
    """Ask at an even pace; (chat, message) → when."""
    choose = random.Random(1)
    asked: dict[tuple[int, int], float] = {}
    begun = time.monotonic()
    for number in range(int(seconds * rate)):
        wait = begun + number / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        person = people[number % len(people)]
        now = time.monotonic()
        asked[person.id, person.says(choose.choice(QUESTIONS))] = now
    return asked, time.monotonic() - begun


def wait_for_answers(telegram: Double, asked: dict[tuple[int, int], float]) -> Counter[tuple[int, int]]:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = answers(telegram)
        if all(key in found for key in asked) or time.monotonic() > deadline:
            time.sleep(2)  # a second answer may still come
            return answers(telegram)
        time.sleep(0.5)


def answers(telegram: Double) -> Counter[tuple[int, int]]:
    world = telegram.world
    with world.changed:
        return Counter(
            (chat, message["reply_to_message"]["message_id"])
            for (chat, _), message in world.messages.items()
            if message["from"]["id"] == world.bot["id"] and "reply_to_message" in message
        )


def summary(
    telegram: Double,
    asked: dict[tuple[int, int], float],
    answered: Counter[tuple[int, int]],
    took: float,
    stall_ms: float,
) -> dict[str, object]:
    world = telegram.world
    came: dict[tuple[int, int], float] = {}
    for call in world.calls:
        target = (call.params.get("reply_parameters") or {}).get("message_id")
        if call.method == "sendmessage" and not call.error and target is not None:
            came.setdefault((int(call.params["chat_id"]), int(target)), call.at)
    waits = sorted(came[key] - at for key, at in asked.items() if key in came)
    sends = [fault for method, fault in world.faults.happened if method == "sendmessage"]
    apologies = sum(
        message["from"]["id"] == world.bot["id"] and message.get("text", "").startswith("抱歉")
        for message in world.messages.values()
    )
    return {
        "asked": len(asked),
        "asked_per_s": round(len(asked) / took, 1),
        "answered_once": sum(answered[key] == 1 for key in asked),
        "answered_twice": sum(answered[key] > 1 for key in asked),
        "sends_whose_answer_was_lost": sum(fault.kind == Kind.COMMIT_THEN_DROP for fault in sends),
        "never_answered": sum(answered[key] == 0 for key in asked),
        "apologies": apologies,
        "faults": dict(Counter(fault.kind.value for _, fault in world.faults.happened)),
        "refused_by_telegram": dict(Counter(text.split(": ", 1)[1][:60] for text in telegram.refusals())),
        "reply_ms": {
            "median": round(1000 * waits[len(waits) // 2]),
            "p95": round(1000 * waits[int(len(waits) * 0.95)]),
            "worst": round(1000 * waits[-1]),
        },
        "longest_stall_of_the_event_loop_ms": stall_ms,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--chats", type=int, default=1000)
    parser.add_argument("--faults", type=float, default=0.02)
    parser.add_argument("--paced", action="store_true", help="Telegram's flood limits apply")
    parser.add_argument("--as-bot", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.as_bot:
        as_bot()
        return
    result = run(given.seconds, given.rate, given.chats, given.faults, given.paced)
    print(json.dumps(result, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
