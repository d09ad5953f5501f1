"""What readers thought of answers becomes questions to evaluate with."""

from __future__ import annotations

import json

from retrieval.editions.store.archive import Archive
from retrieval.editions.store.judgements import Judgement
from retrieval.evaluation.question_file import read_questions
from tests.stores import judgements_of


def test_good_ones_with_their_question_are_exported_for_evaluation(baowen, indexed, tmp_path):
    with Archive.open(indexed) as archive:
        passage = next(archive.live_passages())[0].id
        judgements_of(archive).take(
            [
                Judgement((1, 1), 11, "good", (passage,), "自习室新增座位多少个", "320个", at=1.0),
                Judgement((1, 2), 12, "good", (passage,), None, "320个", at=2.0),
                Judgement((1, 3), 13, "wrong", (passage, 999), "总投资多少", "320个", at=3.0),
            ]
        )
    ran = baowen("judgements", data=indexed)
    assert ran.lines == [
        {"question": "自习室新增座位多少个", "answers": ["320个"], "article": "青溪区图书馆延长开放时间"}
    ]
    file = tmp_path / "judged.jsonl"
    file.write_text(ran.out, encoding="utf-8")
    (asked,) = read_questions(file)
    assert asked.answers == ("320个",)
    assert baowen("eval", file, data=indexed).code == 0
    every = baowen("judgements", "--all", data=indexed)
    assert [each["verdict"] for each in every.lines] == ["good", "good", "wrong"]
    assert not {"reader_id", "answer_ref"} & set().union(*every.lines)
    assert json.loads(baowen("status", "--json", data=indexed).out)["unpublished_changes"] is False
