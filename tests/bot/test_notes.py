"""The words for the engine's codes, in three languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.lang import LANGS, Lang
from bot.notes import note_text
from retrieval.domain import Note, NoteCode

DAY = date(2025, 3, 9)
NOTES = {
    NoteCode.ONE_CASE: Note(NoteCode.ONE_CASE),
    NoteCode.PLAN: Note(NoteCode.PLAN),
    NoteCode.CLAIM: Note(NoteCode.CLAIM),
    NoteCode.YES_NO: Note(NoteCode.YES_NO),
    NoteCode.OLD: Note(NoteCode.OLD, day=DAY),
    NoteCode.THAT_DAY: Note(NoteCode.THAT_DAY, word="昨天", day=DAY),
    NoteCode.MEANT: Note(NoteCode.MEANT, word="西禾", meant="西河"),
    NoteCode.NONE_THERE: Note(NoteCode.NONE_THERE),
    NoteCode.ON_PAGE: Note(NoteCode.ON_PAGE, day=DAY, page="A3"),
    NoteCode.ON_DAY: Note(NoteCode.ON_DAY, day=DAY),
    NoteCode.BY: Note(NoteCode.BY, names=("林小舟", "高远")),
    NoteCode.PICTURE_BY: Note(NoteCode.PICTURE_BY, names=("白露",)),
}
HAN = re.compile(r"[\u4e00-\u9fff]")


def values(note: Note, lang: Lang) -> list[str]:
    """What the sentence must hold of the note."""
    day = ([DAY.isoformat()] if lang == "en" else ["2025年3月9日"]) if note.day else []
    return [*(each for each in (note.word, note.meant, note.page or "") if each), *note.names, *day]


def test_every_code_is_looked_at() -> None:
    assert set(NOTES) == set(NoteCode)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", list(NoteCode))
def test_a_note_is_a_sentence_with_its_values(code: NoteCode, lang: Lang) -> None:
    text = note_text(NOTES[code], lang)
    assert text.endswith("." if lang == "en" else "。")
    assert all(value in text for value in values(NOTES[code], lang))
    assert not set("{}") & set(text)
    assert "None" not in text


@pytest.mark.parametrize("lang", LANGS)
def test_codes_have_different_words(lang: Lang) -> None:
    assert len({note_text(note, lang) for note in NOTES.values()}) == len(NoteCode)


@pytest.mark.parametrize("code", list(NoteCode))
def test_an_english_note_has_chinese_in_its_values_only(code: NoteCode) -> None:
    text = note_text(NOTES[code], "en")
    for value in values(NOTES[code], "en"):
        text = text.replace(value, "")
    assert not HAN.search(text)


@pytest.mark.parametrize("code", list(NoteCode))
def test_the_languages_differ(code: NoteCode) -> None:
    said = [note_text(NOTES[code], lang) for lang in LANGS]
    assert len(set(said)) == 3 or (code is NoteCode.PICTURE_BY and said[0] == said[1] != said[2])


@pytest.mark.parametrize("code", list(NoteCode))
def test_simplified_chinese_is_the_language_without_a_choice(code: NoteCode) -> None:
    assert note_text(NOTES[code]) == note_text(NOTES[code], "zh-hans")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("zh-hans", "这篇报道登在第2版。"),
        ("zh-hant", "這篇報導登在第2版。"),
        ("en", "The report was printed on page 2."),
    ],
)
def test_a_page_of_an_undated_paper(lang: Lang, sentence: str) -> None:
    assert note_text(Note(NoteCode.ON_PAGE, page="2"), lang) == sentence


@pytest.mark.parametrize(("lang", "names"), [("zh-hans", "甲、乙"), ("zh-hant", "甲、乙"), ("en", "甲, 乙")])
def test_names_are_joined_as_the_language_does(lang: Lang, names: str) -> None:
    assert names in note_text(Note(NoteCode.BY, names=("甲", "乙")), lang)


@pytest.mark.parametrize("word", ["{day}", "{", "}", "{0}", "%s"])
def test_words_with_braces_stay_as_they_are(word: str) -> None:
    assert f"“{word}”" in note_text(Note(NoteCode.MEANT, word=word, meant="西河"))
