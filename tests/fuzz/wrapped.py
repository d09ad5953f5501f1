"""JSON in which one object holds several articles: tables by columns, pages, answers of servers, texts in parts.

All that was put in is found, each article once and where it stands; of a wounded file, what is read is accounted for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, SourceFile
from retrieval.editions.sources.files import read_file
from retrieval.errors import BadInput
from tests.fuzz import material
from tests.fuzz.accounting import check_draft, check_once, check_refusal, written
from tests.fuzz.lines import ESCAPED_TWICE, quoted, says

TITLE_KEYS = ("title", "标题", "title_s", "newsTitle")
TEXT_KEYS = ("content", "正文", "content_txt", "body", "paragraphs")
BESIDE = ("1", "null", "[]", '{"a": 1}', '[{"b": [2, {"\\u4e00": "c"}]}]', "true", '""')
LONGEST_TEXT = 3000
"""Characters, so that a case takes milliseconds."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Holder:
    """A file by its name, and the headline and text of each article in it; of none where it was wounded."""

    shape: str
    name: str
    data: bytes
    told: tuple[tuple[str, str], ...]


class Wrapped:
    """A small JSON file each time."""

    name = "JSON holders"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def case(self, rng: Random) -> Holder:
        articles = tuple((f"题{number}号", _text(rng)) for number in range(rng.choice((2, 2, 3, 5))))
        shape = rng.choice(list(SHAPES))
        held = SHAPES[shape](rng, articles)
        data = held.encode(rng.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030")))
        name = "a.json" if "\n" in held else rng.choice(("a.json", "a.jsonl"))
        if rng.random() < 0.2:
            return Holder(shape, name, material.spoiled(rng, data), ())
        return Holder(shape, name, data, articles)

    def check(self, case: Holder, rng: Random) -> str:
        """Read the case and hold it against what was put in. Returns what came of it."""
        path, shown = written(self._folder, case.name, case.data), f"a/{case.name}"
        try:
            source = SourceFile(shown, path, Path(case.name), size=len(case.data))
            items = list(read_file(source, EditionDefaults()).items)
        except BadInput as error:
            items = [error]
        drafts = [item for item in items if isinstance(item, ArticleDraft)]
        refused = [item for item in items if isinstance(item, BadInput)]
        for each in refused:
            check_refusal(each, shown)
        for draft in drafts:
            check_draft(draft, case.data, rng)
        check_once(drafts)
        if refused and (not case.told or _is_little_gb18030(case.data, refused)):
            return refused[0].code
        assert not refused, f"{refused[0]} though nothing was harmed"
        if case.told:
            _check_told(drafts, dict(case.told))
        return case.shape


def _is_little_gb18030(data: bytes, refused: list[BadInput]) -> bool:
    """Whether it was refused for its coding, which a few characters amid ASCII do not tell."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return all(error.code == "encoding" for error in refused)
    return False


def _check_told(drafts: list[ArticleDraft], told: dict[str, str]) -> None:
    assert sorted(str(draft.headline) for draft in drafts) == sorted(told), "each article once"
    for draft in drafts:
        text = told[str(draft.headline)]
        assert any(says(draft.body, each) for each in (text, ESCAPED_TWICE.sub("\n", text))), "a text is changed"


def _text(rng: Random) -> str:
    """A text that begins and ends with print, so that none of it is a title or an empty article."""
    return f"起{_UNSTORABLE.sub('', material.text(rng, 4))[:LONGEST_TEXT]}止。"


# ---------------------------------------------------------------------- shapes

_Articles = Sequence[tuple[str, str]]


def _object(rng: Random, fields: Sequence[tuple[str, str]]) -> str:
    space = rng.choice(("", "", " ", "\n", "\t"))
    return "{" + f",{space}".join(f"{quoted(rng, key)}{space}:{space}{value}" for key, value in fields) + space + "}"


def _array(rng: Random, values: Sequence[str]) -> str:
    space = rng.choice(("", "", " ", "\n"))
    return f"[{space}{f',{space}'.join(values)}{space}]"


def _quoted_all(rng: Random, texts: Sequence[str]) -> list[str]:
    return [quoted(rng, text) for text in texts]


def _columns(rng: Random, articles: _Articles) -> str:
    titles, texts = zip(*articles, strict=True)
    fields = [(_title_key(rng), _array(rng, _quoted_all(rng, titles)))]
    fields += [(rng.choice(TEXT_KEYS), _array(rng, _quoted_all(rng, texts))), *_beside(rng)]
    return _object(rng, rng.sample(fields, len(fields)))


def _numbered_rows(rng: Random, articles: _Articles) -> str:
    titles, texts = zip(*articles, strict=True)
    fields = [
        (key, _object(rng, [(str(number), each) for number, each in enumerate(_quoted_all(rng, column))]))
        for key, column in ((_title_key(rng), titles), (rng.choice(TEXT_KEYS), texts))
    ]
    return _object(rng, rng.sample(fields, 2))


def _rows_under_names(rng: Random, articles: _Articles) -> str:
    names = _array(rng, [quoted(rng, rng.choice(TEXT_KEYS)), '"x"', quoted(rng, _title_key(rng))])
    rows = [_array(rng, [quoted(rng, text), rng.choice(BESIDE), quoted(rng, title)]) for title, text in articles]
    return _object(rng, rng.sample([("columns", names), ("data", _array(rng, rows)), *_beside(rng)], 3))


def _parts(rng: Random, articles: _Articles) -> str:
    """Each text in an object of its own under its article."""
    return _array(
        rng,
        [
            _object(rng, [(_title_key(rng), quoted(rng, title)), ("detail", _object(rng, [_text_field(rng, text)]))])
            for title, text in articles
        ],
    )


def _page(rng: Random, articles: _Articles) -> str:
    page = [("no", "3"), ("name", quoted(rng, "要闻")), ("list", _rows(rng, articles))]
    return _object(rng, [("page", _object(rng, rng.sample(page, 3))), *_beside(rng)])


def _answer(rng: Random, articles: _Articles) -> str:
    """The answer of a server, with one to three objects around the articles."""
    held = _rows(rng, articles)
    for _ in range(rng.randint(1, 3)):
        held = _object(rng, rng.sample([("data", held), *_beside(rng), ("code", "0")], 3))
    return held


def _rows(rng: Random, articles: _Articles) -> str:
    fields = [
        [(_title_key(rng), quoted(rng, title)), _text_field(rng, text), *_beside(rng)] for title, text in articles
    ]
    return _array(rng, [_object(rng, rng.sample(each, len(each))) for each in fields])


def _title_key(rng: Random) -> str:
    return rng.choice(TITLE_KEYS)


def _text_field(rng: Random, text: str) -> tuple[str, str]:
    return rng.choice(TEXT_KEYS), quoted(rng, text)


def _beside(rng: Random) -> list[tuple[str, str]]:
    """A key that says nothing of an article."""
    return [("x", json.dumps(json.loads(rng.choice(BESIDE)), indent=rng.choice((None, 1))))]


SHAPES: dict[str, Callable[[Random, _Articles], str]] = {
    "columns": _columns,
    "numbered rows": _numbered_rows,
    "rows under names": _rows_under_names,
    "parts": _parts,
    "page": _page,
    "answer": _answer,
}
