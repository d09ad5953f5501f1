"""What became of a file in a watched folder, in words: the log line, and the reason beside it in quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.messages import explain
from bot.render import escaped
from retrieval.editions.base.file_names import shown_name
from retrieval.editions.report import FileReport
from retrieval.errors import BadInput

MOST_REASONS = 100
"""Reasons that are told one by one; what is beyond is counted."""


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file that arrived, by its ``name`` below the watched folder, and what reading it, or its members, gave."""

    name: str
    parts: Sequence[FileReport]

    @property
    def shown(self) -> str:
        """The name on one line, whatever it is made of."""
        return escaped(shown_name(Path(self.name)))

    @property
    def errors(self) -> list[BadInput]:
        return [error for part in self.parts for error in ((part.error,) if part.error else part.bad_lines)]

    @property
    def unread(self) -> int:
        """How many lines, pages and members were left out; ``errors`` holds the first of them."""
        return len(self.errors) + sum(part.more_bad_lines for part in self.parts)

    @property
    def taken(self) -> bool:
        """Whether anything of it could be read."""
        return not all(part.error for part in self.parts)

    def counted(self) -> str:
        """How many articles it holds, how many of them are new, and how many were replaced."""
        articles, added = sum(part.articles for part in self.parts), sum(part.added for part in self.parts)
        replaced = sum(part.replaced for part in self.parts)
        left = f"；有 {self.unread} 处没有收录" if self.errors else ""
        return f"{self.shown}：{articles} 篇，新 {added}，替换 {replaced}{left}"

    def reason(self, folder: Path, at: datetime) -> str:
        """What lies beside it: which file, when, what is wrong, and what to do."""
        errors = self.errors
        told = [f"- {explain(error)}" for error in errors[:MOST_REASONS]]
        if self.unread > len(told):
            told.append(f"- ……另有 {self.unread - len(told)} 处")
        state = "有一部分没有收录，其余已收录，文件留在原处" if self.taken else "没有收录"
        back = f"改正后放回 {escaped(shown_name(folder))}，会自动读入；原样放回仍会被隔离"
        mend = "改正后直接覆盖原文件即可" if self.taken else back
        lines = [f"文件：{self.shown}", f"时间：{at:%Y-%m-%d %H:%M:%S}", f"结果：{state}", "原因：", *told]
        return "\n".join([*lines, f"怎么办：{mend}。"]) + "\n"
