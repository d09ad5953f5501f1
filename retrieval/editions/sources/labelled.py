"""Text files whose fields carry labels (标题：…), and the line of time, source and author under a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.editions.layout.blocks import Line
from retrieval.editions.sources.article_head import ArticleHead, StatedValue
from retrieval.editions.sources.field_names import FIELD_NAMES, NOT_READ, Field, field_called, known_key
from retrieval.language.characters import HAN
from retrieval.language.folding import simplified
from retrieval.language.imprints import imprint_in
from retrieval.language.paper_names import is_paper_name

LEAST_LABELS, LABELS_WITHIN = 2, 12
"""Labelled lines that make a file a labelled one, and the filled lines among which they stand; by hand, 2026-11."""
LONGEST_BYLINE_OF_WEB, WEB_LINE_WITHIN = 160, 6
"""Characters of the line under a headline, and the filled lines among which it stands; by hand, 2026-11."""

_NAMES = sorted({name for names in FIELD_NAMES.values() for name in names} | set(NOT_READ), key=len, reverse=True)
_HAN_NAMES = "|".join(re.escape(name) for name in _NAMES if not name.isascii())
_LATIN_NAMES = "|".join(re.escape(name).replace("_", "[ _-]?") for name in _NAMES if name.isascii())
_SPACED = re.compile(rf"(?<=^[{HAN}])[\s　]+(?=[{HAN}]\s*[:：])")
_LABEL = re.compile(rf"[【\[]?\s*({_HAN_NAMES}|(?i:{_LATIN_NAMES}))\s*(?:[】\]]\s*[:：]?|[:：])[\s　]*")
_WEB_LABEL = re.compile(rf"(?<![{HAN}A-Za-z])({_HAN_NAMES}|(?i:author|source|time|date|editor))\s*[:：]\s*")
_MOMENT_IN_LINE = re.compile(
    r"(?<!\d)\d{4}\s*(?:[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)|年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
    r"(?:[T\s　]*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}秒?)?分?)?"
)
_VALUE_END = re.compile(r"[\s　]{2,}|　|[|｜│]")
_SAID_BY_SITES = re.compile(
    r"[\s　|｜│/·,，;；()（）\[\]【】《》:：-]+|发布于?|发表于|来自"
    r"|已?(?:浏览|阅读|点击|评论|分享到?|打印|收藏|点赞|转发|字号|大|中|小|关闭|复制链接|听新闻|次|条|人|\d+)"
)
_SITE = re.compile(rf"[{HAN}]{{2,10}}(?:网|社|电视台|广播电台|客户端|新闻|在线|融媒体?)")
_RECORD_RULE = re.compile(r"[-=*_#~]{3,}")
_BEHIND_TEXT = frozenset({Field.URL, Field.SOURCE, Field.DATE, Field.BYLINE, Field.PAGE, Field.PAPER, None})


@dataclass(slots=True)
class LabelledRecord:
    """One article of a labelled file: what its labels state, and the lines of its text.

    ``has_headline``: a label states one, so that another one begins another article.
    """

    values: list[StatedValue] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    has_headline: bool = False

    @property
    def head(self) -> ArticleHead:
        return ArticleHead.of(self.values)

    def state(self, label: _Labelled, number: int) -> None:
        """Take what a label says in its line."""
        self.values.append(StatedValue(label.key, label.value, number))
        self.has_headline |= label.field is Field.HEADLINE and bool(label.value)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A line that begins with a label: ``value`` stands behind it, at ``at`` of the line."""

    key: str
    value: str
    at: int

    @property
    def field(self) -> Field | None:
        return field_called(self.key)


def labelled_records(lines: Sequence[Line]) -> list[LabelledRecord]:
    """The articles of a labelled file, empty for a file that is none."""
    if not _is_labelled_file(lines):
        return []
    records = [LabelledRecord()]
    in_text = False
    for line in lines:
        label = _label_of(line)
        if in_text and label is not None and label.field is Field.HEADLINE and records[-1].has_headline:
            records.append(LabelledRecord())
            in_text = False
        if in_text or (line.text and label is None and not _RECORD_RULE.fullmatch(line.text)):
            in_text = True
            records[-1].lines.append(line)
        elif label is not None and label.field is Field.BODY:
            in_text = True
            records[-1].lines.append(_behind_label(line, label.at))
        elif label is not None:
            records[-1].state(label, line.number)
    for record in records:
        _take_labels_behind(record)
    return records


def web_line(text: str, number: int) -> ArticleHead | None:
    """What the line under a headline states: ``2025-04-08 06:10　来源：苇州日报　作者：柏念``; None for other lines."""
    if len(text) > LONGEST_BYLINE_OF_WEB or "。" in text or imprint_in(text) is not None:
        return None
    values: list[StatedValue] = []
    moment = _MOMENT_IN_LINE.search(text)
    if moment:
        values.append(StatedValue("date", moment[0].replace("：", ":"), number))
        text = text[: moment.start()] + "　" * len(moment[0]) + text[moment.end() :]
    labels = list(_WEB_LABEL.finditer(simplified(text)))
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        values += _web_value(label, text[label.end() : end], number)
    bare = text[: labels[0].start()] if labels else text
    source = bare.strip(" 　|｜/·-《》【】")
    if moment and (is_paper_name(source) or _SITE.fullmatch(simplified(source))):
        values.append(StatedValue("source", source, number))
        bare = ""
    says = {field_called(value.key) for value in values}
    if _SAID_BY_SITES.sub("", bare) or not says - {None} or not _is_surely_one(bool(moment), labels, says):
        return None
    return ArticleHead.of(values)


def _is_surely_one(dated: bool, labels: list[re.Match[str]], says: set[Field | None]) -> bool:
    """A date alone is none: it needs a label or a source beside it; and labels alone name the source."""
    if dated:
        return bool(labels) or Field.SOURCE in says
    return Field.SOURCE in says or len(labels) > 1


def _web_value(label: re.Match[str], value: str, number: int) -> list[StatedValue]:
    """The value up to a wide space; for what is not read, nothing."""
    text = _VALUE_END.split(value.strip(), maxsplit=1)[0].strip(" 　)）]】》")
    return [StatedValue(label[1], text, number)] if text and field_called(label[1]) else []


def _is_labelled_file(lines: Sequence[Line]) -> bool:
    """Whether it begins with a label, and among its first lines are several, that of a headline or text with them."""
    filled = [line for line in lines if line.text and not _RECORD_RULE.fullmatch(line.text)][:LABELS_WITHIN]
    labels = [label for label in map(_label_of, filled) if label is not None]
    if len(labels) < LEAST_LABELS or _label_of(filled[0]) is None:
        return False
    return bool({Field.HEADLINE, Field.BODY} & {label.field for label in labels})


def _label_of(line: Line) -> _Labelled | None:
    text = _SPACED.sub("", line.text)
    found = _LABEL.match(simplified(text))
    if found is None:
        return None
    shift = len(line.text) - len(text)
    return _Labelled(known_key(found[1]), text[found.end() :].strip(), found.end() + shift)


def _behind_label(line: Line, at: int) -> Line:
    return Line(line.source.cut(at, len(line.source.text)).strip(), line.number)


def _take_labels_behind(record: LabelledRecord) -> None:
    """Labels below the text (原文链接：…, 责任编辑：…) are none of it."""
    while record.lines and (not record.lines[-1].text or _stands_behind(record.lines[-1])):
        line = record.lines.pop()
        label = _label_of(line)
        if label is not None:
            record.state(label, line.number)


def _stands_behind(line: Line) -> bool:
    label = _label_of(line)
    return label is not None and label.field in _BEHIND_TEXT and "。" not in label.value
