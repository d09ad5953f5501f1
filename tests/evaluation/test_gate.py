"""Judging a generation: what is compared, what is remembered, and when the gate refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.answers.ask import Asker
from retrieval.domain import Answer, AnswerStatus, Byline, Citation
from retrieval.editions.ingest import ingest
from retrieval.editions.store.archive import Archive
from retrieval.errors import GenerationMismatch
from retrieval.evaluation.evaluate import Outcome
from retrieval.evaluation.gate import Judge, Margins, clock_of, fallen, result_of, results, shares
from retrieval.evaluation.question_file import AskedQuestion
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Manifest
from retrieval.index.gate import GateShares, Measure, Reason, Result
from retrieval.index.publish import publish
from retrieval.index.serving import Leases
from retrieval.index.vectors import VectorCache
from retrieval.language.tokenizer import Tokenizer
from tests.answers.support import PAGE, Silent
from tests.stores import withdrawals_of

DAY = date(2025, 3, 11)
BRIDGE = AskedQuestion("西河大桥的工期有多久", ("45天",), "多久", "西河大桥封闭维修")
LIBRARY = AskedQuestion("城东图书馆新馆有多少阅览座位", ("1200余个",))
UNKNOWN = AskedQuestion("房贷利率是多少", ())
HARD = AskedQuestion("电梯补贴由谁申请", ("谁也没有说过",))
STRICT = Margins(0.0, 0.0, 0.0)


def answer(status: AnswerStatus = AnswerStatus.ANSWERED, short: str | None = None, *excerpts: str) -> Answer:
    citations = tuple(
        Citation(
            number, 1, None, None, None, None, None, Byline(), None, text, 0, len(text), (), None, "02.txt", (), 1.0
        )
        for number, text in enumerate(excerpts, 7)
    )
    return Answer("问", status, short, citations, "g1", None, 1.0)


def outcome(asked: AskedQuestion, given: Answer, **more) -> Outcome:
    return Outcome(asked, given, **({"in_first": False, "on_card": False, "article_right": None, "exact": None} | more))


REMEMBERED = {
    "the named report is among the first": (
        outcome(BRIDGE, answer(), rank=3, right_id=5), (True, False, None, 5),
    ),
    "the named report is not": (outcome(BRIDGE, answer(), on_card=True), (False, False, None, None)),
    "no report is named, an excerpt holds the answer": (
        outcome(LIBRARY, answer(AnswerStatus.ANSWERED, None, "座位1200余个"), in_first=True, on_card=True),
        (True, True, None, 7),
    ),
    "no report is named, a later excerpt holds it": (
        outcome(LIBRARY, answer(AnswerStatus.ANSWERED, None, "甲", "座位1200余个"), on_card=True),
        (True, False, None, None),
    ),
    "answered though nobody can": (outcome(UNKNOWN, answer()), (None, None, True, None)),
    "honestly not answered": (outcome(UNKNOWN, answer(AnswerStatus.NOT_FOUND)), (None, None, False, None)),
}  # fmt: skip


@pytest.mark.parametrize(("went", "expected"), REMEMBERED.values(), ids=REMEMBERED)
def test_what_is_remembered_of_a_question(went: Outcome, expected: tuple[object, ...]) -> None:
    result = result_of(went)
    assert (result.found, result.right, result.wrong, result.article_id) == expected
    assert (result.question, result.status) == (went.asked.question, went.answer.status.value)


def test_of_an_excerpt_the_beginning_is_remembered() -> None:
    long = result_of(outcome(LIBRARY, answer(AnswerStatus.RELATED_ONLY, None, "座" * 500)))
    assert long.excerpt == "座" * 120
    assert result_of(outcome(LIBRARY, answer())).excerpt is None


def result(question: str = "问", **more) -> Result:
    return replace(Result(question, "", True, True, None, "answered", None, None, None), **more)


def test_results_come_back_from_a_sheet() -> None:
    kept = [result("甲", article_id=3), result("乙", found=None, right=None, wrong=False)]
    assert results({"results": list(map(asdict, kept))}) == {"甲": kept[0], "乙": kept[1]}


def test_shares_are_of_the_questions_that_say_something() -> None:
    unanswerable = result(found=None, right=None, wrong=True)
    assert shares([]) == GateShares(0, None, None, None)
    assert shares([unanswerable]) == GateShares(1, None, None, 1.0)
    assert shares([result(), result(right=False), unanswerable]) == GateShares(3, 1.0, 0.5, 1.0)


WAS = GateShares(10, 0.8, 0.7, 0.2)
FELL = {
    "the same": (WAS, []),
    "better": (GateShares(10, 0.9, 0.8, 0.1), []),
    "just within the margins": (GateShares(10, 0.77, 0.67, 0.25), []),
    "recall": (GateShares(10, 0.76, 0.7, 0.2), [Measure.RECALL]),
    "accuracy": (GateShares(10, 0.8, 0.66, 0.2), [Measure.ACCURACY]),
    "wrong answers": (GateShares(10, 0.8, 0.7, 0.26), [Measure.WRONG]),
    "all": (GateShares(10, 0.0, 0.0, 1.0), [Measure.RECALL, Measure.ACCURACY, Measure.WRONG]),
    "nothing left to count": (GateShares(0, None, None, None), []),
}


@pytest.mark.parametrize(("now", "measures"), FELL.values(), ids=FELL)
def test_what_fell_by_more_than_its_margin(now: GateShares, measures: list[Measure]) -> None:
    assert [reason.measure for reason in fallen(WAS, now, Margins())] == measures


def test_a_reason_says_how_far_it_fell() -> None:
    assert fallen(WAS, replace(WAS, recall=0.5), Margins()) == [Reason(Measure.RECALL, 0.8, 0.5, 0.03)]
    assert fallen(replace(WAS, recall=None), WAS, STRICT) == []


def test_a_generation_is_asked_on_the_day_of_its_newest_edition() -> None:
    manifest = Manifest("g1", "2025-03-20T08:00:00", 1, "", "", "", 8, 0, 0, "2025-03-11", {}, {})
    assert clock_of(manifest) == DAY
    assert clock_of(replace(manifest, newest_date=None)) == date(2025, 3, 20)


@dataclass
class Desk:
    """A published page, and how often somebody was made to ask of it."""

    archive: Archive
    engine: EmbeddedEngine
    tokenizer: Tokenizer
    manifest: Manifest
    asked: int = 0

    def asker(self, leases: Leases) -> Asker:
        self.asked += 1
        return Asker(self.archive, leases, Silent(), self.tokenizer)

    def judge(self, *questions: AskedQuestion, encoder: str = Silent.fingerprint, **more) -> Judge:
        return Judge(questions, self.archive, self.engine, encoder, self.asker, **({"margins": STRICT} | more))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("judged")
    page = folder / "2025-03-11" / "02.txt"
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    tokenizer = Tokenizer()
    engine = EmbeddedEngine(folder, tokenizer)
    with Archive.open(folder / "archive.sqlite", create=True) as archive:
        ingest(archive, [Path(page)])
        cache = VectorCache(folder / "vectors.sqlite", Silent())
        report = publish(archive, engine, Silent(), cache)
        cache.close()
        yield Desk(archive, engine, tokenizer, report.manifest)


@pytest.fixture
def desk(published: Desk) -> Desk:
    """The same with nothing remembered that could be compared with."""
    published.engine.record(published.manifest.id, None, {})
    published.asked = 0
    return published


def test_the_same_content_gets_the_same_verdict(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    verdict = desk.judge(BRIDGE, LIBRARY, UNKNOWN, progress=lambda *done: told.append(done))(desk.manifest)
    assert verdict.passed
    assert (verdict.against, verdict.generation) == (desk.manifest.id, desk.manifest.id)
    assert verdict.before == verdict.after == GateShares(3, 1.0, 1.0, 0.0)
    assert (verdict.changes, verdict.set_aside) == ((), ())
    assert verdict.sheet["today"] == DAY.isoformat()
    assert told == [(1, 3), (2, 3), (3, 3)] * 2, "asked of the published generation, and of the judged one"


def test_what_was_found_is_kept_and_not_asked_again(desk: Desk) -> None:
    desk.judge(BRIDGE).prepare()
    kept = desk.engine.recorded(desk.manifest.id)
    assert kept
    assert [each["question"] for each in kept["results"]] == [BRIDGE.question]
    assert desk.asked == 1
    desk.judge(replace(BRIDGE, kind="其他", must=True)).prepare()
    assert desk.asked == 1, "the same questions"
    desk.judge(BRIDGE, LIBRARY).prepare()
    assert desk.asked == 2, "another question"


def test_a_question_that_must_not_fail_refuses_alone(desk: Desk) -> None:
    verdict = desk.judge(BRIDGE, replace(HARD, must=True))(desk.manifest)
    assert verdict.reasons == (Reason(Measure.MUST, questions=(HARD.question,)),)
    assert not verdict.passed
    assert desk.judge(BRIDGE, HARD)(desk.manifest).passed


def test_what_went_better_before_is_told(desk: Desk) -> None:
    judge = desk.judge(BRIDGE, HARD)
    judge.prepare()
    sheet = desk.engine.recorded(desk.manifest.id)
    assert sheet
    sheet["results"] = [record | {"found": True, "right": True} for record in sheet["results"]]
    desk.engine.record(desk.manifest.id, None, sheet)
    verdict = desk.judge(BRIDGE, HARD)(desk.manifest)
    assert Measure.ACCURACY in {reason.measure for reason in verdict.reasons}
    assert [(change.after.question, change.better) for change in verdict.changes] == [(HARD.question, False)]
    assert desk.judge(BRIDGE, HARD, margins=Margins(1.0, 1.0, 1.0))(desk.manifest).passed


def test_questions_on_withdrawn_articles_are_set_aside(desk: Desk) -> None:
    judge = desk.judge(BRIDGE, LIBRARY)
    judge.prepare()
    article = next(each.id for each in desk.archive.articles() if each.headline == BRIDGE.article)
    withdrawals_of(desk.archive).withdraw_article(article, "有误")
    try:
        verdict = judge(desk.manifest)
    finally:
        withdrawals_of(desk.archive).restore_article(article)
    assert verdict.set_aside == (BRIDGE.question,)
    assert verdict.passed
    assert verdict.before == verdict.after == GateShares(1, 1.0, 1.0, None)


def test_another_encoder_s_generation_is_not_judged(desk: Desk) -> None:
    judge = desk.judge(BRIDGE, encoder="another")
    judge.prepare()
    assert desk.engine.recorded(desk.manifest.id) == {}
    with pytest.raises(GenerationMismatch, match="was built by encoder silent"):
        judge(desk.manifest)
    assert desk.asked == 0
