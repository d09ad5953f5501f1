"""One term for one thing: no message, and no Chinese document, says it as docs/glossary.md says that nobody does."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import bot
from bot.lang import LANGS, Lang
from bot.wording import Wording

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?!简体|-)(.+?) \| (.+?) \| (.+?) \| .+? \| (.+?) \|$", re.M)
GLOSSARY = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
LIBRARIES = "bot.sentences."
"""Its English is what libraries and systems say, to be recognised."""
TYPED = re.compile(r"`[^`]*`|```.*?```|\{[^}]*\}|--?[a-z-]+|[A-Za-z0-9_]*[_./][A-Za-z0-9_./]+", re.S)
"""What is typed or filled in, not said: code, blanks, options, commands, settings, files."""
ASKED_OF_THE_BOT = re.compile("你是谁|你是誰")
DOCUMENTS = [
    "README.zh-CN.md",
    ".env.zh-CN.example",
    *(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.zh-CN.md")),
]


def tables(module: ModuleType) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Every text that a module can say, in the three languages, with its name."""
    for name, table in vars(module).items():
        if isinstance(table, type) and issubclass(table, Wording) and table.__module__ == module.__name__:
            yield from ((f"{module.__name__}.{name}.{text.name}", text.value) for text in table)
        elif isinstance(table, dict):
            for key, texts in table.items():
                if (
                    isinstance(texts, tuple)
                    and len(texts) == len(LANGS)
                    and all(isinstance(each, str) for each in texts)
                ):
                    yield f"{module.__name__}.{name}[{key}]", texts


SAID = dict(
    pair
    for each in pkgutil.walk_packages(bot.__path__, "bot.")
    if not each.name.endswith("__main__")
    for pair in tables(import_module(each.name))
)


def without_terms(text: str) -> str:
    """A text without what is typed, and without the right terms, which may hold a wrong one: 简短答案, 短答案."""
    text = ASKED_OF_THE_BOT.sub("", TYPED.sub(" ", text))
    for simplified, traditional, *_ in GLOSSARY:
        for term in f"{simplified}、{traditional}".split("、"):
            text = text.replace(term, " ")
    return text


def wrong_terms(text: str) -> list[str]:
    """What a text says otherwise than the glossary: wrong term → right term."""
    left = without_terms(text)
    return [
        f"{wrong} → {right}"
        for right, _, _, never in GLOSSARY
        for wrong in never.split("、")
        if re.search(rf"\b{wrong}s?\b" if wrong.isascii() else wrong, left, re.IGNORECASE)
    ]


def test_the_tables_and_the_glossary_are_read() -> None:
    assert len(SAID) > 1000
    assert len(GLOSSARY) > 20
    assert wrong_terms("这篇稿件已下架") == ["稿件 → 报道", "下架 → 下线"]
    assert wrong_terms("A citizen’s story") == ["story → 报道", "citizen → 读者"]
    assert wrong_terms("简短答案在数据文件夹里，你是谁") == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_message_uses_the_terms_of_the_glossary(lang: Lang) -> None:
    place = LANGS.index(lang)
    said = {name: texts[place] for name, texts in SAID.items() if lang != "en" or not name.startswith(LIBRARIES)}
    assert {name: found for name, text in said.items() if (found := wrong_terms(text))} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_bots_own_sentences_quote_with_the_marks_of_their_script(lang: Lang) -> None:
    others = "“”‘’" if lang == "zh-hant" else "「」『』"
    place = LANGS.index(lang)
    assert {name: texts[place] for name, texts in SAID.items() if set(others) & set(texts[place])} == {}


def test_traditional_texts_say_and_with_the_right_character() -> None:
    assert {name: texts[1] for name, texts in SAID.items() if "併" in texts[1].replace("合併", "")} == {}


@pytest.mark.parametrize("page", sorted(DOCUMENTS))
def test_the_chinese_documents_use_the_terms_too(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert wrong_terms(re.sub(r"```.*?```", "", text, flags=re.S)) == []
    assert not re.search("[「」]", text)


def test_traditional_texts_say_it_as_readers_in_taiwan_do() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.M)
    never = {word for row, _ in rows[1:] for word in row.split("、")}
    assert {"字段", "二進制", "服務器"} <= never
    assert {name: said for name, (_, said, _) in SAID.items() if any(word in said for word in never)} == {}
