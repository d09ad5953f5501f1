"""Digital editions and web articles: true ones with wounds in their markup, bombs, and references that lead elsewhere.

An article to which only other things were added is read as before, and so is a whole one beside a wounded one; of that
one, whatever is read is accounted for. Nothing beside the folder is opened, and nobody is called.
"""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from random import Random

from retrieval.editions.base.draft import ArticleDraft, EditionDefaults, SourceFile
from retrieval.editions.html.edition_page import PAGE_FILE
from retrieval.editions.sources.digital_editions import with_digital_editions
from retrieval.editions.sources.files import read_file
from retrieval.editions.sources.finding import find_files
from retrieval.errors import BadInput
from tests.editions.epaper.articles import Story, edition
from tests.editions.epaper.shapes import SHAPES
from tests.fuzz import material
from tests.fuzz.accounting import check_draft, check_once, check_refusal
from tests.reaching import Reached, reached

SECRET, FILE, PORT = "此件机密不得登载", "@FILE@", "@PORT@"
"""What stands in a file beside the folder, and what a case calls that file and the port that somebody listens at."""
DECLARED = (
    '<!DOCTYPE html [<!ENTITY x SYSTEM "file://@FILE@">]>', '<!DOCTYPE html [<!ENTITY % x SYSTEM "http://127.0.0.1:@PORT@/x.dtd"> %x;]>',
    '<!DOCTYPE html SYSTEM "http://127.0.0.1:@PORT@/x.dtd">', '<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:@PORT@/a.xsl"?>',
    "<!DOCTYPE z [<!ENTITY a '文文文文文文文文'>" + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://127.0.0.1:@PORT@/strict.dtd">', "<!DOCTYPE>", "<!doctype html>", "\ufeff",
)  # fmt: skip
"""What a file may begin with: entities that are files, and entities of entities."""
REFERENCES = (
    '<img src="http://127.0.0.1:@PORT@/a.png">', '<img src="file://@FILE@">', '<iframe src="file://@FILE@"></iframe>', '<object data="@FILE@"></object>',
    '<embed src="http://127.0.0.1:@PORT@/"/>', '<svg><image xlink:href="file://@FILE@"/><use href="http://127.0.0.1:@PORT@/#a"/></svg>',
    '<script src="http://127.0.0.1:@PORT@/a.js"></script>', '<link rel=stylesheet href="http://127.0.0.1:@PORT@/a.css">', "<style>@import url(file://@FILE@);</style>",
    '<meta http-equiv=refresh content="0;url=file://@FILE@">', '<xi:include href="@FILE@" parse="text"/>', '<base href="http://127.0.0.1:@PORT@/">',
    '<video poster="http://127.0.0.1:@PORT@/"><source src="file://@FILE@"></video>', '<form action="http://127.0.0.1:@PORT@/"><input type=image src="@FILE@"></form>',
    '<a href="file://@FILE@" ping="http://127.0.0.1:@PORT@/"></a>', '<area shape=rect coords="1,2,3,4" href="@FILE@">', '<frame src="@FILE@">',
    '<table background="http://127.0.0.1:@PORT@/"></table>', "<div style=\"background:url('http://127.0.0.1:@PORT@/')\"></div>", "<?php include '@FILE@' ?>",
)  # fmt: skip
"""What leads out of a file, without a word of text."""
ADDRESSES = (
    "@FILE@", "file://@FILE@", "../secret.txt", "../../../../../../etc/passwd", "http://127.0.0.1:@PORT@/content_1.htm", "//127.0.0.1:@PORT@/content_1.htm", "#",
    "javascript:void(0)", "node_2.htm", "content_1.htm?x#y", "http://[::1", "%00", "%2e%2e/secret.txt", "content_%FF.htm", "content_1.htm" * 90, "", " ", "\\\\h\\x.htm", "a\nb.htm",
)  # fmt: skip
NUMBERS = (
    "-1",
    "1e400",
    "NaN",
    "9" * 400,
    "1,2",
    "1,2,3,4,5",
    "a,b,c,d",
    ",,,",
    "100%",
    "0",
    "1,2," * 900,
    "{x:1,y:2}",
)
UNITS = (
    "<div>", "</div>", "<p>文", "<b>", "<table><tr><td>", "</td></tr></table>", "<td>文", "<br>", "&", "&am", "&amp;", "&#x6587;", "<", "<!--", "-->", "<script>", "<a href=content_1.htm>",
    "<font color=red>", "<p a=\"", "<area coords='1,2,3' href=content_2.htm>", "<!--enpcontent-->文<!--/enpcontent-->", "<!--enpproperty <title>", "　　", "<h1>", "<select><option>", "<ul><li>文",
    "<![CDATA[", "<?x ", "<title>", "<svg><title>", "<template>", "<noscript>", "<frameset>", "<plaintext>", "<math>", "<p><b><p><i></b>",
)  # fmt: skip
TIMES = (1, 1, 1, 2, 3, 40, 1500)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_VALUE = re.compile(r"""(?<==)(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)""")
_ARTICLE_ENDS = re.compile(r"</body>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlFile:
    """A file by its path in the case; ``told`` is the headline and body that must be read of it."""

    path: str
    data: bytes = field(repr=False)
    told: tuple[str | None, str] | None = None


class Html:
    """One small folder after another: an article, and often its page and the next article."""

    name = "HTML"

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._inbox, self._secret = self._folder / "inbox", self._folder / "secret.txt"
        self._secret.write_text(f"<p>{SECRET}</p>", encoding="utf-8")
        self._port = socket.create_server(("127.0.0.1", 0))
        self._port.setblocking(False)
        self._groups = [self._as_told(group) for group in _groups(self._folder / "made")]

    def close(self) -> None:
        self._port.close()

    def case(self, rng: Random) -> tuple[HtmlFile, ...]:
        article, other, page = rng.choice(self._groups)
        if rng.random() < 0.25:
            changed = _with_references(rng, article)
        else:
            changed = _wounded(rng, article)
            page = _wounded(rng, page) if page and rng.random() < 0.5 else page
        beside = [each for each in (page, other) if each is not None and rng.random() < 0.6]
        return (changed, *beside)

    def check(self, case: tuple[HtmlFile, ...], rng: Random) -> str:
        """Read the folder. Returns what came of the article."""
        shutil.rmtree(self._inbox, ignore_errors=True)
        for file in case:
            path = self._inbox / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._pointed(file.data))
        with reached() as noted:
            came = [self._check_file(file, case, rng) for file in self._found()]
        self._assert_kept_inside(noted)
        assert len(came) == len(case), "each file is told of"
        return came[0]

    def _found(self) -> Iterator[SourceFile]:
        """The files, the article that was changed first."""
        found = with_digital_editions(list(find_files([self._inbox])))
        files = [file for file in found if isinstance(file, SourceFile)]
        assert len(files) == len(found), "names are good"
        yield from sorted(files, key=lambda file: "changed" not in file.stored)

    def _check_file(self, file: SourceFile, case: tuple[HtmlFile, ...], rng: Random) -> str:
        name = file.absolute.relative_to(self._inbox).as_posix()
        told = next(each.told for each in case if each.path == name)
        data = file.absolute.read_bytes()
        if file.passed_over:
            return "passed over"
        try:
            reading = read_file(file, EditionDefaults())
            drafts = [item for item in reading.items if isinstance(item, ArticleDraft)]
        except BadInput as error:
            assert told is None, f"{error} though nothing was harmed"
            check_refusal(error, file.shown)
            return error.code
        assert drafts or reading.without, "what holds no article says why"
        for draft in drafts:
            assert SECRET not in draft.body, "another file was read"
            check_draft(draft, data, rng, between="\n\t ")  # a space for a line's end between Latin words
        check_once(drafts)
        assert told is None or [(draft.headline, draft.body) for draft in drafts] == [told], "it is read as it was"
        return "read" if drafts else "without an article"

    def _assert_kept_inside(self, noted: Reached) -> None:
        assert not noted.called, noted.called
        beside = [path for path in noted.opened if path.startswith(f"{self._folder}/")]
        assert all(path.startswith(f"{self._inbox}/") for path in beside), f"opened: {beside}"
        with suppress(BlockingIOError):
            caller, _ = self._port.accept()
            caller.close()
            raise AssertionError("a reference was followed")

    def _pointed(self, data: bytes) -> bytes:
        port = str(self._port.getsockname()[1])
        return data.replace(FILE.encode(), str(self._secret).encode()).replace(PORT.encode(), port.encode())

    def _as_told(self, group: _Group) -> _Group:
        """The files, with what is read of them while they are whole."""
        article, other, page = group
        return self._known(article), self._known(other) if other else None, page

    def _known(self, article: HtmlFile) -> HtmlFile:
        path = self._folder / "whole" / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(article.data)
        reading = read_file(
            SourceFile(article.path, path, Path(article.path), size=len(article.data)), EditionDefaults()
        )
        [draft] = [item for item in reading.items if isinstance(item, ArticleDraft)]
        return replace(article, told=(draft.headline, draft.body))


_Group = tuple[HtmlFile, HtmlFile | None, HtmlFile | None]
"""An article, another one, and the page that leads to both."""

# ---------------------------------------------------------------------- whole files


def _groups(folder: Path) -> Iterator[_Group]:
    """Editions in all shapes, and articles of web sites."""
    for number, (shape, write) in enumerate(SHAPES.items()):
        write(edition(20 + number, pages=2, stories=2), folder / shape)
        files = [
            HtmlFile(str(path.relative_to(folder / shape)), path.read_bytes())
            for path in sorted(folder.rglob(f"{shape}/**/*.htm*"))
        ]
        pages = [file for file in files if PAGE_FILE.fullmatch(Path(file.path).name)]
        for page in pages:
            first, second = [
                file for file in files if Path(file.path).name.encode() in page.data and file not in pages
            ][:2]
            changed = replace(first, path=str(Path(first.path).with_name(f"content_changed{Path(first.path).suffix}")))
            led = page.data.replace(Path(first.path).name.encode(), Path(changed.path).name.encode())
            yield changed, second, replace(page, data=led)
    for number, site in enumerate(SITES):
        one, another = (story for _, story in edition(40 + number, pages=1, stories=2).stories)
        yield HtmlFile("changed.html", site(one).encode()), HtmlFile("b/other.html", site(another).encode()), None


def _json_ld_site(story: Story) -> str:
    stated = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite"},
            {"@type": "NewsArticle", "headline": story.headline, "articleBody": "\n".join(story.paragraphs)},
        ],
    }
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{escape(story.headline)}</title><script type='application/ld+json'>"
        f"{json.dumps(stated, ensure_ascii=False)}</script></head><body><nav><a href=/>首页</a></nav><h1>{escape(story.headline)}</h1>"
        f"<main>{_paragraphs(story)}</main><footer>苇州日报社</footer></body></html>"
    )


def _marked_site(story: Story) -> str:
    return (
        f"<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>{escape(story.headline)}_苇州网</title><meta property='og:type' content=article>"
        f"<meta name=author content='林岚'></head><body><div class=nav><a href=/a/>要闻</a> <a href=/b/>民生</a></div><article><h1>{escape(story.headline)}</h1>"
        f"<div class=info>2026-04-08 06:10 来源：苇州日报</div><div class=content>{_paragraphs(story)}{_paragraphs(story, '又讯：')}</div></article>"
        "<div class=footer><a href=/about>关于我们</a></div></body></html>"
    )


def _paragraphs(story: Story, lead: str = "") -> str:
    return "".join(f"<p>{lead}{escape(paragraph)}</p>\n" for paragraph in story.paragraphs)


SITES: tuple[Callable[[Story], str], ...] = (_json_ld_site, _marked_site)

# ---------------------------------------------------------------------- changes


def _with_references(rng: Random, file: HtmlFile) -> HtmlFile:
    """Other things before the file, and behind the article. What only trafilatura finds may then be another text."""
    text, coding = _decoded(file.data)
    added = "".join(rng.choices(REFERENCES, k=rng.randint(1, 6)))
    begins = rng.choice(DECLARED) if rng.random() < 0.6 else ""
    changed = begins + _ARTICLE_ENDS.sub(lambda found: added + found[0], text, count=1)
    sure = file.told is not None and "og:type" not in text
    return HtmlFile(file.path, changed.encode(coding), file.told if sure else None)


def _wounded(rng: Random, file: HtmlFile) -> HtmlFile:
    """Wounds in its tags, values and text, then sometimes in its bytes."""
    text, coding = _decoded(file.data)
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        text = rng.choice(WOUNDS)(rng, text)
    data = text.encode(coding, "replace") if rng.random() < 0.8 else material.encoded(rng, text)
    return HtmlFile(file.path, material.spoiled(rng, data) if rng.random() < 0.25 else data)


def _decoded(data: bytes) -> tuple[str, str]:
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return data.decode("gb18030"), "gb18030"


def _put_in(rng: Random, text: str) -> str:
    at = rng.randint(0, len(text))
    unit = rng.choice((rng.choice(UNITS), rng.choice(REFERENCES), rng.choice(material.BITS), material.text(rng, 3)))
    return text[:at] + unit * (rng.choice(TIMES) if len(unit) < 60 else 1) + text[at:]


def _cut_out(rng: Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + text[at + rng.choice((1, 2, 9, 80, 900, len(text))) :]


def _said_twice(rng: Random, text: str) -> str:
    at, end = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    return text[:end] + text[at:end] + text[end:]


def _other_tags(rng: Random, text: str) -> str:
    """Some tags left out, exchanged for another one, or spelled otherwise."""
    tags, share = _TAG.findall(text) or [""], rng.choice((0.01, 0.1, 0.6))
    changes: tuple[Callable[[str], str], ...] = (
        lambda _: "",
        lambda _: rng.choice(tags),
        str.upper,
        lambda _: rng.choice(UNITS),
        lambda tag: tag[:-1],
    )
    return _TAG.sub(lambda found: rng.choice(changes)(found[0]) if rng.random() < share else found[0], text)


def _other_values(rng: Random, text: str) -> str:
    values, share = ADDRESSES + NUMBERS, rng.choice((0.05, 0.5))
    return _VALUE.sub(lambda found: f'"{rng.choice(values)}"' if rng.random() < share else found[0], text)


def _other_beginning(rng: Random, text: str) -> str:
    return rng.choice(DECLARED) + text


WOUNDS: tuple[Callable[[Random, str], str], ...] = (
    _put_in,
    _put_in,
    _cut_out,
    _said_twice,
    _other_tags,
    _other_values,
    _other_beginning,
)
