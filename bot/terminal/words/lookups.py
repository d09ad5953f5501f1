"""``mentions`` and ``verify-quote``: their help pages and what they say."""

from __future__ import annotations

from bot.wording import Wording


class LookupHelp(Wording):
    """Help pages of the exact look-ups."""

    MENTIONS_SHORT = (
        "列出某个词的每一次见报",
        "列出某個詞的每一次見報",
        "list every time that words were printed",
    )
    MENTIONS_ABOUT = (
        "列出词语的每一次见报：按时间先后，一处不漏，标出首次见报和每月次数。\n几个词要在同一段里；带空格的词组放"
        "在引号里，如 '\"Apple Watch\"'。",
        "列出詞語的每一次見報：按時間先後，一處不漏，標出首次見報和每月次數。\n幾個詞要在同一段裡；帶空格的詞組放"
        "在引號裡，如 '\"Apple Watch\"'。",
        "Lists every time that words were printed: in order of time, with none left out, with the first mention "
        "and how many there are each month.\nSeveral words have to stand in one passage; a phrase with spaces is "
        "put into quotation marks: '\"Apple Watch\"'.",
    )
    WORDS = ("词语", "詞語", "WORDS")
    WORDS_IS = ("要找的词", "要找的詞", "words to look for, in Chinese")
    PERSON = ("只查这位记者的报道", "只查這位記者的報導", "only reports by this reporter")
    PAPER = ("只查这份报纸", "只查這份報紙", "only this paper")
    NEWEST = (
        "最新的在前（不加则最早的在前）",
        "最新的在前（不加則最早的在前）",
        "the newest first (else the oldest)",
    )
    START = ("从第几处列起", "從第幾處列起", "list from this mention on")
    MOST = ("最多列几处", "最多列幾處", "mentions at most")
    CSV = ("输出 CSV，供表格软件打开", "輸出 CSV，供試算表軟體打開", "print CSV, for spreadsheets")
    VERIFY_SHORT = (
        "核对一句话是否见报、是否一字不差",
        "核對一句話是否見報、是否一字不差",
        "check whether a sentence was printed word for word",
    )
    VERIFY_ABOUT = (
        "核对一句话是否见报：一字不差就列出每一处；否则给出最接近的原文，标出不同。写 - 时读标准输入。\n一字不差时"
        "退出码为 0，否则为 9。",
        "核對一句話是否見報：一字不差就列出每一處；否則給出最接近的原文，標出不同。寫 - 時讀標準輸入。\n一字不差時"
        "結束代碼為 0，否則為 9。",
        "Checks whether a sentence was printed: where it was, word for word; else the nearest printed wording "
        "with what differs. - reads standard input.\nThe exit code is 0 where it was printed word for word, "
        "else 9.",
    )
    QUOTE = ("引文", "引文", "QUOTE")
    QUOTE_IS = ("要核对的一句话", "要核對的一句話", "the sentence to check, in Chinese")


class LookupText(Wording):
    """What the look-ups say."""

    NO_MENTION = (
        "收录的报纸里没有提到。",
        "收錄的報紙裡沒有提到。",
        "The papers in the archive don't mention it.",
    )
    TOTAL = (
        "共 {total} 处，见于 {articles} 篇报道",
        "共 {total} 處，見於 {articles} 篇報導",
        "{total} {total:mention|mentions} in {articles} {articles:report|reports}",
    )
    FIRST = ("首次见报", "首次見報", "First mention")
    IN_HEADLINE = ("词在标题里", "詞在標題裡", "In the headline")
    LEFT = (
        "还有 {count} 处：加上 --start {start}",
        "還有 {count} 處：加上 --start {start}",
        "{count} more: add --start {start}",
    )
    PRINTED = ("一字不差，见报于：", "一字不差，見報於：", "Printed word for word:")
    DIFFERS = (
        "没有一字不差的原文；最接近的是：",
        "沒有一字不差的原文；最接近的是：",
        "Not printed word for word; the nearest printed wording is:",
    )
    NOT_PRINTED = (
        "收录的报纸里没有这句话，也没有相近的。",
        "收錄的報紙裡沒有這句話，也沒有相近的。",
        "The papers in the archive print neither this sentence nor one like it.",
    )
    TOO_SHORT = (
        "太短，无从核对：请给出一句话（至少四个字）。",
        "太短，無從核對：請給出一句話（至少四個字）。",
        "Too short to check: give a sentence of at least four characters.",
    )
    OTHER_SIGNS = (
        "（文字相同，标点不同）",
        "（文字相同，標點不同）",
        "(The words are the same, the punctuation differs.)",
    )
