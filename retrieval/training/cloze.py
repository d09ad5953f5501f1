"""Questions made from printed sentences: a thing taken out, an asking word in its place, some words dropped."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.language.names import names
from retrieval.language.numbers import Candidate, Type, numbers
from retrieval.language.tokenizer import Tokenizer
from retrieval.language.words import word_spans

ASKING: dict[Type, tuple[str, ...]] = {
    Type.DURATION: ("多久", "多长时间", "多少时间", "几年", "多少天"),
    Type.MONEY: ("多少钱", "多少", "多少元", "多少资金", "什么价格"),
    Type.RATIO: ("多少", "百分之多少", "多大比例", "几成"),
    Type.AGE: ("多大", "几岁", "多大年纪", "多少岁"),
    Type.DATE: ("什么时候", "何时", "哪天", "哪一年", "几月几日", "什么时间"),
    Type.CLOCK: ("几点", "什么时间", "什么时候", "何时"),
    Type.QUANTITY: ("多少", "几", "多少{unit}", "几{unit}"),
    Type.NUMBER: ("多少", "几"),
    Type.PERSON: ("谁", "哪位", "什么人", "哪个人"),
    Type.ORG: ("哪个单位", "哪家公司", "哪个部门", "什么机构", "谁", "哪里", "哪家"),
    Type.PLACE: ("哪里", "什么地方", "哪儿", "哪个地方", "何处", "哪个城市", "哪个地区"),
    Type.TITLE: ("什么", "哪部作品", "什么名字", "哪个"),
    Type.LIST: ("哪些", "什么", "哪几个", "哪几种", "谁"),
    Type.PHRASE: ("什么", "哪个", "什么样的", "怎样的"),
}
LONGEST_ANSWER = 48
"""Characters of the longest thing that is asked for."""
RARE = {Type.PHRASE: 0.15, Type.NUMBER: 0.1, Type.QUANTITY: 0.7, Type.ORG: 0.8, Type.PLACE: 0.8}
"""How often a printed thing of a type is asked for; 1 where nothing stands here."""
SHORTEST_CLOZE = 8
"""Characters of the shortest made question."""
_SAYS = re.compile("介绍|表示|说|称|告诉|透露|认为|指出|强调|坦言")
_CLAUSE = re.compile(r"[,，;；:：]")


@dataclass(slots=True)
class Maker:
    """Makes questions; the same seed gives the same ones."""

    tokenizer: Tokenizer
    random: random.Random

    def made(self, sentence: str) -> tuple[str, Candidate] | None:
        """A question and the thing in the folded sentence that answers it; None where the sentence offers nothing."""
        wanted = self._thing(sentence)
        if wanted is None:
            return None
        question = self._question(sentence, wanted)
        return (question, wanted) if len(question) >= SHORTEST_CLOZE else None

    def _thing(self, sentence: str) -> Candidate | None:
        """A printed thing to ask for."""
        found = [*numbers(sentence), *names(sentence, word_spans(sentence, self.tokenizer))]
        kept = [each for each in found if _may_be_asked_for(sentence, each)]
        kind = self._kind(kept)
        if kind is None:
            return None
        return self.random.choice([each for each in kept if each.type is kind])

    def _kind(self, things: Sequence[Candidate]) -> Type | None:
        """A type to ask for, each as likely as another, rare ones only where one of their things is let through."""
        kinds = {each.type for each in things if self.random.random() < RARE.get(each.type, 1.0)}
        return self.random.choice(sorted(kinds)) if kinds else None

    def _question(self, sentence: str, wanted: Candidate) -> str:
        """The sentence with an asking word in place of the thing; clauses and words missing, sometimes turned round."""
        asking = self.random.choice(ASKING[wanted.type]).format(unit=wanted.unit)
        before, after = sentence[: wanted.span[0]], sentence[wanted.span[1] :].rstrip("。！？!?” ")
        left, right = _CLAUSE.split(before), _CLAUSE.split(after)
        own_left, own_right = self._thinned(left[-1]), self._thinned(right[0])
        lead = self._lead([*left[:-1], *right[1:]])
        if self.random.random() < 0.25:
            return f"{lead}{own_right}{own_left}{self.random.choice(['是', '在', '有', ''])}{asking}?"
        if self.random.random() < 0.2:
            return f"{asking}{own_right}{',' if own_left else ''}{own_left}{lead}?"
        return f"{lead}{own_left}{asking}{own_right}?"

    def _lead(self, clauses: Sequence[str]) -> str:
        """What else the sentence says, in one of three questions."""
        others = [self._thinned(clause) for clause in clauses if self.random.random() < 0.3]
        return self.random.choice(["", "", ",".join(others)])

    def _thinned(self, clause: str) -> str:
        """A clause with some of its words missing."""
        share = self.random.choice((0.0, 0.1, 0.25, 0.4))
        spans = word_spans(clause, self.tokenizer)
        return "".join(clause[slice(*span)] for span in spans if self.random.random() >= share)


def _may_be_asked_for(sentence: str, thing: Candidate) -> bool:
    start, end = thing.span
    return 1 < end - start <= LONGEST_ANSWER and _whole_thing(sentence, thing)


def _whole_thing(sentence: str, thing: Candidate) -> bool:
    """Whether a stretch is surely a whole thing of its type: people speak, phrases and organisations end a clause."""
    after = sentence[thing.span[1] :]
    if thing.type is Type.PERSON:
        return _SAYS.match(after) is not None
    if thing.type in {Type.PHRASE, Type.ORG}:
        return not after or not after[0].isalnum() or _SAYS.match(after) is not None
    return True
