"""``search`` and ``completion``: their help pages and what they say."""

from __future__ import annotations

from bot.wording import Wording


class SearchHelp(Wording):
    """The help page of ``search``."""

    SHORT = ("按词查找报道，附各类篇数", "按詞查找報導，附各類篇數", "find reports by words, with counts")
    ABOUT = (
        "按词查找报道：最相关的在前，每篇引最贴切的一段，并按月、报纸、版次、记者列出篇数。空格隔开的词都要有；"
        "词里也可以写明日期和版次，如“3月12日报上的地铁”。不给词就列出全部。",
        "按詞查找報導：最相關的在前，每篇引最貼切的一段，並按月、報紙、版次、記者列出篇數。空格隔開的詞都要有；"
        "詞裡也可以寫明日期和版次，如「3月12日報上的地鐵」。不給詞就列出全部。",
        "Finds reports by words: the most relevant first, each by its best passage, and counts them by month, "
        "paper, page and reporter. Words with a space between them must all be there; days and pages may be named "
        "in them: 3月12日报上的地铁. Without words all reports are listed.",
    )
    ORDER = ("排序", "排序", "what comes first")
    ORDER_IS = ("顺序", "順序", "ORDER")
    START = ("从第几篇列起", "從第幾篇列起", "list from this report on")
    MOST = ("最多列几篇", "最多列幾篇", "reports at most")
    TABLE = ("一篇一行，不引原文", "一篇一行，不引原文", "one line for each report, without quotations")


class SearchText(Wording):
    """What ``search`` says."""

    NOTHING = (
        "收录的报纸里没有找到。",
        "收錄的報紙裡沒有找到。",
        "Nothing was found in the papers of the archive.",
    )
    TOTAL = ("共 {total} 篇", "共 {total} 篇", "{total} {total:report|reports}")
    NEAREST = (
        "没有一篇含有这些词；最接近的有 {total} 篇",
        "沒有一篇含有這些詞；最接近的有 {total} 篇",
        "No report holds these words; {total} {total:comes|come} near",
    )
    MEANT = (
        "按“{meant}”查找（“{typed}”没有见报）",
        "按「{meant}」查找（「{typed}」沒有見報）",
        "Read {typed} as {meant}",
    )
    LEFT = (
        "还有 {count} 篇：加上 --start {start}",
        "還有 {count} 篇：加上 --start {start}",
        "{count} more: add --start {start}",
    )
    MONTHS = ("按月", "按月", "By month")
    PAPERS = ("报纸", "報紙", "Papers")
    PAGES = ("版次", "版次", "Pages")
    PEOPLE = ("记者", "記者", "People")
    COUNTED = ("{value}\u00a0{count}", "{value}\u00a0{count}", "{value}\u00a0({count})")
    AND_MORE = ("……", "……", "…")


class CompletionHelp(Wording):
    """The help page of ``completion``."""

    SHORT = ("让命令行补全命令和选项", "讓命令列補全命令和選項", "complete commands and options in the shell")
    ABOUT = (
        '输出命令行补全的脚本。bash：在 ~/.bashrc 里加一行 eval "$(baowen completion bash)"；zsh：在 ~/.zshrc 里加 '
        'eval "$(baowen completion zsh)"；fish：baowen completion fish > ~/.config/fish/completions/baowen.fish',
        '輸出命令列補全的腳本。bash：在 ~/.bashrc 裡加一行 eval "$(baowen completion bash)"；zsh：在 ~/.zshrc 裡加 '
        'eval "$(baowen completion zsh)"；fish：baowen completion fish > ~/.config/fish/completions/baowen.fish',
        'Prints the script that completes commands. bash: add eval "$(baowen completion bash)" to ~/.bashrc; zsh: add '
        'eval "$(baowen completion zsh)" to ~/.zshrc; fish: baowen completion fish > '
        "~/.config/fish/completions/baowen.fish",
    )
    SHELL = ("命令行", "命令列", "SHELL")
    SHELL_IS = ("bash、zsh 或 fish", "bash、zsh 或 fish", "bash, zsh or fish")
