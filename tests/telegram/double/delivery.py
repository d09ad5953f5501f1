"""Telegram's deliveries to a webhook: one update after the other, each until it is answered with 2xx."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

from tests.telegram.double.rules import JSON
from tests.telegram.double.world import World

AGAIN_S = 0.1


async def deliver(world: World) -> None:
    """Deliver for as long as there is a webhook, until cancelled. Failed deliveries are noted in the world."""
    while True:
        with world.changed:
            webhook = world.webhook
            update = world.pending[0] if webhook and world.pending else None
        if webhook is None or update is None:
            await asyncio.sleep(0.01)
            continue
        status = await post(webhook["url"], webhook["secret"], update)
        with world.changed:
            world.deliveries.append(status)
            if 200 <= status < 300 and world.pending and world.pending[0] is update:
                world.pending.popleft()
            world.changed.notify_all()
        if not 200 <= status < 300:
            await asyncio.sleep(AGAIN_S)


async def post(url: str, secret: str, update: JSON) -> int:
    """The HTTP status of one delivery; 0 when nobody answers."""
    target = urlsplit(url)
    body = json.dumps(update).encode()
    head = (
        f"POST {target.path} HTTP/1.1\r\nhost: {target.netloc}\r\ncontent-type: application/json\r\n"
        f"x-telegram-bot-api-secret-token: {secret}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    try:
        reader, writer = await asyncio.open_connection(target.hostname, target.port)
    except OSError:
        return 0
    try:
        writer.write(head.encode() + body)
        first = await asyncio.wait_for(reader.readline(), 10)
        await reader.read()
        return int(first.split()[1]) if first else 0
    except (TimeoutError, OSError):
        return 0
    finally:
        writer.close()
