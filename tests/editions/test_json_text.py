"""JSON objects with their places: what ``json.loads`` reads, and where each value stands in the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.domain import Coding, source_bytes
from retrieval.editions.base.json_text import NoObject, json_source_text, parse_object

TEXTS = st.text('转贷期限ab1 "\\/\n\t\u2028é🎿', max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_every_object_is_read_as_the_library_reads_it(record: dict[str, object], ascii_only: bool, indent: int) -> None:
    line = " " + json.dumps(record, ensure_ascii=ascii_only, indent=indent) + "\r\n"
    found = parse_object(line)
    assert found.values == record
    assert {key: json.loads(line[start:end]) for key, (start, end) in found.spans.items()} == record


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    found = parse_object('{"正文": "旧", "正文": "新"}')
    assert found.values == {"正文": "新"}
    assert found.spans == {"正文": (18, 21)}


WRONG = {
    "nothing": ("", "not a JSON object", 0),
    "blanks": ("  ", "not a JSON object", 2),
    "a list": (" [1]", "not a JSON object", 1),
    "cut behind a bracket": ("{", "the object has no end (truncated line?)", 1),
    "cut behind a key": ('{"a"', "the object has no end (truncated line?)", 4),
    "cut behind a colon": ('{"a": ', "the object has no end (truncated line?)", 6),
    "cut behind a value": ('{"a": 1\n', "the object has no end (truncated line?)", 8),
    "cut inside a text": ('{"a": "冰场开', "a text has no end (truncated line?)", 6),
    "no quotes around a key": ("{a: 1}", "expected a key", 1),
    "a comma too many": ('{"a": 1,}', "expected a key", 8),
    "no colon": ('{"a" 1}', "expected ':'", 5),
    "no comma": ('{"a": 1 "b": 2}', "expected ',' or '}'", 8),
    "no value": ('{"a": 冰}', "expected a value", 6),
    "something behind it": ('{"a": 1} {}', "text after the object", 8),
    "more digits than anybody means": ('{"a": ' + "1" * 5000 + "}", "value out of bounds (ValueError)", 6),
    "too deep": ('{"a": ' + "[" * 200_000, "value out of bounds (RecursionError)", 6),
}


@pytest.mark.parametrize(("line", "reason", "at"), WRONG.values(), ids=WRONG)
def test_what_is_no_object_is_told_with_its_place(line: str, reason: str, at: int) -> None:
    with pytest.raises(NoObject) as told:
        parse_object(line)
    assert (str(told.value), told.value.at) == (reason, at)


WRITTEN = {
    "empty": "",
    "plain": "冰场开放",
    "a line break": r"冰场\n开放",
    "quotes and a slash": r"\"冰场\"\/",
    "escaped characters": r"\u51b0\u573A开放",
    "two escapes for one character": r"滑雪\ud83c\udfbf好",
    "a backslash before a u": r"\\u51b0",
    "escapes side by side": r"\n\u51b0\t\\",
}


@pytest.mark.parametrize("coding", [Coding.UTF8, Coding.GB18030])
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_every_character_of_a_text_is_found_in_the_file(written: str, coding: Coding) -> None:
    before, line = "前一行\n", f'{{"标题": "冬", "正文": "{written}"}}'
    data = (before + line).encode(coding.value)
    found = parse_object(line)
    value = str(found.values["正文"])
    source = json_source_text(value, line, found.spans["正文"], len(before.encode(coding.value)), coding)
    assert source.text == value
    printed = []
    for at in range(len(value)):
        ((first, last),) = source_bytes(value, source.pieces, at, at + 1)
        printed.append(data[first:last].decode(coding.value))
    assert "".join(printed) == written
    assert [json.loads(f'"{each}"') for each in printed] == list(value)
