"""Front matter that is made to take time or memory: read or left to the page's text, in no time."""

from __future__ import annotations

import time

import pytest

from retrieval.editions.sources.front_matter import LONGEST_FRONT_MATTER, front_matter

SIZE = LONGEST_FRONT_MATTER - 100
NINE = ",".join(["*a{0}"] * 9)
BOMB = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [{NINE.format(n - 1)}]" for n in range(1, 60)) + "\nauthor: *a59"


@pytest.mark.parametrize(
    ("fence", "text"),
    [
        ("---", "a: " + "[" * SIZE),
        ("---", "a: " + "{" * SIZE),
        ("---", "a: [" + "a," * (SIZE // 2) + "]"),
        ("---", BOMB),
        ("---", "id: " + "9" * SIZE),
        ("---", 'a: "' + "\\" * SIZE),
        ("+++", "a = " + "[" * SIZE),
        ("+++", "a = " + "[1]," * (SIZE // 4)),
        ("+++", "a" + ".a" * (SIZE // 2) + " = 1"),
        ("+++", "id = " + "9" * SIZE),
        ("+++", "id = 0x" + "f" * SIZE),
        ("+++", "a = " + "{a=" * (SIZE // 3)),
    ],
    ids=[
        *("brackets", "braces", "a long list", "a bomb", "digits", "escapes", "arrays", "array of arrays", "dots"),
        *("an integer", "a hexadecimal integer", "tables"),
    ],
)
def test_front_matter_takes_no_time(fence: str, text: str) -> None:
    begun = time.process_time()
    front_matter([fence, *text.split("\n"), fence, "text"])
    assert time.process_time() - begun < 8  # a second; three when coverage counts lines


def test_longer_front_matter_is_text() -> None:
    assert front_matter(["---", "paper: 苇州日报", "tags: " + "x" * LONGEST_FRONT_MATTER, "---"])[1] == 0
    assert front_matter(["---", "paper: 苇州日报", "tags: x", "---"])[1] == 4
