"""``baowen serve``: liveness, readiness and metrics over HTTP, on loopback unless told otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.messages import KNOWN, explain
from bot.metrics import Metrics
from bot.wiring import Newsroom


def build_app(room: Newsroom, metrics: Metrics) -> FastAPI:
    """The application over an open newsroom; it does not close it."""
    app = FastAPI(title="报问", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/livez")
    def livez() -> dict[str, str]:
        """The process runs."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz(response: Response) -> dict[str, Any]:
        """A generation is published and opens; 503 with the reason otherwise."""
        try:
            with room.serving.lease() as generation:
                manifest = generation.manifest
        except KNOWN as error:
            response.status_code = 503
            return {"status": "unavailable", "reason": explain(error)}
        return {"status": "ok", "generation": manifest.id, "newest": manifest.newest_date}

    @app.get("/metrics")
    def scrape() -> Response:
        """Prometheus text."""
        refresh_ages(room, metrics)
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return app


def refresh_ages(room: Newsroom, metrics: Metrics) -> None:
    """Set the gauges that grow with time."""
    try:
        with room.serving.lease() as generation:
            manifest = generation.manifest
    except KNOWN:
        return
    created = datetime.fromisoformat(manifest.created)
    metrics.generation_age.set((datetime.now(UTC) - created).total_seconds())
    if manifest.newest_date:
        metrics.edition_age.set((date.today() - date.fromisoformat(manifest.newest_date)).days)
