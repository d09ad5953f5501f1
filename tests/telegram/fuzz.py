"""Updates as nobody should send them: every kind of message, malformed, huge, hostile."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from tests.telegram.double import Double
from tests.telegram.double.world import Query

JSON = dict[str, Any]
PIECES = (
    "图书馆", "夜游船票价多少", "<b>", "</b>", "&amp;", "&", "<script>", "\u202e", "\u2066", "\u200b", "\u200d", "😀",
    "👩‍👩‍👧‍👦", "\U000e0061", "\x00", "\x1b[31m", "\ufeff", "'", '"', "\\", "\n", "\t", " ", "/", "/ask",
    "/search", "日期:",
    "@baowen_test_bot", "AND", "*", "^9", "[1 TO", "{x", "多少", "?", "？", "שלום", "𠀀", "e\u0301" * 9, "%s", "{0}",
    "9" * 40,
)  # fmt: skip
COMMANDS = (
    "/start", "/help", "/ask", "/search", "/latest", "/edition", "/sources", "/about", "/lang", "/privacy", "/watch",
    "/watches", "/unwatch", "/status", "/rollback", "/nonsense", "/start p1_0_9", "/start a1", "/edition 昨天",
)  # fmt: skip
DATA = (
    "read:p1_0_9", "read:a1", "read:a1-999", "read:p1_999_1", "more:4:", "more:x:", "more:999999:d20251108", "alone",
    "found:1", "found:0:7", "found:9:0:1",
    "in:d20251399", "in:p", "in:p1", "by:d", "by:q", "judge:good", "judge:bad", "judge:x", "list:1:0:", "list:1:9:第",
    "pages:1", "editions:9", "unwatch:1", "lang:en", "lang:xx", "still", "op:publish:x", "op:rollback:x", "", "\x00",
)  # fmt: skip
FILE = {"file_id": "f", "file_unique_id": "u"}
CONTENTS: tuple[JSON, ...] = (
    {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    {"voice": {**FILE, "duration": 1}},
    {"photo": [{**FILE, "width": 1, "height": 1}]},
    {"photo": []},
    {"document": {**FILE, "file_name": "../../x.zip"}},
    {"location": {"latitude": 0.0, "longitude": 0.0}},
    {"contact": {"phone_number": "1", "first_name": "<b>"}},
    {"dice": {"emoji": "🎲", "value": 1}},
    {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "x"}]},
    {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "x"}},
    {"new_chat_title": "</b>"},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    {"migrate_to_chat_id": -5},
    {"text": "/ask 大桥", "ephemeral_message_id": 7},
    {"text": "大桥", "ephemeral_message_id": "x"},
    {"text": "大桥", "ephemeral_message_id": -1, "receiver_user": {}},
    {"rich_message": {"blocks": [{"type": "paragraph", "text": ["大桥", {"type": "url", "url": 5, "text": None}]}]}},
    {"rich_message": {"blocks": {"0": []}}},
    {"rich_message": "大桥"},
    {"web_app_data": {"data": "x", "button_text": "y"}},
    {"unheard_of": {"deep": [1, {"er": None}]}},
    {},
)


PEOPLE = 100
# What Telegram may rightly refuse here: buttons are pressed under messages that never had any, or are gone; the server
# is too old for messages that one person alone sees.
TOLERATED = (
    "message can't be edited",
    "message to edit not found",
    "message is not modified",
    "query is too old",
    "editephemeralmessagetext: Not Found",
)


class Fuzz:
    """Sends what a seed determines, from a handful of people and groups."""

    def __init__(self, telegram: Double, seed: int) -> None:
        self.telegram = telegram
        self.random = random.Random(seed)
        langs = ("zh", "en", "zh-TW", None, "x")
        self.people = [telegram.citizen(f"<人>{n}", lang=langs[n % len(langs)]) for n in range(PEOPLE)]
        self.groups = [telegram.group("&群", *self.people) for _ in range(9)]
        self.kinds: tuple[tuple[Callable[[], None], int], ...] = (
            (self.text, 8), (self.command, 5), (self.content, 4), (self.edit, 3), (self.press, 5), (self.inline, 3),
            (self.malformed, 3), (self.unknown, 2), (self.huge, 1), (self.reaction, 2),
        )  # fmt: skip

    def send(self, count: int) -> None:
        """Send ``count`` updates."""
        actions = [action for action, weight in self.kinds for _ in range(weight)]
        for _ in range(count):
            self.random.choice(actions)()

    # -- the kinds ---------------------------------------------------------------------------------------------------

    def words(self) -> str:
        return "".join(self.random.choice(PIECES) for _ in range(self.random.randint(0, 12)))

    def place(self) -> JSON:
        return {"to": self.random.choice(self.groups)} if self.random.random() < 0.05 else {}

    def text(self) -> None:
        self.random.choice(self.people).says(self.words(), **self.place())

    def command(self) -> None:
        self.random.choice(self.people).says(f"{self.random.choice(COMMANDS)} {self.words()}", **self.place())

    def content(self) -> None:
        content = dict(self.random.choice(CONTENTS))
        if self.random.random() < 0.3:
            content["caption"] = self.words()
        self.random.choice(self.people).sends(content, **self.place())

    def huge(self) -> None:
        self.random.choice(self.people).says(self.random.choice(PIECES) * 20_000)

    def edit(self) -> None:
        person = self.random.choice(self.people)
        sent = person.says(self.words() or "x")
        person.edits(sent, self.words())

    def press(self) -> None:
        """A button, under whatever message, or under none."""
        world, person = self.telegram.world, self.random.choice(self.people)
        with world.changed:
            mine = [message for (chat, _), message in list(world.messages.items())[-200:] if chat == person.id]
            shown = dict(self.random.choice(mine)) if mine else None
            key = world.serial("callback")
            update: JSON = {"id": key, "from": person.user, "chat_instance": "1", "data": self.random.choice(DATA)}
            if shown and self.random.random() < 0.9:
                shown.pop("edits", None)
                update["message"] = shown
            elif self.random.random() < 0.5:
                update["message"] = {"message_id": 1, "date": 0, "chat": world.chats[person.id]}
            else:
                update["inline_message_id"] = "x"
            world.callbacks[key] = Query(update, time.monotonic() + 3600)
            world.push("callback_query", update)

    def inline(self) -> None:
        offset = self.random.choice(("", "10", "x", "-1", "99999999", "٣"))
        query = self.random.choice(self.people).types_inline(self.words(), offset)
        query.asked += 3600

    def reaction(self) -> None:
        """Reactions on whatever message; a part may be missing or of the wrong type."""
        world, person = self.telegram.world, self.random.choice(self.people)
        with world.changed:
            mine = [number for chat, number in list(world.messages)[-200:] if chat == person.id]
        kinds: tuple[object, ...] = (
            {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}, {"type": "emoji", "emoji": "🤡"},
            {"type": "custom_emoji", "custom_emoji_id": "5"}, {"type": "paid"}, {"type": "from_the_future"}, {}, None,
        )  # fmt: skip
        change: JSON = {
            "chat": world.chats[person.id],
            "message_id": self.random.choice(mine) if mine else 1,
            "user": person.user,
            "date": int(time.time()),
            "old_reaction": self.random.choices(kinds[:3], k=self.random.randint(0, 2)),
            "new_reaction": self.random.choices(kinds, k=self.random.randint(0, 2)),
        }
        if self.random.random() < 0.2:
            change[self.random.choice(list(change))] = self.random.choice((None, "x", -1, [], {}, 1 << 70, [None]))
        world.push_raw({"message_reaction": change})

    def malformed(self) -> None:
        """A message with a part missing or of the wrong type."""
        person = self.random.choice(self.people)
        message: JSON = {
            "message_id": self.random.randint(1, 1 << 40),
            "date": int(time.time()),
            "chat": {"id": person.id, "type": "private", "first_name": "x"},
            "from": person.user,
            "text": self.words(),
            "entities": [{"type": "mention", "offset": self.random.randint(-9, 99), "length": 50}],
        }
        part = self.random.choice(list(message))
        if self.random.random() < 0.5:
            del message[part]
        else:
            message[part] = self.random.choice((None, "x", -1, [], {}, 1 << 70, [None]))
        self.telegram.world.push_raw({self.random.choice(("message", "edited_message")): message})

    def unknown(self) -> None:
        kind = self.random.choice(
            ("channel_post", "poll", "chat_boost", "from_the_future", "my_chat_member", "message")
        )
        self.telegram.world.push_raw({kind: self.random.choice(({}, [], None, "x", {"id": "1"}))})
