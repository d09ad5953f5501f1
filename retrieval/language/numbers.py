"""Quantities, dates and clock times as printed: what can answer 多少, 多久, 几点, 什么时候.

All patterns run on folded text, whose offsets are those of the print. Words of estimate after the number (余, 多, 左右)
belong to the answer as printed; those before it (约, 近) do not.
"""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from retrieval.domain import Span
from retrieval.language.characters import CHINESE_DIGITS, CHINESE_SCALES, ESTIMATES_AFTER, HAN, ZERO_WIDTH
from retrieval.language.measure_words import PRINTED_UNIT


class Type(StrEnum):
    """What a candidate is."""

    DURATION = "duration"
    MONEY = "money"
    RATIO = "ratio"
    AGE = "age"
    DATE = "date"
    CLOCK = "clock"
    QUANTITY = "quantity"
    NUMBER = "number"
    PERSON = "person"
    ORG = "org"
    PLACE = "place"
    TITLE = "title"
    LIST = "list"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may answer. ``unit`` is the measure word of a quantity."""

    span: Span
    type: Type
    unit: str = ""


CACHED_TEXTS = 256
"""Texts whose numbers are kept: several steps ask for those of one excerpt; by hand, 2026-11."""

_ARABIC = r"(?:(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?)"
# Runs of signs are bounded, so that no text takes longer than its length; 九千九百九十九万… of twelve digits has 23.
_RUN_LENGTH = "{1,24}"
_SCALE = rf"[{CHINESE_SCALES}](?!瓦)[{CHINESE_SCALES}]{{0,23}}"
_CHINESE = (
    rf"(?:[百千万]把(?=[个块元人名斤里户家亩棵辆张次年天米吨篇册只头字本])|个把(?=月|小时|钟头|星期|礼拜)"
    rf"|[{CHINESE_DIGITS}{CHINESE_SCALES}]{_RUN_LENGTH}(?:点[{CHINESE_DIGITS}]{_RUN_LENGTH}(?:个?{_SCALE})?)?|半(?:个?{_SCALE})?|[数几](?=[{CHINESE_SCALES}])[{CHINESE_SCALES}]{_RUN_LENGTH})"
)
_ANY_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_MORE = r"(?:余|多|来|几)?"
# A scale stands right behind Arabic digits; Chinese numerals hold it themselves, unless something stands between.
_QUANTITY = rf"(?:{_ARABIC}{_MORE}(?:个?{_SCALE})?|{_CHINESE}(?:(?:余|多|来|几)(?:个?{_SCALE})?|个{_SCALE})?){_MORE}"
_RANGE = rf"{_QUANTITY}(?:(?:[-—－–~～至到]|--|——){_QUANTITY})?"
_ABOUT = rf"(?:{ESTIMATES_AFTER})?"

_TIME_UNIT = r"(?:个半?)?(?:小时|钟头|月)|分钟|秒钟?|周年|周(?!岁|边|围|日)|天(?!津|河|然|气)|昼夜|个?(?:工作日|交易日|自然日|学年|学期|季度|星期|世纪|年头)|年(?![级代龄轻度产均]|[0-9一二]{1,2}月)|载|日(?!元|本)"
_MONEY_UNIT = r"(?:万|亿|多|余|余万|多万|余亿|多亿|万余|万多|亿余|亿多)?(?:元人民币|元|美元|欧元|港元|日元|英镑|澳元|韩元|卢布|人民币|块钱?|分钱|毛钱?|港币|新台币|加元|瑞郎)(?!旦|素|宵|首|老)"
_CLOCK = r"(?:\d{1,2}[::时点]|[一二三四五六七八九十两]{1,3}[时点])"
_MEASURED = "[百千万亿兆倍元米吨克度级亩斤升折岁天年毫厘微]|个百分点|个?小时|个月|公[里斤顷分]|平方|立方|摄氏|分贝"
"""What is counted in parts of one, and begins no word behind a clock time."""
_DECIMAL = rf"[{CHINESE_DIGITS}]+(?:{_MEASURED})"
"""What follows 点 in a number written out: 一点七八万亿, 五点二级."""
_PART_OF_DAY = (
    rf"(?:(?:凌晨|清晨|早晨|早上|早间|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜间|深夜|夜里|入夜后|晚)(?!{_CLOCK}))?"
)
"""What follows a day; before a clock time it belongs to that."""
_DAYS = r"\d{1,2}(?:日|号)?(?:[-—~至到、和]|--|——)\d{1,2}[日号]"
_NUMERALS = rf"\d{CHINESE_DIGITS}{CHINESE_SCALES}半数几个"
"""What a number begins with."""
# Type, characters of which every match holds at least one (none: any), of which one stands first, pattern.
_PATTERN_TABLE: tuple[tuple[Type, str, str, str], ...] = (
    (Type.NUMBER, "比:", r"\d", r"(?<![\d:.])\d{1,3}(?:比\d{1,3}(?!\d)|:\d(?![\d:]))"),
    (Type.DATE, "年", r"\d一二", r"(?:(?<!\d)(?:1\d|20|21)\d\d|(?<!\d)\d\d(?=年\d{1,2}月)|[一二][〇零一二三四五六七八九]{3})年(?:的?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:的?(?:DAYS|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])PART)?)?(?:年?[底初末中]|年?内|上半年|下半年|[一二三四]季度|[上中下]旬|[春夏秋冬](?:季|天)?)?(?:前后?|之前|以前|以后|起)?"),
    (Type.DATE, "月", r"今去明前当同次\d一二三四五六七八九十", r"(?:(?:今|去|明|前|当|同|次)年)?(?<!\d)(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:(?:DAYS|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])PART)?(?:[底初末]|中旬|上旬|下旬)?(?:(?:至|到|-|—|~)(?:\d{1,2}月)?\d{1,2}[日号])?(?:前|之前|起)?(?!大|亮|球|饼)"),
    (Type.DATE, "年天日晨晚周期月号纪代朝", r"今去明前当同次后昨上下本这周公唐宋元清汉隋秦\d", r"(?:今|去|明|前|当|同|次|后)年(?:年?[底初末]|上半年|下半年|[春夏秋冬](?:季|天)?|内)?|(?:昨|今|明|前|当|(?<![至到])次)(?:天|日|晨|晚(?!CLOCK))PART|(?:上|下|本|这)个?(?:周|星期|月)(?:[一二三四五六日末])?|周[一二三四五六日末]|(?<![\d月-])(?:DAYS|\d{1,2}[日号])(?!线|楼|院)PART|\d{1,2}世纪(?:\d{1,2}年代)?(?:[初末]期?|中叶)?|(?:19|20)?\d0年代|公元前?\d+年|(?:唐|宋|元|明|清|汉|隋|秦)(?:朝|代)"),
    (Type.RATIO, "分%‰点成/", _NUMERALS, rf"百分之{_ANY_NUMBER}(?:点{_ANY_NUMBER})?|{_ARABIC}(?:[-—~至到](?:\d+(?:\.\d+)?))?(?:%|‰|个百分点)(?:[-—~至到]\d+(?:\.\d+)?%)?{_ABOUT}|{_CHINESE}个百分点{_ABOUT}|[一二三四五六七八九两]成(?:[一二三四五六七八九]|以上|多)?|(?<!\d)\d+/\d+(?:[-—~]\d+/\d+)?|{_CHINESE}分之{_ANY_NUMBER}"),
    (Type.CLOCK, "点时:", r"每当今昨明凌清早上中下傍晚深夜\d一二三四五六七八九十两", r"(?:每天|每日|每晚|当晚|今晚|昨晚|明晚)?(?:凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间|深夜|早|晚)?(?<![\d.])(?:\d{1,2}[::]\d{2}(?:[::]\d{2})?|(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点(?!DECIMAL)|时)(?![内间候代期分钟]|名|位)(?:半|整|[0-9零〇一二三四五六七八九十]{1,3}分?|许)?)(?:(?:至|到|-|—|~)(?:次日)?(?:凌晨|上午|中午|下午|晚上)?(?:\d{1,2}[::]\d{2}|\d{1,2}(?:点|时)(?:半|\d{1,2}分)?))?(?:左右|前|后|许)?"),
    (Type.AGE, "岁", _NUMERALS, rf"{_RANGE}(?:周岁|岁){_MORE}(?:及以上|出头|{_ABOUT})"),
    (Type.MONEY, "元币镑布块分毛郎亿", _NUMERALS, rf"{_RANGE}{_MONEY_UNIT}{_ABOUT}|{_ANY_NUMBER}个亿"),
    (Type.DURATION, "时头月钟秒年周天夜日期度纪载", _NUMERALS, rf"{_RANGE}(?:{_TIME_UNIT})(?:半|零?{_ANY_NUMBER}(?:个月|小时|分钟|分|秒|天|个?月))*(?:多|余|{_ABOUT})"),
    (Type.QUANTITY, "", f"第{_NUMERALS}", rf"(?:第)?{_RANGE}(?P<unit>{PRINTED_UNIT})(?:[-—~至到]{_QUANTITY}(?P=unit))?(?:次|左右|以上|以下|以内)?"),
    (Type.NUMBER, "", f"第{_NUMERALS}", rf"第?{_RANGE}"),
)  # fmt: skip


def _compiled(starts: str, pattern: str) -> re.Pattern[str]:
    """The pattern, tried only where one of its first characters stands: that takes a third of the time."""
    for name, part in (("PART", _PART_OF_DAY), ("CLOCK", _CLOCK), ("DAYS", f"(?:{_DAYS})"), ("DECIMAL", _DECIMAL)):
        pattern = pattern.replace(name, part)
    return re.compile(f"(?=[{starts}])(?:{pattern})")


_NUMBER_PATTERNS = tuple(
    (kind, frozenset(signs), _compiled(starts, pattern)) for kind, signs, starts, pattern in _PATTERN_TABLE
)
_NUMERAL = re.compile(f"[{_NUMERALS}]")
_WORDED = re.compile("[年天日晨晚周期月代朝]")
"""What every match without a numeral holds: 昨天, 去年, 本周, 宋代."""
_UNIT_PART = re.compile(rf"^第?{_RANGE}")
_NARROW_BLANKS = "\u00a0\u2009\u202f"
_BLANK = rf"[ {_NARROW_BLANKS}]"
_PASSED_OVER = re.compile(
    rf"[{ZERO_WIDTH}]|(?<=\d)(?<!\d{{7}})(?<!\d \d{{3}}){_BLANK}(?=[{HAN}%‰a-z℃°㎡㎥㎞㎝㎜㎏㎎㏄㎢])|(?<=[第年月]){_BLANK}(?=\d)"
    rf"|(?<=\d)[{_NARROW_BLANKS}](?=\d{{3}}(?!\d))"
)
"""What breaks no number: characters without width, the blanks of 2025 年 3 月 14 日 and 3 亿元, and narrow ones
between thousands. Behind a telephone number, and behind 1 200, which may be two numbers, a blank parts."""


@lru_cache(maxsize=CACHED_TEXTS)
def numbers(folded: str) -> tuple[Candidate, ...]:
    """Candidates with numbers in them; where two overlap, the type that stands first in the table keeps its place."""
    if not _PASSED_OVER.search(folded):
        return _numbers(folded)
    # Read without what breaks no number, then told by the places of the print.
    passed = {found.start() for found in _PASSED_OVER.finditer(folded)}
    places = [at for at in range(len(folded)) if at not in passed]
    found = _numbers("".join(folded[at] for at in places))
    return tuple(replace(each, span=(places[each.span[0]], places[each.span[1] - 1] + 1)) for each in found)


def _numbers(folded: str) -> tuple[Candidate, ...]:
    if not _NUMERAL.search(folded) and not _WORDED.search(folded):
        return ()
    # A look at the characters spares most patterns: they are tried on every sentence of the leading articles.
    present = frozenset(folded)
    candidates: list[Candidate] = []
    taken = bytearray(len(folded))
    for kind, signs, pattern in _NUMBER_PATTERNS:
        if signs and signs.isdisjoint(present):
            continue
        for found in pattern.finditer(folded):
            start, end = found.span()
            if start == end or taken.find(1, start, end) >= 0:
                continue
            taken[start:end] = b"\1" * (end - start)
            unit = _UNIT_PART.sub("", found.group()) if kind is Type.QUANTITY else ""
            candidates.append(Candidate((start, end), kind, unit))
    return tuple(candidates)
