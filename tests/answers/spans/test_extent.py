"""How much of print an enumeration takes."""

from __future__ import annotations

import pytest

from retrieval.answers.spans.extent import with_how_many


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("途经文庙路、槐荫街、望湖路等14条道路。", "文庙路、槐荫街、望湖路", "文庙路、槐荫街、望湖路等14条"),
        ("来自东门、北桥等十四个镇。", "东门、北桥", "东门、北桥等十四个"),
        ("有书、笔、尺等三种文具。", "书、笔、尺", "书、笔、尺"),
        ("来自东门、北桥等地。", "东门、北桥", "东门、北桥"),
        ("来自东门等3个镇。", "东门", "东门"),
        ("来自东门、北桥，等3个镇。", "东门、北桥", "东门、北桥"),
    ],
    ids=["more are meant", "in Chinese numerals", "all are named", "it tells not", "no enumeration", "another clause"],
)
def test_an_enumeration_of_some_has_how_many_there_are(text: str, part: str, whole: str) -> None:
    at = text.index(part)
    start, end = with_how_many(text, (at, at + len(part)))
    assert text[start:end] == whole
