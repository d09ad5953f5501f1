"""``baowen serve``: liveness, readiness and metrics over HTTP, on loopback unless told otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.messages import KNOWN, explain
from bot.metrics import Metrics
from bot.web.figures import Figures
from bot.wiring import Newsroom


class Deliveries(Protocol):
    """Where Telegram's deliveries go (``bot/telegram/webhook.py``; the web process also runs without)."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def accept(self, secret: str | None, body: bytes) -> int: ...


def build_app(room: Newsroom, metrics: Metrics, deliveries: Deliveries | None = None) -> FastAPI:
    """The application over an open newsroom; it does not close it."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        if deliveries:
            await deliveries.start()
        yield
        if deliveries:
            await deliveries.stop()

    figures = Figures(room, metrics)
    app = FastAPI(title="报问", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    if deliveries:

        @app.post("/telegram")
        async def telegram(request: Request) -> Response:
            """One update, with the secret that was told to Telegram."""
            secret = request.headers.get("x-telegram-bot-api-secret-token")
            return Response(status_code=await deliveries.accept(secret, await request.body()))

    @app.get("/livez")
    def livez() -> dict[str, str]:
        """The process runs."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz(response: Response) -> dict[str, Any]:
        """A generation is published and opens; 503 with the reason otherwise.

        ``problem`` is why a newer one can't be used, while this one answers.
        """
        try:
            with room.serving.lease() as generation:
                manifest = generation.manifest
        except KNOWN as error:
            response.status_code = 503
            return {"status": "unavailable", "reason": explain(error)}
        ready = {"status": "ok", "generation": manifest.id, "newest": manifest.newest_date}
        problem = room.serving.problem
        return ready | {"problem": explain(problem)} if problem else ready

    @app.get("/metrics")
    def scrape() -> Response:
        """Prometheus text."""
        return Response(generate_latest(figures), media_type=CONTENT_TYPE_LATEST)

    return app
