"""Callback data: everything that fits the fields comes back as it went, in 64 bytes; old buttons stay valid."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.views import callback_data as data
from bot.telegram.views import operator_data as operators
from bot.telegram.views.button import Button
from bot.telegram.views.deep_links import Place
from bot.telegram.views.limit import Limit
from bot.telegram.views.operator_data import Target

ids = st.integers(0, 10**18 - 1)
offsets = st.integers(0, 10**9 - 1)
sheets = st.none() | st.integers(0, 99_999)
pages = (
    st.text(min_size=1, max_size=16)
    .filter(lambda text: len(text.encode(errors="replace")) <= 16)
    .filter(str.isprintable)
)
excerpts = st.builds(Place, passage_id=ids, start=offsets, end=offsets, sheet=sheets)
limits = st.builds(Limit) | st.builds(Limit, day=st.dates()) | st.builds(Limit, page=pages)
targets = st.builds(Target, st.sampled_from(["a", "e"]), ids)
keys = st.text("0123456789abcdef", min_size=16, max_size=16)
FIELDS: dict[type[Button], dict[str, st.SearchStrategy]] = {
    data.More: {"first": st.integers(1, 999_999), "limit": limits},
    data.Alone: {},
    data.Within: {"limit": limits},
    data.ChooseLimit: {"kind": st.sampled_from(["d", "p"]), "sheet": st.integers(0, 999)},
    data.LeaveLimits: {"more": st.none() | st.integers(0, 999_999), "choices": st.sampled_from(["", "d", "p", "dp"])},
    data.JudgeAnswer: {
        "verdict": st.sampled_from(["good", "bad", "wrong", "outdated", "missing", "keep", "done"]),
        "answer": st.none() | st.builds(Place, passage_id=ids, start=offsets, end=offsets),
    },
    data.OpenArticle: {"place": excerpts | st.builds(Place, article_id=ids, sheet=sheets)},
    data.ListHeadlines: {"edition": ids, "sheet": ids, "page": st.just("") | pages},
    data.ListPages: {"edition": ids, "sheet": ids},
    data.ListEditions: {"sheet": ids, "within": st.none() | st.tuples(st.dates(), st.dates())},
    data.ListSources: {"number": ids},
    data.AskDesk: {},
    data.PassOn: {},
    data.LeaveDesk: {},
    operators.CloseQuestion: {"number": ids},
    operators.ShowQuestion: {"number": ids},
    operators.ListQuestions: {"number": ids},
    data.ListFound: {"number": ids, "remembered": st.none() | ids},
    data.Unwatch: {"number": ids},
    data.ChooseLanguage: {"lang": st.sampled_from(["zh-hans", "zh-hant", "en"])},
    data.Label: {},
    operators.Publish: {"text": keys},
    operators.Cancel: {"text": keys | st.just("")},
    operators.CheckAgain: {},
    data.EndWatch: {"number": ids},
    operators.AskReason: {"target": targets},
    operators.ListWithdrawable: {"edition": ids, "sheet": ids},
    operators.Release: {},
    operators.RollBack: {"text": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}", fullmatch=True)},
    operators.AskPublishAnyway: {"number": ids},
    operators.PublishAnyway: {"number": ids},
    operators.ChooseWithdrawal: {"target": targets},
    operators.Withdraw: {"target": targets, "public": st.booleans()},
    operators.Restore: {"target": targets},
}  # fmt: skip
buttons = st.one_of(*(st.builds(kind, **fields) for kind, fields in FIELDS.items()))
KINDS = tuple(FIELDS)


def every_kind(kind: type[Button] = Button) -> set[type[Button]]:
    found = {kind} if "prefix" in vars(kind) else set()
    return found.union(*(every_kind(below) for below in kind.__subclasses__()))


def test_every_kind_of_button_is_tried_here() -> None:
    assert {kind.__name__ for kind in every_kind()} == {kind.__name__ for kind in KINDS}


@given(buttons)
def test_what_a_button_carries_comes_back_in_64_bytes(button: Button) -> None:
    carried = button.encode()
    assert 1 <= len(carried.encode()) <= 64
    assert [found for kind in KINDS if (found := kind.parse(carried))] == [button]


@given(st.sampled_from(KINDS), st.text(max_size=70))
def test_nothing_that_is_made_up_breaks_the_parser(kind: type[Button], text: str) -> None:
    found = kind.parse(kind.prefix + text)
    if found is not None:
        assert len(found.encode().encode()) <= 64
        assert kind.parse(found.encode()) == found


# Copied from chats: a button once sent must work for ever.
OLD: dict[str, Button] = {
    "read:a12": data.OpenArticle(Place(article_id=12)),
    "read:a12-3": data.OpenArticle(Place(article_id=12, sheet=3)),
    "read:p7_10_25": data.OpenArticle(Place(passage_id=7, start=10, end=25)),
    "read:p7_10_25-1": data.OpenArticle(Place(passage_id=7, start=10, end=25, sheet=1)),
    "more:4:": data.More(4),
    "more:7:d20221208": data.More(7, Limit(day=date(2022, 12, 8))),
    "more:4:pA3": data.More(4, Limit(page="A3")),
    "alone": data.Alone(),
    "in:": data.Within(),
    "in:d20221208": data.Within(Limit(day=date(2022, 12, 8))),
    "in:p3": data.Within(Limit(page="3")),
    "by:d": data.ChooseLimit("d"),
    "by:p": data.ChooseLimit("p"),
    "by:d2": data.ChooseLimit("d", 2),
    "by:": data.LeaveLimits(None),
    "judge:good": data.JudgeAnswer("good"),
    "judge:bad": data.JudgeAnswer("bad"),
    "judge:wrong": data.JudgeAnswer("wrong"),
    "judge:outdated": data.JudgeAnswer("outdated"),
    "judge:missing": data.JudgeAnswer("missing"),
    "judge:keep": data.JudgeAnswer("keep"),
    "judge:done": data.JudgeAnswer("done"),
    "list:5:0:": data.ListHeadlines(5),
    "list:5:1:头版": data.ListHeadlines(5, 1, "头版"),
    "pages:5": data.ListPages(5),
    "editions:0": data.ListEditions(0),
    "unwatch:9": data.Unwatch(9),
    "lang:zh-hant": data.ChooseLanguage("zh-hant"),
    "still": data.Label(),
    "op:publish:0123456789abcdef": operators.Publish("0123456789abcdef"),
    "op:cancel:0123456789abcdef": operators.Cancel("0123456789abcdef"),
    "op:cancel:": operators.Cancel(""),
    "op:again": operators.CheckAgain(),
    "endwatch:9": data.EndWatch(9),
    "op:why:a12": operators.AskReason(Target("a", 12)),
    "op:from:12:1": operators.ListWithdrawable(12, 1),
    "op:release": operators.Release(),
    "op:rollback:20251110T101500-1a2b": operators.RollBack("20251110T101500-1a2b"),
    "op:force:12": operators.AskPublishAnyway(12),
    "op:forced:12": operators.PublishAnyway(12),
    "op:which:a12": operators.ChooseWithdrawal(Target("a", 12)),
    "op:take:a12": operators.Withdraw(Target("a", 12)),
    "op:take:e3!": operators.Withdraw(Target("e", 3), public=True),
    "op:give:e3": operators.Restore(Target("e", 3)),
}


@pytest.mark.parametrize(("carried", "button"), OLD.items(), ids=str)
def test_buttons_in_chats_keep_working(carried: str, button: Button) -> None:
    assert [found for kind in KINDS if (found := kind.parse(carried))] == [button]
    assert button.encode() == carried


@pytest.mark.parametrize(
    "button",
    [data.ListPages(-1), data.ListPages(10**18), data.ListHeadlines(1, 0, "很长的版面名称"), operators.Publish("../x"),
     data.OpenArticle(Place()), data.More(0), data.Within(Limit(page="p" * 17))],
    ids=repr,
)  # fmt: skip
def test_what_no_button_can_carry_is_refused(button: Button) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        button.encode()


def test_prefixes_stand_nowhere_else(root: Path) -> None:
    prefixes = sorted({kind.prefix for kind in KINDS})
    written = re.compile("[\"'](?:" + "|".join(map(re.escape, prefixes)) + ")")
    for path in (root / "bot" / "telegram").rglob("*.py"):
        if path.name not in ("callback_data.py", "operator_data.py"):
            assert not written.findall(path.read_text(encoding="utf-8")), path
