"""Replies to what is no question on the news, in the reader's language: the words for the engine's codes."""

from __future__ import annotations

from bot.house import NO_HOUSE, House
from bot.lang import LANGS, Lang
from retrieval.domain import SmallTalk

_PROGRAM = (
    "我是报问，一个替您查报纸的问答程序。我只照录报纸上印着的话，并注明出处；报上没有的，我会直说没有。",
    "我是報問，一個替您查報紙的問答程式。我只照錄報紙上印著的話，並註明出處；報上沒有的，我會直說沒有。",
    "I am Baowen, a program that looks things up in the newspaper. I only quote what was printed and say where; what "
    "the paper does not have, I say so.",
)
_REPLIES: dict[SmallTalk, tuple[str, str, str]] = {
    SmallTalk.GREETING: (
        "您好！想知道报上说了什么，直接问就行。",
        "您好！想知道報上說了什麼，直接問就行。",
        "Hello! Just ask in Chinese what you would like to know from the paper.",
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
        "您可以直接问报上的事，比如“某某政策什么时候实施”“哪几个区有”“谁写的那篇报道”。我照录原文，注明标题、日期、版次和记者。",
        "您可以直接問報上的事，比如「某某政策什麼時候實施」「哪幾個區有」「誰寫的那篇報導」。我照錄原文，註明標題、日期、版次和記者。",
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
    SmallTalk.SERVICE: (
        "这件事要找报社的人，我只会查报纸。{contact}",
        "這件事要找報社的人，我只會查報紙。{contact}",
        "The people of the newsroom can help with that; I only look up the paper. {contact}",
    ),
    SmallTalk.CRISIS: (
        "听您这么说，我很担心。我只是查报纸的程序，帮不上忙，但有人愿意听您说：全国统一心理援助热线 12356，"
        "青少年热线 12355。情况紧急请马上拨打 120 或 110，也请告诉身边您信任的人。",
        "聽您這麼說，我很擔心。我只是查報紙的程式，幫不上忙，但有人願意聽您說：全國統一心理援助熱線 12356，"
        "青少年熱線 12355。情況緊急請馬上撥打 120 或 110，也請告訴身邊您信任的人。",
        "I am worried to hear that. I am only a program that looks up the paper, but there are people who will listen: "
        "the national counselling line 12356, for young people 12355. In an emergency call 120 or 110 now, and please "
        "tell somebody you trust.",
    ),
    SmallTalk.WORDLESS: (
        "请用文字提问，写上人名、地名或事情就能查。",
        "請用文字提問，寫上人名、地名或事情就能查。",
        "Please write a question in Chinese, with a name, a place or a matter.",
    ),
    SmallTalk.FOREIGN: (
        "报纸是中文的，请用中文提问。",
        "報紙是中文的，請用中文提問。",
        "The paper is printed in Chinese: please ask in Chinese.",
    ),
}
_EXAMPLE = ("例如：“{example}”。", "例如：「{example}」。", " For example: {example}.")
_SHOWING_HOW = frozenset({SmallTalk.GREETING, SmallTalk.HELP, SmallTalk.OTHER, SmallTalk.WORDLESS, SmallTalk.FOREIGN})
"""Replies that end with something to try."""
_NO_CONTACT = (
    "报社的电话印在报纸上。",
    "報社的電話印在報紙上。",
    "Its telephone number is printed in the paper.",
)


def reply_text(reply: SmallTalk, lang: Lang = "zh-hans", house: House = NO_HOUSE) -> str:
    """A human sentence for what is no question on the news, with what the newsroom has set for it."""
    column = LANGS.index(lang)
    if reply is SmallTalk.CRISIS and house.crisis:
        return house.crisis
    text = _REPLIES[reply][column]
    if reply is SmallTalk.SERVICE:
        return text.format(contact=house.contact or _NO_CONTACT[column])
    if reply in _SHOWING_HOW and house.example:
        text += _EXAMPLE[column].format(example=house.example)
    return text
