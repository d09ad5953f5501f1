"""Stories to set: real news of the shared data, cut into paragraphs."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.language.characters import HAN

_SPACE_BESIDE_HAN = re.compile(rf"(?<=[{HAN}，。、；：？！“”（）《》])\s+|\s+(?=[{HAN}，。、；：？！“”（）《》])")
_SENTENCE = re.compile(r"[^。！？]+[。！？]+[”’）]*")
_UNSETTABLE = re.compile(rf"[^{HAN}0-9A-Za-z，。、；：？！“”‘’（）《》〈〉【】—…·%％℃/.,+:\-& ]|https?:|[/@]{{2}}")
_NO_NEWS = re.compile("广告声明|返回搜狐|责任编辑|查看更多|点击|关注|公众号|来源：|记者|通讯员|摄|讯$|^图|图为")


@dataclass(frozen=True)
class Story:
    """A report to be set; ``alone``: no text of another report may fill the room that it leaves."""

    title: str
    paragraphs: tuple[str, ...]
    alone: bool = False


def stories(shared: Path, seed: int) -> Iterator[Story]:
    """Titled news of 2023 in a random order that the seed gives, without what no printed page has."""
    rows: list[tuple[str, str]] = []
    with lzma.open(shared / "data/news/crud_rag_news.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if 7 <= len(row["title"]) <= 26 and len(row["body"]) >= 200:
                rows.append((row["title"], row["body"]))
    random.Random(seed).shuffle(rows)
    for title, body in rows:
        story = Story(_settable(title), tuple(_paragraphs(body, random.Random(f"{seed}{title}"))))
        if len(story.paragraphs) >= 2 and not _UNSETTABLE.search(title) and not _NO_NEWS.search(title):
            yield story


def _settable(text: str) -> str:
    """White space as print has it: one between Latin words, none beside Chinese characters."""
    return _SPACE_BESIDE_HAN.sub("", " ".join(text.split())).strip()


def _paragraphs(body: str, chance: random.Random) -> Iterator[str]:
    """Two to five sentences each; sentences that no page can hold are left out."""
    waiting: list[str] = []
    wanted = chance.randint(50, 230)
    for found in _SENTENCE.finditer(_settable(body)):
        sentence = found[0].strip()
        if _UNSETTABLE.search(sentence) or _NO_NEWS.search(sentence) or len(sentence) < 6:
            continue
        if sentence[0] in "”’）》】，。、；：？！%…—·.,:" or sentence.count("“") != sentence.count("”"):
            continue
        waiting.append(sentence)
        if sum(map(len, waiting)) >= wanted:
            yield "".join(waiting)
            waiting, wanted = [], chance.randint(50, 230)
    if waiting:
        yield "".join(waiting)
