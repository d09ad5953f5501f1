"""A walk through everything that the bot says, in each language: beside print no message holds another one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.lang import LANG_NAMES, LANGS, Lang
from bot.settings import Settings
from bot.telegram.app import handlers
from bot.telegram.jobs.digests import DigestSender
from bot.telegram.jobs.watches import WatchAlerts
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.views.texts import Text, say
from bot.wiring import Newsroom
from retrieval.domain import Article
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Group, Heard, rules
from tests.telegram.languages import foreign

TELEGRAM_CODES: dict[Lang, str] = {"zh-hans": "zh-hans", "zh-hant": "zh-tw", "en": "en"}
FERRY = "## 夜游船新增三艘\n\n本报讯 (记者 白露) 湖心公园昨天新增夜游船三艘,末班船延后到22时,票价每人45元。\n"
CHANGED = FERRY.replace("三艘", "五艘")
MORE_FERRIES = "## 夜游船停航\n\n本报讯 (记者 白露) 因大风天气,湖心公园夜游船昨天停航一天,已购船票可以全额退款。\n"
COMMANDS = (
    "/start", "/help", "/about", "/privacy", "/sources", "/lang", "/weather", "/ask", "/search", "/search 夜游船",
    "/search 大桥 版面:1", "/search 记者:白露", "/search 日期:2025-11-08", "/search 日期:2025-11-08..2025-11-09",
    "/search 日期:", "/search 日期:昨日黄花,子虚", "/search 版面:99", "/search 日期:2001-01-01 大桥", "/latest",
    "/edition", "/edition 2025-11-08", "/edition 11月", "/edition 2030-01-01", "/edition 不知何日", "/watch",
    "/watch 夜游船", "/watch 日期:2025-11-08", "/watches", "/unwatch 没订过", "/digest", "/digest daily 8",
    "/digest weekly 18 版面:3", "/digest off", "/digest daily 25", "/desk", "/status", "/stats", "/rollback",
    "/withdraw", "/withdraw 1", "/withdraw 1 登错了", "/withdraw 2025-11-08", "/withdraw 2025-11-08 整期登错",
    "/withdraw 99999", "/withdraw 1999-01-01", "/start a1", "/start a99999", "/start p1_0_9", "/start x", "/最新",
    "/退订",
)  # fmt: skip
QUESTIONS = (
    "湖心公园夜游船票价多少", "那末班船呢？", "大桥全长多少", "大桥", "便民措施", "程序员集市有多少摊位",
    "图书馆新增多少座位", "11月9日第2版有什么", "白露写了什么", "最近有什么新闻", "牙科诊所周末开门吗", "zxqv",
    "How much is the night ferry?", "你好", "谢谢", "你是谁", "你能做什么", "人工", "投诉", "爆料", "订报", "广告",
    "版权", "我想自杀", "😀", "???", "更多", "继续", "第二条", "第九条", "看全文", "出处呢", "不对", "最新", "退订",
)  # fmt: skip
"""Questions in Chinese, and what people write beside them."""

LITERAL = (*LANG_NAMES.values(), "昨天, 上周, 去年12月", "临江日报 2025-03-16 第3版", FERRY, CHANGED, MORE_FERRIES)
"""What stands in every language as it is: names of languages, and what may be typed."""


@dataclass
class Walk:
    """One reader, who is an operator too, walks through all that the bot can do; what it says is written down."""

    lang: Lang
    telegram: Double
    desk: Desk
    reader: Citizen
    room: Newsroom
    service: Service
    square: Group
    editors: Group
    typed: set[str] = field(default_factory=set)
    pressed: set[str] = field(default_factory=set)

    def works(self) -> None:
        self.desk.hands(*self.table)

    def __post_init__(self) -> None:
        self.table = handlers(self.service, Counts())
        self.begun = len(self.telegram.world.calls)

    def says(self, text: str, to: Group | None = None, **more: object) -> None:
        self.typed.add(text)
        self.reader.says(text, to=to, **more)  # type: ignore[arg-type]  # passed on
        self.works()

    def presses_everything(self, place: Citizen | Group) -> None:
        """Every kind of button once for each text that it bears, also those that come up meanwhile."""
        while True:
            found = self._fresh_button(place)
            if found is None:
                return
            self.reader.presses_data(*found)
            self.works()

    def _fresh_button(self, place: Citizen | Group) -> tuple[Heard, str] | None:
        for (chat, _), raw in list(self.telegram.world.messages.items()):
            if chat == place.id and raw["from"]["id"] == self.telegram.world.bot["id"]:
                shown = Heard(self.telegram.world, raw)
                for each in (button for row in shown.rows for button in row if "callback_data" in button):
                    if each["callback_data"].startswith("lang:"):
                        continue  # the walk is in one language
                    kind = f"{re.sub('[0-9]+', '0', each['callback_data'])} {re.sub('[0-9]+', '0', each['text'])}"
                    if kind not in self.pressed:
                        self.pressed.add(kind)
                        return shown, each["callback_data"]
        return None

    def publishes(self, folder: Path, text: str) -> None:
        file = folder / "青溪晚报" / "2025-11-10" / "01.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.room.index([folder])
        self.desk.run(WatchAlerts(self.service).announce(self.desk.bot))

    def said(self) -> Iterator[str]:
        """Every text, label and note that the bot sent, without markup."""
        for call in self.telegram.world.calls[self.begun :]:
            to_editors = str(call.params.get("chat_id")) == str(self.editors.id)
            if call.method != "setmycommands" and not to_editors:  # who reads those is not one person
                yield from _texts(call.params)


def _texts(value: object, mode: str | None = None) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, mode)
    elif isinstance(value, dict):
        mode = value.get("parse_mode", mode)
        for key, inner in value.items():
            if key in ("text", "message_text", "title", "description", "caption") and isinstance(inner, str):
                yield rules.formatted(inner, mode)["text"] if inner and mode else inner
            elif key != "copy_text":
                yield from _texts(inner)


@pytest.fixture
def walk(request: pytest.FixtureRequest, own_telegram: Double, data: Path, tmp_path: Path) -> Iterator[Walk]:
    lang: Lang = request.param
    shutil.copytree(data.parent / "untouched", tmp_path / "data")
    reader = own_telegram.citizen("Lin", lang=TELEGRAM_CODES[lang])
    square, editors = own_telegram.group("Square", reader), own_telegram.group("Editors")
    settings = Settings(
        data=tmp_path / "data", offline=True, reading="light", admins=str(reader.id), desk_chat=editors.id,
        questions_per_minute=10_000, schedule="daily",
    )  # fmt: skip
    room = Newsroom(settings)
    service = Service(room, per_minute=10_000)
    with Desk(own_telegram) as desk:
        desk.run(service.choose_language(reader.id, lang))
        yield Walk(lang, own_telegram, desk, reader, room, service, square, editors)
    service.close()
    room.close()


@pytest.mark.parametrize("walk", LANGS, indirect=True, ids=LANGS)
def test_no_message_holds_another_language_beside_print(walk: Walk, tmp_path: Path) -> None:
    walk.telegram.tolerated += ["message is not modified", "query is too old"]
    walk.desk.run(WatchAlerts(walk.service).announce(walk.desk.bot))
    at_first = published(walk.room)
    for command in COMMANDS:
        walk.says(command)
    for question in QUESTIONS:
        walk.says(question)
    walk.presses_everything(walk.reader)
    in_the_group(walk)
    elsewhere(walk)
    as_an_operator(walk, tmp_path)
    walk.says("/forget")
    walk.presses_everything(walk.reader)
    printed = Print([*at_first, *published(walk.room)], walk.typed)
    subject = re.compile(say(walk.lang, Text.FOLLOWS, subject=".+"))
    wrong = {}
    for text in walk.said():
        if left := foreign(printed.taken_out(subject.sub("", text)), walk.lang, ()):
            wrong[text] = left
    assert len(set(walk.said())) > 180
    assert wrong == {}


def in_the_group(walk: Walk) -> None:
    walk.square.adds_the_bot(walk.reader)
    walk.works()
    for text in ("/ask 湖心公园夜游船票价多少", "@baowen_test_bot 大桥", "/ask", "/watch 大桥", "/desk", "/forget"):
        walk.says(text, walk.square)
    walk.presses_everything(walk.square)
    stranger = walk.telegram.citizen("Qin", lang=TELEGRAM_CODES[walk.lang])
    walk.reader, reader = stranger, walk.reader
    walk.pressed.clear()
    walk.says("/unwatch 大桥", walk.square)
    walk.presses_everything(walk.square)
    walk.reader = reader


def elsewhere(walk: Walk) -> None:
    """Inline queries, and mentions where the bot is not."""
    for words in ("", "夜游船", "牙科诊所", "湖心公园夜游船票价多少", "How much?"):
        walk.typed.add(words)
        walk.reader.types_inline(words)
        walk.works()
    for words in ("@baowen_test_bot 大桥", "@baowen_test_bot", "@baowen_test_bot 牙科诊所周末开门吗"):
        walk.typed.add(words)
        walk.reader.mentions_the_guest(words)
        walk.works()


def as_an_operator(walk: Walk, folder: Path) -> None:
    """Alerts, digests, uploads with every outcome, withdrawing in public, rolling back."""
    for text in ("/watch 夜游船", "/digest daily 8"):
        walk.says(text)
    walk.publishes(folder / "new", FERRY)
    walk.publishes(folder / "new", CHANGED)
    walk.desk.run(DigestSender(walk.service).send_due(walk.desk.bot))
    walk.typed |= {"2025-11-11-01.txt", "照片.png", "空.txt"}
    for name, content in (("2025-11-11-01.txt", MORE_FERRIES.encode()), ("照片.png", b"no picture"), ("空.txt", b"")):
        walk.reader.sends_file(name, content)
        walk.works()
    for text in ("/status", "/stats", "/rollback", "/withdraw 1 登错了", "/withdraw 2 登错了"):
        walk.says(text)
    walk.presses_everything(walk.reader)
    walk.desk.run(WatchAlerts(walk.service).announce(walk.desk.bot))
    walk.says("/status")


class Print:
    """What the paper printed, and what the reader wrote."""

    TOKEN = re.compile(r"\w+")
    RUN = 8
    """Characters from which a stretch is print because it stands in some article word for word."""

    def __init__(self, articles: Sequence[Article], typed: Iterable[str]) -> None:
        self._names = names = [
            name for each in articles for name in (each.paper, each.headline, each.jump, *_people(each)) if name
        ]
        self._words = {token for text in (*names, *typed, *LITERAL) for token in self.TOKEN.findall(text)}
        self._text = "\n".join([*(each.body for each in articles), *names, *typed, *LITERAL])

    def taken_out(self, text: str) -> str:
        """What is left of a message."""
        # Headlines first: a run may begin in one and end in the words behind it.
        left, at = "", 0
        for name in (each for each in self._names if len(each) >= self.RUN):
            text = text.replace(name, " ")
        while at < len(text):
            run = self._run(text, at)
            left += " " if run else text[at]
            at += run or 1
        return self.TOKEN.sub(lambda token: " " if self._printed(token.group()) else token.group(), left)

    def _run(self, text: str, at: int) -> int:
        """How many characters from there on are print; 0 for a few."""
        length = self.RUN
        while at + length <= len(text) and text[at : at + length] in self._text:
            length += 1
        return length - 1 if length > self.RUN else 0

    def _printed(self, token: str) -> bool:
        figure = token in self._text and re.search(r"\d", token) and not re.search("[年月日版]", token)
        return token in self._words or bool(figure)


def _people(article: Article) -> tuple[str, ...]:
    byline = article.byline
    return (*byline.reporters, *byline.correspondents, *byline.photographers)


def published(room: Newsroom) -> list[Article]:
    with room.published() as paper:
        return [each for edition in paper.editions() for each in paper.articles(edition_id=edition.id)]
