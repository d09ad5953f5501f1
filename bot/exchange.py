"""Articles as other programs take them: lines of ``baowen index``'s own keys, or IPTC ninjs. Reading gives the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bot.render import byline_text
from retrieval.domain import Article
from retrieval.editions.base.draft import PublicationStatus

NINJS = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def line_record(article: Article) -> dict[str, Any]:
    """An article, or a part that continues one, by the keys that ``docs/input.md`` names; without what is not known."""
    values = {
        "id": article.external_id,
        "headline": article.headline,
        "kicker": article.kicker,
        "subhead": article.subhead,
        "paper": article.paper,
        "date": article.date.isoformat() if article.date else None,
        "page": article.page,
        "byline": byline_text(article.byline) or None,
        "url": article.url,
        "body": article.body,
    }
    return {key: value for key, value in values.items() if value is not None}


def ninjs_record(article: Article) -> dict[str, Any]:
    """The same as a ninjs object. The page, for which ninjs has no name, stands among ``altIds`` as ``printPage``."""
    titles = {"main": article.headline, "kicker": article.kicker, "subhead": article.subhead}
    values = {
        "standard": NINJS,
        "uri": uri_of(article),
        "type": "text",
        "language": "zh",
        "versionCreated": f"{article.date.isoformat()}T00:00:00+08:00" if article.date else None,
        "pubStatus": PublicationStatus.USABLE.value,
        "by": byline_text(article.byline),
        "headlines": [{"role": role, "value": title} for role, title in titles.items() if title],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": article.body}],
        "infoSources": [{"name": article.paper}] if article.paper else [],
        "altIds": [{"role": "printPage", "value": article.page}] if article.page else [],
        "renditions": [{"name": "web", "href": article.url}] if article.url else [],
    }
    return {key: value for key, value in values.items() if value}


def ninjs_withdrawal(article: Article) -> dict[str, Any]:
    """That an article may no longer be published, and nothing else of it."""
    return {"standard": NINJS, "uri": uri_of(article), "pubStatus": PublicationStatus.CANCELED.value}


def uri_of(article: Article) -> str:
    """The id that its source gave it, where that is a URI, else one made of that id or of our own."""
    if article.external_id is None:
        return f"urn:baowen:article:{article.id}"
    return article.external_id if _URI.fullmatch(article.external_id) else f"urn:baowen:{quote(article.external_id)}"


RECORDS: dict[str, Callable[[Article], dict[str, Any]]] = {"jsonl": line_record, "ninjs": ninjs_record}
"""Format → how an article is written in it."""
