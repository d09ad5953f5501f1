"""Whole conversations as a reader sees them, compared with the files in ``golden/``.

After a wanted change run it with ``REWRITE_GOLDEN=1`` in the environment, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.telegram.conftest import Running
from tests.telegram.double import Citizen, Double, Heard

GOLDEN = Path(__file__).parent / "golden"


class Transcript:
    """Writes down who said what, with marks for what is bold 【】, quoted | and pressed [ ]."""

    def __init__(self, citizen: Citizen) -> None:
        self.citizen = citizen
        self.lines: list[str] = []

    def says(self, text: str) -> Heard:
        self.lines.append(f"市民：{text}")
        self.citizen.says(text)
        return self.hears()

    def presses(self, message: Heard, label: str) -> Heard:
        self.lines.append(f"市民按：{message.button(label)['text']}")
        self.citizen.presses(message, label)
        return self.hears()

    def leafs(self, message: Heard, label: str) -> Heard:
        """Press a button that changes the message."""
        before = message.edits
        self.lines.append(f"市民按：{message.button(label)['text']}")
        self.citizen.presses(message, label)
        self.citizen._wait(lambda: message.edits > before, 10, "the change")
        return self.shows(message)

    def hears(self) -> Heard:
        return self.shows(self.citizen.hears())

    def shows(self, message: Heard) -> Heard:
        self.lines += [f"　　{line}" for line in drawn(message).split("\n")]
        self.lines += ["　　" + " ".join(f"[{button['text']}]" for button in row) for row in message.rows]
        return message


def drawn(message: Heard) -> str:
    """The text with its entities drawn in."""
    coded = message.text.encode("utf-16-le")
    marks: list[tuple[int, int, str]] = []
    for entity in message.raw.get("entities", []):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        opening, closing = {"bold": ("【", "】"), "expandable_blockquote": ("‹", "›")}.get(entity["type"], ("", ""))
        marks += [(start, 1, opening), (end, 0, closing)]
    result, position = "", 0
    for place, _, mark in sorted(marks):
        result += coded[2 * position : 2 * place].decode("utf-16-le") + mark
        position = place
    return result + coded[2 * position :].decode("utf-16-le")


def greeting(talk: Transcript) -> None:
    talk.says("/start")
    talk.says("/help")
    talk.says("/about")
    talk.says("/privacy")


def browsing(talk: Transcript) -> None:
    shown = talk.says("/edition")
    talk.leafs(shown, "11月8日")
    talk.leafs(shown, "版面")
    talk.leafs(shown, "第3版")
    article = talk.presses(shown, "1")
    talk.leafs(article, "下一页")
    talk.says("/search 记者:白露")


CONVERSATIONS = {
    "greeting.zh-hans": greeting,
    "greeting.zh-hant": greeting,
    "greeting.en": greeting,
    "browsing.zh-hans": browsing,
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_conversation_reads_as_reviewed(bot: Running, telegram: Double, name: str) -> None:
    talk = Transcript(telegram.citizen(lang=name.split(".")[1]))
    CONVERSATIONS[name](talk)
    file = GOLDEN / f"{name}.txt"
    text = "\n".join(talk.lines) + "\n"
    if os.environ.get("REWRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
