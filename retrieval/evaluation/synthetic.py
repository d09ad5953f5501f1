"""Questions made from the archive itself: headlines ask for their reports, sentences with gaps for their articles.

They are made of printed words, which flatters the ranking by words; questions that readers asked are better where an
operator has them. Everyday words stand in for printed ones where the lexicon knows some, as readers would type.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.domain import Article, ArticleKind
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.synonyms import spoken_for

SHORTEST_MADE, LONGEST_MADE = 12, 60
"""Characters of a sentence that a question is made of; by hand, 2026-11."""
KEPT_MADE = 0.5
"""Share of a sentence's words that stay in the question; by hand, 2026-11."""
FEWEST_MADE = 3
"""Words of a question; by hand, 2026-11."""
ROUNDS = 4
"""Questions of one article at most; by hand, 2026-11."""
HEADLINE_KIND = 6
"""Characters of a headline that says enough to be a question; by hand, 2026-11."""


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question, and the ids of the articles that are right."""

    question: str
    gold: frozenset[int]


def made_questions(
    articles: Iterable[Article], words: Callable[[str], Sequence[str]], count: int, seed: int
) -> list[MadeQuestion]:
    """At most ``count`` questions, the same for the same archive and seed; several an article where there are few.

    ``words`` cuts a text into words. Headlines that several articles have ask for all of them.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    headlines: dict[str, set[int]] = {}
    drawn = _sample(_noted(filter(_whole_report, articles), headlines), count, chance)
    rounds = min(ROUNDS, -(-count // max(len(drawn), 1)))
    made: dict[str, MadeQuestion] = {}
    for article in drawn * rounds:
        if each := _question(article, words, headlines, chance):
            made[each.question] = each
    return list(made.values())[:count]


def _whole_report(article: Article) -> bool:
    return article.kind is ArticleKind.REPORT and article.continues is None


def _noted(articles: Iterable[Article], headlines: dict[str, set[int]]) -> Iterator[Article]:
    """The articles as they come; ``headlines`` learns the ids of those that have a headline."""
    for article in articles:
        if article.headline:
            headlines.setdefault(folded(article.headline), set()).add(article.id)
        yield article


def _sample(articles: Iterable[Article], count: int, chance: random.Random) -> list[Article]:
    """At most ``count`` articles of a stream, each as likely as any other (a reservoir: archives may be large)."""
    drawn: list[Article] = []
    for number, article in enumerate(articles):
        if number < count:
            drawn.append(article)
        elif (place := chance.randrange(number + 1)) < count:
            drawn[place] = article
    return drawn


def _question(
    article: Article, words: Callable[[str], Sequence[str]], headlines: dict[str, set[int]], chance: random.Random
) -> MadeQuestion | None:
    headline = article.headline or ""
    if len(headline) >= HEADLINE_KIND and chance.random() < 1 / 3:
        return MadeQuestion(headline, frozenset(headlines[folded(headline)]))
    kept = _kept_words(_some_sentence(article.body, chance), words, chance)
    return MadeQuestion("".join(kept), frozenset({article.id})) if len(kept) >= FEWEST_MADE else None


def _some_sentence(body: str, chance: random.Random) -> str:
    """A sentence of middling length; "" where there is none."""
    fit = [(start, end) for start, end in sentences(body) if SHORTEST_MADE <= end - start <= LONGEST_MADE]
    return body[slice(*chance.choice(fit))] if fit else ""


def _kept_words(sentence: str, words: Callable[[str], Sequence[str]], chance: random.Random) -> list[str]:
    """Some of a sentence's words, each once, as readers would type them."""
    kept = []
    for word in dict.fromkeys(words(sentence)):
        if len(word) > 1 and chance.random() < KEPT_MADE:
            kept.append(_spoken(word, chance))
    return kept


def _spoken(word: str, chance: random.Random) -> str:
    forms = spoken_for(word)
    return chance.choice(forms) if forms else word
