"""Text files whose fields carry labels (标题：…), and the line of time, source and author under a headline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from retrieval.editions.layout.blocks import Line
from retrieval.editions.layout.credits import is_name
from retrieval.editions.layout.furniture import is_furniture
from retrieval.editions.sources.article_head import ArticleHead, StatedValue
from retrieval.editions.sources.field_names import FIELD_NAMES, NOT_READ, Field, field_called, known_key
from retrieval.language.characters import HAN, is_han
from retrieval.language.folding import simplified
from retrieval.language.imprints import imprint_in
from retrieval.language.page_names import PAGE_LABEL
from retrieval.language.paper_names import is_paper_name

LEAST_LABELS, LABELS_WITHIN = 2, 12
"""Labelled lines that make a file a labelled one, and the filled lines among which they stand; by hand, 2026-11."""
LABEL_OF_TEXT_WITHIN, LONGEST_UNKNOWN_VALUE = 40, 60
"""Filled lines among which the label of the text stands, and characters behind a label of another name; by hand,
2026-11."""
MOST_ABOVE_LABELS = 3
"""Lines of furniture above the first label; by hand, 2026-11."""
LONGEST_BYLINE_OF_WEB, WEB_LINE_WITHIN, MOST_WEB_LINES = 160, 7, 3
"""Characters of the line under a headline, the filled lines among which it stands, and those that it is cut into; by
hand, 2026-11."""

_NAMES = sorted({name for names in FIELD_NAMES.values() for name in names} | set(NOT_READ), key=len, reverse=True)
_HAN_NAMES = "|".join(re.escape(name) for name in _NAMES if not name.isascii())
_LATIN_NAMES = "|".join(re.escape(name).replace("_", "[ _-]?") for name in _NAMES if name.isascii())
_SPACED = re.compile(rf"(?<=^[{HAN}])[\s　]+(?=[{HAN}]\s*[:：])")
_LABEL_OPENS, _LABEL_CLOSES = r"【\[<＜〈［", r"】\]>＞〉］"
_LABEL_END = rf"\s*(?:[{_LABEL_CLOSES}]\s*[:：=＝]?|[:：]\**)[\s　]*"
_LABEL = re.compile(rf"\**[{_LABEL_OPENS}]?\s*({_HAN_NAMES}|(?i:{_LATIN_NAMES})){_LABEL_END}")
_ANY_LABEL = re.compile(rf"\**(?:[{_LABEL_OPENS}]\s*)?([{HAN}A-Za-z][{HAN}A-Za-z ]{{1,9}}){_LABEL_END}")
"""What stands in the place of one, whatever it is called: 媒体类型：, <CNKI分类号>=."""
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
_LABEL_END_TAG = re.compile(rf"\s*</(?:{_HAN_NAMES})>\s*$")
_EMPHASIS_OR_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)+;?\)?|[*_]+")
_PAGE_ITEM = re.compile(rf"{PAGE_LABEL}|[A-Z]\d{{2,3}}")
_OWN_WORK = ("原创", "原創", "Original")
"""What accounts print before who wrote an article."""
_RECORD_RULE = re.compile(r"[-=*_#~]{3,}|<REC>", re.IGNORECASE)
"""What parts records; the latter is TRS's, whose files have lines such as ``<标题>=早市搬家``."""
_BEHIND_TEXT = frozenset({Field.URL, Field.SOURCE, Field.DATE, Field.BYLINE, Field.PAGE, Field.PAPER, None})


@dataclass(slots=True)
class LabelledRecord:
    """One article of a labelled file: what its labels state, and the lines of its text."""

    values: list[StatedValue] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def head(self) -> ArticleHead:
        return ArticleHead.of(self.values)

    def take(self, line: Line, above: Line | None) -> None:
        """A line of the head: a label with its value, the value of the label ``above``, or what is none."""
        label = _label_of(line)
        alone = _label_of(above) if above is not None else None
        if label is not None:
            self.values.append(StatedValue(label.key, label.value, line.number))
        elif alone is not None and not alone.value:
            self.values.append(StatedValue(alone.key, line.text, line.number))
        elif unknown := _ANY_LABEL.match(line.text):
            self.values.append(StatedValue(unknown[1], line.text[unknown.end() :], line.number))
        elif above is not None and above.text and self.values:  # a value of two lines
            self.values.append(StatedValue(self.values[-1].key, line.text, line.number))
        elif line.text and not _RECORD_RULE.fullmatch(line.text):
            self.lines.append(line)


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
    records: list[LabelledRecord] = []
    for part in _record_lines(lines):
        record = LabelledRecord()
        behind_head = _end_of_head(part)
        for at, line in enumerate(part[:behind_head]):
            record.take(line, part[at - 1] if at else None)
        record.lines += _without_label_of_text(part[behind_head:])
        _take_labels_behind(record)
        records.append(record)
    return records


def _record_lines(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each record; the label of a headline behind text begins another."""
    part: list[Line] = []
    headed = in_text = False
    for line in lines:
        label = _label_of(line)
        is_headline = label is not None and label.field is Field.HEADLINE
        if in_text and headed and is_headline:
            yield part
            part, headed, in_text = [], False, False
        headed = headed or is_headline
        in_text = in_text or (headed and label is None and bool(line.text)) or _opens_text(label)
        part.append(line)
    yield part


def _opens_text(label: _Labelled | None) -> bool:
    return label is not None and label.field is Field.BODY


def _end_of_head(lines: Sequence[Line]) -> int:
    """Where the text begins: at its label, or behind the last label of the lines that look like labels.

    Lines above the first label (the imprint of the page) go with the text.
    """
    filled = [at for at, line in enumerate(lines) if line.text]
    labels = {at: label for at in filled if (label := _label_of(lines[at])) is not None}
    of_text = next((at for at in filled[:LABEL_OF_TEXT_WITHIN] if at in labels and _opens_text(labels[at])), None)
    if of_text is not None:
        return of_text
    return _end_of_labels(lines, filled[:LABEL_OF_TEXT_WITHIN], labels)


def _end_of_labels(lines: Sequence[Line], filled: Sequence[int], labels: Collection[int]) -> int:
    """What is behind the last label, up to the first line that looks like none."""
    end = 0
    for at in filled:
        if at in labels:
            end = at + 1
        elif end and not _may_be_label(lines[at]) and not _is_value_below(lines, at):
            break
    return end


def _may_be_label(line: Line) -> bool:
    found = _ANY_LABEL.match(line.text)
    is_short = found is not None and len(line.text) - found.end() <= LONGEST_UNKNOWN_VALUE
    return (is_short and "。" not in line.text) or _RECORD_RULE.fullmatch(line.text) is not None


def _is_value_below(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the value of a label that stands alone in the line right above."""
    above = _label_of(lines[at - 1]) if at else None
    return above is not None and not above.value and lines[at - 1].text[0] in _LABEL_OPENS


def _without_label_of_text(lines: list[Line]) -> list[Line]:
    label = _label_of(lines[0]) if lines else None
    if label is None or not _opens_text(label):
        return lines
    return [_behind_label(lines[0], label.at), *lines[1:]]


def web_head(lines: Sequence[Line]) -> tuple[ArticleHead, frozenset[int]]:
    """What the line of time, source and author states near the top, and where it stands: perhaps on several lines."""
    filled = [at for at, line in enumerate(lines) if line.text][:WEB_LINE_WITHIN]
    for start in range(len(filled)):
        for end in range(min(start + MOST_WEB_LINES, len(filled)), start, -1):
            some = filled[start:end]
            is_imprint = any(imprint_in(lines[at].text) is not None for at in some)
            found = web_line("\n".join(lines[at].text for at in some), lines[some[0]].number)
            if found is not None and not is_imprint:
                return found, frozenset(some)
    return ArticleHead(), frozenset()


def web_line(text: str, number: int) -> ArticleHead | None:
    """What the line under a headline states: ``2025-04-08 06:10　来源：苇州日报　作者：柏念``; None for other lines."""
    if len(text) > LONGEST_BYLINE_OF_WEB or "。" in text or imprint_in(text) is not None:
        return None
    text = _EMPHASIS_OR_LINK.sub(r"\1", text)
    values, text = _in_strokes(text, number)
    moment = _MOMENT_IN_LINE.search(text)
    if moment:
        values.append(StatedValue("date", moment[0].replace("：", ":"), number))
        text = text[: moment.start()] + "　" * len(moment[0]) + text[moment.end() :]
    labels = list(_WEB_LABEL.finditer(simplified(text)))
    labelled, bare = _web_values(labels, text, number)
    values += labelled
    source, name = _account(bare) if moment else (None, None)
    if source is not None:
        values += [StatedValue("source", source, number), StatedValue("author", name or "", number)]
        bare = ""
    says = {field_called(value.key) for value in values}
    if _SAID_BY_SITES.sub("", bare) or not says - {None} or not _is_surely_one(bool(moment), labels, says):
        return None
    return ArticleHead.of(values)


def _web_values(labels: list[re.Match[str]], text: str, number: int) -> tuple[list[StatedValue], str]:
    """What the labels of a line state, each up to the next or to a line end, and the rest of the text."""
    ends = [*(label.start() for label in labels), len(text)]
    values: list[StatedValue] = []
    bare = text[: ends[0]]
    for label, end in zip(labels, ends[1:], strict=True):
        value, _, below = text[label.end() : end].partition("\n")
        values += _web_value(label, value, number)
        bare += "\n" + below
    return values, bare


def _in_strokes(text: str, number: int) -> tuple[list[StatedValue], str]:
    """Page and author of a line in strokes, as media monitors write it, and the rest: 報章 | A05 | 港聞 | By 柏念."""
    values: list[StatedValue] = []
    rest: list[str] = []
    behind_page = False
    for item in [part.strip() for part in re.split(r"[|｜\n]", text)]:
        simple = simplified(item)
        behind_page = behind_page and is_han(item)
        if _PAGE_ITEM.fullmatch(simple):
            values.append(StatedValue("page", item, number))
            behind_page = True
        elif item.startswith("By "):
            values.append(StatedValue("author", item.removeprefix("By "), number))
        elif not behind_page and simple not in {"报章", "报纸", "杂志"}:
            rest.append(item)
    return (values, "\n".join(rest)) if values else ([], text)


def _account(bare: str) -> tuple[str | None, str | None]:
    """Source and author that stand beside a moment without labels: 苇州日报, 原创 柏念 苇州日报 苇州."""
    words = [word for word in re.split(r"[\s　|｜/·\-《》【】]+", bare) if word]
    sources = [word for word in words if is_paper_name(word) or _SITE.fullmatch(simplified(word))]
    if len(sources) != 1 or (len(words) > 1 and words[0] not in _OWN_WORK):
        return None, None
    before = words[1 : words.index(sources[0])]
    names = [word for word in before if is_name(simplified(word), strict=False)]
    return sources[0], " ".join(names)


def _is_surely_one(dated: bool, labels: list[re.Match[str]], says: set[Field | None]) -> bool:
    """A date alone is none: it needs a label or a source beside it; and labels alone name the source, or the page."""
    if Field.PAGE in says:
        return True
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
    above = list(takewhile(lambda line: _label_of(line) is None, filled))
    if len(labels) < LEAST_LABELS or len(above) > MOST_ABOVE_LABELS:
        return False
    if not all(is_furniture(line.text) for line in above):
        return False
    return bool({Field.HEADLINE, Field.BODY} & {label.field for label in labels})


def _label_of(line: Line) -> _Labelled | None:
    text = _SPACED.sub("", line.text)
    found = _LABEL.match(simplified(text))
    if found is None:
        return None
    shift = len(line.text) - len(text)
    return _Labelled(known_key(found[1]), _LABEL_END_TAG.sub("", text[found.end() :]).strip(), found.end() + shift)


def _behind_label(line: Line, at: int) -> Line:
    return Line(line.source.cut(at, len(line.source.text)).strip(), line.number)


def _take_labels_behind(record: LabelledRecord) -> None:
    """Labels below the text (原文链接：…, 责任编辑：…), rules and end tags are none of it."""
    record.lines = list(map(_without_end_tag, record.lines))
    while record.lines and (not record.lines[-1].text or _stands_behind(record.lines[-1])):
        line = record.lines.pop()
        label = _label_of(line)
        if label is not None:
            record.values.append(StatedValue(label.key, label.value, line.number))


def _without_end_tag(line: Line) -> Line:
    """The line without the tag that closes a label like <正文>."""
    found = _LABEL_END_TAG.search(line.text)
    return replace(line, source=line.source.cut(0, found.start())) if found else line


def _stands_behind(line: Line) -> bool:
    if _RECORD_RULE.fullmatch(line.text):
        return True
    label = _label_of(line)
    return label is not None and label.field in _BEHIND_TEXT and "。" not in label.value
