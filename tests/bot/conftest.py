"""The terminal, called in this process, over pages that these tests write themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings
from bot.wiring import Newsroom
from tests.bot.watch_bench import Bench, Clock

PAGE = """## 青溪区图书馆延长开放时间

本报讯 (记者 林晓岚) 昨天,记者从青溪区图书馆获悉,自下月起,该馆自习室每日开放时间延长至22时,新增座位320个。读者凭
身份证即可预约。

据介绍,改造工程历时八个月,总投资1260万元,由区文旅局牵头实施。图书馆馆长沈维说,今后还将开设亲

子阅读区。

## 老旧小区今冬完成供暖管线更换

本报讯 (记者 秦朗 通讯员 杜小舟) 本市计划在2027年前完成全部老旧小区供暖管线更换,共涉及56个小区。
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def baowen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """``baowen("ask", "…", data=folder)`` → exit code and what was printed."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, data: Path | None = None) -> Ran:
        given = [str(argument) for argument in arguments] + (["--data", str(data)] if data else [])
        with pytest.raises(SystemExit) as stop:
            main(given)
        printed = capsys.readouterr()
        return Ran(int(stop.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "editions" / "青溪晚报" / "2025-11-08" / "02.txt"
    file.parent.mkdir(parents=True)
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture
def indexed(baowen: Callable[..., Ran], page: Path, tmp_path: Path) -> Path:
    """A data folder with the sample page published."""
    data = tmp_path / "data"
    ran = baowen("index", page, data=data)
    assert ran.code == 0, ran.err
    return data


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "inbox").mkdir()
    room = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    yield Bench(room, tmp_path / "inbox", Clock())
    room.close()
