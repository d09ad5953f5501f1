"""What is the name of a newspaper, and what only ends like one."""

from __future__ import annotations

import pytest

from retrieval.language.paper_names import is_paper_name, paper_name_in


@pytest.mark.parametrize(
    "text", ["苇州日报", "葦州時報", "大公报", "申报", "南方周末", "参考消息", "苇州日报海外版", "苇州周刊"]
)
def test_papers(text: str) -> None:
    assert is_paper_name(text)


@pytest.mark.parametrize(
    "text", ["", "海报", "天气预报", "工作简报", "本报", "日报社", "苇州", "Weizhou 日报", "苇" * 14 + "报"]
)
def test_what_is_none(text: str) -> None:
    assert not is_paper_name(text)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("苇州日报_2025-04-08_A07", "苇州日报"),
        ("苇州日报数字版 第03版", "苇州日报"),
        ("2025葦州時報電子版", "葦州時報"),
        ("要闻_苇州晚报第三版", "苇州晚报"),
        ("天气预报_2025-04-08", None),
        ("2025-04-08", None),
    ],
)
def test_the_paper_in_a_name(text: str, paper: str | None) -> None:
    assert paper_name_in(text) == paper
