"""Values of JSON that are objects where others write a text: ``{"rendered": "…"}``, ``{"$date": "…"}``, blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from retrieval.editions.sources.field_names import Field, field_called, known_key

_OF_TEXTS = ("rendered", "value", "#text", "zh", "zh-hans", "zh-cn", "zh_cn")
"""Keys of an object that is one text: of WordPress, Drupal, XML turned into JSON, sites in several languages."""
_OF_VALUES = (*_OF_TEXTS, "$date", "$oid", "$numberLong", "name")
"""The same, and those of days, numbers and people."""
_NUMBERS_OF_PAGES = ("no", "pageno", "pagenum", "pagenumber", "版号", "版次", "num", "code")
_NAMES_OF_PAGES = frozenset({"name", "title", "pagename", "版名"})
_BLOCK_TEXTS = ("text", "content", "value", "paragraph", "html")
"""Keys under which a block of a text has its words, the surest first."""
_OF_VERSIONS = frozenset({"role", "contenttype"})
"""Keys of an object that is one of several versions of a text, as in ninjs."""
_OF_BULK = frozenset({"index", "create", "update", "delete"})


def key_inside(value: object) -> str | None:
    """The key of an object that stands for one text; None for any other value."""
    if not isinstance(value, Mapping):
        return None
    told = next((key for key in _OF_TEXTS if isinstance(value.get(key), str)), None)
    return told or (block_text(value) if _says_text_only(value) else None)


def plain_value_of(value: object) -> object:
    """The text or number that an object stands for; those of several objects as a list; any other value as it is."""
    if isinstance(value, Mapping):
        return _plain_object(value)
    return _plain_objects(value) if value and is_list_of(value, Mapping) else value


def plain_page_of(value: object) -> object:
    """The page that an object with a number and a name means: ``{"no": 3, "name": "要闻"}``.

    An object that has ``number`` and no name counts the pages of an answer.
    """
    if value and is_list_of(value, Mapping):
        return list(map(str, map(plain_page_of, value)))
    if not isinstance(value, Mapping):
        return value
    said = {known_key(key): each for key, each in value.items() if isinstance(each, str | int) and each}
    named = not _NAMES_OF_PAGES.isdisjoint(said)
    keys = ("number", *_NUMBERS_OF_PAGES) if named else _NUMBERS_OF_PAGES
    number = next((said[key] for key in keys if key in said), None)
    if number is None:
        return plain_value_of(value)
    return f"{number}版" if named and str(number).isdecimal() else number


def _plain_object(value: Mapping[str, object]) -> object:
    inner = (plain_value_of(value[key]) for key in _OF_VALUES if key in value)
    return next((each for each in inner if isinstance(each, str | int)), value)


def _plain_objects(values: list[Mapping[str, object]]) -> list[Any]:
    plain = list(map(_plain_object, values))
    return list(map(str, plain)) if all(isinstance(item, str | int) for item in plain) else values


def first_text_of(value: object) -> object:
    """The first of a list of texts, any other value as it is: what is printed over two pages stands on the first."""
    return value[0] if value and is_list_of(value, str) else value


def is_list_of(value: object, kind: type) -> TypeGuard[list[Any]]:
    """Whether a value is a list, and all that is in it of one kind."""
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def block_text(item: object) -> str | None:
    """The key of a block's words: ``{"type": "text", "text": "…"}``; None for what may be an article."""
    if not isinstance(item, Mapping) or any(field_called(key) in {Field.HEADLINE, Field.ID} for key in item):
        return None
    return next((key for key in _BLOCK_TEXTS if isinstance(item.get(key), str)), None)


def _says_text_only(item: Mapping[str, object]) -> bool:
    return all(field_called(key) in {Field.BODY, None} for key in item)


def _is_block(item: object) -> bool:
    """Whether an object is a part of a text: it says of which type, or it has words and is no version of a text."""
    if not isinstance(item, Mapping) or "type" in item:
        return isinstance(item, Mapping)
    return _says_text_only(item) and not _OF_VERSIONS & set(map(str.lower, item)) and block_text(item) is not None


def is_blocks(value: object) -> TypeGuard[list[Any]]:
    """Whether a list is a text in blocks, some with words, some with pictures."""
    return isinstance(value, list) and all(map(_is_block, value)) and any(map(block_text, value))


def is_bulk_action(values: Mapping[str, object]) -> bool:
    """A line that says what a search engine should do with the next one: ``{"index": {"_id": "7"}}``."""
    (key, value), *others = [*values.items(), ("", None)]
    return len(others) == 1 and key in _OF_BULK and isinstance(value, Mapping) and all(k.startswith("_") for k in value)
