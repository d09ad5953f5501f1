"""One truth for all that readers can open or are sent: the published generation, less what is withdrawn.

Seeded sequences of what operators do: index, refused, forced, withdrawn, restored, rolled back, restarted. After each
step every surface of readers is asked: the chat, what is sent there, the page, the API, at the end the terminal. Each
version of a page prints a number of its own, so that what a surface shows tells which version it took. ``Ledger`` says
what is right, from what was done alone.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner
from starlette.testclient import TestClient

from bot.metrics import Metrics
from bot.settings import Settings
from bot.telegram.app import handlers
from bot.telegram.handlers import inline
from bot.telegram.jobs.watches import WatchAlerts
from bot.telegram.session.digest_table import Digest
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.views.callback_data import ListHeadlines, OpenArticle
from bot.telegram.views.deep_links import Place
from bot.terminal.ask import ask
from bot.terminal.browse import articles, show
from bot.terminal.lookup import mentions, verify_quote
from bot.terminal.search import search
from bot.web.app import build_app
from bot.wiring import Newsroom
from retrieval.index.gate import Refused
from retrieval.index.rollback import restorable
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, Heard

TODAY = date(2025, 11, 10)
DAYS = (2, 3, 4)
STEPS = 9
BASE = "## 花市开张\n\n本报讯 (记者 丁一) 北门花市昨天开张,设摊位260个,市民周末可乘3路公交车前往。\n"
PAGE = (
    "## 第{code}号渡口启用\n\n本报讯 (记者 白露) {place}渡口昨天启用,批准文号是第{code}号,"
    "渡船每{minutes}分钟开出一班,船票每人两元,附近居民出行更加方便。\n"
)
PLACES = {2: "青溪西岸", 3: "观澜桥下", 4: "塔影湾畔"}
CODE = re.compile(r"第((\d)\d\d)号")
NEVER = {"question": "北门花市有多少摊位", "answers": ["印不出来的话"], "article": "花市开张", "must": True}
"""A question that no paper answers so: the gate refuses whatever is to be published."""
ASKED = "渡口的批准文号是多少"
WHOLE = ("/api/search?q=渡口启用&limit=50", "/api/mentions?q=渡口", "/mentions?q=渡口", "/feeds/search?q=渡口")
"""Addresses that show all that is published."""
PARTLY = (f"/api/ask?q={ASKED}", f"/search?q={ASKED}", "/suggest?q=渡口", "/")
COMMANDS: tuple[tuple[Command, tuple[str, ...]], ...] = (
    (articles, ("--json",)), (mentions, ("渡口",)), (search, ("渡口启用",)),
    (ask, (ASKED,)), (verify_quote, ("渡口昨天启用",)),
)  # fmt: skip
"""What is typed in a terminal; the first three show all that is published."""


@dataclass
class Ledger:
    """What is published, by day → version, and what the next publishing would make of it."""

    versions: dict[int, dict[int, bool | None]] = field(default_factory=lambda: {day: {} for day in DAYS})
    """For each day the versions read; True or False is what a rollback decided of one."""
    published: dict[int, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    generations: dict[str, dict[int, int]] = field(default_factory=dict)

    def read(self, day: int) -> int:
        """A new version of a page, which counts as it is read."""
        number = len(self.versions[day]) + 1
        self.versions[day] = dict.fromkeys([*self.versions[day], number])
        return number

    def publish(self) -> None:
        standing = {day: self._standing(day) for day in DAYS if day not in self.withdrawn}
        self.published = {day: version for day, version in standing.items() if version}

    def roll_back(self, target: str) -> None:
        before, after = self.published, self.generations[target]
        for day in DAYS:
            if before.get(day) == after.get(day):
                continue
            latest = max(self.versions[day], default=0)
            if out := before.get(day):
                self.versions[day][out] = False if out == latest else None
            if back := after.get(day):
                waits = back == latest or self._standing(day) not in (None, back)
                self.versions[day][back] = None if waits else True
        self.published = dict(after)

    @property
    def shown(self) -> set[str]:
        """The numbers that readers may see."""
        return {code_of(day, version) for day, version in self.published.items() if day not in self.withdrawn}

    def shown_of(self, day: int) -> set[str]:
        return {code for code in self.shown if int(code[0]) == day}

    def _standing(self, day: int) -> int | None:
        latest = max(self.versions[day], default=0)
        standing = [number for number, decided in self.versions[day].items()
                    if (number == latest if decided is None else decided)]  # fmt: skip
        return standing[-1] if standing else None


def code_of(day: int, version: int) -> str:
    return f"{day}{version:02}"


def codes_in(text: str) -> set[str]:
    return {code for code, _ in CODE.findall(text)}


class Paper:
    """An operator who does things, and a reader who asks every surface."""

    def __init__(self, folder: Path, telegram: Double, desk: Desk) -> None:
        self.folder, self.desk, self.ledger = folder, desk, Ledger()
        self.reader: Citizen = telegram.citizen("林")
        self.room, self.service = self._opened()
        self._table = handlers(self.service, Counts())
        self._prints(1, BASE)
        self.room.index([self.folder / "pages"])
        self._note_generation()
        self._says("/watch 渡口")
        self._alerts()
        digest = Digest(
            self.reader.id, self.reader.id, None, "daily", 0, 0, "渡口", date(2025, 11, 1), date(2025, 11, 1)
        )
        self.desk.run(self.service.digests.begin(digest))

    def _opened(self) -> tuple[Newsroom, Service]:
        settings = Settings(
            data=self.folder / "data", offline=True, reading="off", keep_generations=30, web_open=True,
            web_per_minute=1_000_000,
        )  # fmt: skip
        room = Newsroom(settings, create=True)
        self.web = TestClient(build_app(room, Metrics()), base_url="https://ask.example.cn")
        return room, Service(room, per_minute=10_000, today=lambda: TODAY)

    def close(self) -> None:
        self.service.close()
        self.room.close()

    # -- what operators do -------------------------------------------------------------------------------------------

    def index(self, day: int) -> None:
        self._page(day)
        self.room.index([self.folder / "pages"])
        self.ledger.publish()

    def refused(self, day: int) -> None:
        """A page is read, and the gate lets nothing through. A page of a withdrawn edition changes nothing."""
        self._page(day)
        gate = self.folder / "data" / "questions.jsonl"
        gate.write_text(json.dumps(NEVER, ensure_ascii=False) + "\n", encoding="utf-8")
        before = self.room.engine.current()
        with contextlib.suppress(Refused):
            self.room.index([self.folder / "pages"])
        assert self.room.engine.current() == before
        gate.unlink()

    def forced(self, _day: int) -> None:
        self.room.publish(force=True)
        self.ledger.publish()

    def withdrawn(self, day: int) -> None:
        if day in self.ledger.published and day not in self.ledger.withdrawn:
            self.room.withdrawals.withdraw_edition(self._edition(day), "有误", public=True)
            self.ledger.withdrawn.add(day)

    def restored(self, day: int) -> None:
        if day in self.ledger.withdrawn:
            self.room.restore_edition(self._edition(day))
            self.ledger.withdrawn.remove(day)
            self.ledger.publish()

    def rolled_back(self, _day: int) -> None:
        names = [each.id for each in restorable(self.room.engine)]
        place = names.index(self.room.engine.current() or "")
        if place:
            self.room.roll_back()
            self.ledger.roll_back(names[place - 1])

    def restarted(self, _day: int) -> None:
        self.close()
        self.room, self.service = self._opened()
        self._table = handlers(self.service, Counts())

    def does(self, action: Callable[[Paper, int], None], day: int) -> None:
        action(self, day)
        self._note_generation()

    def _note_generation(self) -> None:
        self.ledger.generations[self.room.engine.current() or ""] = dict(self.ledger.published)

    def _page(self, day: int) -> None:
        version = self.ledger.read(day)
        text = PAGE.format(code=code_of(day, version), place=PLACES[day], minutes=10 + version)
        self._prints(day, text)

    def _prints(self, day: int, text: str) -> None:
        file = self.folder / "pages" / "青溪晚报" / f"2025-11-0{day}" / "01.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def _edition(self, day: int) -> int:
        return self.room.withdrawals.edition("青溪晚报", date(2025, 11, day)).id

    # -- what readers see --------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Ask every surface."""
        shown, newest = self.ledger.shown, max([int(code[0]) for code in self.ledger.shown], default=1)
        assert codes_in(self._says("/latest")) == self.ledger.shown_of(newest)
        assert codes_in(self._says("/search 日期:2025-11")) == shown
        assert codes_in(self._says("/search 渡口启用")) <= shown
        assert codes_in(self._says(ASKED)) <= shown
        assert codes_in(self._is_mentioned(ASKED)) <= shown
        about = self._says("/about")
        assert f"{len(shown) + 1} 期，{len(shown) + 1} 篇报道。已收录至 2025年11月{newest}日" in about
        for day in DAYS:
            assert codes_in(self._says(f"/edition 2025-11-0{day}")) == self.ledger.shown_of(day)
        typed = {self._types(""), self._types("渡口")}
        assert all(codes_in(each) <= shown for each in typed)
        assert shown <= codes_in(self._types(""))
        self._check_elsewhere(shown)
        self._check_old_links()
        self._alerts()
        assert self._digest() == shown

    def _check_elsewhere(self, shown: set[str]) -> None:
        """The page, the API and the terminal."""
        for address in (*WHOLE, *PARTLY):
            found = codes_in(self.web.get(address).text)
            assert found == shown if address in WHOLE else found <= shown, address
        newest = max([int(code[0]) for code in shown], default=1)
        assert codes_in(self.web.get("/feeds/newest").text) == self.ledger.shown_of(newest)
        for day in DAYS:
            for address in (f"/api/editions/2025-11-0{day}", f"/editions/2025-11-0{day}"):
                assert codes_in(self.web.get(address).text) == self.ledger.shown_of(day), address

    def check_terminal(self) -> None:
        """What is typed there opens the folder anew each time, so it is asked at the end."""
        shown = self.ledger.shown
        for number, (command, words) in enumerate(COMMANDS):
            found = codes_in(self._types_in_a_terminal(command, *words))
            assert found == shown if number < 3 else found <= shown, command.name
        for article, _, code in self._ever_read():
            opened, now = self._types_in_a_terminal(show, str(article)), self.ledger.shown_of(int(code[0]))
            assert codes_in(opened) == now
            assert ("下面是现在的版本" in opened) == (bool(now) and code not in now)

    def _check_old_links(self) -> None:
        """Deep links, 看全文 and buttons of editions, to all that was ever read."""
        for article, edition, code in self._ever_read():
            now = self.ledger.shown_of(int(code[0]))
            opened = self._says(f"/start {Place(article_id=article).token}")
            assert codes_in(opened) == now
            assert ("这是现在的版本" in opened) == (bool(now) and code not in now)
            assert codes_in(self._presses(OpenArticle(Place(article_id=article)).encode())) == now
            assert codes_in(self._presses(ListHeadlines(edition).encode())) == now
            for address in (f"/api/articles/{article}", f"/articles/{article}"):
                found = codes_in(self.web.get(address).text)  # what else is on the matter stands there too
                assert now <= found <= self.ledger.shown, address

    def _ever_read(self) -> Iterator[tuple[int, int, str]]:
        rows = self.room.database.connection().execute("SELECT id, edition_id, headline FROM articles").fetchall()
        for article, edition, headline in rows:
            if found := CODE.search(headline):
                yield article, edition, found[1]

    def _alerts(self) -> None:
        """What subscribers are sent is what readers see now."""
        self.desk.run(WatchAlerts(self.service).announce(self.desk.bot))
        while heard := self._next():
            fresh = heard.text.split("\n\n", 1)[-1]  # the old wording stands only in what a correction changed
            assert codes_in(fresh) <= self.ledger.shown

    def _digest(self) -> set[str]:
        """What a digest of all days would hold now."""
        due = self.desk.run(self.service.digests.due(datetime(2025, 11, 10, 20)))
        return {code for each in due for part in each.parts for item in part.headlines for code in codes_in(str(item))}

    def _types_in_a_terminal(self, command: Command, *words: str) -> str:
        return CliRunner().invoke(command, words, obj=self.room.settings).stdout

    def _is_mentioned(self, text: str) -> str:
        """What the bot answers in a chat that it is not in."""
        query = self.reader.mentions_the_guest(f"@{self.reader.world.bot['username']} {text}")
        self.desk.hands(*self._table)
        assert query.answer is not None
        return json.dumps(query.answer["result"], ensure_ascii=False)

    def _says(self, text: str) -> str:
        self.reader.says(text)
        self.desk.hands(*self._table)
        heard = ""
        while one := self._next():
            heard += "\n" + one.text + "\n".join(one.buttons if "最近的" not in one.text else ())
        return heard

    def _presses(self, data: str) -> str:
        """What a button under an old message leads to: the message changed, another one, or words on the button."""
        self.desk.run(self.desk.bot.send_message(self.reader.id, "旧消息"))
        under = self.reader.hears(timeout=0)
        query = self.reader.presses_data(under, data)
        self.desk.hands(*self._table)
        assert query.answer is not None
        heard = str(query.answer.get("text", "")) + under.text
        while one := self._next():
            heard += one.text
        return heard

    def _types(self, text: str) -> str:
        query = self.reader.types_inline(text)
        self.desk.hands(*self._table)
        assert query.answer is not None
        return json.dumps(query.answer["results"], ensure_ascii=False)

    def _next(self) -> Heard | None:
        return self.reader._next(self.reader, 0)


ACTIONS = (
    Paper.index, Paper.index, Paper.refused, Paper.forced, Paper.withdrawn, Paper.restored, Paper.rolled_back,
    Paper.rolled_back, Paper.restarted,
)  # fmt: skip


@pytest.fixture
def paper(tmp_path: Path, own_telegram: Double, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    monkeypatch.setattr(inline, "PAUSE_S", 0.0)
    with Desk(own_telegram) as desk:
        made = Paper(tmp_path, own_telegram, desk)
        yield made
        made.close()


@pytest.mark.parametrize("seed", [0, 2])
def test_every_surface_shows_what_is_published(paper: Paper, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(STEPS):
        paper.does(chance.choice(ACTIONS), chance.choice(DAYS))
        paper.check()
    paper.check_terminal()


def test_a_refused_page_is_announced_when_it_is_published_and_not_before(paper: Paper) -> None:
    for action in (Paper.index, Paper.refused, Paper.restarted):
        paper.does(action, 2)
        paper.check()
    paper.does(Paper.refused, 3)
    paper.does(Paper.restarted, 3)
    paper.check()
    paper.does(Paper.forced, 3)
    paper.desk.run(WatchAlerts(paper.service).announce(paper.desk.bot))
    told = []
    while heard := paper._next():
        told.append(heard.text)
    assert {code for text in told for code in codes_in(text)} >= {code_of(2, 2), code_of(3, 1)}
    assert sum(text.startswith("订阅“渡口”有新报道") for text in told) == 1, "the other one is a correction"
