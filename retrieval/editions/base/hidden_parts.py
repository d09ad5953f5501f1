"""Parts of a text that a browser shows nobody: comments, scripts and styles. What reads as print is never one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.domain import Span
from retrieval.language.characters import HAN, SENTENCE_ENDS

_HIDDEN_OPENS = re.compile(r"<!--|<(?P<kind>script|style)(?=[\s/>])", re.IGNORECASE)
_CLOSING = {
    "": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_SENTENCE_END = re.compile(f"[{HAN}”）》][{SENTENCE_ENDS}]")
_CODE = re.compile("[={};()]")
_AROUND = 40
"""Characters beside a part in which the text of its line is looked for; more of them would be blanks."""


def hidden_parts(text: str) -> Iterator[Span]:
    """Where comments, scripts and styles stand that are closed; in time linear in the text."""
    at = 0
    unclosed: set[str] = set()
    for opening in _HIDDEN_OPENS.finditer(text):
        kind = (opening["kind"] or "").lower()
        if opening.start() < at or kind in unclosed:
            continue
        closing = _CLOSING[kind].search(text, opening.end() - 2 if not kind else opening.end())
        if closing is None:
            unclosed.add(kind)
            continue
        at = closing.end()
        if not (kind and _reads_as_print(text, opening.start(), at)):
            yield opening.start(), at


def _reads_as_print(text: str, start: int, end: int) -> bool:
    """A report on websites quotes ``<script>`` amid a line; and whole sentences that are no code are no script."""
    inside = text[start:end]
    if _SENTENCE_END.search(inside) and not _CODE.search(inside):
        return True
    before = re.split(r"[\r\n]", text[max(0, start - _AROUND) : start])[-1].strip()
    behind = re.split(r"[\r\n]", text[end : end + _AROUND])[0].strip()
    return bool(before and behind) and not before.endswith((">", "&gt;")) and not behind.startswith(("<", "&lt;"))
