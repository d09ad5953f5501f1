"""Titles that advertisements stand under."""

from __future__ import annotations

import pytest

from retrieval.language.advertisements import titles_advertisement


@pytest.mark.parametrize("title", ["广告", "公益广告", "分类广告（2）", "【廣告】", "广告 1"])
def test_advertisements(title: str) -> None:
    assert titles_advertisement(title)


@pytest.mark.parametrize("title", ["", "广告法今起施行", "户外广告牌被吹倒", "公益"])
def test_reports(title: str) -> None:
    assert not titles_advertisement(title)
