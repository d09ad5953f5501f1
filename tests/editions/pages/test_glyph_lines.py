"""Characters with places → lines: what belongs together however the file orders it, and what a gutter parts."""

from __future__ import annotations

import random

import pytest

from retrieval.editions.pages.glyph_lines import type_lines
from retrieval.editions.pages.sheet import Glyph
from tests.editions.pages.support import glyphs, upright


def texts(found: list[Glyph]) -> list[str]:
    return sorted(line.text for line in type_lines(found))


def test_neighbours_are_a_line() -> None:
    [line] = type_lines(glyphs("东门旧货市场", 20, 50))
    assert (line.text, line.box, line.size, line.face) == ("东门旧货市场", (20, 50, 80, 60), 10.0, "song")


def test_a_title_that_is_spaced_out_is_one_line_without_spaces() -> None:
    assert texts(glyphs("东门市场", 20, 50, step=2.5)) == ["东门市场"]


def test_wide_white_in_the_files_order_parts_cells_of_one_line() -> None:
    assert texts(glyphs("东门", 20, 50) + glyphs("西门", 58, 50)) == ["东门\u3000西门"]


def test_touching_characters_are_a_line_in_any_order() -> None:
    found = glyphs("东门旧货市场下周重开", 20, 50)
    random.Random(3).shuffle(found)
    assert texts(found) == ["东门旧货市场下周重开"]


def test_a_gutter_parts_rows_that_the_file_gives_across_it() -> None:
    rows = [glyphs("左栏的第一行字", 20, 50 + 15 * at) + glyphs("右栏的第一行字", 102, 50 + 15 * at) for at in range(5)]
    assert texts([glyph for row in rows for glyph in row]) == sorted(["左栏的第一行字", "右栏的第一行字"] * 5)


def test_a_space_in_one_row_is_no_gutter() -> None:
    rows = [glyphs("本报记者", 20, 50) + glyphs("沈舟", 75, 50)]
    rows += [glyphs("东门旧货市场下周开", 20, 65 + 15 * at) for at in range(4)]
    assert "本报记者\u3000沈舟" in texts([glyph for row in rows for glyph in row])


def test_spaces_are_kept_once_and_never_at_an_end() -> None:
    assert texts(glyphs("  App Store ", 20, 50)) == ["App Store"]


def test_words_that_only_stand_apart_get_a_space() -> None:
    assert texts(glyphs("App", 20, 50) + glyphs("Store", 54, 50)) == ["App Store"]


def test_one_sign_for_two_characters_keeps_both() -> None:
    """A dash of two characters is one sign in many fonts: both have its box."""
    dash = Glyph("—", (50, 50, 70, 60), 59, 10.0, "song")
    assert texts([*glyphs("开业了", 20, 50), dash, dash, *glyphs("就在今天", 70, 50)]) == ["开业了——就在今天"]


def test_a_title_printed_twice_to_look_bold_is_read_once() -> None:
    again = glyphs("旧货市场", 20.8, 50)
    assert texts([*glyphs("旧货市场", 20, 50), *again]) == ["旧货市场"]


@pytest.mark.parametrize("shuffled", [False, True])
def test_an_upright_title(shuffled: bool) -> None:
    found = upright("图书馆夜间开放", 20, 50, size=24)
    if shuffled:
        random.Random(5).shuffle(found)
    [line] = type_lines(found)
    assert (line.text, line.vertical) == ("图书馆夜间开放", True)


def test_two_upright_characters_are_none() -> None:
    assert texts(upright("年月", 20, 50)) == ["年", "月"]


def test_text_that_lies_on_its_side_is_kept_apart() -> None:
    turned = [Glyph(char, (20, 50 + 10 * at, 30, 60 + 10 * at), 59, 10.0, "", True) for at, char in enumerate("印刷")]
    [line] = type_lines(turned)
    assert (line.text, line.face) == ("印刷", "turned")


def test_every_character_is_in_one_line() -> None:
    chance = random.Random(11)
    found = [
        glyph
        for _ in range(60)
        for glyph in glyphs(
            chance.choice(["东门", "旧货市场 下周", "App 12", "（图）"]),
            chance.uniform(0, 500),
            chance.uniform(0, 700),
            size=chance.choice([8.0, 10.0, 24.0]),
        )
    ]
    printed = sorted(glyph.text for glyph in found if not glyph.text.isspace())
    assert sorted("".join("".join(line.text.split()) for line in type_lines(found))) == printed


def test_narrow_letters_beside_each_other_are_not_doubled() -> None:
    narrow = [Glyph("l", (20 + 2.6 * at, 50, 22.6 + 2.6 * at, 60), 59, 10.0, "song") for at in range(2)]
    assert texts([*narrow, *glyphs("店", 25.2, 50)]) == ["ll店"]


def test_signs_that_hang_into_the_gutter_do_not_bridge_it() -> None:
    """Full-width signs at the edges of two columns come close; their empty halves stand in the gutter."""
    left = [glyphs("东门旧货市场，", 20, 50 + 15 * at) for at in range(4)]
    right = [glyphs("“修理区”来了", 92, 50 + 15 * at) for at in range(4)]
    assert texts([glyph for row in (*left, *right) for glyph in row]) == sorted(["东门旧货市场，", "“修理区”来了"] * 4)
