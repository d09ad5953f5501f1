"""Questions made from the archive itself: headlines ask for their reports, sentences with gaps for their articles.

They are made of printed words, which flatters the ranking by words; questions that readers asked are better where an
operator has them. Everyday words stand in for printed ones where the lexicon knows some, as readers would type.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from retrieval.domain import Article, ArticleKind
from retrieval.language.folding import folded
from retrieval.language.sentences import sentences
from retrieval.language.synonyms import spoken_for

SHORTEST_MADE, LONGEST_MADE = 12, 60
"""Characters of a sentence that a question is made of."""
KEPT_MADE = 0.5
"""Share of a sentence's words that stay in the question."""
FEWEST_MADE = 3
"""Words of a question."""
ROUNDS = 4
"""Questions of one article at most."""
HEADLINE_KIND = 6
"""Characters of a headline that says enough to be a question."""


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
    drawn: list[Article] = []
    headlines: dict[str, set[int]] = {}
    reports = (article for article in articles if article.kind is ArticleKind.REPORT and article.continues is None)
    for number, article in enumerate(reports):
        if article.headline:
            headlines.setdefault(folded(article.headline), set()).add(article.id)
        if number < count:
            drawn.append(article)
        elif (place := chance.randrange(number + 1)) < count:
            drawn[place] = article
    rounds = min(ROUNDS, -(-count // max(len(drawn), 1)))
    made = (_question(article, words, headlines, chance) for article in drawn * rounds)
    return list({each.question: each for each in made if each}.values())[:count]


def _question(
    article: Article, words: Callable[[str], Sequence[str]], headlines: dict[str, set[int]], chance: random.Random
) -> MadeQuestion | None:
    headline = article.headline or ""
    if len(headline) >= HEADLINE_KIND and chance.random() < 1 / 3:
        return MadeQuestion(headline, frozenset(headlines[folded(headline)]))
    fit = [each for each in sentences(article.body) if SHORTEST_MADE <= each[1] - each[0] <= LONGEST_MADE]
    if not fit:
        return None
    start, end = chance.choice(fit)
    cut = list(dict.fromkeys(word for word in words(article.body[start:end]) if len(word) > 1))
    kept = [_spoken(word, chance) for word in cut if chance.random() < KEPT_MADE]
    return MadeQuestion("".join(kept), frozenset({article.id})) if len(kept) >= FEWEST_MADE else None


def _spoken(word: str, chance: random.Random) -> str:
    forms = spoken_for(word)
    return chance.choice(forms) if forms else word
