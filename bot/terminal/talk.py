"""A talk in the terminal: what a typed line asks for, and what is shown for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from bot.conversation import Conversation
from bot.house import House
from bot.render import date_text, one_line, page_text
from bot.search_syntax import FIELD, parse_search
from bot.terminal.answers import answer_text, citation_lines
from bot.terminal.browse import cited_text
from bot.terminal.day_options import days_text
from bot.terminal.screen import Screen
from bot.terminal.words.answers import ChatText
from bot.wiring import Newsroom
from bot.wording import listed
from retrieval.answers.honesty.decision import CITED, MOST_CITED
from retrieval.domain import NO_FILTERS, Answer, Filters

LEAVING = frozenset(
    ["q", "quit", "exit", "bye", ":q", ":q!", "/q", "/quit", "/exit", "退出", "结束", "結束", "再见", "再見"]
)
MORE = frozenset(["更多", "继续", "繼續", "more"])
WHOLE = frozenset(["全文", "原文", "full"])
HELPING = frozenset(["?", "？", "h", "help", "帮助", "幫助", "/help"])
LIFTING = re.compile(r"(?:范围|範圍|limits)\s*[:：]\s*", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,2}")


class Act(Enum):
    """What becomes of what is said."""

    PRINT = auto()
    PAGE = auto()
    LEAVE = auto()


@dataclass(frozen=True, slots=True)
class Said:
    """What the terminal shows for a line: printed, in a pager, or nothing more."""

    act: Act
    text: str = ""


class Talk:
    """Lines one after the other; keeps what was shown for the last question, and the limits in force."""

    def __init__(self, room: Newsroom, screen: Screen, house: House) -> None:
        self._room, self._screen, self._house = room, screen, house
        self._conversation = Conversation(room)
        self._answer: Answer | None = None
        self._limits = NO_FILTERS

    def line(self, text: str) -> Said:
        """What a typed line, which says something, comes to. Raises what ``Newsroom.ask`` does."""
        typed = text.strip()
        word = typed.lower()
        if word in LEAVING:
            return Said(Act.LEAVE)
        if word in HELPING:
            return self._told(ChatText.HELP)
        if word in MORE and self._answer is not None:
            return self._more(self._answer)
        if word in WHOLE:
            return self._opened(1)
        if NUMBER.fullmatch(typed):
            return self._opened(int(typed))
        if LIFTING.fullmatch(typed) or FIELD.search(typed):
            return self._limited(typed)
        return self._ask(typed)

    def _told(self, text: ChatText, /, **values: object) -> Said:
        return Said(Act.PRINT, self._screen.wrapped(self._screen.say(text, **values)))

    def _ask(self, question: str) -> Said:
        answer = self._conversation.ask(question, filters=self._limits)
        if answer.reply is None:
            self._answer = answer
        lines = []
        if answer.subject:
            lines.append(self._screen.faint(self._screen.say(ChatText.FOLLOWS, subject=answer.subject)))
        lines.append(answer_text(answer, self._screen, self._house, numbered=True))
        if answer.further:
            lines.append(self._screen.faint(self._screen.say(ChatText.MORE, count=len(answer.further))))
        return Said(Act.PRINT, "\n".join(lines) + "\n")

    def _more(self, shown: Answer) -> Said:
        """The citations behind those that were shown, which keep their numbers."""
        count = len(shown.citations)
        answer = self._conversation.again(limit=min(count + CITED, MOST_CITED))
        if answer is None or len(answer.citations) <= count:
            return self._told(ChatText.NO_MORE)
        self._answer = answer
        lines = []
        for number, citation in enumerate(answer.citations[count:], count + 1):
            lines += [*citation_lines(citation, self._screen, number), ""]
        return Said(Act.PRINT, "\n".join(lines))

    def _opened(self, number: int) -> Said:
        """The report that a quotation stands in."""
        if self._answer is None or not self._answer.citations:
            return self._told(ChatText.NOTHING_YET)
        if not 1 <= number <= len(self._answer.citations):
            return self._told(ChatText.NO_SUCH_NUMBER, number=number)
        chosen = self._answer.citations[number - 1]
        with self._room.published_alone() as paper:
            text = cited_text(paper, chosen.passage_id, self._screen, chosen.start, chosen.end)
        return Said(Act.PAGE, text)

    def _limited(self, typed: str) -> Said:
        """Limits for what is asked from now on; where words stand beside them, they are asked at once."""
        if lifted := LIFTING.match(typed):
            self._limits = NO_FILTERS
            typed = typed[lifted.end() :].strip()
            if not typed:
                return self._told(ChatText.NO_LIMITS)
        editions = self._days()
        request = parse_search(typed, self._room.clock.today(), editions)
        if request.refused:
            return self._told(ChatText.WHAT_DATE, value=listed(self._screen.lang, request.refused))
        first, last = request.filters.date_from, request.filters.date_to
        if first and last and editions and not any(first <= day <= last for day in editions):
            return self._no_edition(first, last, max(editions))
        self._limits = request.filters
        if request.words:
            return self._ask(request.words)
        return self._told(ChatText.LIMITS, limits=limits_text(self._limits, self._screen))

    def _no_edition(self, first: date, last: date, newest: date) -> Said:
        lang = self._screen.lang
        days, shown = days_text(first, last, lang), date_text(newest, lang)
        return self._told(ChatText.NO_EDITION, days=days, newest=shown, newest_iso=newest)

    def _days(self) -> list[date]:
        """The days of the published editions: a day without its year is the newest such one of them."""
        with self._room.published_alone() as paper:
            return [edition.date for edition in paper.editions() if edition.date]


def limits_text(limits: Filters, screen: Screen) -> str:
    """2025-03-12 第3版 孙艳."""
    days = dict.fromkeys(str(day) for day in (limits.date_from, limits.date_to) if day)
    pages = [page_text(page, screen.lang) for page in limits.pages]
    return " ".join(filter(None, ["–".join(days), *pages, *map(one_line, (*limits.people, *limits.papers))]))
