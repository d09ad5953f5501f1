"""``baowen serve``: the web process in the foreground."""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import Settings
from bot.terminal.options import data_option, newsroom


@click.command(short_help="启动网页服务：健康检查和指标")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", type=click.IntRange(1, 65535), help="端口（PORT）")
@data_option
@click.pass_obj
def serve(settings: Settings, host: str, port: int | None, data: Path | None) -> None:
    """启动网页服务：/livez、/readyz、/metrics。"""
    import uvicorn  # only the web process needs the server

    from bot.metrics import Metrics
    from bot.web.app import build_app

    with newsroom(settings, data) as room:
        uvicorn.run(
            build_app(room, Metrics()), host=host, port=port or settings.port, log_config=None, access_log=False
        )
