"""Every English sentence that the rooms below can say is known in the other languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lang import LANGS, Lang
from bot.sentences.recognise import BLANK, TABLES, in_language
from bot.settings import known_names
from embeddings.catalogue import RECOMMENDED, bundled
from tests.conftest import ROOT

MESSAGE_AT = {
    "BadInput": 2,
    "StorageError": 0,
    "Damaged": 0,
    "DiskFull": 0,
    "ReadOnly": 0,
    "Busy": 0,
    "NothingPublished": 0,
    "GenerationMismatch": 0,
    "UnknownRecord": 0,
    "SettingsError": 1,
    "Problem": 0,
}
"""Which argument of an error is its sentence."""
LOGGED = {"warning", "error", "exception"}
INNER = {"error", "cause", "reason", "found", "damage", "said", "short", "problems", "bad", "first"}
"""Names of what is a sentence of its own inside of another one."""
KNOWN = "No such file or directory"
"""A sentence to stand for those."""
OTHERS_WORDS = {
    "7: 7",  # an address and what its server says
    "%s: %s",  # a file and the system's word for what is wrong
    "%s",
    "%s can't be read: %s",
    "%s failed (%s), trying again in %.1f s",
}


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of an error, a finding or a warning: where it stands, and it with its blanks filled."""
    for package in ("retrieval", "bot", "embeddings"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "training" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from of_call(f"{path.relative_to(ROOT)}:{node.lineno}", node)


def of_call(place: str, node: ast.Call) -> Iterator[tuple[str, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_log = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in {"log", "logger"}
    if is_log and name in LOGGED and node.args:
        yield from ((place, text % values(text)) for text in told(node.args[0]) if text not in OTHERS_WORDS)
    elif name in MESSAGE_AT and len(node.args) > MESSAGE_AT[name]:
        yield from ((place, text) for text in told(node.args[MESSAGE_AT[name]]) if text not in OTHERS_WORDS)


def values(text: str) -> tuple[object, ...]:
    """What fills the blanks of a log line."""
    kinds = [text[at + 1 : at + 4] for at, sign in enumerate(text) if sign == "%"]
    filled: list[object] = [3 if kind[0] in "d." else KNOWN for kind in kinds]
    if kinds and "generation %s" in text:
        filled[0] = "20250311-073000"
    return tuple(filled)


def told(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression can be, as far as it is written out."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else filled(part) for part in node.values)
        case ast.BinOp(left=left, right=right):
            yield from (first + second for first in told(left) for second in told(right))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*told(body), *told(orelse))


def filled(part: ast.expr) -> str:
    names = {each.id for each in ast.walk(part) if isinstance(each, ast.Name)}
    attributes = {each.attr for each in ast.walk(part) if isinstance(each, ast.Attribute)}
    if names & {"WAYS_OUT"}:
        from retrieval.index.space import WAYS_OUT

        return WAYS_OUT
    if names == {"what"}:
        return "passage 7"
    return KNOWN if names & INNER or "strerror" in attributes else "7"


FOUND = sorted(set(sentences()))


def test_there_is_much_to_say() -> None:
    assert len(FOUND) > 120


@pytest.mark.parametrize(("place", "sentence"), FOUND, ids=[f"{place}-{text[:30]}" for place, text in FOUND])
def test_every_sentence_is_known_in_chinese(place: str, sentence: str) -> None:
    if any("\u4e00" <= sign <= "\u9fff" for sign in sentence):
        pytest.fail(f"{place} speaks Chinese below the surfaces: {sentence}")
    said = in_language(sentence, "zh-hans")
    assert said != sentence, place
    left = said.replace(KNOWN, "")
    assert not [word for word in ("the ", " is ", " are ", " not ") if word in left], f"{place}: {said}"


@pytest.mark.parametrize("sentence", [*known_names().values(), *(model.note for model in (*RECOMMENDED, bundled()))])
def test_settings_and_encoders_are_described_in_chinese(sentence: str) -> None:
    assert in_language(sentence, "zh-hans") != sentence


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_each_wording_has_the_same_blanks(table) -> None:
    for text in table:
        assert len(text.value) == len(LANGS), text
        blanks = [sorted(BLANK.findall(wording)) for wording in text.value]
        assert blanks[0] == blanks[1], text
        assert set(blanks[0]) <= set(blanks[2]), text


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("/d/archive.sqlite: database disk image is malformed", "/d/archive.sqlite：数据库已损坏"),
        ("page 3 of the file: no date and page number was found", "文件第 3 页：没有找到日期和版次"),
        ("expected ',' or '}' at character 5", "第 5 个字符处：这里应为逗号或右花括号"),
        ("unknown setting; did you mean BAOWEN_DATA?", "没有这项设置，是不是 BAOWEN_DATA？"),
        (
            "x is damaged: row 1 of a leads nowhere; row 2 is out of place",
            "x 已损坏：表 a 的第 1 行无处可指；第 2 行的位置不对",
        ),
        ("/a: b", "/a: b"),
        ("something that nobody has written", "something that nobody has written"),
    ],
)
def test_sentences_inside_of_sentences(sentence: str, said: str) -> None:
    assert in_language(sentence, "zh-hans") == said
    assert in_language(sentence, "en") == sentence


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_not_known_is_not_changed(lang: Lang) -> None:
    path = Path("/data/报纸 is: there/the file is empty.txt")
    assert in_language(str(path), lang) == str(path)
