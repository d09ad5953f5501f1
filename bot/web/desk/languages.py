"""In which language a browser is spoken to: as it was chosen on the page, or else as the browser asks for."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from bot.lang import LANGS, Lang

COOKIE = "lang"
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def chosen_lang(request: HTTPConnection) -> Lang | None:
    """The language that the address names (``?lang=en``); None where it names none of ours."""
    return _known(request.query_params.get("lang", ""))


def lang_of(request: HTTPConnection) -> Lang:
    """The language of a page."""
    chosen = chosen_lang(request) or _known(request.cookies.get(COOKIE, ""))
    return chosen or _asked_for(request.headers.get("accept-language", ""))


def _known(name: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == name.lower()), None)


def _asked_for(header: str) -> Lang:
    """The first of the browser's languages that we speak; browsers list the preferred one first."""
    for part in header.lower().split(","):
        tag = part.partition(";")[0].strip()
        if tag.startswith(_TRADITIONAL):
            return "zh-hant"
        if tag.startswith("zh"):
            return "zh-hans"
        if tag.startswith("en"):
            return "en"
    return "zh-hans"
