"""Telegram's rules on rich messages, from the Bot API's reference: which blocks there are, since when, how many."""

from __future__ import annotations

from collections.abc import Iterator

from tests.telegram.double.rules import JSON, bad, units

STYLED = {"bold", "italic", "underline", "strikethrough", "spoiler", "marked", "code"}
MOST_UNITS, MOST_BLOCKS, DEEPEST = 32_768, 500, 16
BLOCKS_SINCE, FOLDED_SINCE, FOLDED_AS_BLOCKS = (10, 2), (10, 3), (10, 5)


def checked(message: JSON | None, version: tuple[int, int]) -> JSON:
    """What is kept of a rich message to be sent. A server from before ``blocks`` sees that there is nothing."""
    if not message or "blocks" not in message or version < BLOCKS_SINCE:
        raise bad("rich message must be non-empty")
    blocks = [block(each, version, 1) for each in message["blocks"]]
    if not blocks:
        raise bad("rich message must be non-empty")
    if sum(map(count, blocks)) > MOST_BLOCKS:
        raise bad("RICH_MESSAGE_TOO_MANY_BLOCKS")
    if units(text_of(blocks)) > MOST_UNITS:
        raise bad("message is too long")
    return {"blocks": blocks}


def block(given: JSON, version: tuple[int, int], depth: int) -> JSON:
    kind = given.get("type")
    if depth > DEEPEST:
        raise bad("RICH_MESSAGE_TOO_DEEP")
    if kind == "paragraph":
        return {"type": kind, "text": text(given["text"], depth + 1)}
    if kind == "blockquote" or (kind == "expandable_blockquote" and version >= FOLDED_AS_BLOCKS):
        return {"type": kind, "blocks": [block(each, version, depth + 1) for each in given["blocks"]]}
    if kind == "expandable_blockquote" and version >= FOLDED_SINCE:
        return {"type": kind, "text": text(given["text"], depth + 1)}
    raise bad("can't parse InputRichBlock: unsupported type")


def text(given: object, depth: int) -> object:
    if depth > DEEPEST:
        raise bad("RICH_MESSAGE_TOO_DEEP")
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return [text(each, depth + 1) for each in given]
    if isinstance(given, dict) and given.get("type") in STYLED:
        return {"type": given["type"], "text": text(given["text"], depth + 1)}
    if isinstance(given, dict) and given.get("type") == "url" and given.get("url"):
        return {"type": "url", "text": text(given["text"], depth + 1), "url": given["url"]}
    raise bad("can't parse RichText: unsupported type")


def count(given: JSON) -> int:
    return 1 + sum(map(count, given.get("blocks", [])))


def text_of(blocks: list[JSON]) -> str:
    """The words of blocks, a line for each paragraph."""
    return "\n".join(text_of(each["blocks"]) if "blocks" in each else "".join(words(each["text"])) for each in blocks)


def words(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, list):
        for each in given:
            yield from words(each)
    elif isinstance(given, dict):
        yield from words(given["text"])
