"""Whatever is read, any span of it can be found again in the file, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from retrieval.domain import Coding, source_bytes
from retrieval.editions.base.decoding import decode
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults
from retrieval.editions.base.line_reading import RawLine
from retrieval.editions.base.source_text import SourceText, concatenate
from retrieval.editions.layout.blocks import blocks_of, split_lines
from retrieval.editions.layout.bylines import credit_line
from retrieval.editions.layout.furniture import is_furniture, may_be_furniture
from retrieval.editions.layout.passages import passages
from retrieval.editions.layout.segment import segment
from retrieval.editions.sources.jsonl import read_lines
from retrieval.errors import BadInput

CHARACTERS = st.sampled_from(
    '朝阳区转贷期限九十天，。；！“”（）上接第版记者孙艳摄本报讯 \u3000ab1.0:—…\n\n\n#\t"\\/é🎿\u2028'
)
TEXTS = st.lists(
    st.one_of(
        st.text(CHARACTERS, min_size=1, max_size=60),
        st.sampled_from(
            [
                "本报讯（记者 孙艳）",
                "\n\n",
                "\n## ",
                "（上接第1版）",
                "（下转第4版）",
                "8:30—16:30\n",
                "\n\n\n\n",
                "本报记者 孙艳 摄\n",
            ]
        ),
    ),
    max_size=30,
).map("".join)
CODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030"])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def raw_of(data: bytes, draft: ArticleDraft, start: int, end: int) -> bytes:
    return b"".join(data[low:high] for low, high in source_bytes(draft.body, draft.pieces, start, end))


@settings(max_examples=150, deadline=None)
@given(TEXTS, CODINGS, ENDS, st.data())
def test_pages(text, coding, end, data):
    content = text.replace("\n", end).encode(coding)
    assume(not coding.startswith("gb") or not is_utf8(content))  # few bytes may be both
    try:
        decoded = decode(content, Path("page.txt"))
    except BadInput:
        return
    found = segment(blocks_of(split_lines(decoded)), EditionDefaults()).drafts
    for draft in found:
        start = data.draw(st.integers(0, len(draft.body)))
        stop = data.draw(st.integers(start, len(draft.body)))
        raw = raw_of(content, draft, start, stop).decode(coding.removesuffix("-sig"))
        assert raw == draft.body[start:stop].replace("\n", "")
    places = [source_bytes(d.body, d.pieces, 0, len(d.body)) for d in found]
    flat = sorted(place for ranges in places for place in ranges)
    assert all(before[1] <= after[0] for before, after in pairwise(flat)), "nothing is read twice"
    bodies = "\n".join(f"{draft.kicker} {draft.headline} {draft.subhead}\n{draft.body}" for draft in found)
    for line in split_lines(decoded):
        assert line.text in bodies or "。" not in line.text or may_be_left_out(line.text), "nothing is lost"


def may_be_left_out(text: str) -> bool:
    """Titles, credits and the furniture of the page are no part of a body."""
    return text.startswith("#") or may_be_furniture(text) or is_furniture(text) or credit_line(text) is not None


def raw_lines(content: bytes, start: int) -> Iterator[RawLine]:
    at = start
    for number, raw in enumerate(content[start:].split(b"\n"), 1):
        yield RawLine(at, number, raw)
        at += len(raw) + 1


@settings(max_examples=150, deadline=None)
@given(TEXTS, CODINGS, st.booleans(), st.data())
def test_json_lines(body, coding, ascii_only, data):
    line = json.dumps({"title": "题", "body": "甲" + body, "url": body}, ensure_ascii=ascii_only)
    content = ('{"body": "先"}\n' + line + "\n").encode(coding)
    start = len(content) - len(('{"body": "先"}\n' + line + "\n").encode(coding.removesuffix("-sig")))
    codec = Coding.GB18030 if coding == "gb18030" else Coding.UTF8
    _, draft = read_lines(raw_lines(content, start), codec, Path("a.jsonl"), EditionDefaults())
    assert isinstance(draft, ArticleDraft)
    low = data.draw(st.integers(0, len(draft.body)))
    high = data.draw(st.integers(low, len(draft.body)))
    raw = raw_of(content, draft, low, high).decode(coding.removesuffix("-sig"))
    assert json.loads(f'"{raw}"') == draft.body[low:high].replace("\n", "")
    # Nothing but white space is missing.
    assert "".join(draft.body.split()) == "".join(("甲" + body).split())


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_character_of_a_body_is_lost_or_kept_twice_in_passages(body):
    body = "\n".join(line.strip() for line in body.split("\n") if line.strip())
    spans = passages(body)
    assert all(start < end and body[start:end] == body[start:end].strip() for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = "".join(body[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(body.split())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.integers(0, 50), st.sampled_from([Coding.UTF8, Coding.GB18030]), st.data())
def test_cutting_and_gluing(text, at, coding, data):
    text = text.encode("utf-8", "ignore").decode()
    content = b"-" * at + text.encode(coding.value)
    printed = SourceText.run(text, at, coding)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    parts = [printed.cut(low, high).strip() for low, high in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    glued = concatenate(parts, "|")
    for piece in glued.pieces:
        size = piece.width(glued.text[piece.start : piece.end])
        raw = content[piece.source_start : piece.source_start + size]
        assert raw.decode(coding.value) == glued.text[piece.start : piece.end]
    assert glued.text == "|".join(part.text for part in parts)
