"""Deletes what is only kept for minutes when its time is over, whether anybody asks again or not."""

from __future__ import annotations

import asyncio

from bot.telegram.session.service import Service


async def let_questions_go(service: Service, every_s: float) -> None:
    """Look every ``every_s`` seconds until cancelled."""
    while True:
        service.let_questions_go()
        await asyncio.sleep(every_s)
