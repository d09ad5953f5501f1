"""Cutting rich text: nothing lost, nothing torn, always short enough, always good HTML."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.views.rich_text import Run, TextBlock, html, marked, merged, paged, plain, safe, units
from tests.telegram.double import rules

words = st.text(st.sampled_from("报问<>&\"'。，\n a1😀👍🏽\u200d🇨é\u0301"), max_size=400)
runs = st.builds(Run, words, bold=st.booleans(), italic=st.booleans(), mark=st.booleans())
blocks = st.builds(TextBlock, st.lists(runs, max_size=5).map(tuple), quote=st.booleans())


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks, max_size=8), st.sampled_from([120, 300, 4096]))
def test_pages_fit_and_keep_every_character(given_blocks: list[TextBlock], limit: int) -> None:
    pages = paged(given_blocks, limit)
    for page in pages:
        text = html(page)
        assert units(text) <= limit
        if text.strip():
            kept = rules.INVISIBLE.sub("", "".join(block.text for block in page))
            if kept:
                parsed = rules.formatted(text, "HTML")
                assert rules.units(parsed["text"]) <= limit
    before = "".join(block.text for block in given_blocks)
    after = "".join(block.text for page in pages for block in page)
    assert before.split() == after.split() or before.replace("\n", "").replace(" ", "") == after.replace(
        "\n", ""
    ).replace(" ", "")


@given(words, st.lists(st.tuples(st.integers(-5, 500), st.integers(-5, 500)), max_size=6))
def test_marking_keeps_the_text_and_marks_exactly_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    block = marked(text, spans)
    assert block.text == text
    inside = {place for start, end in merged(spans, len(text)) for place in range(start, end)}
    position = 0
    for run in block.runs:
        for place in range(position, position + len(run.text)):
            assert run.mark == (place in inside)
        position += len(run.text)


def test_cuts_fall_at_the_ends_of_sentences() -> None:
    sentence = "今天天气很好,市民纷纷出游。"
    first, *_ = paged([plain(sentence * 100)], 300)
    assert first[0].text.endswith("。")


def test_a_cut_never_tears_an_emoji() -> None:
    family = "👩‍👩‍👧‍👦"
    pages = paged([plain(family * 60)], 101)
    assert all(page[0].text[0] not in "\u200d\ufe0f" for page in pages)
    assert all(not page[0].text.endswith("\u200d") for page in pages)


def test_harmful_characters_are_replaced_one_for_one() -> None:
    assert safe("a\x00b\u202ec\ud800d\n\te\u200d") == "a\ufffdb\ufffdc\ufffdd\n\te\u200d"


def test_units_count_as_telegram_does() -> None:
    assert [units(text) for text in ("报", "😀", "a😀报", "")] == [1, 2, 4, 0]
