"""Pages: bytes → reader → articles → passages."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

from retrieval.domain import Coding
from retrieval.editions.base.decoding import decode, detect
from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, SourceFile
from retrieval.editions.base.markup import marked_lines
from retrieval.editions.base.source_text import SourceText
from retrieval.editions.layout import bylines
from retrieval.editions.layout.block_patterns import title_number
from retrieval.editions.layout.blocks import blocks_of, split_lines
from retrieval.editions.layout.furniture import is_furniture, may_be_furniture
from retrieval.editions.layout.segment import segment
from retrieval.editions.sources.files import read_file
from retrieval.editions.sources.front_matter import FRONT_MATTER_LINES, front_matter
from retrieval.editions.sources.labelled import labelled_records, web_head
from retrieval.errors import BadInput
from retrieval.language import jump_labels
from tests.fuzz import material
from tests.fuzz.accounting import check_draft, check_once, check_refusal, dense, written

LABELS = ("正文：", "內文：", "【正文】")
"""Labels of the text: they stand before it and say nothing."""
MOST_LINES = 4
"""Of a credit or an image that is cut by line ends."""


class Pages:
    """One page after another, each read from the disk."""

    name = "pages"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def case(self, rng: Random) -> bytes:
        data = material.encoded(rng, material.page(rng))
        return material.spoiled(rng, data) if rng.random() < 0.25 else data

    def check(self, data: bytes, rng: Random) -> str:
        """Read the case and hold it against the rules. Returns what came of it."""
        path = written(self._folder, "page.txt", data)
        shown = "a/page.txt"
        try:
            reading = read_file(SourceFile(shown, path, Path("page.txt"), size=len(data)), EditionDefaults())
        except BadInput as error:
            check_refusal(error, shown, data.count(b"\n") + 1)
            return error.code
        drafts = [item for item in reading.items if isinstance(item, ArticleDraft)]
        assert drafts, "what is not refused has articles"
        assert (reading.sha256, reading.size) == (hashlib.sha256(data).hexdigest(), len(data))
        for draft in drafts:
            check_draft(draft, data, rng)
        _check_nothing_lost(data, drafts, reading.bare_titles)
        return "read"


def _check_nothing_lost(data: bytes, drafts: list[ArticleDraft], bare_titles: tuple[str, ...]) -> None:
    """What the file prints outside of bodies is a title, a credit, a label, the page's furniture or a mark."""
    coding = detect(data)[0].value
    titles = [dense(text) for draft in drafts for text in (draft.headline, draft.kicker, draft.subhead) if text]
    at, unknown = detect(data)[1], []
    for start, end in [*check_once(drafts), (len(data), len(data))]:
        left = _lines_left(data[at:start].decode(coding))
        unknown += [
            text for number, text in enumerate(left) if not _is_known(text, titles) and not _wrapped(left, number)
        ]
        at = end
    if unknown:
        _check_unknown(data, unknown, bare_titles)


def _lines_left(text: str) -> list[str]:
    """The lines of what is in no body, without markup."""
    return [line.source.text.strip() for line in marked_lines(SourceText.run(text, 0, Coding.UTF8)) if line.source.text]


def _wrapped(lines: list[str], number: int) -> bool:
    """Whether a line is a part of a credit or of furniture that lines cut."""
    starts, ends = range(max(0, number - MOST_LINES), number + 1), range(number + 1, number + 1 + MOST_LINES)
    return any(_is_apart("".join(lines[start:end])) for start in starts for end in ends)


def _check_unknown(data: bytes, unknown: list[str], bare_titles: tuple[str, ...]) -> None:
    """What states things of the article (front matter, labels), and titles without text: those are only told of."""
    lines = split_lines(decode(data, Path("page.txt")))
    head, taken = front_matter([line.lead + line.text for line in lines[:FRONT_MATTER_LINES]])
    stated = {line.text for line in lines[:taken]} | set(bare_titles)
    records = [] if head else labelled_records(lines)
    stated |= {lines[value.line - 1].text for record in records for value in record.values}
    stated |= {lines[taken:][at].text for at in web_head(lines[taken:])[1]}
    for part in [record.lines for record in records] or [lines[taken:]]:
        stated |= set(segment(blocks_of(part), EditionDefaults()).bare_titles)
    told = [dense(text) for text in stated]
    lost = [text for text in unknown if not _is_known(text, told) and not text.strip().startswith(LABELS)]
    assert not lost, f"lost: {lost[0][:80]!r}"


def _is_known(left: str, titles: list[str]) -> bool:
    text = left.strip()
    if not dense(text).strip("#*_") or _is_apart(text) or bylines.bare_name(text) is not None:
        return True
    bare = text.lstrip("#").strip()
    candidates = [bare, bare.rstrip("#").rstrip(), bare.strip("*_")]
    if number := title_number(bare):  # it counts the titles of the page
        candidates.append(bare[number[1] :])
    label = jump_labels.incoming(candidates[1]) or jump_labels.incoming_at_end(candidates[1])
    if label is not None:
        candidates.append(candidates[1][: label.start] + candidates[1][label.end :])
        if not candidates[-1].strip():
            return True
    return any(_is_apart(each) or any(dense(each) in title for title in titles) for each in candidates)


def _is_apart(text: str) -> bool:
    return is_furniture(text) or may_be_furniture(text) or bylines.credit_line(text) is not None
