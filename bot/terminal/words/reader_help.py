"""Help pages of the commands for readers."""

from __future__ import annotations

from bot.wording import Wording


class AskHelp(Wording):
    """``ask``, ``chat`` and ``start``."""

    SHORT = ("回答一个问题", "回答一個問題", "answer a question")
    ABOUT = (
        "回答问题：简短答案、照录的引文和出处；没有就说没有。几个词之间可以有空格，不必加引号。",
        "回答問題：簡短答案、照錄的引文和出處；沒有就說沒有。幾個詞之間可以有空格，不必加引號。",
        "Answers a question: a short answer, quotations word for word, and where they were printed; or that "
        "there is none. Words need no quotation marks around them.",
    )
    QUESTION = ("问题", "問題", "QUESTION")
    QUESTION_IS = ("要问的话，用中文", "要問的話，用中文", "what to ask, in Chinese")
    TOP = ("最多引用几处", "最多引用幾處", "quotations at most")
    BATCH = (
        '问题文件，每行一个 {{"question": …}}，逐行输出 JSON；“conversation” 相同的几行是一次对话；坏行报告后跳过',
        '問題檔案，每行一個 {{"question": …}}，逐行輸出 JSON；「conversation」 相同的幾行是一次對話；壞行報告後跳過',
        'a file of questions, one {{"question": …}} a line, answered as JSON lines; lines with the same "'
        'conversation" are one talk; bad lines are told and passed over',
    )
    SINCE = (
        "只查这天及以后的报纸，如 2025-03-12、3月12日、昨天、上周三",
        "只查這天及以後的報紙，如 2025-03-12、3月12日、昨天、上週三",
        "only papers of that day and later, such as 2025-03-12 or 3月12日",
    )
    UNTIL = ("只查这天及以前的报纸", "只查這天及以前的報紙", "only papers of that day and earlier")
    PAGE = ("只查这一版", "只查這一版", "only this page")
    PERSON = ("只查这位记者的报道", "只查這位記者的報導", "only reports by this reporter")
    TODAY = ("把这天当作今天", "把這天當作今天", "take that day for today")
    COPY_AS = (
        "只输出引文和出处，供粘贴：plain、markdown，或 paper（BAOWEN_CITATION_STYLE）",
        "只輸出引文和出處，供貼上：plain、markdown，或 paper（BAOWEN_CITATION_STYLE）",
        "print nothing but quotations and sources, to be pasted: plain, markdown, or paper (BAOWEN_CITATION_STYLE)",
    )
    CHAT_SHORT = ("在终端里连续提问", "在終端機裡連續提問", "ask on and on in the terminal")
    CHAT_ABOUT = (
        "在终端里连续提问；追问会参考上一个问题。输入数字或“全文”打开所引的报道，“更多”看其余的引文，“?” 看全部用"
        "法，“q” 结束。",
        "在終端機裡連續提問；追問會參考上一個問題。輸入數字或「全文」打開所引的報導，「更多」看其餘的引文，「?」 "
        "看全部用法，「q」 結束。",
        "Asks on and on in the terminal; a follow-up is read together with the question before it. A number or 全"
        "文 opens the report that is quoted, 更多 shows further quotations, ? tells everything that can be typed,"
        " q ends.",
    )
    START_SHORT = (
        "打开问答：有令牌时用 Telegram，否则在终端",
        "打開問答：有令牌時用 Telegram，否則在終端機",
        "open the bot: Telegram with a token, else the terminal",
    )
    START_ABOUT = (
        "设置了 TELEGRAM_BOT_TOKEN 时启动 Telegram 机器人；否则在终端里提问；没有终端时直接结束。",
        "設定了 TELEGRAM_BOT_TOKEN 時啟動 Telegram 機器人；否則在終端機裡提問；沒有終端機時直接結束。",
        "Starts the Telegram bot where TELEGRAM_BOT_TOKEN is set; asks in the terminal otherwise; ends where "
        "there is no terminal.",
    )


class BrowseHelp(Wording):
    """``show`` and ``articles``."""

    SHOW_SHORT = ("显示一篇报道，可标出引文", "顯示一篇報導，可標出引文", "show a report, with a quotation marked")
    SHOW_ABOUT = (
        "显示一篇报道：写报道编号（12），或引文编号（p34:0-43，见 baowen ask 的输出），后者标出引文。",
        "顯示一篇報導：寫報導編號（12），或引文編號（p34:0-43，見 baowen ask 的輸出），後者標出引文。",
        "Shows a report by its number (12), or by the number of a quotation (p34:0-43, as baowen ask prints it), "
        "which is marked then.",
    )
    WHAT = ("编号", "編號", "NUMBER")
    WHAT_IS = ("报道编号或引文编号", "報導編號或引文編號", "number of a report or of a quotation")
    ARTICLES_SHORT = ("列出收录的报道", "列出收錄的報導", "list the reports")
    ARTICLES_ABOUT = (
        "列出读者能看到的报道；加 --json 时每行一篇。",
        "列出讀者能看到的報導；加 --json 時每行一篇。",
        "Lists the reports that readers can see; with --json one a line.",
    )
    SINCE = (
        "这天及以后，如 2025-03-12、3月12日、昨天、上周三",
        "這天及以後，如 2025-03-12、3月12日、昨天、上週三",
        "of that day and later, such as 2025-03-12 or 3月12日",
    )
    UNTIL = ("这天及以前", "這天及以前", "of that day and earlier")
    PAGE = ("版次", "版次", "of that page")
    WITHDRAWN = ("列出撤回的报道和原因", "列出撤回的報導和原因", "list withdrawn reports with the reasons")
    WAITING = (
        "列出已读入、还没有发布的报道",
        "列出已讀入、還沒有發布的報導",
        "list reports that were read and are not published yet",
    )
