"""Notes beside answers in the reader's language: the words for the engine's codes."""

from __future__ import annotations

from bot.lang import LANGS, Lang
from bot.render import date_text, page_text
from retrieval.domain import Note, NoteCode

# Simplified, traditional, English. {word} and {meant} are the paper's or the reader's own words.
_NOTES: dict[NoteCode, tuple[str, str, str]] = {
    NoteCode.ONE_CASE: (
        "报道说的是一个具体例子，不一定适用于所有情况。",
        "報導說的是一個具體例子，不一定適用於所有情況。",
        "The report tells of one case; it may not hold for others.",
    ),
    NoteCode.PLAN: (
        "这是计划或目标，报道时尚未实现。",
        "這是計劃或目標，報導時尚未實現。",
        "This is a plan or a goal that had not been reached when it was printed.",
    ),
    NoteCode.CLAIM: (
        "这是报道中当事方的说法。",
        "這是報導中當事方的說法。",
        "This is what somebody in the report says.",
    ),
    NoteCode.YES_NO: (
        "请以报道原文为准，本程序不作是非判断。",
        "請以報導原文為準，本程式不作是非判斷。",
        "Please judge by the printed words; this program does not say yes or no.",
    ),
    NoteCode.OLD: (
        "报道日期是{day}，离现在已有一段时间，情况可能有变。",
        "報導日期是{day}，離現在已有一段時間，情況可能有變。",
        "This was printed on {day}; things may have changed since.",
    ),
    NoteCode.THAT_DAY: (
        "报道里的“{word}”是{day}。",
        "報導裡的「{word}」是{day}。",
        "“{word}” in the report is {day}.",
    ),
    NoteCode.MEANT: (
        "报道里没有“{word}”，按“{meant}”理解。",
        "報導裡沒有「{word}」，按「{meant}」理解。",
        "“{word}” is not in the paper; it was read as “{meant}”.",
    ),
    NoteCode.NONE_THERE: (
        "没有找到符合这个日期、版次或记者的报道。",
        "沒有找到符合這個日期、版次或記者的報導。",
        "There is no report of that date, page or reporter.",
    ),
    NoteCode.ON_PAGE: (
        "这篇报道登在{day}{page}。",
        "這篇報導登在{day}{page}。",
        "The report was printed on {page}{of_day}.",
    ),
    NoteCode.ON_DAY: (
        "这篇报道登在{day}的报纸上。",
        "這篇報導登在{day}的報紙上。",
        "The report was printed in the paper of {day}.",
    ),
    NoteCode.BY: (
        "这篇报道的署名：{names}。",
        "這篇報導的署名：{names}。",
        "The report is by {names}.",
    ),
    NoteCode.PICTURE_BY: (
        "照片的署名：{names}。",
        "照片的署名：{names}。",
        "The picture is by {names}.",
    ),
}


def note_text(note: Note, lang: Lang = "zh-hans") -> str:
    """A note as a sentence."""
    text = _NOTES[note.code][LANGS.index(lang)]
    day = date_text(note.day, lang) if note.day else ""
    page = page_text(note.page, lang) if note.page else ""
    names = ("、" if lang != "en" else ", ").join(note.names)
    of_day = f", {day}" if day else ""
    return text.format(word=note.word, meant=note.meant, day=day, page=page, names=names, of_day=of_day)
