"""Front matter at the start of a page: YAML between ``---`` lines, or TOML between ``+++`` lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from retrieval.editions.sources.article_head import ArticleHead, StatedValue
from retrieval.editions.sources.field_names import Field, field_called

FRONT_MATTER_LINES = 400
"""Lines in which front matter must end; lists of tags make it long; by hand, 2026-11."""
LONGEST_FRONT_MATTER = 16384
"""Characters; by hand, 2026-11."""

_KEY_AND_VALUE = re.compile(r"(?![\s#-])([^:：\n]{1,40})[:：](.*)")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}


def front_matter(lines: list[str]) -> tuple[ArticleHead, int]:
    """What the front matter states, and how many lines it takes: 0 where there is none.

    ``lines`` with their white space: YAML nests by it. What is no YAML is read line by line (``日期：2023年3月2日``);
    where a line states nothing then, the dashes are a rule of the page and the lines its text.
    """
    close = _closing_line(lines)
    inside = "\n".join(lines[1:close])
    if not close or len(inside) > LONGEST_FRONT_MATTER:
        return ArticleHead(), 0
    values = _toml_values(inside) if lines[0].strip() == "+++" else _yaml_values(inside)
    if values is None:
        values = _values_by_line(lines[1:close])
    if values is None:
        return ArticleHead(), 0
    return ArticleHead.of(value for value in values if field_called(value.key) is not Field.BODY), close + 1


def _closing_line(lines: list[str]) -> int:
    """The position of the line that closes the front matter; 0 where there is none."""
    fences = _FENCES.get(lines[0].strip()) if lines else None
    if fences is None:
        return 0
    for number, text in enumerate(lines[1:FRONT_MATTER_LINES], 1):
        if text.strip() in fences:
            return number
    return 0


def _yaml_values(text: str) -> list[StatedValue] | None:
    """The values of a YAML mapping, None where the text is none. Scalars stay as they are written: 03 is no number."""
    try:
        node = yaml.compose(text.replace("\t", "  "), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    return [
        StatedValue(key.value, ", ".join(_scalars(value)), key.start_mark.line + 2)
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    ]


def _scalars(node: yaml.Node) -> Iterator[str]:
    """The texts of a value: of a list all of them, of a mapping its name (``author: {name: 柏念}``)."""
    if isinstance(node, yaml.ScalarNode):
        if node.value not in {"null", "~"}:
            yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if not isinstance(item, yaml.SequenceNode):
                yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "name" and isinstance(value, yaml.ScalarNode):
                yield value.value


def _toml_values(text: str) -> list[StatedValue] | None:
    try:
        table: dict[str, Any] = tomllib.loads(text)
        values = {key: _toml_text(value) for key, value in table.items()}
    except (ValueError, RecursionError):  # no TOML, or a number of more digits than Python writes
        return None
    starts = {line.partition("=")[0].strip(): number for number, line in enumerate(text.split("\n"), 2)}
    return [StatedValue(key, value, starts.get(key, 1)) for key, value in values.items()]


def _toml_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_toml_text, value))
    if isinstance(value, dict):
        return str(value.get("name", ""))
    return str(value)


def _values_by_line(lines: list[str]) -> list[StatedValue] | None:
    """``key: value`` line by line, lists and nested lines passed over; None where another line states nothing."""
    values: list[StatedValue] = []
    for number, text in enumerate(lines, 2):
        found = _KEY_AND_VALUE.match(text)
        if found:
            values.append(StatedValue(found[1].strip(), found[2].strip().strip("\"'"), number))
        elif text.strip() and not _belongs_to_key_before(text, values):
            return None
    return values


def _belongs_to_key_before(text: str, values: list[StatedValue]) -> bool:
    return bool(values) and (text[0].isspace() or text.startswith(("- ", "#")) or text.strip() in {"]", "}"})
