"""Helpers of these tests: a data folder with one page published, and records made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.wiring import Newsroom
from retrieval.domain import Answer, AnswerStatus, Article, ArticleKind, Byline, Citation
from retrieval.evaluation.evaluate import Outcome
from retrieval.evaluation.question_file import AskedQuestion
from retrieval.index.gate import GateShares, Reason, Result, Verdict
from tests.bot.conftest import PAGE

DAY = date(2025, 11, 8)
LIBRARY, HEATING = "青溪区图书馆延长开放时间", "老旧小区今冬完成供暖管线更换"
"""Headlines of the sample page."""
LATER = (
    '{"headline": "自习室座位再增", "date": "2025-11-09", "paper": "青溪晚报", "body": "自习室新增座位达到400个。"}\n'
)
EXCERPT = "新增座位320个。"

ARTICLE = Article(
    7, 1, "青溪晚报", DAY, "2", LIBRARY, None, None, Byline(("林晓岚",)), ArticleKind.REPORT, None, None, EXCERPT, (),
    0, 1, "02.txt",
)  # fmt: skip
CITED = Citation(
    7, 70, LIBRARY, None, "青溪晚报", DAY, "2", Byline(("林晓岚",)), None, EXCERPT, 3, 11, ((4, 8),), None, "02.txt",
    ((9, 33),), 0.5,
)  # fmt: skip
ANSWER = Answer("新增座位多少个", AnswerStatus.ANSWERED, "320个", (CITED,), "g1", DAY, 12.345)
SHARES = GateShares(4, 0.5, 0.5, 0.25)


def published(folder: Path) -> Path:
    """The data folder of a newsroom with the sample page published."""
    page = folder / "editions" / "青溪晚报" / "2025-11-08" / "02.txt"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    room = Newsroom(Settings(data=folder / "data", offline=True), create=True)
    room.index([page])
    room.close()
    return folder / "data"


def verdict(*reasons: Reason, before: GateShares | None = None, **changes: Any) -> Verdict:
    against = "g1" if before else None
    return replace(Verdict("g2", against, reasons, before, SHARES, (), (), {}), **changes)


def result(question: str = "问", **changes: Any) -> Result:
    return replace(Result(question, "", True, True, None, "answered", "320个", EXCERPT, 7), **changes)


def outcome(confidence: float, *, right: bool = True, kind: str = "direct", **changes: Any) -> Outcome:
    """An answered question, whose first excerpt holds the answer or doesn't."""
    asked = AskedQuestion(f"问{confidence}", ("320个",), kind, LIBRARY)
    answer = replace(ANSWER, question=asked.question, confidence=confidence)
    went = Outcome(asked, answer, right, right, right, right, rank=1 if right else 4, f1=float(right))
    return replace(went, **changes)
