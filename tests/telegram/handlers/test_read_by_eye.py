"""Talks about watches, digests, the newsroom's desk and withdrawals, as a phone of 36 columns shows them.

Compared with the files in ``golden/``. After a wanted change run it with ``REWRITE_GOLDEN=1`` in the environment, then
read the difference.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lang import LANGS, Lang
from bot.settings import Settings
from bot.telegram.app import handlers
from bot.telegram.jobs.watches import WatchAlerts
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.wiring import Newsroom
from tests.telegram.columns import drawn
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard
from tests.telegram.handlers.conftest import TODAY

GOLDEN = Path(__file__).parents[1] / "golden"
CODES: dict[Lang, str] = {"zh-hans": "zh-hans", "zh-hant": "zh-tw", "en": "en"}
FERRY = "## 夜游船新增{count}艘\n\n本报讯 (记者 白露) 湖心公园昨天新增夜游船{count}艘,末班船延后到22时,票价每人45元。\n"


class Talk:
    """What a reader, who is an operator too, writes and presses, and what they read."""

    def __init__(self, desk: Desk, room: Newsroom, reader: Citizen, pages: Path) -> None:
        self.desk, self.room, self.reader, self.pages = desk, room, reader, pages
        self.service = Service(room, today=lambda: TODAY)
        self._table = handlers(self.service, Counts())
        self.lines: list[str] = []

    def says(self, text: str) -> Heard:
        self.lines += [f"> {text}", ""]
        self.reader.says(text)
        self.desk.hands(*self._table)
        return self.hears()

    def presses(self, message: Heard, data: str) -> Heard:
        """Press the button that carries ``data``; the message as it stands then."""
        row = next(button for row in message.rows for button in row if button.get("callback_data", "").startswith(data))
        self.lines += [f"> [{row['text']}]", ""]
        query = self.reader.presses_data(message, row["callback_data"])
        self.desk.hands(*self._table)
        if told := (query.answer or {}).get("text"):
            self.lines += [f"({told})", ""]
        return self.shows(message)

    def publishes(self, count: str) -> None:
        file = self.pages / "青溪晚报" / "2025-11-10" / "01.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(FERRY.format(count=count), encoding="utf-8")
        self.room.index([self.pages])
        self.looks()

    def looks(self) -> None:
        self.desk.run(WatchAlerts(self.service).announce(self.desk.bot))

    def hears(self) -> Heard:
        return self.shows(self.reader.hears(timeout=0))

    def shows(self, message: Heard) -> Heard:
        self.lines += drawn(message.raw)
        self.lines += [" ".join(f"[{button['text']}]" for button in row) for row in message.rows]
        self.lines.append("")
        return message


@pytest.fixture
def talk(request: pytest.FixtureRequest, own_telegram: Double, data: Path, tmp_path: Path) -> Iterator[Talk]:
    shutil.copytree(data.parent / "untouched", tmp_path / "data")
    reader = own_telegram.citizen("Lin", lang=CODES[request.param])
    editors = own_telegram.group("Editors")
    settings = Settings(
        data=tmp_path / "data", offline=True, reading="light", admins=str(reader.id), desk_chat=editors.id
    )
    room = Newsroom(settings)
    with Desk(own_telegram) as desk:
        found = Talk(desk, room, reader, tmp_path / "pages")
        yield found
        found.service.close()
    room.close()


@pytest.mark.parametrize(("talk", "lang"), [(lang, lang) for lang in LANGS], indirect=["talk"], ids=LANGS)
def test_the_talk_reads_as_reviewed(talk: Talk, lang: Lang) -> None:
    talk.looks()
    for text in ("/watch", "/watch 夜游船", "/digest", "/digest daily 8", "/digest off"):
        talk.says(text)
    card = talk.says("青溪区牙科诊所周末开门吗")
    talk.presses(card, "desk:ask")
    talk.presses(card, "desk:pass")
    card = talk.says("大桥")
    talk.presses(card, "by:p")
    talk.presses(card, "in:p3")
    talk.publishes("三")
    talk.hears()
    talk.publishes("五")
    talk.hears()
    chosen = talk.says("/withdraw 1 登错了")
    talk.presses(chosen, "op:")
    talk.says("/watches")
    file = GOLDEN / f"talks.{lang}.txt"
    text = "\n".join(talk.lines) + "\n"
    if os.environ.get("REWRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
