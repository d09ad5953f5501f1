"""Nothing that looks at text takes more time than its length.

No pattern does on runs of one sign, no page of many short lines.
"""

# ruff: noqa: E501 - tables of material are read whole

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

import retrieval.answers.question
import retrieval.answers.ranking
import retrieval.answers.spans
import retrieval.editions.layout
import retrieval.language
from retrieval.editions.base.draft import EditionDefaults, SourceFile
from retrieval.editions.sources.files import read_file
from retrieval.errors import BadInput
from retrieval.language.numbers import numbers
from tests.fuzz.running import limited
from tests.timing import cpu_seconds

ROOMS = (
    retrieval.language,
    retrieval.editions.layout,
    retrieval.answers.question,
    retrieval.answers.ranking,
    retrieval.answers.spans,
)
RUNS = (
    "1", "1.", "1,", "1至", "1/", "百", "亿", "百千万亿", "十", "一", "半百", "点", "一年", "第", "版", "(", "（", "“", "《", "[",
    "|", "：", "，", " ", "　", "a", "A", "-", "·", "、", "记者 ", "摄", "文/", "王五、", "本报", "更正", "由", "增至", "约", "多",
    "元", "%", "分之", "上接", "下转", "详见", "几", "什么", "谁", "的", "了", "**", "#", "。", "！", "）", "”", "\u200b", "電", "www.", "a@",
)  # fmt: skip
LENGTH, LONGEST_S = 12_000, 1.0
"""Characters of a run, and seconds of CPU time on any text of them: a quadratic pattern takes several, a cubic hours."""


def functions_of_text() -> Iterator[Callable[[str], object]]:
    """Every public function of the rooms that needs one text and nothing else."""
    for room in ROOMS:
        for found in pkgutil.iter_modules(room.__path__):
            if not found.ispkg:
                yield from _of_text(import_module(f"{room.__name__}.{found.name}"))


def _of_text(module: ModuleType) -> Iterator[Callable[[str], object]]:
    for name, found in inspect.getmembers(module, callable):
        function = inspect.unwrap(found)  # what is remembered would be asked once
        if name.startswith("_") or not isinstance(function, FunctionType) or function.__module__ != module.__name__:
            continue
        needed = [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]
        if [each.annotation for each in needed] == ["str"]:
            yield function


FUNCTIONS = {f"{each.__module__.removeprefix('retrieval.')}.{each.__name__}": each for each in functions_of_text()}


def test_there_are_functions_to_look_at() -> None:
    assert {"language.numbers.numbers", "language.sentences.sentences", "editions.layout.bylines.credit_line"} <= set(
        FUNCTIONS
    )


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_no_pattern_takes_more_than_the_length(function: Callable[[str], object]) -> None:
    for run in RUNS:
        text = run * (LENGTH // len(run))
        with limited(LONGEST_S):
            for given in (text, f"字{text}字"):
                with suppress(KeyError):  # some take words of a table alone
                    found = function(given)
                    if inspect.isgenerator(found):
                        list(found)


@pytest.mark.parametrize("run", ["百", "亿", "百千万亿", "1", "1,", "（", "十一点", "一年"])
def test_numbers_in_long_runs_are_found_in_no_time(run: str) -> None:
    """The passages of an article are looked at again for each question that meets them."""
    assert cpu_seconds(partial(numbers, run * (4000 // len(run)))) < 0.2


LINES = {
    "items": "1、字\n", "short paragraphs": "字字字字\n\n", "lines": "字\n", "headings": "# 字\n", "reports": "# 字\n\n字字。\n\n", "titles": "字字字字\n\n\n\n",
    "openings": "本报讯 记者 王五 今天。\n", "captions": "图为王五。王五 摄\n\n", "rows": "| 甲 | 乙 |\n", "credits": "记者 王五\n", "labels": "（上接第1版）字。\n\n",
    "quotes": "“字，\n\n", "cut lines": "字字字字字字字字字字字字字字字字字字字字字字，\n", "corrections": "更正\n\n", "rules": "---\n", "pictures": "字字\n\n图为王五。\n\n王五 摄\n\n",
    "ruled titles": "字字字字\n\n---\n\n", "labelled": "标题：字\n\n", "labelled twice": "标题：字\n作者：字\n\n", "sections": "## 民生\n### 字\n\n字。\n\n", "fields": "paper: a\n", "carriage returns": "字\r", "indents": "　　字。\n字\n",
}  # fmt: skip


def seconds(path: Path, text: str) -> float:
    """CPU time of reading a page, the shorter of two tries."""
    data = text.encode()
    path.write_bytes(data)

    def read() -> None:
        with suppress(BadInput):
            list(read_file(SourceFile(path.name, path, Path(path.name), size=len(data)), EditionDefaults()).items)

    return min(cpu_seconds(read), cpu_seconds(read))


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_page_of_many_short_lines_takes_as_long_as_it_is_long(tmp_path: Path, line: str) -> None:
    short, long = (line * (size // len(line.encode())) for size in (8_000, 64_000))
    took = seconds(tmp_path / "page.txt", short)
    assert seconds(tmp_path / "page.txt", long) < 24 * took + 0.1, "8 times the length, 64 times where it is quadratic"


def test_crossheads_under_many_titles(tmp_path: Path) -> None:
    def page(size: int) -> str:
        return "# 字\n" * (3 * size) + "\n字字字。\n\n" + "#### 甲\n\n字字。\n\n" * size

    assert seconds(tmp_path / "page.txt", page(1600)) < 24 * seconds(tmp_path / "page.txt", page(200)) + 0.1


@pytest.mark.parametrize("line", ["|", "**", "#", "（", "“", "1", "百", "(1)", "[", "：", "文/", "www.", "\t", "王·"])
def test_one_line_as_long_as_a_page(tmp_path: Path, line: str) -> None:
    assert seconds(tmp_path / "page.txt", line * (200_000 // len(line)) + "字\n") < 1.0
