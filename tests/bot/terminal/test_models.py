"""``baowen models``: rows for people, records for programs, remarks below."""

from __future__ import annotations

import json

from bot.terminal.models import WHERE, as_record, model_lines, remark
from bot.terminal.screen import Screen
from embeddings.catalogue import RECOMMENDED, Model, Published, bundled

SCREEN = Screen()
SMALL = Model("example/small", "cached", 48, None, 1.5, 491.0, 0.25, published=Published(61.5, "a card"), note="小")


def rows(*found: Model, chosen: str = "") -> list[list[str]]:
    lines = list(model_lines(found, chosen, SCREEN))
    return [line.split() for line in lines[: lines.index("")]]


def test_what_was_estimated_is_marked_and_what_was_measured_is_not() -> None:
    _, estimated, measured = rows(SMALL, bundled())
    assert estimated == ["example/small", "本机", "48", "1.5", "≈491", "≈0.25", "61.50"]
    assert not [cell for cell in measured if "≈" in cell]


def test_the_model_that_is_set_has_a_star() -> None:
    names = [model.name for model in RECOMMENDED]
    assert [row[0] for row in rows(SMALL, *RECOMMENDED, chosen=SMALL.name)[1:]] == ["*", *names]
    assert not [row for row in rows(SMALL)[1:] if row[0] == "*"]


def test_what_is_not_known_stays_empty() -> None:
    assert rows(Model("example/unknown", "set"))[1] == ["example/unknown", "现用"]
    assert set(WHERE) == {"bundled", "cached", "recommended", "set"}


def test_a_long_name_is_never_cut() -> None:
    name = "example/" + "long-" * 30
    assert name in "".join("".join(model_lines([Model(name, "set")], name, Screen(width=60))).split())


def test_a_remark_names_the_source_and_steers_nothing() -> None:
    assert remark(SMALL, SCREEN) == "example/small：小；公布值出自 a card"
    assert remark(Model("example/\x1b[2J", "set", note="注"), SCREEN) == "example/\N{REPLACEMENT CHARACTER}[2J：注"
    assert remark(Model("example/none", "set"), SCREEN) is None


def test_a_record_says_whether_it_is_the_one_set() -> None:
    record = json.loads(json.dumps(as_record(SMALL, SMALL.name)))
    assert (record["chosen"], record["estimated"], record["published"]["retrieval"]) == (True, True, 61.5)
    assert as_record(SMALL, "bundled")["chosen"] is False
