"""The labels that lead from page to page, and those that lead to other reports."""

from __future__ import annotations

import pytest

from retrieval.language.jump_labels import JumpLabel, incoming, incoming_at_end, is_only_label, is_pointer, outgoing

INCOMING = {
    "round brackets": ("（上接第1版）正文", JumpLabel("上接第1版", "1", 0, 7)),
    "half-width brackets": ("(上接第1版) 正文", JumpLabel("上接第1版", "1", 0, 7)),
    "a part": ("（上接A03版）正文", JumpLabel("上接A03版", "A3", 0, 8)),
    "with a title": ("（紧接第二版 旧书市重开）正文", JumpLabel("紧接第二版", "2", 0, 13)),
    "without brackets": ("上接第1版", JumpLabel("上接第1版", "1", 0, 5)),
    "the front page of this paper": ("【承接本报头版】正文", JumpLabel("承接本报头版", "1", 0, 8)),
    "spaces within": ("（上接 第 1 版）正文", JumpLabel("上接第1版", "1", 0, 10)),
    "an arrow and a section": ("◀上接01版·要闻", JumpLabel("上接01版", "1", 0, 9)),
    "an arrow": ("←上接1版 水务站说", JumpLabel("上接1版", "1", 0, 5)),
    "traditional": ("（續接第一版）乙", JumpLabel("續接第一版", "1", 0, 7)),
    "short": ("（接1版）晚上", JumpLabel("接1版", "1", 0, 5)),
    "a bare page": ("（上接P1）晚上", JumpLabel("上接P1", "1", 0, 6)),
    "an arrow alone": ("⇦01版", JumpLabel("⇦01版", "1", 0, 4)),
    "an arrow alone before text": ("（←A1版）晚上", JumpLabel("←A1版", "A1", 0, 6)),
    "full-width": ("（上接Ａ０３版）正文", JumpLabel("上接Ａ０３版", "A3", 0, 8)),
}
NOT_INCOMING = [
    "",
    "正文（上接第1版）",
    "（上接副刊）正文",
    "（上接第0版）正文",
    "（下转第4版）",
    "上接天气第1版",
    "第1版",
]


@pytest.mark.parametrize(("text", "label"), INCOMING.values(), ids=INCOMING)
def test_labels_that_open_a_fragment(text: str, label: JumpLabel) -> None:
    assert incoming(text) == label


@pytest.mark.parametrize("text", NOT_INCOMING, ids=[text or "empty" for text in NOT_INCOMING])
def test_what_opens_no_fragment(text: str) -> None:
    assert incoming(text) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("旧书市重开（上接第1版）", JumpLabel("上接第1版", "1", 5, 12)),
        ("旧书市重开【紧接A02版】", JumpLabel("紧接A02版", "A2", 5, 13)),
        ("旧书市重开", None),
        ("旧书市重开（上接第1版）正文", None),
        ("旧书市重开 上接第1版", None),
        ("旧书市重开（上接第0版）", None),
    ],
    ids=["behind a title", "a part", "no label", "words behind it", "no brackets", "no page"],
)
def test_labels_behind_a_title(text: str, label: JumpLabel | None) -> None:
    assert incoming_at_end(text) == label


OUTGOING = {
    "……仍在继续。(下转第4版)": "4",
    "……仍在继续。（下转A04版）": "A4",
    "……仍在继续。▶下转第四版": "4",
    "……仍在继续。(下转头版) ": "1",
    "……仍在继续。转5版": "5",
    "……仍在继续。（下转本报第三版）": "3",
    "下游的（下转02版·要闻）": "2",
    "下游的（下转第02版 民生）": "2",
    "安排在（下轉第三版）": "3",
    "继续⇨下转3版": "3",
    "继续（下转第2版▶）": "2",
    "继续 下转第4版⇨": "4",
    "分三期进行。⇨02版": "2",
    "分三期进行。（→A2版·要闻）": "A2",
    "继续（下转第四、五版）": "4、5",
    "继续(下转A02、03版)": "A2、A3",
    "继续下转2-4版": "2、3、4",
    "继续▶下转P3": "3",
    "继续（转A3）": "A3",
    "继续【下轉A3版】": "A3",
    "继续（未完，转第3版）": "3",
    "［文转第三版］": "3",
    "（详见3版）": None,
    "他把文章转到第三版": None,
    "他搬家转20版税": None,
    "（下转第4版）仍在继续。": None,
    "……仍在继续。(下转第4版)。": None,
    "……仍在继续。(下转副刊)": None,
    "……仍在继续。(上接第4版)": None,
    "": None,
}


@pytest.mark.parametrize(("text", "page"), OUTGOING.items(), ids=[text or "empty" for text in OUTGOING])
def test_labels_that_lead_on(text: str, page: str | None) -> None:
    assert outgoing(text) == page


POINTERS = {
    "（详见3版）": True,
    "▶詳見A3版": True,
    "摊位增加三成。相关报道见5版": True,
    "（报道详见03版）": True,
    "报道见2、3版": True,
    "他看见3版": False,
    "本报共3版": False,
    "（下转第4版）": False,
}


@pytest.mark.parametrize(("text", "points"), POINTERS.items(), ids=POINTERS)
def test_labels_that_lead_to_another_report(text: str, points: bool) -> None:
    assert is_pointer(text) is points


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("(下转第3版)", True),
        (" （上接第1版） ", True),
        ("▲下转A05版", True),
        ("(下轉第三版)", True),
        ("预计明年六月通车。(下转第3版)", False),
        ("（上接第1版）大桥通车后", False),
        ("大桥通车了。", False),
        ("", False),
    ],
)
def test_labels_without_a_word_beside_them(text: str, alone: bool) -> None:
    assert is_only_label(text) is alone
