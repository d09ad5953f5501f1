"""What became of a file in a watched folder, in words: the log line, and the reason beside it in quarantine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.lang import Lang
from bot.messages import explain
from bot.render import escaped
from bot.watch_texts import WatchLogText
from bot.wording import say
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

    def counted(self, lang: Lang) -> str:
        """How many articles it holds, how many of them are new, and how many were replaced."""
        articles, added = sum(part.articles for part in self.parts), sum(part.added for part in self.parts)
        replaced = sum(part.replaced for part in self.parts)
        told = say(lang, WatchLogText.COUNTED, file=self.shown, articles=articles, added=added, replaced=replaced)
        return say(lang, WatchLogText.LEFT_OUT, counted=told, count=self.unread) if self.errors else told

    def reason(self, folder: Path, at: datetime, lang: Lang) -> str:
        """What lies beside it: which file, when, what is wrong, and what to do."""
        return "\n".join(self._reason_lines(folder, at, lang)) + "\n"

    def _reason_lines(self, folder: Path, at: datetime, lang: Lang) -> Iterator[str]:
        yield say(lang, WatchLogText.FILE, file=self.shown)
        yield say(lang, WatchLogText.TIME, at=f"{at:%Y-%m-%d %H:%M:%S}")
        yield say(lang, WatchLogText.RESULT_PARTLY if self.taken else WatchLogText.RESULT_NONE)
        yield say(lang, WatchLogText.REASONS)
        shown = self.errors[:MOST_REASONS]
        for error in shown:
            yield say(lang, WatchLogText.REASON, problem=explain(error, lang))
        if self.unread > len(shown):
            yield say(lang, WatchLogText.MORE_REASONS, count=self.unread - len(shown))
        mend = WatchLogText.MEND_PARTLY if self.taken else WatchLogText.MEND_NONE
        yield say(lang, mend, folder=escaped(shown_name(folder)))
