"""Rich messages, an option: the same words where the server takes them, and the usual messages where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.ext import ExtBot

from bot.settings import Settings
from bot.telegram.app import Timing, bot_of, handlers
from bot.telegram.session.service import Service
from bot.telegram.transport.rate_limit import Counts
from bot.telegram.transport.rich_messages import REFUSED_FOR_S, RichBot, rich_message
from bot.telegram.transport.send import Destination, change, post
from bot.telegram.views.rich_text import Run, TextBlock, html
from bot.wiring import Newsroom
from tests.telegram.desk import Desk
from tests.telegram.double import Citizen, Double, rich

FARE = "湖心公园夜游船票价多少"
NEWEST = (10, 5)


@pytest.fixture
def hour() -> list[float]:
    """What the bot's clock shows, in seconds."""
    return [0.0]


@pytest.fixture
def rich_desk(own_telegram: Double, hour: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(RichBot, "_clock", staticmethod(lambda: hour[0]))
    with Desk(own_telegram, RichBot) as desk:
        yield desk


@pytest.fixture
def answering(rich_desk: Desk, asked: Newsroom) -> Iterator[Callable[[], None]]:
    """The bot with its whole table of handlers; each call is a bot that remembers nothing of the one before."""
    opened: list[Service] = []

    def answering() -> None:
        opened.append(Service(asked))
        rich_desk.hands(*handlers(opened[-1], Counts()))

    yield answering
    for service in opened:
        service.close()


@pytest.fixture
def lin(own_telegram: Double) -> Citizen:
    return own_telegram.citizen("林")


def lines(text: str) -> list[str]:
    """The lines that say something: blocks part paragraphs by themselves."""
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("version", [(10, 3), NEWEST])
def test_a_card_and_a_report_say_the_same_as_ever(
    own_telegram: Double, answering: Callable[[], None], lin: Citizen, hour: list[float], version: tuple[int, int]
) -> None:
    own_telegram.tolerated.append("method not found")
    heard = []
    for own_telegram.world.version in ((10, 0), version):
        hour[0] += REFUSED_FOR_S
        lin.says(FARE)
        answering()
        card = lin.hears(timeout=0)
        told = lines(card.text), card.rows
        lin.presses(card, "看全文")
        answering()
        report = lin.hears(timeout=0)
        heard.append((*told, lines(report.text), report.rows))
    assert heard[0] == heard[1]
    assert "rich_message" in card.raw and "rich_message" in report.raw
    assert len(own_telegram.calls("sendRichMessage")) == 3


def test_a_rich_card_is_read_back_and_changed_after_a_restart(
    own_telegram: Double, answering: Callable[[], None], lin: Citizen
) -> None:
    own_telegram.world.version = NEWEST
    square = own_telegram.group("广场", lin)
    lin.says(f"/ask {FARE}", to=square)
    answering()
    card = lin.hears(at=square, timeout=0)
    lin.says("那末班船呢？", to=square, reply_to=card)
    answering()
    assert "湖心公园夜游船恢复运营" in lin.hears(at=square, timeout=0).text
    said = lin.says(FARE)
    answering()
    card = lin.hears(timeout=0)
    lin.edits(said, "图书馆新增座位多少个")
    answering()
    assert card.edits == 1 and "图书馆" in card.text and "text" not in card.raw


@pytest.mark.parametrize(
    ("version", "refusal"), [((10, 0), "method not found"), ((10, 1), "non-empty"), ((10, 2), "unsupported type")]
)
def test_an_older_server_gets_the_usual_message_and_is_left_alone_for_an_hour(
    own_telegram: Double, rich_desk: Desk, lin: Citizen, hour: list[float], version: tuple[int, int], refusal: str
) -> None:
    own_telegram.tolerated += [refusal, "text is empty"]
    own_telegram.world.version = version
    page = "<b>题</b>\n<blockquote expandable>一句</blockquote>"
    for passed in (0.0, 1.0, REFUSED_FOR_S):
        hour[0] += passed
        (number,) = rich_desk.run(post(rich_desk.bot, Destination(lin.id), [page]))
        heard = lin.hears(timeout=0)
        assert heard.raw["text"] == "题\n一句"
        lin.hears_nothing(for_s=0)
        hour[0] += REFUSED_FOR_S if passed else 0.0
        assert rich_desk.run(change(rich_desk.bot, lin.id, number, page + "！", None))
        assert heard.raw["text"] == "题\n一句！"
    assert len(own_telegram.calls("sendRichMessage")) == 2


def test_what_is_refused_for_another_reason_says_nothing_of_rich_messages(
    own_telegram: Double, rich_desk: Desk, lin: Citizen
) -> None:
    own_telegram.tolerated += ["not modified", "to edit not found"]
    own_telegram.world.version = NEWEST
    page = "<b>标题</b>"
    (number,) = rich_desk.run(post(rich_desk.bot, Destination(lin.id), [page]))
    assert rich_desk.run(change(rich_desk.bot, lin.id, number, page, None))
    assert not rich_desk.run(change(rich_desk.bot, lin.id, number + 1, page, None))
    rich_desk.run(post(rich_desk.bot, Destination(lin.id), [page, "一句话"]))
    assert len(own_telegram.calls("sendRichMessage")) == 2, "what is not formatted needs none"


@pytest.mark.parametrize(
    ("settings", "kind"),
    [(Settings(rich_messages=True), RichBot), (Settings(rich_messages=False), ExtBot), (Settings(), ExtBot)],
)
def test_only_who_wants_them_gets_them(settings: Settings, kind: type[object]) -> None:
    assert type(bot_of(settings, "1:a", "http://127.0.0.1:9", Timing(), None)) is kind


printed = st.text(st.sampled_from("一二甲&<>\"'\n "), max_size=12)
links = st.none() | st.just("https://t.me/b?start=a")
runs = st.lists(st.builds(Run, printed, bold=st.booleans(), mark=st.booleans(), link=links), max_size=3)
blocks = st.lists(st.builds(TextBlock, runs.map(tuple), quote=st.booleans(), folded=st.booleans()), max_size=6)


@given(blocks)
def test_no_word_is_lost_or_added(shown: list[TextBlock]) -> None:
    page = html(shown)
    made = rich_message(page)["blocks"]
    plain = "\n".join(block.text for block in shown)
    for version in ((10, 3), NEWEST):
        kept = rich.checked({"blocks": made}, version)["blocks"] if made else []
        assert [line for line in rich.text_of(kept).split("\n") if line] == [line for line in plain.split("\n") if line]
