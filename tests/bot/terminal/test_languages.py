"""One language at a time: all commands are walked in each of the three, and no sentence of another one is found."""

from __future__ import annotations

import ast
import io
import pkgutil
import re
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.lang import LANGS, Lang
from bot.messages import Exit
from bot.sentences.recognise import TABLES as SENTENCES
from bot.terminal import words
from bot.terminal.clicking import WordedArgument, WordedCommand, WordedOption
from bot.terminal.words import editor_help, usage
from bot.wording import Wording
from retrieval.editions.sources.files import READ_SUFFIXES
from tests.bot.conftest import PAGE, Ran

Baowen = Callable[..., Ran]
MODULES = [import_module(f"{words.__name__}.{each.name}") for each in pkgutil.iter_modules(words.__path__)]
TABLES = [
    table
    for module in MODULES
    for table in vars(module).values()
    if isinstance(table, type) and issubclass(table, Wording) and table.__module__ == module.__name__
] + list(SENTENCES)
SIGNS = {text.value[0]: text.value for table in TABLES for text in table}
ONLY_SIMPLIFIED = {sign for text in SIGNS.values() for sign in text[0]} - {
    sign for text in SIGNS.values() for sign in text[1]
}
"""Characters that the program writes in simplified Chinese and never in traditional."""
ENGLISH = re.compile(r"[a-z]{2,}(?: [a-z']{1,}){2,}")
"""Three English words: a sentence, or a part of one."""
HAN = re.compile("[\u4e00-\u9fff]+")
CHINESE_SIGNS = re.compile("[、，。；：（）]")
PRINTED = "".join(PAGE.split("\n")).replace("亲子阅读区。", "亲子阅读区。\n") + PAGE
"""The paper's own words."""
QUOTED = re.compile(r"(?:\d* ?│|\{|\d{4}-\d\d-\d\d,|  .+ → )")
"""How lines begin that quote the paper or set two wordings of it side by side, and lines of JSON and CSV."""
SPOKEN = "?\n自习室新增多少座位\n更多\n1\n9\n版面:2\n日期:13\n日期:今天\n范围:\n谢谢\nq\n"
"""What is typed in a talk."""
BLANK = re.compile(r"(?<!\{)\{(\w*)\}")
COMMAND_LINE = re.compile(r"(?:baowen|pip) [!-~]+(?: [!-~]+)*")
HOLDING_CHINESE = {"talk.py", "report.py", "plots.py"}
"""What people type in a talk; the report of an evaluation, a file that is written in the paper's language."""
CODE = sorted(path for path in Path(words.__path__[0]).parent.glob("*.py") if path.name not in HOLDING_CHINESE)
TYPED = {"月", "日", "昨天", "上周三", "日报上的地铁", "更多", "全文", "再见", "报名", "头版", "第三版"}
"""Chinese that English help pages tell people to type."""


@pytest.fixture
def data(printed: Path, tmp_path: Path) -> Path:
    shutil.copytree(printed, tmp_path / "data")
    (tmp_path / "more").mkdir()
    for name, content in {
        "03.txt": PAGE.replace("320个", "420个").encode(),
        "04.txt": b"",
        "05.txt": bytes(range(256)),
        "more.jsonl": '{"headline": "一", "body": "第一条消息。"}\n{"headline": "二", "body": 5}\n'.encode(),
        "plan.docx": b"PK",
        "picture.zip": b"PK\x03\x04 none",
    }.items():
        (tmp_path / "more" / name).write_bytes(content)
    (tmp_path / "questions.jsonl").write_text(
        '{"question": "新增座位多少", "answers": ["320个"]}\n{"question": 5}\nno JSON\n{"question" "是"}\n'
    )
    return tmp_path / "data"


def walk(tmp_path: Path) -> Iterator[tuple[str | Path, ...]]:
    """Every command, used well and badly."""
    yield from (("--help",), *((name, "--help") for name in COMMANDS))
    yield from ((), ("aks",), ("ask",), ("ask", "--tpo", "3", "问"), ("ask", "--top", "99", "问"), ("show",))
    yield from (
        ("ask", "--since", "昨", "问"),
        ("ask", "--today", "上周", "供暖管线"),
        ("search", "a", "--since", "今天", "--until", "今天"),
        ("search", "a", "--until", "2020"),
        ("ask", "今天第2版"),
        ("ask", "--page", "副刊", "问"),
        ("ask", "--top"),
        ("ask", "--json=1", "问"),
    )
    yield from (("chat",), ("mcp", "--top"))
    yield from (("ask", "自习室新增多少座位"), ("ask", "火星基地住了多少人"), ("ask", "谢谢"), ("ask", "供暖 管线"))
    yield ("ask", "--batch", tmp_path / "questions.jsonl")
    yield ("ask", "--batch", tmp_path / "no-such-file")
    yield from (
        ("articles",),
        ("articles", "--withdrawn"),
        ("articles", "--waiting"),
        ("show", "1"),
        ("show", "p1:0-9"),
    )
    yield from (("show", "x"), ("show", "999"), ("show", "p1:0-9999"))
    yield from (
        ("mentions", "自习室"),
        ("mentions", "自习室", "--most", "1", "--newest"),
        ("mentions", "火星移民"),
        ("mentions", "供暖", "--csv"),
        ("mentions",),
        ("mentions", "供暖", "--start", "0"),
    )
    yield from (("verify-quote", text) for text in ("新增座位320个。", "新增座位32个。", "市长昨日宣布地铁免费", "个"))
    yield ("verify-quote",)
    yield from (("search", "供暖"), ("search", "火星移民"), ("search",), ("search", "供暖", "--page", "副刊"))
    yield from (("completion",), ("completion", "tcsh"))
    yield from (("export", "--format", "ninjs"), ("export", "--format", "xml"), ("export", "--page", "99"))
    yield from (("status",), ("doctor",), ("models",), ("generations",), ("judgements",), ("verify",))
    yield from (
        ("index", tmp_path / "nowhere"),
        ("index", tmp_path / "more", "--dry-run"),
        ("index", tmp_path / "more"),
    )
    yield from (("index", tmp_path / "more", "--verbose"), ("watch",), ("watch", tmp_path / "nowhere"))
    yield from (("withdraw", "1", "--reason", "失实"), ("withdraw", "x", "--reason", "失实"), ("withdraw", "1"))
    yield from (("show", "1"), ("articles", "--withdrawn"), ("restore-article", "1"), ("restore-article", "999"))
    yield from (
        ("correct",),
        ("correct", "1"),
        ("correct", "1", "1"),
        ("correct", "1", "2"),
        ("release",),
        ("release", "--all"),
    )
    yield from (("rollback",), ("release",), ("rollback", "x"), ("prune", "--keep", "0"), ("prune", "--keep", "0"))
    yield from (("eval", tmp_path / "more" / "more.jsonl"), ("tune", "--reset"), ("tune",))
    yield from (("backup", tmp_path / "b.sqlite"), ("backup", tmp_path / "b.sqlite"), ("backup", tmp_path / "no" / "b"))
    yield from (("restore", tmp_path / "b.sqlite"), ("restore", tmp_path / "b.sqlite", "--replace"), ("rebuild",))
    yield from (("restore", tmp_path / "questions.jsonl", "--replace"), ("bot",), ("serve", "--port", "x"), ("start",))


def own_words(ran: Ran) -> Iterator[str]:
    """What the program said itself: not what it quotes from the paper, names of files, values."""
    for line in f"{ran.out}\n{ran.err}".splitlines():
        if not QUOTED.match(line) and line.replace("【", "").replace("】", "") not in PRINTED:
            if "（用法：" in line:  # what was typed stands in quotation marks
                line = re.sub(r"“[^”]*”|「[^」]*」", "", line)
            line = re.sub(r"《[^》]*》(?: ?青溪晚报)?|(?<=[:：])“.*”$|(?<=[:：])「.*」$|(?<=: )“.*”$", "", line)
            yield re.sub(r"'[^']*'|\S*/\S*|baowen [a-z-]+|记者|青溪晚报|林晓岚|秦朗|杜小舟|失实", "", line)


def wrong_words(line: str, lang: Lang) -> list[str]:
    """What of a line is in another language."""
    if lang == "en":
        return [word for word in HAN.findall(line) if word not in TYPED] + CHINESE_SIGNS.findall(line)
    found = ENGLISH.findall(line)
    if lang == "zh-hant":
        found += [sign for sign in line if sign in ONLY_SIMPLIFIED]
    return found


def test_every_command_is_walked_beyond_its_help(tmp_path: Path) -> None:
    used = {arguments[0] for arguments in walk(tmp_path) if arguments and arguments[-1] != "--help"}
    assert [name for name in COMMANDS if name not in used] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_all_that_a_command_takes_is_described_in_three_languages(name: str) -> None:
    module, attribute = COMMANDS[name].place.split(":")
    called = getattr(import_module(module), attribute)
    assert isinstance(called, WordedCommand), "made with bot.terminal.clicking.command"
    described = [each for each in called.params if isinstance(each, WordedOption | WordedArgument)]
    assert [each.name for each in called.params if each not in described] == []
    tables = {COMMANDS[name].short, called.words, *(each.words for each in described)}
    assert [text for text in tables if type(text) not in TABLES] == [], "texts stand in bot/terminal/words/"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_texts_are_in_the_language_of_their_place_and_have_the_same_blanks(table: type[Wording]) -> None:
    for text in table:
        simplified, traditional, english = text.value
        assert BLANK.findall(traditional) == BLANK.findall(simplified), text
        if table not in SENTENCES:  # they may leave out what the library's sentence says
            assert set(BLANK.findall(english)) == set(BLANK.findall(simplified)), text
        assert not wrong_words(COMMAND_LINE.sub("", traditional), "zh-hant"), text
        assert not wrong_words(english, "en"), text
        if ENGLISH.search(COMMAND_LINE.sub("", english)):
            assert HAN.search(simplified), text


@pytest.mark.parametrize("module", CODE, ids=lambda path: path.stem)
def test_no_chinese_stands_in_the_code_of_commands(module: Path) -> None:
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    remarks = {
        node.value for each in nodes if isinstance(each, ast.Expr) and isinstance(node := each.value, ast.Constant)
    }
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert [text for text in strings - remarks if HAN.search(text)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_command_says_anything_in_another_language(
    baowen: Baowen, data: Path, tmp_path: Path, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOWEN_LANG", lang)
    monkeypatch.setenv("BAOWEN_DATA", str(data))
    monkeypatch.setenv("BAOWEN_READING", "off")
    wrong: list[str] = []
    for arguments in walk(tmp_path):
        monkeypatch.setattr("sys.stdin", io.StringIO(SPOKEN))
        ran = baowen(*arguments)
        assert ran.code != Exit.INTERNAL or arguments[0] == "doctor", (arguments, ran.err)
        for line in own_words(ran):
            if found := wrong_words(line, lang):
                wrong.append(f"{' '.join(map(str, arguments))}: {line}  ← {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "lang"),
    [("zh-Hant", "zh-hant"), ("zh_TW", "zh-hant"), ("EN", "en"), ("zh", "zh-hans"), ("", "zh-hans")],
)
def test_languages_as_people_write_them(baowen: Baowen, monkeypatch: pytest.MonkeyPatch, name: str, lang: Lang) -> None:
    monkeypatch.setenv("BAOWEN_LANG", name)
    first = usage.UsageText.ABOUT.value[LANGS.index(lang)]
    assert first in baowen("--help").out


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ("zh_CN.UTF-8", "zh-hans"),
        ("zh_HK.UTF-8", "zh-hant"),
        ("en_GB.UTF-8", "en"),
        ("de_DE@euro", "en"),
        ("C.UTF-8", "zh-hans"),
    ],
)
def test_the_locale_decides_where_nothing_is_set(
    baowen: Baowen, monkeypatch: pytest.MonkeyPatch, locale: str, lang: Lang
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert usage.UsageText.ABOUT.value[LANGS.index(lang)] in baowen("--help").out
    assert baowen("aks").err.count("\n") == 1


def test_a_language_that_is_none_is_named(baowen: Baowen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOWEN_LANG", "klingon")
    ran = baowen("status")
    assert (ran.code, ran.err) == (2, "设置有误，BAOWEN_LANG：'klingon' —— 请写 zh-Hans、zh-Hant 或 en\n")


def test_help_names_every_kind_of_file_that_is_read() -> None:
    for wording in editor_help.IndexHelp.ABOUT.value:
        assert [suffix for suffix in READ_SUFFIXES if suffix not in wording] == []


def test_a_wrong_use_is_one_line_with_the_nearest_name(baowen: Baowen) -> None:
    assert baowen("aks").err == "没有命令“aks”，是不是“ask”？（用法：baowen --help）\n"
    assert baowen("ask", "--tpo", "3", "问").err == "没有选项“--tpo”，是不是“--top”？（用法：baowen ask --help）\n"
    assert baowen("ask", "").err == "请写出一个问题，或用 --batch 给出问题文件（用法：baowen ask --help）\n"
    fish = "“bash”、“zsh”、“fish”"
    assert (
        baowen("completion", "fis").err
        == f"命令行 的值不对：“fis”不是其中之一：{fish}（用法：baowen completion --help）\n"
    )
    assert baowen("show").err == "缺少 编号（用法：baowen show --help）\n"


def test_words_of_a_question_are_joined(baowen: Baowen, data: Path) -> None:
    apart = baowen("ask", "自习室", "新增", "多少座位", "--json", data=data).json
    assert apart["question"] == "自习室新增多少座位"
    assert apart["answer"] == "320个"
    assert baowen("ask", "Apple", "Watch", "几点", "--json", data=data).json["question"] == "Apple Watch 几点"
