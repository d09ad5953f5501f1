"""Marks around titles: 《…》, and 〈…〉 for a title inside of a title (GB/T 15834-2011, 4.15)."""

from __future__ import annotations

OUTER, INNER = "《》", "〈〉"


def in_title_marks(title: str) -> str:
    """《title》; the titles that stand in it get the inner marks, those in these the outer ones again."""
    return OUTER[0] + "".join(_nested(title)) + OUTER[1]


def _nested(title: str) -> list[str]:
    """The characters of a title with its own marks as they are one level further in."""
    if not _balanced(title):
        return list(title)
    depth, shown = 0, []
    for sign in title:
        if sign in "《〈":
            depth += 1
            shown.append((OUTER, INNER)[depth % 2][0])
        elif sign in "》〉":
            shown.append((OUTER, INNER)[depth % 2][1])
            depth -= 1
        else:
            shown.append(sign)
    return shown


def _balanced(title: str) -> bool:
    """Whether each mark that opens is closed: a headline may hold half of a pair, which stays as it is printed."""
    opened: list[str] = []
    for sign in title:
        if sign in "《〈":
            opened.append({"《": "》", "〈": "〉"}[sign])
        elif sign in "》〉" and (not opened or opened.pop() != sign):
            return False
    return not opened
