"""Notes beside answers, and replies to small talk, in the reader's language: the words for the engine's codes."""

from __future__ import annotations

from bot.lang import LANGS, Lang
from bot.render import date_text
from retrieval.domain import Note, NoteCode, SmallTalk

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
        "这篇报道登在{day}第{page}版。",
        "這篇報導登在{day}第{page}版。",
        "The report was printed on page {page}{of_day}.",
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

_PROGRAM = (
    "我是报问，一个替您查报纸的问答程序。我只照登报纸上印着的话，并注明出处；报上没有的，我会直说没有。",
    "我是報問，一個替您查報紙的問答程式。我只照登報紙上印著的話，並註明出處；報上沒有的，我會直說沒有。",
    "I am Baowen, a program that looks things up in the newspaper. I only quote what was printed and say where; what "
    "the paper does not have, I say so.",
)
_REPLIES: dict[SmallTalk, tuple[str, str, str]] = {
    SmallTalk.GREETING: (
        "您好！想知道报上说了什么，直接问就行，比如：“最近有哪些关于地铁的报道？”",
        "您好！想知道報上說了什麼，直接問就行，比如：「最近有哪些關於地鐵的報導？」",
        "Hello! Just ask what you would like to know from the paper, for example: 最近有哪些关于地铁的报道？",
    ),
    SmallTalk.THANKS: (
        "不客气。还想查什么，接着问就行。",
        "不客氣。還想查什麼，接著問就行。",
        "You are welcome. Ask on whenever you like.",
    ),
    SmallTalk.GOODBYE: ("再见，欢迎随时来查报。", "再見，歡迎隨時來查報。", "Goodbye, come back any time."),
    SmallTalk.WHO: _PROGRAM,
    SmallTalk.PROGRAM: (
        "我是程序，不是真人。" + _PROGRAM[0],
        "我是程式，不是真人。" + _PROGRAM[1],
        "I am a program and no person. " + _PROGRAM[2],
    ),
    SmallTalk.HELP: (
        "您可以直接问报上的事，比如“某某政策什么时候实施”“哪几个区有”“谁写的那篇报道”。我照登原文，注明标题、日期、版次和记者。",
        "您可以直接問報上的事，比如「某某政策什麼時候實施」「哪幾個區有」「誰寫的那篇報導」。我照登原文，註明標題、日期、版次和記者。",
        "Ask about anything in the paper, in Chinese: when a rule takes effect, which districts, who wrote the report. "
        "I quote it word for word with headline, date, page and reporter.",
    ),
    SmallTalk.PERSONAL: (
        "我只是一个查报纸的程序，这些我答不上来。报上的事，您尽管问。",
        "我只是一個查報紙的程式，這些我答不上來。報上的事，您儘管問。",
        "I am only a program that looks up the paper and cannot answer that. Ask me about what was printed.",
    ),
    SmallTalk.ABUSE: (
        "让您不满意了，抱歉。您可以换个说法，或者说得具体些（人名、地名、日期），我再查一次。",
        "讓您不滿意了，抱歉。您可以換個說法，或者說得具體些（人名、地名、日期），我再查一次。",
        "I am sorry. Try other words, or be more specific (names, places, dates), and I will look again.",
    ),
    SmallTalk.OTHER: (
        "这个我不会，我只会查报纸。您想知道报上的什么事？",
        "這個我不會，我只會查報紙。您想知道報上的什麼事？",
        "I cannot do that; I only look up the paper. What would you like to know from it?",
    ),
    SmallTalk.OKAY: (
        "好的。还想查什么，接着问就行。",
        "好的。還想查什麼，接著問就行。",
        "All right. Ask on whenever you like.",
    ),
}


def note_text(note: Note, lang: Lang = "zh-hans") -> str:
    """A note as a sentence."""
    text = _NOTES[note.code][LANGS.index(lang)]
    day = date_text(note.day, lang) if note.day else ""
    names = ("、" if lang != "en" else ", ").join(note.names)
    of_day = f", {day}" if day else ""
    return text.format(word=note.word, meant=note.meant, day=day, page=note.page or "", names=names, of_day=of_day)


def reply_text(reply: SmallTalk, lang: Lang = "zh-hans") -> str:
    """A human sentence for what is no question on the news."""
    return _REPLIES[reply][LANGS.index(lang)]
