"""Reads the words of a credit, who did what: ``记者 孙艳 通讯员 郑洁、郝倩``, ``記者柏念／葦州報導``.

Patterns and surnames are held against simplified text; names are given as they were printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from retrieval.domain import Byline
from retrieval.language.characters import BRACKET_CLOSES, BRACKET_OPENS, HAN, ZERO_WIDTH_PATTERN, is_han
from retrieval.language.datelines import KNOWN_PLACES, SLASHES, name_before_place, sent_from, without_place_of_report
from retrieval.language.folding import ideographs, simplified
from retrieval.language.names import COMPOUND_SURNAMES, SURNAMES

_ROLE_WORD = r"(?:记者|通讯员|特派员|实习生|摄影师|评论员|撰稿人?|撰文|采写|执笔|作者)"
# Those who made the page and not the report are no part of a byline.
_DESK_ROLE = (
    r"(?:责任编辑|责编|美编|编辑|校对|校审|审核|审校|[初复终]审|监制|翻译|编译|制图|制表|统筹|策划|主编|值班|来源|排版|版式|检校|"
    r"组版|执行|剪辑|主播|出品)"
)
_OF_MEDIUM = (
    rf"(?<![{HAN}])[{HAN}]{{1,6}}"
    "(?:[日晚晨早时快商都周导]报|都市报|青年报|周末|报社|新闻网?|发布|电视台|广播|网|客户端)"
)
_PREFIX = re.compile(
    rf"(?:{_OF_MEDIUM}|(?<![{HAN}])[{HAN}]{{1,6}}(?:报(?=记者|通讯员|评论员|特派|特约|首席|驻)|(?=[全融]媒体?(?:记者|通讯员|见习|实习|首席))))?(?:本报|本网|本社|新华社|中新社|中央社|人民日报|北京日报|全媒体?|融媒体?|客户端|驻[{HAN}]{{1,4}}|见习|实习|首席|特派|"
    r"(?P<special>特约)|(?P<photo>摄影)){0,4}(?P<role>" + _ROLE_WORD + r")"
    r"|(?:本版|本报|值班|执行|首席){0,2}(?P<desk>" + _DESK_ROLE + r")"
)
_SUFFIX = re.compile(
    r"(?P<both>文\s*[/／、并]?\s*(?:摄影|摄|图片?)|图\s*[/／]?\s*文)|(?P<photo>摄影报[道导]|摄影|供图|翻摄|摄制?|图片?)|(?P<text>文字?)"
)
_MEDIUM = re.compile(_OF_MEDIUM)
_ANY_ROLE = re.compile(f"{_ROLE_WORD}|{_DESK_ROLE}|[文图摄]|供图")
_ANY_DESK_ROLE = re.compile(_DESK_ROLE)
_NOISE = re.compile(
    rf"发自[{HAN}]{{2,6}}|综合报[道导]|报[道导]|整理|综合|特约|资料图片?|资料照片|视频截图|本报|新华社(?:发|供)?|中央社|供本报|图表?制作|[电讯发]|[■□◎●○▲△◆◇★☆*>]|——?"
)
_NAME = re.compile(rf"[{HAN}]{{1,10}}(?:[·•・‧][{HAN}]{{1,10}})*|[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+)*")
_LATIN_WORD = re.compile(r"[A-Z][A-Za-z.'-]+")
_NOT_NAMES = frozenset(
    {
        "同志",
        "老师",
        "先生",
        "女士",
        "视觉中国",
        "人民视觉",
        "东方",
        "资料",
        "网络",
        "本人",
        "近日",
        "昨天",
        "今天",
        "手记",
        "供稿",
        "发自",
        "综合",
    }
)
# Parts of the names of papers, stations and offices: 沈阳日报, 总台, 中青报·中青网, 融媒体中心.
_MEDIA = re.compile(
    r"报|网|新闻|客户端|中心|频道|集团|公司|融媒|媒体|图片|提供|[总视电][台视]|^.{1,4}[社台讯台组部局]$|编辑部|电话|热线|邮箱"
)
_AGENCY = re.compile(rf"据?(?:[{HAN}]{{1,5}}[社报网]|本报)")
"""What sends a report and is nobody's name: 新华社苇州8日电."""
_LEADING_TASK = re.compile(rf"(?<![{HAN}])(文字?|图片?|摄影?)\s*[{SLASHES}]\s*(?=[{HAN}])")
_LABELLED_TASK = re.compile(rf"(?<![{HAN}])(文字?|图片?|摄影?)\s*[:：]\s*(?=[{HAN}])")
_WORD_BREAK = re.compile(rf"[\s、,，;；|｜:：{SLASHES}{BRACKET_OPENS}{BRACKET_CLOSES}「」]+")
_BOTH_TASKS = re.compile(rf"([文图摄])[\s{SLASHES}、]+(?=[文图摄](?![{HAN}]))")
_NAME_AND_TASK = re.compile(rf"(?P<name>[{HAN}]{{2,4}}|[{HAN}·]{{4,16}})(?:摄影报[道导]|摄影|摄)")
_MIDDLE_DOT = re.compile("[·•・‧]")


@dataclass(slots=True)
class _Credit:
    """The names of a credit by role, while it is read from left to right; ``pending`` ones have no role yet."""

    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    role: str = "reporter"
    roles_seen: int = 0
    desk: int = 0
    leading: bool = False  # 文/孙艳 图/孙妍: what somebody did stands before the name
    awaited: bool = False  # 图/本报记者 孙妍: a task that leads, and no name yet

    def assign(self, role: str) -> None:
        """Give the pending names a role."""
        names, self.pending = self.pending, []
        if role in {"reporter", "both"}:
            written = self.correspondents if self.role == "correspondent" else self.reporters
            written += names
        if role == "correspondent":
            self.correspondents += names
        if role in {"photographer", "both"}:
            self.photographers += names

    def byline(self) -> Byline:
        return Byline(*map(_distinct, (self.reporters, self.correspondents, self.photographers)))


def parse_names(text: str, *, strict: bool = False) -> tuple[Byline, bool]:
    """Read a credit such as ``记者 孙艳 通讯员 郑洁 郝倩`` or ``本报记者 孙妍 摄影报道``.

    Returns the byline and whether the text is a credit *and nothing else* (has a role, and every word of it is a role
    or a name). ``strict`` takes only names that begin with a Chinese surname (for text that may be no credit).
    """
    printed = ZERO_WIDTH_PATTERN.sub("", text)
    credit = _Credit()
    clean = _read_words(simplified(printed), credit, strict=strict)
    credit.assign(credit.role)
    byline = _as_printed(credit.byline(), printed)
    return byline, clean and credit.roles_seen > 0 and bool(byline.names)


def may_be_credit(text: str) -> bool:
    """Whether a role is named at all, without which no text is a credit and nothing else."""
    return _ANY_ROLE.search(simplified(ZERO_WIDTH_PATTERN.sub("", text))) is not None


def names_only_the_desk(text: str) -> bool:
    """Whether every word is a role of the desk or a name behind one."""
    if not _ANY_DESK_ROLE.search(simplified(text)):
        return False
    credit = _Credit()
    clean = _read_words(simplified(text), credit, strict=False)
    return clean and credit.desk > 0 and credit.desk == credit.roles_seen


def is_name(word: str, *, strict: bool) -> bool:
    """Whether a word (in simplified characters) may be somebody's name; ``strict``: begins with a known surname."""
    if word in _NOT_NAMES or not _NAME.fullmatch(word) or _MEDIA.search(word):
        return False
    if not is_han(word[0]):
        return not strict
    return len(word) <= 16 if _MIDDLE_DOT.search(word) else _is_chinese_name(word, strict)


def merge(bylines: list[Byline]) -> Byline:
    """Everybody named in several places, without repeats."""
    named = [each for each in bylines if each.reporters or each.correspondents or each.photographers]
    if not named:
        return Byline()
    everybody = _Credit()
    for byline in named:
        everybody.reporters += byline.reporters
        everybody.correspondents += byline.correspondents
        everybody.photographers += byline.photographers
    return everybody.byline()


def _distinct(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _as_printed(byline: Byline, printed: str) -> Byline:
    """The names in the characters that the paper printed; look-alikes of an ideograph become that ideograph."""
    dense = "".join(printed.split())
    simple, shown = simplified(dense), ideographs(dense)
    if simple == shown:
        return byline

    def name(word: str) -> str:
        at = simple.find(word)
        return shown[at : at + len(word)] if at >= 0 else word

    return Byline(
        *(tuple(map(name, names)) for names in (byline.reporters, byline.correspondents, byline.photographers))
    )


def _words(text: str) -> list[str]:
    """Roles and names as single words: ``记者孙艳`` is taken apart, ``孙　艳`` put together."""
    spaced = _PREFIX.sub(lambda m: f" {m[0]} ", without_place_of_report(text))
    spaced = _BOTH_TASKS.sub(r"\1并", spaced)
    spaced = _LABELLED_TASK.sub(r" \1== ", _LEADING_TASK.sub(r" \1= ", spaced))
    return _put_together([word for word in _WORD_BREAK.split(spaced) if word])


def _put_together(words: list[str]) -> list[str]:
    """One word for each name: Latin ones have several, and print parts the characters of a short Chinese one."""
    joined: list[str] = []
    singles: list[str] = []
    for word in words:
        if _is_name_character(word):
            singles.append(word)
            continue
        joined += _names_of(singles, word)
        is_taken = bool(singles) and joined[-1].endswith(word) and joined[-1] != word
        singles = []
        if is_taken:
            continue
        if joined and _is_latin_name(joined[-1], word):
            joined[-1] += " " + word
        else:
            joined.append(word)
    return joined + _names_of(singles, "")


def _names_of(singles: list[str], following: str) -> list[str]:
    """Names that characters standing apart make: 孙 艳, 柏 一 帆, 欧 阳 念; 乔 一帆 with the word that follows."""
    run = "".join(singles)
    if not run:
        return []
    if len(run) % 2 == 1 and run[-1] in SURNAMES and len(following) == 2 and is_han(following):
        return [*_names_of(singles[:-1], ""), run[-1] + following]
    names: list[str] = []
    at = 0
    while at < len(run):
        length = _name_length(run[at:])
        names.append(run[at : at + length])
        at += length
    return names


def _name_length(run: str) -> int:
    """Characters of the first name in a run of characters that stand apart."""
    if run.startswith(COMPOUND_SURNAMES):
        return min(len(run), 4 if len(run) != 5 else 3)
    if len(run) == 3 or (len(run) >= 5 and run[2] not in SURNAMES):
        return 3
    return min(2, len(run))


def _is_latin_name(before: str, word: str) -> bool:
    return bool(_LATIN_WORD.fullmatch(word)) and bool(_LATIN_WORD.fullmatch(before.rpartition(" ")[2]))


def _is_name_character(word: str) -> bool:
    return len(word) == 1 and is_han(word) and word not in "文图摄电讯发"


def _read_words(text: str, credit: _Credit, *, strict: bool) -> bool:
    """Read all words into the credit; False if one of them is neither a role nor a name."""
    words = _words(text)
    clean = True
    for at, word in enumerate(words):
        task = _task_in(word)
        if task:
            _read_task(task, credit, leads=_task_comes_first(word, words[at + 1 :], credit))
        else:
            clean = _read_word(word, credit, strict) and clean
    return clean


def _task_in(word: str) -> re.Match[str] | None:
    return _SUFFIX.fullmatch(word.rstrip("=").replace("并", "/"))


def _task_comes_first(word: str, rest: list[str], credit: _Credit) -> bool:
    """Whether what somebody did stands before the name (``摄影 孙妍``) and not behind it (``孙妍 摄``)."""
    if word.endswith("=="):
        return True
    if word.endswith("="):
        credit.leading = credit.leading or not credit.pending
        return credit.leading
    return not credit.pending or (word == "摄影" and _is_last_task_before_name(rest))


def _is_last_task_before_name(rest: list[str]) -> bool:
    if not rest or any(_task_in(other) for other in rest):
        return False
    return is_name(rest[0], strict=True)


def _read_task(task: re.Match[str], credit: _Credit, *, leads: bool) -> None:
    role = "both" if task["both"] else "photographer" if task["photo"] else "reporter"
    credit.roles_seen += 1
    if leads:
        credit.assign(credit.role)
        credit.role = role
        credit.awaited = role != "reporter"
    else:
        credit.assign(role)
        credit.role = "reporter"


def _read_word(word: str, credit: _Credit, strict: bool) -> bool:
    """Read one word into the credit; False if it is neither a role nor a name."""
    prefix = _PREFIX.fullmatch(word)
    if prefix:
        _read_role(prefix, credit)
        return True
    if _NOISE.fullmatch(word) or _MEDIUM.fullmatch(word):
        return True
    photographer = _NAME_AND_TASK.fullmatch(word)
    if photographer and is_name(photographer["name"], strict=strict):
        credit.pending.append(photographer["name"])
        credit.assign("photographer")
        credit.roles_seen += 1
        return True
    sender = sent_from(word)
    if sender is not None:
        return _read_sender(sender, credit)
    if is_name(word, strict=strict):
        credit.pending.append(word)
        return True
    return False


def _read_sender(sender: str, credit: _Credit) -> bool:
    """What stands before 报道 or 8日电: a name, a name and a place, or a place alone behind names."""
    if sender in KNOWN_PLACES or _AGENCY.match(sender):
        return True
    name = name_before_place(sender)
    if is_name(name, strict=bool(credit.pending)):
        credit.pending.append(name)
        return True
    return bool(credit.pending)


def _read_role(prefix: re.Match[str], credit: _Credit) -> None:
    credit.assign(credit.role)
    credit.role = credit.role if credit.awaited else _role_of(prefix)
    credit.awaited = False
    credit.roles_seen += 1
    credit.desk += prefix["desk"] is not None


def _role_of(prefix: re.Match[str]) -> str:
    if prefix["desk"]:
        return "desk"
    if prefix["role"] == "通讯员":
        return "correspondent"
    return "photographer" if prefix["photo"] or prefix["role"] == "摄影师" else "reporter"


def task_alone(text: str) -> re.Match[str] | None:
    """What a line says that others did, and nothing else: 文/图, 摄影报道, 摄; None for other lines."""
    return _SUFFIX.fullmatch("".join(simplified(text).split()))


def with_task(byline: Byline, text: str) -> Byline:
    """The byline where those who are named did what ``text`` says."""
    task = task_alone(text)
    if task is None or task["text"]:
        return byline
    if task["both"]:
        return replace(byline, photographers=_distinct([*byline.photographers, *byline.names]))
    return Byline(photographers=_distinct(list(byline.names)))


def _is_chinese_name(word: str, strict: bool) -> bool:
    """Two or three characters, or four with a surname of two; ``strict``: no others than known surnames."""
    if len(word) == 4:
        return word.startswith(COMPOUND_SURNAMES) or (not strict and _has_two_surnames(word))
    return 2 <= len(word) <= 3 and (not strict or word[0] in SURNAMES)


def _has_two_surnames(word: str) -> bool:
    return word[0] in SURNAMES and word[1] in SURNAMES
