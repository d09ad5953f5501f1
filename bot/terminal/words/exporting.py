"""The help page of ``export``."""

from __future__ import annotations

from bot.wording import Wording


class ExportHelp(Wording):
    """``export``."""

    SHORT = ("导出报道，供别的程序使用", "匯出報導，供別的程式使用", "write the reports for other programs")
    ABOUT = (
        "导出读者能看到的报道，每行一个 JSON；转到别的版的部分各占一行。\njsonl 用 baowen index 认得的键；ninjs 是 "
        "IPTC ninjs 3.1，撤回的报道写成 canceled，只有编号，没有内容。\n两种都能用 baowen index 读回来："
        "baowen export > 报道.jsonl",
        "匯出讀者能看到的報導，每行一個 JSON；轉到別的版的部分各佔一行。\njsonl 用 baowen index 認得的鍵；ninjs 是 "
        "IPTC ninjs 3.1，撤回的報導寫成 canceled，只有編號，沒有內容。\n兩種都能用 baowen index 讀回來："
        "baowen export > 報導.jsonl",
        "Writes the reports that readers can see, one JSON object a line; parts on other pages have lines of their "
        "own.\njsonl has the keys that baowen index reads; ninjs is IPTC ninjs 3.1, with withdrawn reports as "
        "canceled: their ids and nothing else.\nbaowen index reads both again: baowen export > reports.jsonl",
    )
    FORMAT = ("每行的格式", "每行的格式", "the format of a line")
    FORMATS = ("jsonl|ninjs", "jsonl|ninjs", "jsonl|ninjs")
