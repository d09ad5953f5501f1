"""Questions to a newsroom that has read spoiled pages and lines: what it cites stands in its files, byte for byte."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from random import Random

from retrieval.domain import Answer, AnswerStatus, Filters, source_bytes
from retrieval.editions.store.archive import Archive
from tests.answers.support import PAGE, newsroom
from tests.fuzz import material
from tests.fuzz.lines import Lines
from tests.fuzz.pages import Pages

FILES = 60
DAYS = (date(2025, 3, 12), date(2024, 2, 29), date(2022, 12, 31), date(1, 1, 1), date(9999, 12, 31))
WORDS = (
    "多少钱", "什么时候", "几点", "谁写的", "谁拍的", "第几版", "哪一天", "为什么", "哪里", "有多少人", "吗", "呢", "？", "多长", "昨天", "上周", "去年",
    "最近", "12月8日", "2月30日", "99999年99月99日", "二〇二二年", "0年0月0日", "9999年12月31日", "1年1月1日", "第3版", "第99999999999版", "头版",
    "记者孙艳", "林小舟的报道", "晨光日报", "你好", "那", "它的", "呢？", "西河大桥", "西河大乔", "圖書館", "ｔｕｓｈｕ", "words:*", "OR (", "{x", "\ud800",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the one before it, the day on which it is asked, and limits."""

    text: str
    previous: str | None
    today: date
    filters: Filters


class Spoiled:
    """Words of the spoiled files and of citizens, mixed."""

    name = "answers from spoiled files"

    def __init__(self, folder: Path) -> None:
        rng = Random(7)
        for kind, suffix in ((Pages(folder), "txt"), (Lines(folder), "jsonl")):
            for number in range(FILES):
                (folder / f"{number:02}.{suffix}").write_bytes(kind.case(rng))
        (folder / "own-2025-03-11.txt").write_text(PAGE, encoding="utf-8")
        (folder / "data").mkdir()
        self._asker, self._archive = newsroom(folder / "data", sorted(folder.glob("*.*")))
        self._bodies = [article.body for article in self._archive.articles()]

    def close(self) -> None:
        self._archive.close()

    def case(self, rng: Random) -> Asked:
        today = DAYS[0] if rng.random() < 0.7 else rng.choice(DAYS)
        filters = Filters()
        if rng.random() < 0.3:
            day = date(2020, 1, 1) + timedelta(days=rng.randrange(3000))
            filters = Filters(date_from=day, pages=("2",)) if rng.random() < 0.5 else Filters(people=(self._text(rng),))
        return Asked(self._text(rng), self._text(rng) if rng.random() < 0.2 else None, today, filters)

    def check(self, case: Asked, _rng: Random) -> str:
        """Ask. Returns how sure the newsroom is."""
        answer = self._asker.ask(case.text, today=case.today, previous=case.previous, filters=case.filters)
        _check(answer, self._archive)
        return answer.status.value

    def _text(self, rng: Random) -> str:
        parts = []
        for _ in range(rng.randint(0, 5)):
            chance = rng.random()
            if chance < 0.5:
                parts.append(rng.choice(WORDS))
            elif chance < 0.85:
                body = rng.choice(self._bodies)
                at = rng.randrange(len(body))
                parts.append(body[at : at + rng.randint(1, 12)])
            else:
                parts.append(material.text(rng, 2) if chance < 0.93 else str(10 ** rng.randrange(40)))
        return "".join(parts)


def _check(answer: Answer, archive: Archive) -> None:
    passages = archive.passages([citation.passage_id for citation in answer.citations])
    for citation in answer.citations:
        passage, article = passages[citation.passage_id], archive.article(citation.article_id)
        assert passage.text == article.body[passage.start : passage.end], "a passage is a part of its article"
        assert passage.text[citation.start : citation.end] == citation.excerpt, "an excerpt is verbatim"
        assert citation.excerpt.strip(), "an excerpt says something"
        assert all(0 <= start < end <= len(citation.excerpt) for start, end in citation.evidence)
        start = passage.start + citation.start
        places = source_bytes(article.body, article.pieces, start, start + len(citation.excerpt))
        assert places == citation.source_bytes, "a citation leads to its place in the file"
        path = Path(citation.source_file)
        if path.suffix == ".txt":  # escapes of JSON lines are held against the file when the line is read
            raw = b"".join(path.read_bytes()[low:high] for low, high in places)
            printed = citation.excerpt.replace("\n", "")
            texts = {unescape(raw.decode(coding, "replace")) for coding in ("utf-8", "gb18030")}
            assert printed in texts, "the file prints the excerpt, some of its characters as HTML does"
    assert answer.answer is None or answer.answer in answer.citations[0].excerpt
    assert answer.reply is None or not answer.citations
    assert answer.status is not AnswerStatus.ANSWERED or answer.citations
