"""The Bot API's methods: what each checks, changes and returns. The table at the end is the API."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram.double import rich, rules
from tests.telegram.double.rules import JSON, Refused, bad
from tests.telegram.double.world import World

Files = dict[str, tuple[str, bytes]]
Method = Callable[[World, JSON, Files], Any]
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = {"typing", "upload_document", "find_location", "upload_photo"}
DOCUMENT_BYTES = 50 << 20
DOWNLOAD_BYTES = 20 << 20


def yes(value: Any) -> bool:
    return value in (True, "true", "True", "1", 1)


def chat_of(world: World, params: JSON) -> int:
    if "chat_id" not in params:
        raise bad("chat_id is empty")
    try:
        chat_id = int(params["chat_id"])
    except ValueError:
        raise bad("chat not found") from None
    if chat_id not in world.chats:
        raise bad("chat not found")
    if "migrated" in world.chats[chat_id]:
        new = world.chats[chat_id]["migrated"]
        raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": new})
    if chat_id in world.blocked:
        raise Refused(403, "Forbidden: bot was blocked by the user")
    if chat_id > 0 and chat_id not in world.started:
        raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
    return chat_id


def reply_target(world: World, chat_id: int, params: JSON) -> int | None:
    asked = params.get("reply_parameters") or {}
    target = asked.get("message_id") or params.get("reply_to_message_id")
    if target is None:
        return None
    if (chat_id, int(target)) in world.messages:
        return int(target)
    if yes(asked.get("allow_sending_without_reply")):
        return None
    raise bad("message to be replied not found")


def get_me(world: World, params: JSON, files: Files) -> Any:
    return world.bot


def send_message(world: World, params: JSON, files: Files) -> Any:
    chat_id = chat_of(world, params)
    content = rules.formatted(params.get("text", ""), params.get("parse_mode"))
    if listener := listener_of(world, chat_id, params):
        return for_one(world, chat_id, listener, {**content, **shown_with(params)})
    target = reply_target(world, chat_id, params)
    if markup := rules.keyboard(params.get("reply_markup")):
        content["reply_markup"] = markup
    if options := params.get("link_preview_options"):
        content["link_preview_options"] = options
    content |= topic(world, chat_id, params)
    world.pace.check(chat_id, time.monotonic())
    return world.new_message(chat_id, world.bot, content, target)


def send_rich_message(world: World, params: JSON, files: Files) -> Any:
    if world.version < (10, 1):
        raise Refused(404, "Not Found: method not found")
    chat_id = chat_of(world, params)
    content: JSON = {"rich_message": rich.checked(params.get("rich_message"), world.version)}
    target = reply_target(world, chat_id, params)
    content |= shown_with(params) | topic(world, chat_id, params)
    world.pace.check(chat_id, time.monotonic())
    return world.new_message(chat_id, world.bot, content, target)


def shown_with(params: JSON) -> JSON:
    markup = rules.keyboard(params.get("reply_markup"))
    return {"reply_markup": markup} if markup else {}


def listener_of(world: World, chat_id: int, params: JSON) -> int | None:
    """Who alone is to see a message. An older server does not know the parameters."""
    if world.version < (10, 2):
        return None
    asked = params.get("ephemeral_message_parameters") if world.version >= (10, 3) else params
    if not asked or "receiver_user_id" not in asked:
        return None
    pressed = world.callbacks.get(asked.get("callback_query_id", ""))
    in_time = pressed is not None and time.monotonic() - pressed.asked < world.ephemeral_s
    answered = world.ephemeral.get((params.get("reply_parameters") or {}).get("ephemeral_message_id", 0))
    is_admin = world.bot["id"] in world.admins.get(chat_id, ())
    if chat_id > 0 or not (is_admin or in_time or answered):
        raise bad("BOT_NOT_ADMIN")
    return int(asked["receiver_user_id"])


def for_one(world: World, chat_id: int, listener: int, content: JSON) -> JSON:
    number = len(world.ephemeral) + 1
    message = {
        "message_id": 0,
        "ephemeral_message_id": number,
        "receiver_user": world.users[listener],
        "date": int(time.time()),
        "chat": world.chats[chat_id],
        "from": world.bot,
        **content,
    }
    world.ephemeral[number] = message
    world.changed.notify_all()
    return message


def edit_for_one(world: World, params: JSON, files: Files) -> Any:
    if world.version < (10, 2):
        raise Refused(404, "Not Found: method not found")
    message = world.ephemeral.get(int(params.get("ephemeral_message_id", 0)))
    if message is None or message["receiver_user"]["id"] != int(params.get("receiver_user_id", 0)):
        raise bad("message to edit not found")
    content = rules.formatted(params.get("text", ""), params.get("parse_mode"))
    message.pop("reply_markup", None)
    message.update({**content, **shown_with(params)})
    return True


def topic(world: World, chat_id: int, params: JSON) -> JSON:
    """The topic of a forum that a message goes to: one in which somebody has written."""
    thread = params.get("message_thread_id")
    if thread is None:
        return {}
    threads = {found.get("message_thread_id") for (chat, _), found in world.messages.items() if chat == chat_id}
    if int(thread) not in threads:
        raise bad("message thread not found")
    return {"message_thread_id": int(thread), "is_topic_message": True}


def get_chat_member(world: World, params: JSON, files: Files) -> Any:
    chat_id, user_id = chat_of(world, params), int(params.get("user_id", 0))
    if user_id not in world.users:
        raise bad("PARTICIPANT_ID_INVALID")
    if user_id in world.admins.get(chat_id, ()):
        return {"user": world.users[user_id], "status": "creator", "is_anonymous": False}
    return {"user": world.users[user_id], "status": "member"}


def own_message(world: World, params: JSON) -> JSON:
    chat_id = chat_of(world, params)
    message = world.messages.get((chat_id, int(params.get("message_id", 0))))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad("message can't be edited")
    return message


def edit_message_text(world: World, params: JSON, files: Files) -> Any:
    if "rich_message" in params and world.version >= (10, 1):
        content: JSON = {"rich_message": rich.checked(params["rich_message"], world.version)}
    else:
        content = rules.formatted(params.get("text", ""), params.get("parse_mode"))
    markup = rules.keyboard(params.get("reply_markup"))
    if params.get("inline_message_id"):
        return True
    message = own_message(world, params)
    same = all(message.get(key) == value for key, value in content.items())
    if same and message.get("reply_markup") == markup:
        raise bad(NOT_MODIFIED)
    return change(world, message, content, markup)


def edit_markup(world: World, params: JSON, files: Files) -> Any:
    message = own_message(world, params)
    markup = rules.keyboard(params.get("reply_markup"))
    if message.get("reply_markup") == markup:
        raise bad(NOT_MODIFIED)
    return change(world, message, {}, markup)


def change(world: World, message: JSON, content: JSON, markup: JSON | None) -> JSON:
    if content:
        for key in ("text", "entities", "rich_message"):
            message.pop(key, None)
    message.update(content)
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup
    message["edit_date"] = int(time.time())
    message["edits"] = message.get("edits", 0) + 1
    world.changed.notify_all()
    return {key: value for key, value in message.items() if key != "edits"}


def delete_message(world: World, params: JSON, files: Files) -> Any:
    chat_id = chat_of(world, params)
    if world.messages.pop((chat_id, int(params["message_id"])), None) is None:
        raise bad("message to delete not found")
    world.changed.notify_all()
    return True


def answer_callback_query(world: World, params: JSON, files: Files) -> Any:
    query = world.callbacks.get(params.get("callback_query_id", ""))
    late = query is not None and time.monotonic() - query.asked > world.callback_life_s
    if query is None or query.answer is not None or late:
        raise bad(TOO_OLD)
    if rules.units(params.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if url := params.get("url"):
        rules.link_to_the_bot(url, world.bot["username"])
    query.answer = params
    world.changed.notify_all()
    return True


def answer_inline_query(world: World, params: JSON, files: Files) -> Any:
    query = world.inline.get(params.get("inline_query_id", ""))
    late = query is not None and time.monotonic() - query.asked > world.inline_life_s
    if query is None or query.answer is not None or late:
        raise bad(TOO_OLD)
    results = rules.inline_results(params.get("results") or [], params.get("next_offset", ""))
    query.answer = {**params, "results": results}
    world.changed.notify_all()
    return True


def answer_guest_query(world: World, params: JSON, files: Files) -> Any:
    query = world.guests.get(params.get("guest_query_id", ""))
    late = query is not None and time.monotonic() - query.asked > world.inline_life_s
    if query is None or query.answer is not None or late:
        raise bad(TOO_OLD)
    query.answer = {"result": rules.one_result(params.get("result") or {})}
    world.changed.notify_all()
    return {"inline_message_id": world.serial("guest-message")}


def send_chat_action(world: World, params: JSON, files: Files) -> Any:
    chat_id = chat_of(world, params)
    if params.get("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    topic(world, chat_id, params)
    world.actions.append((chat_id, params["action"], time.monotonic()))
    return True


def send_document(world: World, params: JSON, files: Files) -> Any:
    chat_id = chat_of(world, params)
    if "document" not in files:
        raise bad("there is no document in the request")
    name, content = files["document"]
    if len(content) > DOCUMENT_BYTES:
        raise Refused(413, "Request Entity Too Large")
    kept = (
        rules.formatted(params["caption"], params.get("parse_mode"), limit=1024, what="message caption")
        if (params.get("caption"))
        else None
    )
    world.pace.check(chat_id, time.monotonic())
    body: JSON = {"document": store(world, name, content)}
    if kept:
        body |= {"caption": kept["text"], "caption_entities": kept["entities"]}
    return world.new_message(chat_id, world.bot, body, reply_target(world, chat_id, params))


def store(world: World, name: str, content: bytes) -> JSON:
    key = world.serial("file")
    world.files[key] = (name, content)
    return {"file_id": key, "file_unique_id": "u" + key, "file_name": name, "file_size": len(content)}


def get_file(world: World, params: JSON, files: Files) -> Any:
    key = params.get("file_id", "")
    if key not in world.files:
        raise bad("invalid file_id")
    size = len(world.files[key][1])
    if size > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {"file_id": key, "file_unique_id": "u" + key, "file_size": size, "file_path": f"documents/{key}"}


def menu_key(params: JSON) -> str:
    """Under which a menu is kept: its scope and language."""
    scope = params.get("scope") or {"type": "default"}
    key = ":".join(str(scope[part]) for part in ("type", "chat_id") if part in scope)
    return f"{key}/{language(params)}"


def language(params: JSON) -> str:
    """TDLib takes two lower-case letters or nothing."""
    code: str = params.get("language_code", "")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def set_my_commands(world: World, params: JSON, files: Files) -> Any:
    taken = rules.commands(params.get("commands") or [])
    if world.version < (10, 2):
        taken = [{key: value for key, value in command.items() if key != "is_ephemeral"} for command in taken]
    world.commands[menu_key(params)] = taken
    return True


def delete_my_commands(world: World, params: JSON, files: Files) -> Any:
    world.commands.pop(menu_key(params), None)
    return True


def get_my_commands(world: World, params: JSON, files: Files) -> Any:
    return world.commands.get(menu_key(params), [])


def profile_methods(field: str, limit: int) -> tuple[Method, Method]:
    """How one text of the bot's profile is set and got, by language."""

    def setting(world: World, params: JSON, files: Files) -> Any:
        text = params.get(field, "")
        if len(text) > limit:
            raise bad(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, language(params)] = text
        return True

    def getting(world: World, params: JSON, files: Files) -> Any:
        return {field: world.profile.get((field, language(params)), "")}

    return setting, getting


def set_webhook(world: World, params: JSON, files: Files) -> Any:
    secret = params.get("secret_token", "")
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not all(char.isascii() and (char.isalnum() or char in "_-") for char in secret):
        raise bad("secret token contains unallowed characters")
    world.webhook = {"url": params.get("url", ""), "secret": secret} if params.get("url") else None
    world.changed.notify_all()
    return True


def delete_webhook(world: World, params: JSON, files: Files) -> Any:
    world.webhook = None
    if yes(params.get("drop_pending_updates", False)):
        world.pending.clear()
    return True


def webhook_info(world: World, params: JSON, files: Files) -> Any:
    url = world.webhook["url"] if world.webhook else ""
    return {"url": url, "has_custom_certificate": False, "pending_update_count": len(world.pending)}


set_description, get_description = profile_methods("description", 512)
set_short_description, get_short_description = profile_methods("short_description", 120)

METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "sendrichmessage": send_rich_message,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_markup,
    "editephemeralmessagetext": edit_for_one,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "answerguestquery": answer_guest_query,
    "sendchataction": send_chat_action,
    "senddocument": send_document,
    "getfile": get_file,
    "getchatmember": get_chat_member,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "setmydescription": set_description,
    "getmydescription": get_description,
    "setmyshortdescription": set_short_description,
    "getmyshortdescription": get_short_description,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
}
