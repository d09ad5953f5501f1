"""Everything Telegram remembers: people, chats, messages, updates that wait, queries that may still be answered."""

from __future__ import annotations

import re
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.double.faults import Faults
from tests.telegram.double.rules import JSON, Refused, units

TOKEN = "7000000001:AAF-not-a-real-token_0123456789abcdef"
BOT_ID = 7000000001
COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?")
MENTION = re.compile(r"(?<![\w])@\w{3,32}")


@dataclass
class Call:
    """One call of the bot, as it arrived, and what came of it (None until it was answered)."""

    method: str
    params: JSON
    at: float
    error: str | None = None


@dataclass
class Query:
    """A callback or inline query that waits for its answer."""

    update: JSON
    asked: float
    answer: JSON | None = None


@dataclass
class Pace:
    """Telegram's flood limits, as far as they are public. Off unless a test turns them on."""

    enforced: bool = False
    overall_per_s: int = 30
    chat_burst: int = 5
    chat_window_s: float = 3.0
    group_per_min: int = 20
    sent: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat_id: int, now: float) -> None:
        """Raise 429 if this message is one too many."""
        if not self.enforced:
            return
        limits = [(0, self.overall_per_s, 1.0)]
        limits.append(
            (chat_id, self.group_per_min, 60.0) if chat_id < 0 else (chat_id, self.chat_burst, self.chat_window_s)
        )
        for key, count, window in limits:
            times = self.sent[key]
            while times and times[0] <= now - window:
                times.popleft()
            if len(times) >= count:
                wait = max(1, round(times[0] + window - now))
                raise Refused(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        for key, _, _ in limits:
            self.sent[key].append(now)


class World:
    """The server's memory. ``changed`` guards all of it and is notified at every change."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.faults = Faults()
        self.pace = Pace()
        self.bot: JSON = {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "报问",
            "username": "baowen_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "supports_guest_queries": True,
        }
        self.token = TOKEN
        self.chats: dict[int, JSON] = {}
        self.users: dict[int, JSON] = {}
        self.blocked: set[int] = set()
        self.started: set[int] = set()
        self.admins: dict[int, set[int]] = defaultdict(set)
        """The admins of each group."""
        self.messages: dict[tuple[int, int], JSON] = {}
        self.version = (10, 0)
        """Of the Bot API that the server speaks."""
        self.ephemeral: dict[int, JSON] = {}
        """Messages that one person alone sees, by their own numbers."""
        self.ephemeral_s = 15.0
        """How long after a pressed button a bot that is no admin may send one."""
        self.commands: dict[str, list[JSON]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        """The texts of the bot's profile, by kind and language."""
        self.files: dict[str, tuple[str, bytes]] = {}
        self.callbacks: dict[str, Query] = {}
        self.inline: dict[str, Query] = {}
        self.guests: dict[str, Query] = {}
        self.actions: list[tuple[int, str, float]] = []
        self.pending: deque[JSON] = deque()
        self.calls: list[Call] = []
        self.webhook: JSON | None = None
        self.poller = 0
        self.deliveries: list[int] = []
        self.callback_life_s = 15.0
        self.inline_life_s = 10.0
        self.duplicate_updates = 0
        self.reverse_updates = False
        self._update_id = 1000
        self._message_id = 0
        self._serial = 0

    # -- ids ---------------------------------------------------------------------------------------------------------

    def next_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def serial(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial}"

    # -- messages ----------------------------------------------------------------------------------------------------

    def new_message(self, chat_id: int, sender: JSON, content: JSON, reply_to: int | None = None) -> JSON:
        message: JSON = {
            "message_id": self.next_message_id(),
            "date": int(time.time()),
            "chat": self.chats[chat_id],
            "from": sender,
            **content,
        }
        target = self.messages.get((chat_id, reply_to)) if reply_to else None
        if target:
            message["reply_to_message"] = {key: value for key, value in target.items() if key != "reply_to_message"}
        self.messages[chat_id, message["message_id"]] = message
        self.changed.notify_all()
        return message

    def public(self, user_id: int) -> JSON:
        return self.users[user_id]

    # -- updates -----------------------------------------------------------------------------------------------------

    def push(self, kind: str, content: JSON) -> int:
        """Queue an update for the bot and return its id."""
        with self.changed:
            self._update_id += 1
            update = {"update_id": self._update_id, kind: content}
            self.pending.append(update)
            if self.duplicate_updates:
                self.duplicate_updates -= 1
                self.pending.append(update)
            self.changed.notify_all()
            return self._update_id

    def push_raw(self, update: JSON) -> int:
        """Queue whatever a test made up; the id is set here."""
        with self.changed:
            self._update_id += 1
            self.pending.append({**update, "update_id": self._update_id})
            self.changed.notify_all()
            return self._update_id

    def confirm(self, offset: int) -> None:
        if offset > 0:
            self.pending = deque(update for update in self.pending if update["update_id"] >= offset)
        elif offset < 0:
            self.pending = deque(list(self.pending)[offset:])

    def waiting(self, limit: int) -> list[JSON]:
        updates = list(self.pending)[:limit]
        return updates[::-1] if self.reverse_updates else updates

    # -- text --------------------------------------------------------------------------------------------------------

    def visible_to_bot(self, message: JSON) -> bool:
        """Privacy mode: in groups a bot sees commands, mentions of it and replies to it."""
        if message["chat"]["type"] == "private" or self.bot["can_read_all_group_messages"]:
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot["id"]:
            return True
        text = message.get("text", "") or message.get("caption", "")
        name = "@" + self.bot["username"].lower()
        commands = [found.group() for found in COMMAND.finditer(text)]
        if any("@" not in command or command.lower().endswith(name) for command in commands):
            return True
        return any(found.group().lower() == name for found in MENTION.finditer(text))


def typed_entities(text: str) -> list[JSON]:
    """The entities that Telegram finds by itself in what people type: commands and mentions."""
    found = [("bot_command", match) for match in COMMAND.finditer(text)]
    found += [("mention", match) for match in MENTION.finditer(text) if not _inside(match, found)]
    return [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, match in sorted(found, key=lambda item: item[1].start())
    ]


def _inside(match: re.Match[str], found: list[tuple[str, Any]]) -> bool:
    return any(other.start() <= match.start() < other.end() for _, other in found)
