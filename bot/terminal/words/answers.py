"""The frame of answers and reports, and what is said in a talk."""

from __future__ import annotations

from bot.wording import Wording


class AnswerText(Wording):
    """Around what the paper printed."""

    RELATED_ONLY = (
        "没有找到直接的答案，下面是最接近的报道：",
        "沒有找到直接的答案，下面是最接近的報導：",
        "No direct answer was found; these reports come nearest:",
    )
    NOT_FOUND = (
        "收录的报纸里没有找到相关报道。",
        "收錄的報紙裡沒有找到相關報導。",
        "Nothing on this was found in the papers of the archive.",
    )
    MORE_HEADLINES = ("还有：", "還有：", "Also:")
    NEAREST = ("最接近的标题：", "最接近的標題：", "Nearest headlines:")
    NOTE = ("注：{note}", "注：{note}", "Note: {note}")
    EARLIER = ("{earlier}：", "{earlier}：", "{earlier}:")
    CORRECTION = ("更正：", "更正：", "Correction:")
    CONTINUED = ("（接{page}）", "（接{page}）", "(continued on {page})")
    FILE = ("文件：{file}", "檔案：{file}", "File: {file}")
    PART_FILE = ("{page} 文件：{file}", "{page} 檔案：{file}", "{page}, file: {file}")
    MARKED_FILE = (
        "{page} 文件：{file}（引文在这里）",
        "{page} 檔案：{file}（引文在這裡）",
        "{page}, file: {file} (the quotation stands here)",
    )
    # -- columns of lists
    COPY_ALONE = (
        "--copy-as 不能与 --json、--batch 同用",
        "--copy-as 不能與 --json、--batch 同用",
        "--copy-as does not go with --json or --batch",
    )
    NUMBER = ("编号", "編號", "No.")
    DATE = ("日期", "日期", "Date")
    PAGE = ("版", "版", "Page")
    HEADLINE = ("标题", "標題", "Headline")
    BYLINE = ("作者", "作者", "Byline")
    WITHDRAWN = ("撤回", "撤回", "Withdrawn")
    REASON = ("原因", "原因", "Reason")
    PRIVATE = ("{reason}（不公开）", "{reason}（不公開）", "{reason} (private)")
    NONE_LISTED = ("没有这样的报道。", "沒有這樣的報導。", "There are no such reports.")
    # -- wrong uses
    WHICH_QUESTION = (
        "请写出一个问题，或用 --batch 给出问题文件",
        "請寫出一個問題，或用 --batch 給出問題檔案",
        "give a question, or a file of them with --batch",
    )
    NOT_BOTH = ("问题和 --batch 只能给一个", "問題和 --batch 只能給一個", "give a question or --batch, not both")
    NO_NUMBER = (
        "{what} 不是报道编号（12）或引文编号（p34:0-43）",
        "{what} 不是報導編號（12）或引文編號（p34:0-43）",
        "{what} is neither the number of a report (12) nor of a quotation (p34:0-43)",
    )
    BEYOND = (
        "段落 {passage} 只有 {length} 个字，没有 {start}-{end}",
        "段落 {passage} 只有 {length} 個字，沒有 {start}-{end}",
        "passage {passage} has {length} {length:character|characters}, no {start}-{end}",
    )
    PRESENT_VERSION = (
        "这篇报道已更正，下面是现在的版本（编号 {version}）。",
        "這篇報導已更正，下面是現在的版本（編號 {version}）。",
        "This report was corrected; below is the present version (number {version}).",
    )
    EARLIER_VERSION = (
        "您要看的版本读者现在看不到，下面是现在的版本（编号 {version}）。",
        "您要看的版本讀者現在看不到，下面是現在的版本（編號 {version}）。",
        "Readers don't see the version that you asked for; below is the present one (number {version}).",
    )
    WORDS_GONE = (
        "原来引用的那句话已不在其中。",
        "原來引用的那句話已不在其中。",
        "It no longer holds the words that were quoted.",
    )
    BAD_LINES = (
        "另有 {count} 行没有回答",
        "另有 {count} 行沒有回答",
        "{count} {count:line was|lines were} not answered",
    )


class ChatText(Wording):
    """A talk in the terminal."""

    WELCOME = (
        "请提问{example}（? 看用法，q 结束）",
        "請提問{example}（? 看用法，q 結束）",
        "Ask in Chinese{example} (? for help, q to end)",
    )
    EXAMPLE = ("，例如：{example}", "，例如：{example}", ", for example: {example}")
    PROMPT = ("问：", "問：", "> ")
    FOLLOWS = ("接着说：{subject}", "接著說：{subject}", "Still about: {subject}")
    HELP = (
        "直接写问题就行；追问会参考上一个问题。\n1、2、3…　打开第几处引文所在的报道\n全文　打开第一处引文所在的报"
        "道\n更多　看其余的引文\n日期:2025-03-12　版面:3　记者:姓名　只在这个范围里问；范围:　取消范围\nq、quit、"
        "exit、:q、再见　结束（也可以按 Ctrl-D）\nCtrl-C　清掉正在写的一行；再按一次结束",
        "直接寫問題就行；追問會參考上一個問題。\n1、2、3…　打開第幾處引文所在的報導\n全文　打開第一處引文所在的報"
        "導\n更多　看其餘的引文\n日期:2025-03-12　版面:3　記者:姓名　只在這個範圍裡問；範圍:　取消範圍\nq、quit、"
        "exit、:q、再見　結束（也可以按 Ctrl-D）\nCtrl-C　清掉正在寫的一行；再按一次結束",
        "Just type a question; a follow-up is read together with the one before it.\n1, 2, 3…  open the report "
        "of that quotation\n全文, full  open the report of the first quotation\n更多, more  show further "
        "quotations\ndate:2025-03-12  page:3  by:NAME  ask only there; limits:  lifts them\nq, quit, exit, :q, 再"
        "见  end it (Ctrl-D, too)\nCtrl-C  clears the line; twice, it ends the talk",
    )
    LIMITS = ("范围：{limits}", "範圍：{limits}", "Within: {limits}")
    NO_LIMITS = ("不限范围。", "不限範圍。", "No limits.")
    WHAT_DATE = ("看不懂的日期：{value}", "看不懂的日期：{value}", "Not a date: {value}")
    NO_EDITION = (
        "没有收录 {days}的报纸，最新一期是 {newest}：日期:{newest_iso}",
        "沒有收錄 {days}的報紙，最新一期是 {newest}：日期:{newest_iso}",
        "There is no edition of {days}, the newest is of {newest}: date:{newest_iso}",
    )
    NO_MORE = ("没有更多了。", "沒有更多了。", "There is no more.")
    MORE = (
        "还有 {count} 处，写“更多”来看。",
        "還有 {count} 處，寫「更多」來看。",
        "{count} more: type more to see {count:it|them}.",
    )
    NO_SUCH_NUMBER = (
        "上一个回答里没有第 {number} 处引文。",
        "上一個回答裡沒有第 {number} 處引文。",
        "The last answer has no quotation {number}.",
    )
    NOTHING_YET = (
        "还没有引文可以打开，请先提问。",
        "還沒有引文可以打開，請先提問。",
        "There is nothing to open yet; ask first.",
    )
    TWICE = ("再按一次 Ctrl-C 结束。", "再按一次 Ctrl-C 結束。", "Press Ctrl-C again to end.")
    NO_TERMINAL = (
        "没有终端，到此结束。运行 baowen chat 可在终端里提问。",
        "沒有終端機，到此結束。執行 baowen chat 可在終端機裡提問。",
        "There is no terminal. Run baowen chat to ask in one.",
    )
