"""A quotation with its source, ready to be pasted: plain, Markdown, and as the paper itself cites."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias
from urllib.parse import quote, urlsplit

from bot.lang import Lang
from bot.render import citation_line, one_line, page_text, printed_date
from retrieval.domain import Citation
from retrieval.language.characters import CLAUSE_ENDS

Style: TypeAlias = Literal["plain", "markdown", "paper"]
STYLES: tuple[Style, ...] = ("plain", "markdown", "paper")

FRAGMENT_CHARS = 24
"""Characters of a quotation that a link to it spells out at once; longer ones by their two ends. By hand, 2026-12."""
LEAST_END_CHARS = 6
"""Characters of such an end at least: fewer stand in other places too; by hand, 2026-12."""
_CLAUSE = re.compile(rf"[{re.escape(CLAUSE_ENDS)}](?<![0-9A-Za-z][,:;.](?=[0-9A-Za-z]))")
"""A sign at the end of a clause, but not those within 9:00 and 1,200."""
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_LEFT_OVER = re.compile(r"[，,、；;：:\s]+(?=[，,；;。.）)]|$)")
"""Separators behind which a field stood that the source does not give."""


def quotation(citation: Citation, lang: Lang = "zh-hans") -> str:
    """The excerpt in quotation marks, word for word."""
    opening, closing = ("「", "」") if lang == "zh-hant" else ("“", "”")
    return f"{opening}{citation.excerpt}{closing}"


def cited(citation: Citation, style: Style, *, template: str, url: str = "", lang: Lang = "zh-hans") -> str:
    """The excerpt and its source in one of the styles; ``template`` is the paper's own, ``url`` the permalink."""
    if style == "markdown":
        return _markdown(citation, url, lang)
    if style == "paper":
        return _as_the_paper_does(citation, template, url, lang)
    return "\n".join(part for part in (quotation(citation, lang), f"——{citation_line(citation, lang)}", url) if part)


def _markdown(citation: Citation, url: str, lang: Lang) -> str:
    quoted = "\n".join(f"> {_escaped(line)}" for line in citation.excerpt.splitlines())
    source = _escaped(one_line(citation_line(citation, lang)))
    return f"{quoted}\n>\n> —— " + (f"[{source}]({url})" if url else source)


def _escaped(text: str) -> str:
    """``text`` with a backslash before what Markdown would take for its own."""
    return _MARKUP.sub(r"\\\1", text)


def _as_the_paper_does(citation: Citation, template: str, url: str, lang: Lang) -> str:
    text = template.format(
        quote=quotation(citation, lang),
        headline=citation.headline or citation.opening,
        paper=citation.paper or "",
        date=printed_date(citation.date) if citation.date else "",
        page=page_text(citation.page) if citation.page else "",
        names="、".join(citation.byline.names),
        url=url,
    )
    return _LEFT_OVER.sub("", text)


def text_fragment(url: str | None, excerpt: str) -> str | None:
    """A link that scrolls to the excerpt on the page ``url`` (``#:~:text=``); None where there is no web address.

    An excerpt lies within one paragraph, or is rows of a list: then from its first row to its last.
    """
    address = web_address(url)
    if address is None:
        return None
    directive = ",".join(quote(end, safe="").replace("-", "%2D") for end in _ends(excerpt.strip()))
    return f"{address.partition('#')[0]}#:~:text={directive}"


def _ends(text: str) -> tuple[str, ...]:
    """How a text begins and ends, in whole rows or clauses: browsers find nothing that is cut within a word."""
    rows = text.splitlines()
    if len(rows) > 1:
        return rows[0], rows[-1]
    cuts = [found.end() for found in _CLAUSE.finditer(text)]
    first = next((cut for cut in cuts if cut >= LEAST_END_CHARS), len(text))
    last = next((cut for cut in reversed(cuts) if cut <= len(text) - LEAST_END_CHARS), 0)
    return (text[:first], text[last:]) if first <= last and len(text) > FRAGMENT_CHARS else (text,)


def web_address(url: str | None) -> str | None:
    """``url`` where it is an address of the web, to which a page may link; else None."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:  # brackets that are left open
        return None
