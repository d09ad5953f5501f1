"""The words of lists and of what is opened from them: editions, pages, headlines, searches, and what is gone."""

from __future__ import annotations

from bot.telegram.views.texts import Lang, Wording, day_text, say
from retrieval.errors import NotShown, UnknownRecord, Withdrawn


class BrowseText(Wording):
    """What readers are told who leaf through the paper."""

    LATEST = ("最新一期（{edition}）的报道", "最新一期（{edition}）的報導", "The newest edition ({edition})")
    EDITION = ("{edition}的报道", "{edition}的報導", "Headlines of {edition}")
    COUNTED = ("{title}，共 {count} 篇：", "{title}，共 {count} 篇：", "{title}, {count} in all:")
    NO_EDITION = (
        "没有收录那一天的报纸。最近的：",
        "沒有收錄那一天的報紙。最近的：",
        "There is no edition of that day in the archive. The nearest:",
    )
    EDITION_HOW = (
        "看不懂的日期：{value}\n用法：/edition 2022-12-08，也可以写昨天、上周三、12月8日、2023年8月。",
        "看不懂的日期：{value}\n用法：/edition 2022-12-08，也可以寫昨天、上週三、12月8日、2023年8月。",
        "Not a date: {value}\nUsage: /edition 2022-12-08, or 2022-12 for a whole month.",
    )
    CHOOSE_EDITION = (
        "共 {count} 期，请选择：",
        "共 {count} 期，請選擇：",
        "{count} {count:edition|editions}, choose one:",
    )
    CHOOSE_EDITION_OF = (
        "{days}共 {count} 期，请选择：",
        "{days}共 {count} 期，請選擇：",
        "{days}: {count} {count:edition|editions}, choose one:",
    )
    EDITION_HINT = (
        "也可以直接写日期：/edition 12月8日，/edition 2023年8月",
        "也可以直接寫日期：/edition 12月8日，/edition 2023年8月",
        "Or name a date: /edition 2022-12-08, /edition 2023-08",
    )
    CHOOSE_PAGE = (
        "{edition}共 {count} 个版，请选择：",
        "{edition}共 {count} 個版，請選擇：",
        "{edition}, {count} {count:page|pages}, choose one:",
    )
    PAGES = ("版面", "版面", "Pages")
    OTHER_EDITIONS = ("其他日期", "其他日期", "Other editions")
    SOURCES = (
        "报纸 {papers} 种，共 {editions} 期",
        "報紙 {papers} 種，共 {editions} 期",
        "Papers: {papers}, editions: {editions}",
    )
    SOURCE = ("{paper}：{count} 期，{span}", "{paper}：{count} 期，{span}", "{paper}: {count}, {span}")
    UNNAMED_PAPER = ("未标明报名", "未標明報名", "paper not named")
    SEARCH_HOW = (
        "用法：/search 词语 日期:2022-12-08 版面:3 记者:姓名\n日期也可以写昨天、上周、去年12月。",
        "用法：/search 詞語 日期:2022-12-08 版面:3 记者:姓名\n日期也可以寫昨天、上週、去年12月。",
        "Usage: /search words date:2022-12-08 page:3 by:name\nDates may also be 昨天, 上周, 去年12月.",
    )
    WHAT_DATE = ("看不懂的日期：{value}", "看不懂的日期：{value}", "Not a date: {value}")
    FOUND = ("范围：{limits}", "範圍：{limits}", "Within: {limits}")
    FOUND_COUNT = ("范围：{limits}，共 {count} 篇", "範圍：{limits}，共 {count} 篇", "Within: {limits}; {count} in all")
    NO_LIMITS = ("全部版面", "全部版面", "all pages")
    NOTHING_WITHIN = (
        "这个范围里没有报道：{limits}",
        "這個範圍裡沒有報導：{limits}",
        "There are no reports within: {limits}",
    )
    WITHDRAWN = (
        "这篇报道已经更正或撤回，旧的文字不再提供。",
        "這篇報導已經更正或撤回，舊的文字不再提供。",
        "This report has been corrected or withdrawn; its old text is no longer available.",
    )
    NO_SUCH_ARTICLE = (
        "没有这篇报道，链接可能不完整。",
        "沒有這篇報導，連結可能不完整。",
        "There is no such report; the link may be incomplete.",
    )
    PRESENT_VERSION = (
        "此文已更正，这是现在的版本。",
        "此文已更正，這是現在的版本。",
        "This report was corrected; this is the present version.",
    )
    EARLIER_VERSION = (
        "您要看的版本已经下线，这是现在的版本。",
        "您要看的版本已經下線，這是現在的版本。",
        "The version that you asked for was taken back; this is the present one.",
    )
    EDITION_CHANGED = (
        "这一期已更正，这是现在的版本。",
        "這一期已更正，這是現在的版本。",
        "This edition was corrected; this is the present version.",
    )
    EDITION_GONE = (
        "这一期现在不提供，已经下线或更正。",
        "這一期現在不提供，已經下線或更正。",
        "This edition is not available now; it was taken out or corrected.",
    )
    EDITION_TAKEN_BACK = (
        "这一期已由报社于{day}撤回，不再提供。",
        "這一期已由報社於{day}撤回，不再提供。",
        "The newsroom withdrew this edition on {day}; it is no longer available.",
    )
    NO_SUCH_EDITION = ("没有这一期报纸。", "沒有這一期報紙。", "There is no such edition.")
    TAKEN_BACK = (
        "这篇报道已由报社于{day}撤回，不再提供。",
        "這篇報導已由報社於{day}撤回，不再提供。",
        "The newsroom withdrew this report on {day}; it is no longer available.",
    )
    TAKEN_BACK_WHY = ("原因：{reason}", "原因：{reason}", "Reason: {reason}")


def gone_text(error: UnknownRecord, lang: Lang) -> str:
    """Why an article can't be opened."""
    return _why_gone(error, lang, BrowseText.TAKEN_BACK, BrowseText.WITHDRAWN, BrowseText.NO_SUCH_ARTICLE)


def edition_gone_text(error: UnknownRecord, lang: Lang) -> str:
    """Why an edition can't be opened."""
    return _why_gone(error, lang, BrowseText.EDITION_TAKEN_BACK, BrowseText.EDITION_GONE, BrowseText.NO_SUCH_EDITION)


def _why_gone(error: UnknownRecord, lang: Lang, taken_back: BrowseText, gone: BrowseText, never_was: BrowseText) -> str:
    """That it was withdrawn, with the reason where readers may know it; that it is gone; or that it never was."""
    if isinstance(error, Withdrawn):
        told = say(lang, taken_back, day=day_text(lang, error.day))
        return told + (" " + say(lang, BrowseText.TAKEN_BACK_WHY, reason=error.reason) if error.reason else "")
    return say(lang, gone if isinstance(error, NotShown) else never_was)
