"""Written questions become spans; reposts that print the answer are right too."""

from __future__ import annotations

import pytest

from benchmarks.own_report import converted, spans_of, with_reposts
from benchmarks.splits import OWN_REPORT, records

BODY = (
    "青禾街旧书市昨天重新开张，首日迎来3000名读者，摊位由60个增加到85个。"
    "市集每周六开放，读者可凭证件免费入场，停车每小时3元。"
)
BODIES = {
    1: BODY,
    2: "本报讯 " + BODY,
    3: "完全不同的一篇报道说的是水库蓄水，库容达到3000万立方米，下游三个乡镇的春灌用水有了保障，农户不必再排队等水。",
    4: BODY.replace("85个", "若干"),
}


def test_spans_are_of_the_first_place_or_of_the_context() -> None:
    assert spans_of({"answers": ["85个"]}, BODY) == [[BODY.index("85个"), BODY.index("85个") + 3]]
    again = "先说3元，再说停车每小时3元。"
    assert spans_of({"answers": ["3元"], "context": "每小时3元"}, again) == [
        [again.rindex("3元"), again.rindex("3元") + 2]
    ]


def test_what_cannot_be_kept_is_counted() -> None:
    written = [
        {"line": 1, "question": "摊位有多少", "answers": ["85个"], "kind": "direct", "style_note": "x"},
        {"line": 1, "question": "摊位有多少", "answers": ["60个"], "kind": "direct"},
        {"line": 1, "question": "门票多少", "answers": ["9元"], "kind": "direct"},
        {"line": 9, "question": "哪天开", "answers": ["周六"], "kind": "direct"},
        {"line": 1, "question": "谁开的", "answers": [], "kind": "unanswerable"},
    ]
    found = converted(written, BODIES)
    assert [sorted(record) for record in found.records] == [["kind", "line", "question", "spans"]] * 2
    assert found.left_out == {"asked twice": 1, "answer not in the body": 1, "no such line": 1}


def test_reposts_must_print_the_answer() -> None:
    written = [{"line": 1, "question": "摊位有多少", "answers": ["85个"], "kind": "direct"}]
    written.append({"line": 1, "question": "谁开的", "answers": [], "kind": "unanswerable"})
    found = with_reposts(converted(written, BODIES).records, BODIES)
    assert [record["alt_lines"] for record in found] == [[2], []]


@pytest.mark.skipif(not OWN_REPORT.exists(), reason="our own report questions are not written yet")
def test_the_kept_set_holds_no_article_text(tmp_path) -> None:
    kept = list(records("own-report", tmp_path))
    assert len(kept) >= 150
    assert {key for record in kept for key in record} == {"line", "question", "kind", "near", "spans", "alt_lines"}
    assert len({record["question"] for record in kept}) == len(kept)
