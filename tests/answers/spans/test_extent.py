"""How much of print an answer takes."""

from __future__ import annotations

import pytest

from retrieval.answers.spans.extent import clause_around, enumeration_around


def span_of(text: str, part: str) -> tuple[int, int]:
    at = text.index(part)
    return at, at + len(part)


@pytest.mark.parametrize(
    ("text", "part", "clause"),
    [
        ("即日起,所有场馆免费入场,请带证件。", "免费", "所有场馆免费入场"),
        ("免费", "免费", "免费"),
        ("第一段\n老人免费;学生半价", "免费", "老人免费"),
        ("南区 120套 7600元 持平", "持平", "持平"),
        ("妇幼保健院 8:00—20:00\u3000不停诊", "不停诊", "不停诊"),
    ],
)
def test_the_clause_around(text: str, part: str, clause: str) -> None:
    start, end = clause_around(text, span_of(text, part))
    assert text[start:end] == clause


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("途经文庙路、槐荫街、望湖路。", "槐荫街", "途经文庙路、槐荫街、望湖路"),
        ("途经文庙路、槐荫街、望湖路等14条道路。", "文庙路、槐荫街", "文庙路、槐荫街、望湖路等14条"),
        ("有书、笔、尺等三种文具。", "书、笔", "书、笔、尺"),
        ("只有文庙路。", "文庙路", "文庙路"),
        ("理事长卢望舒、市慈善总会副会长戚怀远以及代表们", "卢望舒", "卢望舒"),
        (
            "石桥、柳湾、白塔、新河、南浦5家分院规范化建设、高质量培训",
            "石桥、柳湾、白塔、新河、南浦",
            "石桥、柳湾、白塔、新河、南浦",
        ),
        ("制药、化工、电镀等重点行业、重点污染源", "制药、化工、电镀等", "制药、化工、电镀等"),
    ],
)
def test_an_enumeration_has_all_its_items(text: str, part: str, whole: str) -> None:
    start, end = enumeration_around(text, span_of(text, part))
    assert text[start:end] == whole
