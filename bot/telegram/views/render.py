"""Lays out answers and lists as blocks of rich text; every word from outside stays verbatim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from bot.house import NO_HOUSE, House
from bot.notes import note_text
from bot.render import headline_line, headline_text, later_day, place_text, source_text
from bot.replies import reply_text
from bot.telegram.views.card_texts import CardText
from bot.telegram.views.deep_links import Place, place_of
from bot.telegram.views.reports import reports_from
from bot.telegram.views.rich_text import EMPTY, Run, TextBlock, plain, quotation, without_doubled_gaps
from bot.telegram.views.texts import Lang, Text, day_text, freshness_text, page_label, say
from retrieval.domain import Answer, AnswerStatus, Citation, Headline

LISTED_CHARS = 400
"""Characters of one line of a list: what is longer is no headline but a page that could not be parted; by hand."""
ALSO = 5
"""Other printings of a report that are named; the rest is counted."""

DeepLink: TypeAlias = Callable[[str], str]
"""Token of a place → the address that opens it."""


def answer_card(
    answer: Answer,
    lang: Lang,
    *,
    opening: bool = True,
    first: int = 1,
    fresh: bool = True,
    deep_link: DeepLink | None = None,
    house: House = NO_HOUSE,
) -> list[TextBlock]:
    """An answer from citation number ``first`` on: what was found, a block for each report, remarks, nearest reports.

    ``opening`` is the short answer, or the line that says there is none; the cards after the first go without, and
    without remarks. ``fresh`` adds how far the archive reaches.
    """
    blocks: list[TextBlock] = []
    if answer.subject and first == 1:
        blocks += [plain(say(lang, Text.FOLLOWS, subject=answer.subject), italic=True), EMPTY]
    if opening and first == 1:
        blocks += [*_opening(answer, lang, house), EMPTY]
    blocks += _report_blocks(answer, first, lang, deep_link)
    if first == 1:
        blocks += _remarks(answer, lang, deep_link)
    if fresh and answer.reply is None:
        blocks += [EMPTY, plain(freshness_text(lang, answer.freshness), italic=True)]
    return without_doubled_gaps(blocks)


def _opening(answer: Answer, lang: Lang, house: House) -> list[TextBlock]:
    if answer.reply is not None:
        return [plain(reply_text(answer.reply, lang, house))]
    if answer.status is AnswerStatus.NOT_FOUND:
        return [plain(say(lang, Text.NOT_FOUND))]
    if answer.status is AnswerStatus.RELATED_ONLY:
        return [plain(say(lang, Text.RELATED))]
    return [plain(answer.answer, bold=True)] if answer.answer else []


def _report_blocks(answer: Answer, first: int, lang: Lang, deep_link: DeepLink | None) -> list[TextBlock]:
    """One block for each report, an empty line before each. Only the first quotation of an answer is open."""
    reports = reports_from(answer, first)
    many = len(reports) > 1 or first > 1
    blocks: list[TextBlock] = []
    for report in reports:
        opens = answer.citations[0] is report.citations[0]
        blocks += [EMPTY, *report_block(report.citations, report.number if many else None, lang, deep_link, opens)]
    return blocks


def _remarks(answer: Answer, lang: Lang, deep_link: DeepLink | None) -> list[TextBlock]:
    """A newer report that is not cited, notes, and the nearest reports where none is cited."""
    blocks: list[TextBlock] = []
    if answer.later:
        blocks += [EMPTY, _later_block(answer, answer.later, lang, deep_link)]
    blocks += [EMPTY, *(plain("※ " + note_text(note, lang), italic=True) for note in answer.notes)]
    if answer.nearest and not answer.citations:
        blocks += [EMPTY, plain(say(lang, Text.NEAREST)), *full_headline_blocks(answer.nearest, lang)]
    return blocks


def _later_block(answer: Answer, later: Headline, lang: Lang, deep_link: DeepLink | None) -> TextBlock:
    """That a newer report on the matter was printed; its headline is a link."""
    shown = answer.citations[0].date if answer.citations else None
    day = later_day(later.date, shown, lang) if later.date else ""
    title = headline_text(later.headline, None, later.opening, lang)
    link = deep_link(Place(article_id=later.article_id).token) if deep_link else None
    return TextBlock((Run(say(lang, CardText.LATER, day=day)), Run(title, link=link)))


def report_block(
    citations: Sequence[Citation],
    number: int | None = None,
    lang: Lang = "zh-hans",
    deep_link: DeepLink | None = None,
    opens: bool = True,
) -> list[TextBlock]:
    """Citations of one report: where it stands, whose headline is a link, then its excerpts with evidence marked.

    Behind them where else the report was printed, and what corrects it. ``opens``: the first excerpt is shown whole,
    the others show their first lines until they are tapped.
    """
    cited = citations[0]
    blocks: list[TextBlock] = []
    if cited.earlier:
        blocks.append(plain(say(lang, Text.EARLIER, day=day_text(lang, cited.date)), italic=True))
    blocks += source_blocks(cited, deep_link, lang, number)
    for place, citation in enumerate(citations):
        blocks.append(quotation(citation.excerpt, citation.evidence, folded=place > 0 or not opens))
    if cited.also:
        blocks.append(_also_block(cited, deep_link, lang))
    return blocks + notice_blocks(cited.corrections, deep_link, lang)


def source_blocks(
    citation: Citation, deep_link: DeepLink | None, lang: Lang, number: int | None = None
) -> list[TextBlock]:
    """《headline》, which is a link, and below it paper, date, page and reporter."""
    title = headline_text(citation.headline, citation.jump, citation.opening, lang)
    link = deep_link(place_of(citation).token) if deep_link else None
    counted = Run(f"{number}. " if number is not None else "")
    return [TextBlock((counted, Run(title, link=link))), *filled([source_text(citation, lang)])]


def filled(lines: Iterable[str]) -> list[TextBlock]:
    """Those of these lines that say anything."""
    return [plain(line) for line in lines if line]


def _also_block(citation: Citation, deep_link: DeepLink | None, lang: Lang) -> TextBlock:
    """Links to the other printings; a headline that is the same is not repeated."""
    runs = [Run(say(lang, Text.ALSO))]
    space, comma = (" ", "; ") if lang == "en" else ("", "；")
    for number, other in enumerate(citation.also[:ALSO]):
        same = other.headline == citation.headline
        title = "" if same else headline_text(other.headline, None, other.opening, lang)
        place = place_text(other.paper, other.date, other.page, lang) or say(lang, Text.UNDATED_EDITION)
        link = deep_link(Place(article_id=other.article_id).token) if deep_link else None
        runs += [Run(comma if number else ""), Run(title + (space if title else "") + place, link=link)]
    rest = len(citation.also) - ALSO
    return TextBlock((*runs, Run(f" +{rest}" if rest > 0 else "")))


def notice_blocks(notices: Sequence[Citation], deep_link: DeepLink | None, lang: Lang) -> list[TextBlock]:
    """The corrections of an article, word for word, each with where it stands."""
    blocks: list[TextBlock] = []
    for notice in notices:
        link = deep_link(place_of(notice).token) if deep_link else None
        blocks.append(plain(say(lang, Text.CORRECTION), bold=True, link=link))
        source = source_blocks(notice, deep_link, lang)
        # A notice is mostly headed by what it is.
        blocks += source[1:] if notice.headline == say("zh-hans", Text.CORRECTION) else source
        blocks.append(quotation(notice.excerpt, (), folded=False))
    return blocks


def headline_blocks(
    headlines: Sequence[Headline], lang: Lang, first: int = 1, chars: int = LISTED_CHARS
) -> list[TextBlock]:
    """A list of headlines, numbered from ``first`` on, grouped under their pages; lines of ``chars`` at most."""
    blocks: list[TextBlock] = []
    page: str | None = ""
    for number, item in enumerate(headlines, first):
        if item.page != page and item.page:
            blocks += [EMPTY, plain(page_label(lang, item.page), bold=True)]
        page = item.page
        title = item.headline or headline_text(None, None, item.opening, lang)
        blocks.append(plain(f"{number}. {in_list(title, chars)}"))
    return blocks


def full_headline_blocks(headlines: Sequence[Headline], lang: Lang, first: int = 1) -> list[TextBlock]:
    """A list of headlines from anywhere, numbered from ``first`` on, each with its paper, date and page."""
    return [plain(f"{number}. {in_list(headline_line(item, lang))}") for number, item in enumerate(headlines, first)]


def in_list(line: str, chars: int = LISTED_CHARS) -> str:
    """A line of a list; one that is longer than any headline ends in …."""
    return line if len(line) <= chars else line[: chars - 1] + "…"
