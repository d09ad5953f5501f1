"""The classes that the characters of Chinese print fall into: the one table of each. Everything else takes them here.

Names in capitals are the inside of a regular expression's character class (``f"[{HAN}]"``) unless they say otherwise.
"""

from __future__ import annotations

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters: 〇, the unified blocks with their extensions, and compatibility ideographs."""

ORDINAL = "第"
"""What stands before a number that says which one: 第3版."""
DICTIONARY_HAN = "\u4e00-\u9fd5"
"""Those of the first block that jieba's dictionary knows of."""

KANA = "\u3041-\u30ff\u31f0-\u31ff"

SENTENCE_ENDS = "。！？!?︒︕︖"
"""What ends a sentence wherever it stands. An ellipsis and a semicolon end one only sometimes: see ``sentences``."""

ELLIPSIS = "…"
SEMICOLONS = "；;︔"

COLONS = "：:"

CLAUSE_ENDS = "，," + COLONS + SEMICOLONS + SENTENCE_ENDS
"""What ends a clause, both as printed and folded."""

PAUSES = "，,、" + COLONS
"""What parts a sentence inside; 、 only the items of an enumeration."""

FULL_WIDTH_ENDS = "，：；。！？"
"""What ends a clause as print has it; half-width signs stand in times and addresses too."""

CLOSING = "”’\"'）)】」』︶︼﹂﹄"
"""What may stand behind the sign that ends a sentence and still belongs to it."""

BRACKET_OPENS, BRACKET_CLOSES = r"（(〔【\[［﹝", r"）)〕】\]］﹞"
"""Brackets that print puts around credits, labels and datelines."""

NEVER_FIRST = "。，、；：！？…—·～”’）》〉」』】〕］｝,.;:!?)]}%％"
"""Signs that no line begins with (GB/T 15834: 不出现在一行之首)."""
NEVER_LAST = "“‘（《〈「『【〔［｛([{"
"""Signs that no line ends with (不出现在一行之末)."""

PAIRS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
    "〔": "〕",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
}
"""Opening → closing signs, printed and folded; a dictionary."""

VERTICAL_FORMS = dict(
    zip("︐︑︒︓︔︕︖︵︶︹︺︻︼︽︾︿﹀﹁﹂﹃﹄", "，、。：；！？（）〔〕【】《》〈〉「」『』", strict=True)
)
"""Signs of upright print → those of lines; a dictionary."""

CHINESE_DIGITS = "〇零一二两三四五六七八九"
CHINESE_SCALES = "十百千万亿兆"
DIGIT_VALUES = str.maketrans(CHINESE_DIGITS, "001223456789")
"""Chinese digits → Arabic ones; a table for ``str.translate``."""

COUNTED = "一二三四五六七八九十"
"""Numerals of small counts: one of them, or up to three (九十九), for pages, items of a list, parts of a law."""

CIRCLES = "○◯"
"""Geometric shapes that print uses for 〇 inside numbers: 二○二五年."""

ZERO_WIDTH = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Characters without width. Extracted text has them anywhere, in the middle of a number too."""
ZERO_WIDTH_PATTERN = re.compile(f"[{ZERO_WIDTH}]")
"""One of them; a compiled expression."""

SUPERSCRIPTS = "\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089"
"""Digits above or below the line: they belong to a unit (m²) or mark a footnote, and never continue a number."""

ENCLOSED = "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
"""①, ⑴, ❶: numbers of items in a list, never part of the number behind them."""

ESTIMATES_BEFORE = "至少|大约|约|超过|将近|接近|近|逾|超|不到|不足|最多|多达|高达"
"""Words of estimate that stand before a number, as alternatives of a regular expression."""

ESTIMATES_AFTER = "左右|上下|以上|以下|以内|之间"
"""Those behind a number and its unit."""

# The CJK Radicals Supplement, which NFKC leaves alone; extraction from PDF gives it for the characters beside them.
_RADICAL_PAIRS = (
    "⺁厂⺃乚⺅亻⺆冂⺇几⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋"
    "⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺聿⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶"
    "⻏阝⻐钅⻑长⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)
RADICALS = dict(zip(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2], strict=True))
"""Radical → the unified ideograph that looks the same; a dictionary. Kangxi radicals (U+2F00…) are NFKC's affair."""

FIRST_RADICAL, LAST_RADICAL = 0x2E80, 0x2FDF
"""The two blocks of radicals, as code points."""

_CIRCLED_NUMBER = re.compile(f"[{CHINESE_DIGITS}][{CIRCLES}]+")
_HAN_ONLY = re.compile(f"[{HAN}]+")


def is_han(text: str) -> bool:
    """Whether a text is made of Han characters and nothing else; False for the empty one."""
    return _HAN_ONLY.fullmatch(text) is not None


def with_zeros(text: str) -> str:
    """二○二五 → 二〇二五; circles that stand in no number stay. The same length."""
    if not any(circle in text for circle in CIRCLES):
        return text
    return _CIRCLED_NUMBER.sub(lambda found: found[0][0] + "〇" * (len(found[0]) - 1), text)
