"""Telegram's rules on what a bot may send. Each check returns what Telegram would keep, or raises ``Refused``."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

import tdjson

MESSAGE_UNITS = 4096
JSON = dict[str, Any]

ENTITY_NAMES = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypePreCode": "pre",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
}
PARSE_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
}
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]*")


class Refused(Exception):
    """What the server answers instead of a result."""

    def __init__(self, code: int, description: str, parameters: JSON | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def units(text: str) -> int:
    """Length in UTF-16 units, the measure of Telegram's limits and offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(text: str, parse_mode: str | None, *, limit: int = MESSAGE_UNITS, what: str = "message") -> JSON:
    """Parse ``text`` with TDLib's parser → ``{"text", "entities"}``."""
    if not text:
        raise bad("message text is empty")
    entities: list[JSON] = []
    if parse_mode:
        if parse_mode.lower() not in PARSE_MODES:
            raise bad("unsupported parse_mode")
        quiet()
        request = {"@type": "parseTextEntities", "text": text, "parse_mode": PARSE_MODES[parse_mode.lower()]}
        parsed = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
        if parsed["@type"] == "error":
            message = parsed["message"]
            raise bad("can't parse entities: " + message[:1].lower() + message[1:])
        text = parsed["text"]
        entities = [entity(found) for found in parsed["entities"]][:100]
    if INVISIBLE.fullmatch(text):
        raise bad("text must be non-empty")
    if units(text) > limit:
        raise bad(f"{what} is too long")
    return {"text": text, "entities": entities}


@functools.cache
def quiet() -> None:
    """TDLib writes every request to stderr unless told not to."""
    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def entity(found: JSON) -> JSON:
    kind = found["type"]
    result = {"type": ENTITY_NAMES[kind["@type"]], "offset": found["offset"], "length": found["length"]}
    if "url" in kind:
        result["url"] = kind["url"]
    return result


def keyboard(markup: JSON | None) -> JSON | None:
    """Check an inline keyboard; other keyboards pass as they are."""
    if not markup or "inline_keyboard" not in markup:
        return markup
    for row in markup["inline_keyboard"]:
        if not row:
            raise bad("can't parse inline keyboard: row is empty")
        for button in row:
            one_button(button)
    return markup


def one_button(button: JSON) -> None:
    if not button.get("text"):
        raise bad("text buttons are unallowed in the inline keyboard")
    actions = set(button) - {"text", "style", "icon_custom_emoji_id"}
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: exactly one action is needed")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= units(button["copy_text"].get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://", button["url"]):
        raise bad("inline keyboard button URL is invalid")


def link_to_the_bot(url: str, name: str) -> None:
    """What a pressed button may open: a link to the bot itself with a parameter."""
    if not re.fullmatch(rf"(https?://)?t\.me/{name}\?start=[A-Za-z0-9_-]{{1,64}}", url):
        raise bad("URL_INVALID")


def commands(given: list[JSON]) -> list[JSON]:
    if len(given) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if len(command["command"]) > 32:
            raise bad("command length must not exceed 32")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not command["description"]:
            raise bad("command description must be non-empty")
        if units(command["description"]) > 256:
            raise bad("command description length must not exceed 256")
    return given


def inline_results(results: list[JSON], next_offset: str) -> list[JSON]:
    if len(results) > 50:
        raise bad("too many inline query results specified")
    if len(next_offset.encode()) > 64:
        raise bad("next_offset is too long")
    ids = [result.get("id", "") for result in results]
    if any(not 1 <= len(key.encode()) <= 64 for key in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    return [one_result(result) for result in results]


def one_result(result: JSON) -> JSON:
    if result.get("type") == "article" and not result.get("title"):
        raise bad("title must be non-empty")
    content = dict(result.get("input_message_content") or {})
    if "message_text" not in content:
        raise bad("message content is not specified")
    kept = formatted(content["message_text"], content.get("parse_mode"))
    keyboard(result.get("reply_markup"))
    return {**result, "kept": kept}
