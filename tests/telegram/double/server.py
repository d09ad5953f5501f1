"""The server: a thread with its own event loop that answers the bot over HTTP, with the faults that tests ask for."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from types import TracebackType
from typing import Any

from tests.telegram.double.delivery import deliver
from tests.telegram.double.faults import Fault, Kind
from tests.telegram.double.methods import METHODS
from tests.telegram.double.people import Citizen, Group
from tests.telegram.double.rules import Refused
from tests.telegram.double.wire import Reply, Request, serve_connection
from tests.telegram.double.world import Call, World

POLL_S = 50
TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Double:
    """``with Double() as telegram:`` — then point the bot at ``telegram.url`` with ``telegram.token``."""

    def __init__(self) -> None:
        self.world = World()
        self.tolerated: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="telegram-double", daemon=True)
        self.port = 0

    def __enter__(self) -> Double:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._stop
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return self.world.token

    def citizen(self, name: str = "林", *, lang: str | None = "zh-hans", started: bool = True) -> Citizen:
        return Citizen(self.world, name, lang, started)

    def group(self, title: str, *members: Citizen) -> Group:
        return Group(self.world, title, members)

    def plan(self, method: str, fault: Fault, times: int = 1) -> None:
        self.world.faults.plan(method, fault, times)

    def calls(self, method: str) -> list[Call]:
        with self.world.changed:
            return [call for call in self.world.calls if call.method == method.lower()]

    def refusals(self) -> list[str]:
        """What Telegram refused so far, as ``method: description``; planned faults are not among them."""
        with self.world.changed:
            return [f"{call.method}: {call.error}" for call in self.world.calls if call.error]

    def wait_until(self, condition: Any, timeout: float = 10, what: str = "the awaited") -> Any:
        """Wait until ``condition()`` is true and return it; fail the test otherwise."""
        deadline = time.monotonic() + timeout
        with self.world.changed:
            while not (result := condition()):
                left = deadline - time.monotonic()
                assert left > 0, f"{what} did not happen within {timeout} s; refusals: {self.refusals()}"
                self.world.changed.wait(min(left, 0.1))
            return result

    # -- the thread --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        tasks: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            tasks.add(task)
            try:
                await serve_connection(reader, writer, self._answer)
            finally:
                tasks.discard(task)

        server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=1 << 26)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        delivering = asyncio.create_task(deliver(self.world))
        await self._stop.wait()
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        server.close()
        for task in list(tasks):
            task.cancel()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 2)

    async def _answer(self, request: Request) -> Reply:
        parts = request.path.strip("/").split("/")
        if parts[0] == "file" and len(parts) > 2:
            return self._file(parts)
        if len(parts) != 2 or not parts[0].startswith("bot"):
            return _error(404, "Not Found")
        if parts[0] != "bot" + self.token:
            return _error(401, "Unauthorized")
        method = parts[1].lower()
        fault = self.world.faults.next(method)
        if fault and fault.kind is not Kind.COMMIT_THEN_DROP:
            broken = await _suffer(fault)
            if broken:
                return broken
        reply = await self._perform(method, request)
        return Reply(0, None) if fault and fault.kind is Kind.COMMIT_THEN_DROP else reply

    async def _perform(self, method: str, request: Request) -> Reply:
        call = Call(method, request.params, time.monotonic())
        with self.world.changed:
            self.world.calls.append(call)
        try:
            if method == "getupdates":
                result = await self._updates(request)
            elif method in METHODS:
                # Parsing takes TDLib milliseconds at most; one lock keeps the world of one mind.
                with self.world.changed:
                    result = METHODS[method](self.world, request.params, request.files)
            else:
                raise Refused(404, "Not Found: method not found")
        except Exception as error:
            refused = error if isinstance(error, Refused) else Refused(500, f"the double is broken: {error!r}")
            with self.world.changed:
                call.error = refused.description
                self.world.changed.notify_all()
            return _error(refused.code, refused.description, refused.parameters)
        return Reply(200, json.dumps({"ok": True, "result": result}).encode())

    async def _updates(self, request: Request) -> list[dict[str, Any]]:
        world, params = self.world, request.params
        with world.changed:
            if world.webhook:
                raise Refused(409, WEBHOOK_ACTIVE)
            world.poller += 1
            mine = world.poller
            world.confirm(int(params.get("offset", 0)))
        limit = max(1, min(100, int(params.get("limit", 100))))
        deadline = time.monotonic() + min(POLL_S, float(params.get("timeout", 0)))
        while True:
            with world.changed:
                terminated = world.poller != mine
                updates = [] if terminated else world.waiting(limit)
            if terminated:
                await asyncio.sleep(0.1)  # a poller that has gone away needs no telling
                if request.hung_up():
                    return []
                raise Refused(409, TERMINATED)
            assert self._stop
            if updates or time.monotonic() >= deadline or self._stop.is_set():
                return updates
            await asyncio.sleep(0.005)

    def _file(self, parts: list[str]) -> Reply:
        if parts[1] != "bot" + self.token or parts[-1] not in self.world.files:
            return _error(404, "Not Found")
        return Reply(200, self.world.files[parts[-1]][1], "application/octet-stream")


async def _suffer(fault: Fault) -> Reply | None:
    """The reply that the fault leads to; None when it only cost time."""
    if fault.kind is Kind.SLOW:
        await asyncio.sleep(fault.seconds)
        return None
    if fault.kind is Kind.HANG:
        await asyncio.sleep(fault.seconds)
        return Reply(0, None)
    if fault.kind is Kind.DROP:
        return Reply(0, None)
    if fault.kind is Kind.GARBAGE:
        return Reply(200, b"<html><body>gateway</body></html>", "text/html")
    if fault.kind is Kind.TOO_MANY:
        wait = int(fault.seconds)
        return _error(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
    return Reply(fault.code, b"<html>Bad Gateway</html>", "text/html")


def _error(code: int, description: str, parameters: dict[str, Any] | None = None) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    headers = {}
    if parameters:
        body["parameters"] = parameters
        if "retry_after" in parameters:
            headers["retry-after"] = str(parameters["retry_after"])
    return Reply(code, json.dumps(body).encode(), headers=headers)
