"""Names of files that say that they correct another one."""

from __future__ import annotations

import pytest

from retrieval.language.revision_marks import is_revision, without_revision_mark

MARKED = {
    "2025-03-16-A01 修改": "2025-03-16-A01",
    "A01修改": "A01",
    "A01（修改）": "A01",
    "A01-修改2": "A01",
    "A01 修改稿二稿": "A01",
    "临江日报20250316A01版更正": "临江日报20250316A01版",
    "A01 - 副本 (2)": "A01",
    "A01(1)": "A01",
    "A01_final": "A01",
    "A01v2": "A01",
}


@pytest.mark.parametrize(("name", "bare"), MARKED.items())
def test_marks_are_taken_off(name: str, bare: str) -> None:
    assert (without_revision_mark(name), is_revision(name)) == (bare, True)


@pytest.mark.parametrize(
    "name", ["A01", "第3版", "更正", "A03-城市更新", "城市更新", "2025-03-16-02 news", "tv2", "A01_20250316", "renew"]
)
def test_other_names_are_left_alone(name: str) -> None:
    assert (without_revision_mark(name), is_revision(name)) == (name, False)
