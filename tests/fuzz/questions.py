"""Questions: what somebody may type → what is understood → what is answered."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from random import Random

from bot.settings import load_settings
from bot.wiring import Newsroom
from retrieval.answers.question.query import understand
from tests.fuzz import material

EDITIONS = Path(__file__).parents[2] / "examples" / "editions"
TODAY = date(2025, 3, 14)
ASKED = (
    "朝阳区转贷期限多久", "谁写的那篇报道", "12月8日第3版有什么", "昨天发布了哪些政策", "去年年底的补贴是多少钱", "那海淀呢",
    "最近的地铁消息", "照片是谁拍的", "你是谁", "2025年3月11日的报纸", "上周五几点开门", "记者韦松年写了什么", "老人乘车卡丢了要花多少钱",
)  # fmt: skip
HOSTILE = (
    "'; DROP TABLE articles;--", '"body:"^9', "*" * 40, "(" * 50, "[a TO z]", "AND OR NOT", "\\", "%s{}", "1" * 80, "2023-02-30", "9999年99月99日",
    "上上上周", "\ud800", "\x00", "\u202e", "Ａ４版", "記者韋松年寫了什麼",
)  # fmt: skip

Case = tuple[str, str | None]


class Questions:
    """A question after another, some of them follow-ups: understood somehow, and what was understood can be told."""

    name = "questions"

    def __init__(self, _folder: Path) -> None:
        """Needs no folder."""

    def case(self, rng: Random) -> Case:
        return _question(rng), _question(rng) if rng.random() < 0.3 else None

    def check(self, case: Case, _rng: Random) -> str:
        query = understand(case[0], TODAY, case[1])
        assert len(query.folded) == len(query.question) == len(query.content), "one character for each"
        assert query.slot is None or 0 <= query.slot[0] <= query.slot[1] <= len(query.folded)
        json.dumps(dataclasses.asdict(query.understanding), default=str)
        for day in query.dates:
            assert day.first <= day.last
            assert query.question[slice(*day.span)].strip(), "a date stands in the question"
        return query.kind.value


class Answers(Questions):
    """The same, asked of the sample editions: what is cited and answered stands there word for word."""

    name = "answers"

    def __init__(self, folder: Path) -> None:
        self._room = Newsroom(load_settings(data=folder / "data"), create=True)
        self._room.index([EDITIONS])

    def check(self, case: Case, _rng: Random) -> str:
        answer = self._room.ask(case[0], today=TODAY, previous=case[1])
        for citation in answer.citations:
            passage = self._room.archive.passage(citation.passage_id)
            assert passage.text[citation.start : citation.end] == citation.excerpt, "an excerpt is verbatim"
        assert answer.answer is None or answer.answer in answer.citations[0].excerpt, "an answer is in its excerpt"
        return answer.status.value

    def close(self) -> None:
        self._room.close()


def _question(rng: Random) -> str:
    text = "".join(rng.sample(ASKED, rng.choice((1, 1, 1, 2))))
    for _ in range(rng.choice((0, 1, 1, 2, 5))):
        at, cut = rng.randint(0, len(text)), rng.choice((0, 0, 1, 3))
        put = rng.choice(HOSTILE) if rng.random() < 0.3 else material.text(rng, 1)
        text = text[:at] + put[:300] + text[at + cut :]
    return text
