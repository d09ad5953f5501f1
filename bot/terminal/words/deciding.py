"""What is said when editors withdraw, put back, release and link."""

from __future__ import annotations

from bot.wording import Wording


class DecideText(Wording):
    """``withdraw``, ``restore-article``, ``release`` and ``correct``."""

    NO_TARGET = (
        "{what} 不是报道编号（12）或一期报纸（2022-12-08、报名/2022-12-08）",
        "{what} 不是報導編號（12）或一期報紙（2022-12-08、報名/2022-12-08）",
        "{what} is neither the number of a report (12) nor an edition (2022-12-08, 报名/2022-12-08)",
    )
    NO_EDITION = (
        "请给出一期报纸（2022-12-08、报名/2022-12-08）",
        "請給出一期報紙（2022-12-08、報名/2022-12-08）",
        "give an edition (2022-12-08, 报名/2022-12-08)",
    )
    EDITION = ("{place}这一期", "{place}這一期", "the edition {place}")
    REPORT = ("报道 {number}", "報導 {number}", "report {number}")
    WITHDRAWN = (
        "已撤回{what}，共 {count} 个部分。",
        "已撤回{what}，共 {count} 個部分。",
        "Withdrawn: {what}, {count} {count:part|parts}.",
    )
    RESTORED = (
        "已恢复{what}，共 {count} 个部分。",
        "已恢復{what}，共 {count} 個部分。",
        "Put back: {what}, {count} {count:part|parts}.",
    )
    UNPUBLISHED = (
        "还没有重新发布，下次 baowen index 之后才能查到：{problem}",
        "還沒有重新發布，下次 baowen index 之後才能查到：{problem}",
        "not published again yet; it is found after the next baowen index: {problem}",
    )
    NOTHING_HELD = ("没有下线的内容。", "沒有下線的內容。", "Nothing is kept out.")
    RELEASED = (
        "已放行，已发布版本 {generation}。",
        "已放行，已發布版本 {generation}。",
        "Released; published generation {generation}.",
    )
    BOTH = (
        "请给出更正和报道两个编号，或都不给",
        "請給出更正和報導兩個編號，或都不給",
        "give two numbers, of the correction and of the report, or none",
    )
    UNLINKED = (
        "已取消：更正 {notice} 与报道 {article} 不再相连。",
        "已取消：更正 {notice} 與報導 {article} 不再相連。",
        "Undone: {notice} and {article} are no longer linked.",
    )
    LINKED = (
        "已连接。引用这篇报道时会附上更正：",
        "已連接。引用這篇報導時會附上更正：",
        "Linked. Whoever quotes the report gets the correction:",
    )
    ARE_LINKED = ("已连接：", "已連接：", "Linked:")
    PROPOSED = (
        "建议（{why}相符）：baowen correct {notice} {article}",
        "建議（{why}相符）：baowen correct {notice} {article}",
        "Proposed ({why} match): baowen correct {notice} {article}",
    )
    HEADLINE = ("标题", "標題", "headline")
    DATE = ("日期", "日期", "date")
    PAGE = ("版次", "版次", "page")
    WORDING = ("用词", "用詞", "wording")
    NONE = (
        "没有已连接的更正，也没有可以建议的。",
        "沒有已連接的更正，也沒有可以建議的。",
        "No correction is linked, and none can be proposed.",
    )
    GONE = ("（已撤回或已被更换）", "（已撤回或已被更換）", "(withdrawn or replaced)")
