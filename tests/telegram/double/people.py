"""The people of the conversations: what a test lets them say, press and hear."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

from tests.telegram.double import rich
from tests.telegram.double.methods import store
from tests.telegram.double.rules import JSON
from tests.telegram.double.world import Query, World, typed_entities

USER_IDS = itertools.count(500_001)
GROUP_IDS = itertools.count(-600_001, -1)
PATIENCE_S = 10.0
ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
GROUP_ANONYMOUS_BOT: JSON = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Who Telegram says sent what an admin sends in the name of a group."""


@dataclass(frozen=True)
class Heard:
    """A message of the bot, as it stands now: edits show up when it is read again."""

    world: World
    raw: JSON

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.raw["chat"]["id"])

    @property
    def text(self) -> str:
        blocks = self.raw.get("rich_message", {}).get("blocks")
        return rich.text_of(blocks) if blocks else str(self.raw.get("text", ""))

    @property
    def edits(self) -> int:
        return int(self.raw.get("edits", 0))

    @property
    def reply_to(self) -> int | None:
        number: int | None = self.raw.get("reply_to_message", {}).get("message_id")
        return number

    @property
    def rows(self) -> list[list[JSON]]:
        keyboard: list[list[JSON]] = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return keyboard

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]

    def button(self, label: str) -> JSON:
        """The first button whose label contains ``label``."""
        found = [button for row in self.rows for button in row if label in button["text"]]
        assert found, f"no button {label!r} among {self.buttons}"
        return found[0]

    def marked(self, kind: str) -> list[str]:
        """The stretches of text under entities of ``kind``, e.g. ``bold``."""
        coded = self.text.encode("utf-16-le")
        return [
            coded[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
            for entity in self.raw.get("entities", [])
            if entity["type"] == kind
        ]

    def links(self) -> dict[str, str]:
        """Linked text → address."""
        texts = self.marked("text_link")
        return dict(zip(texts, (e["url"] for e in self.raw["entities"] if e["type"] == "text_link"), strict=True))


class Citizen:
    """Somebody with Telegram. ``hears()`` gives the bot's messages in the private chat one after the other."""

    def __init__(self, world: World, name: str, lang: str | None, started: bool) -> None:
        self.world = world
        self.id = next(USER_IDS)
        self.user: JSON = {"id": self.id, "is_bot": False, "first_name": name}
        if lang:
            self.user["language_code"] = lang
        self.read = 0
        with world.changed:
            world.users[self.id] = self.user
            world.chats[self.id] = {"id": self.id, "type": "private", "first_name": name}
            if started:
                world.started.add(self.id)

    # -- what they do ------------------------------------------------------------------------------------------------

    def says(
        self,
        text: str,
        *,
        to: Group | None = None,
        reply_to: Heard | int | None = None,
        quote: str = "",
        topic: int | None = None,
        nameless: bool = False,
    ) -> int:
        """Write a message; returns its id. ``quote`` is a sentence of the message replied to."""
        content: JSON = {"text": text, "entities": typed_entities(text)}
        if quote:
            content["quote"] = {"text": quote, "position": 0, "is_manual": True}
        if topic is not None:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        return self.sends(content, to=to, reply_to=reply_to, nameless=nameless)

    def sends(
        self, content: JSON, *, to: Group | None = None, reply_to: Heard | int | None = None, nameless: bool = False
    ) -> int:
        """Send any kind of message. ``nameless``: in the name of the group, as its admins may."""
        world = self.world
        with world.changed:
            chat_id = to.id if to else self.id
            if to is None:
                world.started.add(self.id)
            target = reply_to.id if isinstance(reply_to, Heard) else reply_to
            sender = self.user
            if nameless:
                sender, content = GROUP_ANONYMOUS_BOT, {**content, "sender_chat": world.chats[chat_id]}
            message = world.new_message(chat_id, sender, content, target)
            if world.visible_to_bot(message):
                world.push("message", message)
            return int(message["message_id"])

    def sends_file(self, name: str, content: bytes, **more: Any) -> int:
        with self.world.changed:
            document = store(self.world, name, content)
        return self.sends({"document": document, **more})

    def edits(self, message_id: int, text: str, *, to: Group | None = None) -> None:
        world = self.world
        with world.changed:
            message = world.messages[to.id if to else self.id, message_id]
            message |= {"text": text, "entities": typed_entities(text), "edit_date": int(time.time())}
            if world.visible_to_bot(message):
                world.push("edited_message", dict(message))

    def presses(self, message: Heard, label: str) -> Query:
        """Press a button; returns the query, whose ``answer`` is None until the bot answers it."""
        return self.presses_data(message, message.button(label)["callback_data"])

    def presses_data(self, message: Heard, data: str) -> Query:
        world = self.world
        with world.changed:
            key = world.serial("callback")
            shown = {name: value for name, value in message.raw.items() if name != "edits"}
            update = {"id": key, "from": self.user, "message": shown, "chat_instance": "1", "data": data}
            query = Query(update, time.monotonic())
            world.callbacks[key] = query
            world.push("callback_query", update)
            return query

    def types_inline(self, query: str, offset: str = "") -> Query:
        """Type ``@bot query`` in some chat."""
        world = self.world
        with world.changed:
            key = world.serial("inline")
            update = {"id": key, "from": self.user, "query": query[:256], "offset": offset, "chat_type": "sender"}
            waiting = Query(update, time.monotonic())
            world.inline[key] = waiting
            world.push("inline_query", update)
            return waiting

    def mentions_the_guest(self, text: str, *, under: str = "") -> Query:
        """Mention the bot in a chat that it is not in, perhaps in reply to a friend's words."""
        world = self.world
        with world.changed:
            key = world.serial("guest")
            chat = {"id": -900_001, "type": "group", "title": "一家人"}
            message: JSON = {"message_id": 7, "date": int(time.time()), "chat": chat, "from": self.user, "text": text,
                             "entities": typed_entities(text), "guest_query_id": key}  # fmt: skip
            if under:
                friend = {"id": 400_001, "is_bot": False, "first_name": "二姨"}
                message["reply_to_message"] = {"message_id": 6, "date": message["date"], "chat": chat,
                                               "from": friend, "text": under}  # fmt: skip
            waiting = Query(message, time.monotonic())
            world.guests[key] = waiting
            world.push("guest_message", message)
            return waiting

    def reacts(self, message: Heard, *emojis: str, before: tuple[str, ...] = (), at: Group | None = None) -> None:
        """Put these reactions on a message, where ``before`` stood; none takes them off."""
        world = self.world
        with world.changed:
            change = {
                "chat": world.chats[at.id if at else self.id],
                "message_id": message.id,
                "user": self.user,
                "date": int(time.time()),
                "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in before],
                "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in emojis],
            }
            world.push("message_reaction", change)

    def blocks_the_bot(self) -> None:
        with self.world.changed:
            self.world.blocked.add(self.id)

    # -- what they get -----------------------------------------------------------------------------------------------

    def hears(self, *, at: Group | None = None, timeout: float = PATIENCE_S) -> Heard:
        """The bot's next message in the chat; fails the test when none comes."""
        heard = self._next(at or self, timeout)
        assert heard, f"{self.user['first_name']} heard nothing within {timeout} s; {_recent(self.world)}"
        return heard

    def hears_nothing(self, *, at: Group | None = None, for_s: float = 0.5) -> None:
        heard = self._next(at or self, for_s)
        assert heard is None, f"heard {heard.text!r}" if heard else ""

    def sees(self, message: Heard, text: str, timeout: float = PATIENCE_S) -> Heard:
        """Wait until the (edited) message contains ``text``."""
        self._wait(lambda: text in message.text, timeout, f"{text!r} in {message.text!r}")
        return message

    def gets_answer(self, query: Query, timeout: float = PATIENCE_S) -> JSON:
        """The bot's answer to a pressed button or an inline query."""
        self._wait(lambda: query.answer is not None, timeout, "an answer to the query")
        assert query.answer is not None
        return query.answer

    def _next(self, place: Citizen | Group, timeout: float) -> Heard | None:
        world = self.world
        deadline = time.monotonic() + timeout
        with world.changed:
            while True:
                for (chat, message_id), message in world.messages.items():
                    new = message_id > place.read
                    if chat == place.id and new and message["from"]["id"] == world.bot["id"]:
                        place.read = message_id
                        return Heard(world, message)
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                world.changed.wait(min(left, 0.1))

    def _wait(self, condition: Any, timeout: float, what: str) -> None:
        deadline = time.monotonic() + timeout
        with self.world.changed:
            while not condition():
                left = deadline - time.monotonic()
                assert left > 0, f"waited {timeout} s for {what}; {_recent(self.world)}"
                self.world.changed.wait(min(left, 0.1))


class Group:
    """A group chat that the bot is in."""

    def __init__(self, world: World, title: str, members: tuple[Citizen, ...]) -> None:
        self.world = world
        self.id = next(GROUP_IDS)
        self.members = members
        self.read = 0
        with world.changed:
            world.chats[self.id] = {"id": self.id, "type": "supergroup", "title": title}

    def becomes_a_supergroup(self) -> Group:
        """The group gets another number, of which both chats are told; the old one is gone."""
        new = Group(self.world, str(self.world.chats[self.id]["title"]), self.members)
        with self.world.changed:
            moved = self.world.new_message(self.id, self.members[0].user, {"migrate_to_chat_id": new.id})
            self.world.push("message", moved)
            came = self.world.new_message(new.id, self.members[0].user, {"migrate_from_chat_id": self.id})
            self.world.push("message", came)
            self.world.chats[self.id]["migrated"] = new.id
        return new

    def adds_the_bot(self, by: Citizen, *, before: str = "left", now: str = "member") -> None:
        """Somebody adds the bot, or changes what it is there."""
        bot = self.world.bot
        change = {
            "chat": self.world.chats[self.id],
            "from": by.user,
            "date": int(time.time()),
            "old_chat_member": standing(bot, before),
            "new_chat_member": standing(bot, now),
        }
        self.world.push("my_chat_member", change)


def standing(user: JSON, status: str) -> JSON:
    """What somebody is in a chat, with the rights that admins have."""
    return {"user": user, "status": status, "until_date": 0, **dict.fromkeys(ADMIN_RIGHTS, False)}


def _recent(world: World) -> str:
    calls = [f"{call.method}{' ✗ ' + call.error if call.error else ''}" for call in world.calls[-12:]]
    return "last calls: " + ", ".join(calls)
