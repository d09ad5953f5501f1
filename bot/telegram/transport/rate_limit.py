"""Spaces every call to Telegram to its limits, and repeats those that failed where that is safe.

Telegram publishes about 30 messages a second overall, one a second in a chat (short bursts pass) and 20 a minute in
a group (core.telegram.org/bots/faq). A 429 names the seconds to wait and is obeyed. A call whose connection was never
made, or that Telegram refused with 5xx, is repeated; so is a lost answer to a call that does no harm when done twice. A
lost answer to a *sending* call leaves unknown whether the message arrived: it is repeated once, because a citizen who
gets an answer twice is better off than one who gets none. Each such case is counted in ``unsure``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)

Result: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]
Call: TypeAlias = Callable[..., Coroutine[Any, Any, Result]]

FINAL = (BadRequest, Forbidden, InvalidToken, Conflict, ChatMigrated)
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
SENDING = {"sendMessage", "sendRichMessage", "sendDocument"}
EDITING = {"editMessageText", "editMessageReplyMarkup", "editEphemeralMessageText"}
NOT_REPEATED = {"sendChatAction"}
"""Not worth a second try: late, it would be wrong."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast, and how stubbornly. A chat's burst and rate together stay below Telegram's count in any window.

    ``wait_s`` bounds what one call may wait for 429s in all.
    """

    overall_per_s: float = 29.0
    overall_burst: int = 1
    chat_per_s: float = 1.0
    chat_burst: int = 2
    group_per_min: float = 11.0
    group_burst: int = 8
    tries: int = 5
    sending_again: int = 1
    backoff_s: float = 0.5
    wait_s: float = 90.0


@dataclass(slots=True)
class Bucket:
    """A token bucket in virtual time: ``reserve`` says how long to wait for the next token. Times in seconds."""

    per_s: float
    burst: int
    free_at: float = 0.0

    def reserve(self, now: float) -> float:
        self.free_at = max(self.free_at, now - (self.burst - 1) / self.per_s)
        wait = max(0.0, self.free_at - now)
        self.free_at += 1 / self.per_s
        return wait


@dataclass(slots=True)
class Counts:
    """What happened to calls, for the operators."""

    sent: int = 0
    repeated: int = 0
    told_to_wait: int = 0
    unsure: int = 0
    given_up: int = 0
    refusals: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Patience:
    """What one call has been through. ``lost``: lost answers that leave unknown whether it did its work."""

    endpoint: str
    limits: Limits
    tried: int = 0
    waited_s: float = 0.0
    lost: int = 0

    @property
    def ended(self) -> bool:
        """Whether the call is not to be tried again."""
        return (
            self.endpoint in NOT_REPEATED
            or self.tried >= self.limits.tries
            or self.waited_s > self.limits.wait_s
            or self.lost > self.limits.sending_again
        )


class RateLimiter(BaseRateLimiter[None]):
    """The library's hook around each call (``getUpdates`` excepted)."""

    CHATS_KEPT = 10_000

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.counts = Counts()
        self._overall = Bucket(self.limits.overall_per_s, self.limits.overall_burst)
        self._chats: dict[int, Bucket] = {}
        self._held_until: dict[int, float] = {}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Call,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make the call, in its turn, as often as is sensible. Raises what the last try raised."""
        patience, chat_id = Patience(endpoint, self.limits), data.get("chat_id")
        while True:
            await self._take_turn(endpoint, chat_id)
            patience.tried += 1
            try:
                result = await callback(*args, **kwargs)
            except TelegramError as error:
                pause = self._pause_after(error, patience, chat_id)
                if pause is None:
                    raise
            else:
                self.counts.sent += endpoint in SENDING
                return result
            self.counts.repeated += 1
            await asyncio.sleep(pause)

    def _pause_after(self, error: TelegramError, patience: Patience, chat_id: object) -> float | None:
        """Count a failed call; the seconds until it is tried again, None if it is not."""
        if isinstance(error, RetryAfter):
            return self._told_to_wait(error, patience, chat_id)
        if isinstance(error, FINAL):
            kind = type(error).__name__
            self.counts.refusals[kind] = self.counts.refusals.get(kind, 0) + 1
            return None
        return self._failed(error, patience)

    def _told_to_wait(self, error: RetryAfter, patience: Patience, chat_id: object) -> float | None:
        pause = asked_pause(error)
        patience.waited_s += pause
        self.counts.told_to_wait += 1
        if patience.ended:
            return None
        self._hold(chat_id, pause)
        return pause

    def _failed(self, error: TelegramError, patience: Patience) -> float | None:
        if unsure(patience.endpoint, error):
            patience.lost += 1
            self.counts.unsure += 1
        if patience.ended:
            self.counts.given_up += patience.endpoint not in NOT_REPEATED
            return None
        pause: float = self.limits.backoff_s * 2 ** (patience.tried - 1)
        log.warning("%s failed (%s), trying again in %.1f s", patience.endpoint, kind_of(error), pause)
        return pause

    async def _take_turn(self, endpoint: str, chat_id: object) -> None:
        if endpoint not in SENDING | EDITING or not isinstance(chat_id, int):
            return
        now = asyncio.get_running_loop().time()
        wait = max(self._overall.reserve(now), self._held_until.get(chat_id, 0) - now)
        if endpoint in SENDING:
            wait = max(wait, self._chat(chat_id).reserve(now))
        if wait > 0:
            await asyncio.sleep(wait)

    def _chat(self, chat_id: int) -> Bucket:
        bucket = self._chats.pop(chat_id, None)
        if bucket is None:
            bucket = (
                Bucket(self.limits.group_per_min / 60, self.limits.group_burst)
                if chat_id < 0
                else Bucket(self.limits.chat_per_s, self.limits.chat_burst)
            )
        self._chats[chat_id] = bucket  # re-inserted last, so the first is the one longest unused
        if len(self._chats) > self.CHATS_KEPT:
            self._chats.pop(next(iter(self._chats)))
        return bucket

    def _hold(self, chat_id: object, pause: float) -> None:
        """Let other calls to the chat wait as well."""
        now = asyncio.get_running_loop().time()
        self._held_until = {chat: until for chat, until in self._held_until.items() if until > now}
        if isinstance(chat_id, int):
            self._held_until[chat_id] = now + pause


def asked_pause(error: RetryAfter) -> float:
    """Seconds that Telegram asked for, and a little more."""
    asked = error.retry_after
    return (asked.total_seconds() if isinstance(asked, timedelta) else float(asked)) + 0.1


def unsure(endpoint: str, error: TelegramError) -> bool:
    """Whether the call may have done its work although its answer was lost, and doing it twice would show."""
    if endpoint not in SENDING or isinstance(error.__cause__, NEVER_SENT):
        return False
    answered_5xx = isinstance(error, NetworkError) and not isinstance(error.__cause__, httpx.HTTPError)
    return not answered_5xx


def kind_of(error: BaseException) -> str:
    """The error's class and that of its cause; texts may quote the server at length."""
    cause = error.__cause__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause else "")
