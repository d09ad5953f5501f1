"""Links that scroll to a quotation on the paper's own page."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from bot.citing import text_fragment

PAGE = "https://paper.example.cn/a?b=1#top"
UNBROKEN = "今天起可以走车-也可以走人的是新修的东侧一半桥面和它旁边的引桥"
LONG = "闭馆日遇法定节假日的,当天照常开放,开放时间9:00至17:00,借期30天,到期前还能在手机上续借一次。"


@pytest.mark.parametrize(
    ("excerpt", "ends"),
    [
        ("市图书馆9:00开门。", ["市图书馆9:00开门。"]),
        (LONG, ["闭馆日遇法定节假日的,", "到期前还能在手机上续借一次。"]),
        (f"大桥全长312米，{UNBROKEN}", ["大桥全长312米，", UNBROKEN]),
        ("市图书馆 9:00—21:00\n市博物馆 9:00—17:30\n市文化馆 全年开放", ["市图书馆 9:00—21:00", "市文化馆 全年开放"]),
        (UNBROKEN, [UNBROKEN]),
    ],
    ids=["short", "long", "two clauses", "rows", "one clause"],
)
def test_a_link_names_whole_clauses(excerpt: str, ends: list[str]) -> None:
    link = text_fragment(PAGE, excerpt)
    assert link is not None
    address, _, directive = link.partition("#:~:text=")
    assert address == "https://paper.example.cn/a?b=1"
    assert "-" not in directive  # a hyphen would say what stands before or behind
    assert list(map(unquote, directive.split(","))) == ends


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "ftp://paper.example.cn/a", "http://[paper"])
def test_only_addresses_of_the_web_are_linked(url: str | None) -> None:
    assert text_fragment(url, LONG) is None
