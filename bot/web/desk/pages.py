"""From templates to responses: the language of the page, its words, and the headers that every page is sent with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.citing import Style, cited, text_fragment, web_address
from bot.lang import LANG_NAMES, LANG_TAGS, LANGS, Lang
from bot.notes import note_text
from bot.reading import mark_of
from bot.render import (
    byline_text,
    citation_line,
    date_text,
    delivered_name,
    harmless,
    headline_text,
    later_day,
    one_line,
    page_text,
    place_text,
    source_text,
)
from bot.schedule_texts import missing_text
from bot.settings import Settings
from bot.web.access import Access
from bot.web.desk.histogram import UnitName
from bot.web.desk.languages import COOKIE, chosen_lang, lang_of
from bot.web.desk.marking import paragraphs, runs
from bot.web.desk.texts import Words
from retrieval.domain import Answer, Citation

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
YEAR_S = 365 * 24 * 3600

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with every page and asset: nothing from elsewhere is loaded, nothing runs that stands in a page itself."""
PAGE_HEADERS = {"cache-control": "private, no-cache", "vary": "Cookie, Accept-Language"}

NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")
"""What XML can't hold, besides what no page holds."""


class Pages:
    """Fills templates. One for the process; safe from several threads."""

    def __init__(self, settings: Settings, access: Access) -> None:
        self._settings, self._access = settings, access
        self._zone = ZoneInfo(settings.timezone)
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            finalize=_written,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"one_line": one_line, "delivered_name": delivered_name}
        self._environment.globals |= {
            "assets": _asset_addresses(),
            "langs": [(lang, LANG_TAGS[lang], LANG_NAMES[lang]) for lang in LANGS],
            "mark_of": mark_of,
            "paragraphs": paragraphs,
            "runs": runs,
            "text_fragment": text_fragment,
            "web_address": web_address,
        }

    def show(
        self,
        request: HTTPConnection,
        template: str,
        *,
        status: int = 200,
        media_type: str = "text/html",
        **values: object,
    ) -> Response:
        """A page in the language of the request."""
        lang = lang_of(request)
        client = getattr(request.state, "client", None)
        known = {
            "base": self.base(request),
            "here": request.url.path,
            "query": request.url.query,
            "signed_in": client is not None and client.seen == "operator",
            "may_sign_in": self._access.has_token,
            "other_lang": partial(_other_lang, request),
            "title": "",
            "question": "",
        }
        text = self._environment.get_template(template).render(self._words(lang) | known | values)
        content = text.translate(NO_CHARACTERS).encode("utf-8", "replace")
        response = Response(content, status, HEADERS | PAGE_HEADERS, media_type=f"{media_type}; charset=utf-8")
        if chosen := chosen_lang(request):
            response.set_cookie(COOKIE, chosen, max_age=YEAR_S, httponly=True, samesite="lax")
        return response

    def base(self, request: HTTPConnection) -> str:
        """The address of the site, without a slash at the end: as it is set, or else as it was asked for."""
        return self._settings.web_url or str(request.base_url).rstrip("/")

    def _words(self, lang: Lang) -> dict[str, Any]:
        """What templates call to put things into the words of a language."""
        return {
            "lang": lang,
            "tag": LANG_TAGS[lang],
            "say": Words(lang),
            "day_text": partial(date_text, lang=lang),
            "page_text": partial(page_text, lang=lang),
            "place_text": partial(place_text, lang=lang),
            "byline_text": partial(byline_text, lang=lang),
            "source_text": partial(source_text, lang=lang),
            "citation_line": partial(citation_line, lang=lang),
            "headline_text": partial(headline_text, lang=lang),
            "note_text": partial(note_text, lang=lang),
            "later_day": partial(_later_day, lang),
            "missing_text": partial(missing_text, lang=lang),
            "moment_text": self._moment_text,
            "period_text": partial(_period_text, lang),
            "dates_text": partial(_dates_text, lang),
            "cited": partial(self._cited, lang),
        }

    def _moment_text(self, moment: str) -> str:
        """An instant (ISO, with its zone) by the paper's clock: 2025-03-11 06:30."""
        return datetime.fromisoformat(moment).astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def _cited(self, lang: Lang, citation: Citation, style: Style, url: str) -> str:
        return cited(citation, style, template=self._settings.citation_style, url=url, lang=lang)


def _written(value: object) -> object:
    """A value as it is written into a page, before it is escaped: no text brings characters that steer."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _later_day(lang: Lang, answer: Answer) -> str:
    """The day of a newer report beside the one that is cited first."""
    shown = answer.citations[0].date if answer.citations else None
    later = answer.later
    return later_day(later.date, shown, lang) if later and later.date else ""


def _period_text(lang: Lang, unit: UnitName, first: date) -> str:
    """A bar's days: 2025年3月11日, 2025年3月, 2025年."""
    if unit == "day":
        return date_text(first, lang)
    return Words(lang)(unit, year=first.year, month=first.month)


def _dates_text(lang: Lang, first: date | None, last: date | None) -> str:
    """A period as its two ends have it."""
    if first and last:
        return date_text(first, lang) if first == last else f"{date_text(first, lang)} – {date_text(last, lang)}"
    end = first or last
    return Words(lang)("since" if first else "until", day=date_text(end, lang)) if end else ""


def _other_lang(request: HTTPConnection, lang: Lang) -> str:
    """The address of this page in another language, relative to it: what a hostile path holds is not repeated."""
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return "?" + urlencode([*query, ("lang", lang)])


def _asset_addresses() -> Mapping[str, str]:
    """Where each file of the page is had; the address changes with its content, so that browsers may keep it."""
    files = sorted(path for path in ASSETS.iterdir() if path.is_file())
    return {path.name: f"/assets/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}" for path in files}
