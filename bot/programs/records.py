"""Records with links: what was found, cited, opened and checked, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.house import House
from bot.json_records import answer_json, article_json, citation_json, filters_json, headline_json
from bot.programs.links import Links
from bot.reading import EditionPage, FoundCitation, OpenedArticle
from bot.render import citation_line, delivered_name, headline_line
from retrieval.domain import Answer, Citation, Edition, Headline
from retrieval.lookup.facets import Counts, Facets
from retrieval.lookup.mentions import Mentions
from retrieval.lookup.quotes import QuoteCheck
from retrieval.lookup.related import SeeAlso
from retrieval.lookup.search import SearchResult

Record = dict[str, Any]


class Records:
    """Makes records whose links begin with the address of the site."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def answer(self, answer: Answer, house: House) -> Record:
        """An answer as in the terminal, with links."""
        later = self.headline(answer.later) if answer.later else None
        return answer_json(answer, house) | {
            "citations": self.citations(answer.citations),
            "later": later,
            "nearest": list(map(self.headline, answer.nearest)),
        }

    def citations(self, citations: Iterable[Citation]) -> list[Record]:
        """Citations in order."""
        return list(map(self.citation, citations))

    def citation(self, citation: Citation) -> Record:
        """A citation; ``line`` is how it is cited. The server's own path of the file is told to nobody."""
        record = citation_json(citation)
        return record | {
            "source_file": delivered_name(citation.source_file),
            "permalink": self._links.citation(record),
            "also": list(map(self.headline, citation.also)),
            "corrections": self.citations(citation.corrections),
        }

    def headline(self, headline: Headline) -> Record:
        """A pointer to an article."""
        line = {"line": headline_line(headline), "permalink": self._links.article(headline.article_id)}
        return headline_json(headline) | line

    def search(self, found: SearchResult, cursor: str | None) -> Record:
        """A page of what was found; ``cursor`` leads to the next one."""
        return {
            "total": found.total,
            "nearest": found.nearest,
            "results": self.citations(found.shown),
            "next": cursor,
            "facets": facets_json(found.facets),
            "filters": filters_json(found.where),
            "corrections": [{"typed": each.typed, "meant": each.meant} for each in found.corrections],
            "generation": found.generation,
            "freshness": _iso(found.freshness),
        }

    def mentions(self, found: Mentions, cursor: str | None, generation: str) -> Record:
        """A page of the mentions; ``cursor`` leads to the next one."""
        return {
            "words": list(found.words),
            "total": found.total,
            "articles": found.articles,
            "by_month": counts_json(found.by_month),
            "mentions": [
                self.citation(each.citation) | {"in_headline": each.in_headline, "first": each.first}
                for each in found.shown
            ],
            "next": cursor,
            "generation": generation,
        }

    def article(self, opened: OpenedArticle, see_also: SeeAlso) -> Record:
        """A whole article, what corrects it, what else stands on its page, and what else was printed on its matter."""
        record = article_json(opened.first, opened.parts[1:])
        return record | {
            "source_file": delivered_name(opened.first.source_file),
            "parts": [part | {"source_file": delivered_name(part["source_file"])} for part in record["parts"]],
            "line": citation_line(opened.first),
            "permalink": self._links.article(opened.first.id),
            "corrections": self.citations(opened.notices),
            "on_this_page": list(map(self.headline, opened.neighbours)),
            "also_printed": list(map(self.headline, see_also.printings)),
            "newer": list(map(self.headline, see_also.newer)),
        }

    def found_citation(self, found: FoundCitation, see_also: SeeAlso) -> Record:
        """A citation and its article; ``fate`` tells what became of the article since it was cited."""
        cited = found.opened.citation
        return {
            "citation": self.citation(cited) if cited else None,
            "fate": found.fate or None,
            "article": self.article(found.opened, see_also),
        }

    def edition(self, edition: Edition, pages: Iterable[EditionPage]) -> Record:
        """An edition, page by page."""
        headlines = [{"page": page.page, "articles": list(map(self.headline, page.headlines))} for page in pages]
        return self.edition_line(edition) | {"pages": headlines}

    def edition_line(self, edition: Edition) -> Record:
        """An edition by its name."""
        return {"paper": edition.paper, "date": _iso(edition.date), "permalink": self._links.edition(edition.date)}

    def check(self, found: QuoteCheck, generation: str) -> Record:
        """What became of a check; ``differences`` set the quotation beside what was printed."""
        return {
            "quote": found.quote,
            "verdict": found.verdict.value,
            "same_signs": found.same_signs,
            "places": self.citations(found.places),
            "differences": [
                {"quoted": each.before, "printed": each.after, "same": each.same} for each in found.stretches
            ],
            "generation": generation,
        }


def facets_json(facets: Facets) -> Record:
    """Counts by each trait, in their order."""
    return {
        "months": counts_json(facets.months),
        "papers": counts_json(facets.papers),
        "pages": counts_json(facets.pages),
        "people": counts_json(facets.people),
    }


def counts_json(counts: Counts) -> list[Record]:
    """Values with how many articles or mentions they have."""
    return [{"value": value, "count": count} for value, count in counts]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
