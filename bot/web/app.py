"""``baowen serve``: the desk, health, metrics and Telegram's deliveries over HTTP."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from bot.collector import keep_loaded
from bot.logs import described
from bot.metrics import Metrics
from bot.web.access import access_by
from bot.web.api.app import api_app
from bot.web.api.failures import failure
from bot.web.assistants import assistants
from bot.web.desk.desk import Desk
from bot.web.figures import Figures
from bot.web.guard import PROGRAMS, Guard
from bot.web.heads import Heads
from bot.web.limits import LARGEST_BODY, RequestLimits
from bot.web.problems import problem
from bot.web.rates import Rates, SignInBrake
from bot.web.readiness import Readiness
from bot.web.workers import WebWorkers
from bot.wiring import Newsroom

log = logging.getLogger(__name__)


class Deliveries(Protocol):
    """Where Telegram's deliveries go (``bot/telegram/webhook.py``; the web process also runs without)."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def refusal(self, secret: str | None) -> int | None: ...

    async def accept(self, body: bytes) -> int: ...


def build_app(room: Newsroom, metrics: Metrics, deliveries: Deliveries | None = None) -> FastAPI:
    """The application over an open newsroom; it does not close it."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(mcp.life)
            if deliveries:
                await deliveries.start()
                stack.push_async_callback(deliveries.stop)
            keep_loaded()
            yield

    figures, readiness = Figures(room, metrics), Readiness(room)
    access, brake = access_by(room.settings), SignInBrake()
    workers = WebWorkers()
    desk = Desk(room, access, brake, workers)
    mcp = assistants(room, workers)
    guard = Middleware(Guard, access, Rates(room.settings.web_per_minute), brake, desk.errors.page)

    async def unrouted(request: Request, error: Exception) -> Response:
        """What leads to none of the parts below, such as an address with a line break in it."""
        assert isinstance(error, HTTPException)
        to_program = request.url.path.startswith(PROGRAMS)
        return problem(error.status_code) if to_program else desk.errors.page(request, error.status_code)

    async def fault(request: Request, error: Exception) -> Response:
        """A fault of the program: every one passes here, once, also where a part has responded already."""
        log.error("a request failed\n%s", described(error))
        return failure(error) if request.url.path.startswith(PROGRAMS) else desk.errors.page(request, 500)

    app = FastAPI(
        title="报问",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=life,
        middleware=[Middleware(RequestLimits), guard, Middleware(Heads)],
        max_body_size=LARGEST_BODY,
        exception_handlers={HTTPException: unrouted, Exception: fault},
    )
    if deliveries:

        @app.post("/telegram")
        async def telegram(request: Request) -> Response:
            """One update, with the secret that was told to Telegram; without it no byte of the body is read."""
            refused = deliveries.refusal(request.headers.get("x-telegram-bot-api-secret-token"))
            return Response(status_code=refused or await deliveries.accept(await request.body()))

    @app.get("/livez")
    async def livez() -> dict[str, str]:
        """The process runs. Answered by the event loop itself: no thread has to be free for it."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz(response: Response) -> dict[str, Any]:
        """A generation is published and opens; 503 with the reason otherwise."""
        response.status_code, body = readiness.told()
        return body

    one_at_a_time = CapacityLimiter(1)

    @app.get("/metrics")
    async def scrape() -> Response:
        """Prometheus text. One is written at a time, so that many who ask for it take no thread from others."""
        text = await to_thread.run_sync(generate_latest, figures, limiter=one_at_a_time)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    app.mount("/api", api_app(room, workers))
    app.router.routes.extend(mcp.routes)
    app.mount("/", desk.app())
    return app
