"""The words that the page itself says, in the three languages. What the paper printed is never translated."""

from __future__ import annotations

from bot.lang import LANGS, Lang
from retrieval.language.calendar_words import WEEKDAYS

WORDS: dict[str, tuple[str, str, str]] = {
    # The frame of every page.
    "name": ("报问", "報問", "Baowen"),
    "motto": ("只引报上印着的话", "只引報上印著的話", "Nothing but what was printed"),
    "to_content": ("跳到正文", "跳到正文", "Skip to content"),
    "ask": ("提问", "提問", "Ask"),
    "editions": ("版面", "版面", "Editions"),
    "sign_out": ("退出", "登出", "Sign out"),
    "main_menu": ("主菜单", "主選單", "Main menu"),
    "languages": ("界面语言", "介面語言", "Language"),
    "keys": ("快捷键", "快速鍵", "Keys"),
    "fresh": ("已收录至 {day}", "已收錄至 {day}", "Up to the paper of {day}"),
    "undated": ("已收录的版面没有标明日期", "已收錄的版面沒有標明日期", "The pages bear no date"),
    # Asking.
    "question": ("想知道报上说了什么？", "想知道報上說了什麼？", "What did the paper say?"),
    "question_label": ("问题或词语", "問題或詞語", "Question or words, in Chinese"),
    "search_button": ("查报", "查報", "Look up"),
    "try": ("例如", "例如", "For example"),
    "searching": ("正在查……", "正在查……", "Looking it up …"),
    "answer": ("回答", "回答", "Answer"),
    "related_only": (
        "没有找到直接的答案，下面是最接近的报道。",
        "沒有找到直接的答案，下面是最接近的報導。",
        "No direct answer was found; these reports come closest.",
    ),
    "not_found": (
        "收录的报纸里没有找到相关报道。",
        "收錄的報紙裡沒有找到相關報導。",
        "The paper has not reported on this, as far as it is in the archive.",
    ),
    "nearest": ("最接近的标题", "最接近的標題", "Nearest headlines"),
    "notes": ("说明", "說明", "Notes"),
    "later": ("{day}另有后续：", "{day}另有後續：", "A newer report of {day}:"),
    "earlier": ("此前报道", "此前報導", "An earlier report"),
    "also": ("另见", "另見", "Also printed"),
    "correction": ("更正", "更正", "Correction"),
    "quotations": ("引文", "引文", "Quotations"),
    "in_its_place": ("引文在原文中的位置", "引文在原文中的位置", "The quotation in its article"),
    "on_papers_page": ("到报纸网页看这句话", "到報紙網頁看這句話", "This sentence on the paper's own page"),
    "copy_quote": ("复制引文", "複製引文", "Copy quote"),
    "copy_source": ("复制出处", "複製出處", "Copy citation"),
    "copy_markdown": ("复制为 Markdown", "複製為 Markdown", "Copy as Markdown"),
    "copy_paper": ("按本报格式复制", "按本報格式複製", "Copy in the paper's style"),
    "copied": ("已复制", "已複製", "Copied"),
    "copy_failed": (
        "没能复制，请选中文字后复制",
        "沒能複製，請選取文字後複製",
        "Could not copy; please select the text",
    ),
    "cite": ("引用这段话", "引用這段話", "Cite this"),
    "permalink": ("固定链接", "固定連結", "Permalink"),
    "newest_headlines": ("最新一期", "最新一期", "The newest edition"),
    "whole_edition": ("看整期", "看整期", "The whole edition"),
    # What was found.
    "found": ("全部报道", "全部報導", "All reports"),
    "found_count": ("{count} 篇", "{count} 篇", "{count}"),
    "nearest_found": (
        "没有报道含有这些词，以下只是相近的。",
        "沒有報導含有這些詞，以下只是相近的。",
        "No report has these words; these only come near.",
    ),
    "nothing_found": ("没有符合的报道。", "沒有符合的報導。", "No report fits."),
    "order": ("排序", "排序", "Order"),
    "order_relevance": ("最相关", "最相關", "Best first"),
    "order_newest": ("最新", "最新", "Newest first"),
    "order_oldest": ("最早", "最早", "Oldest first"),
    "limits": ("筛选", "篩選", "Filters"),
    "limited_to": ("只看", "只看", "Only"),
    "remove_limit": ("不限“{value}”", "不限「{value}」", "Remove “{value}”"),
    "paper": ("报纸", "報紙", "Paper"),
    "page": ("版次", "版次", "Page"),
    "reporter": ("记者", "記者", "Reporter"),
    "dates": ("日期", "日期", "Dates"),
    "date_from": ("从", "從", "From"),
    "date_to": ("到", "到", "To"),
    "apply": ("应用", "套用", "Apply"),
    "since": ("{day}起", "{day}起", "since {day}"),
    "until": ("至{day}", "至{day}", "until {day}"),
    "more_values": ("更多", "更多", "More"),
    "over_time": ("见报时间", "見報時間", "Over time"),
    "bar": ("{period}：{count} 篇", "{period}：{count} 篇", "{period}: {count}"),
    "as_table": ("按时间列出", "按時間列出", "As a table"),
    "period": ("时间", "時間", "Period"),
    "count": ("篇数", "篇數", "Reports"),
    "year": ("{year}年", "{year}年", "{year}"),
    "turn_pages": ("翻页", "翻頁", "Pages of results"),
    "shown_of": (
        "第 {first}–{last} 篇，共 {total} 篇",
        "第 {first}–{last} 篇，共 {total} 篇",
        "{first}–{last} of {total}",
    ),
    "previous": ("上一页", "上一頁", "Previous"),
    "next": ("下一页", "下一頁", "Next"),
    "bad_value": (
        "看不懂 {key}={value}",
        "看不懂 {key}={value}",
        "Not understood: {key}={value}",
    ),
    # Articles.
    "article": ("报道", "報導", "Article"),
    "continued": ("（接第{page}版）", "（接第{page}版）", "(continued on page {page})"),
    "on_this_page": ("同版的报道", "同版的報導", "On the same page"),
    "whole_page": ("看整版", "看整版", "The whole page"),
    "joined": (
        "这里接上了被栏目隔断的一段",
        "這裡接上了被欄目隔斷的一段",
        "A paragraph cut by columns was joined here",
    ),
    "joins": (
        "接上了 {count} 处被分栏隔断的段落",
        "接上了 {count} 處被分欄隔斷的段落",
        "{count} column cuts were joined",
    ),
    "read_anew": (
        "这篇报道后来更新过。引文按现在的文字标出。",
        "這篇報導後來更新過。引文按現在的文字標出。",
        "The report was updated since; the quotation is marked in the present text.",
    ),
    "words_gone": (
        "这篇报道后来更新过，原来引用的那句话已不在其中。",
        "這篇報導後來更新過，原來引用的那句話已不在其中。",
        "The report was updated since and no longer holds the words that were quoted.",
    ),
    "papers_page": ("报纸网页", "報紙網頁", "The paper's own page"),
    "details": ("来源", "來源", "Source"),
    "file": ("文件", "檔案", "File"),
    # Editions.
    "no_editions": ("还没有收录任何版面。", "還沒有收錄任何版面。", "There are no editions yet."),
    "no_page": ("版次不详", "版次不詳", "Page unknown"),
    "undated_editions": ("没有标明日期的版面", "沒有標明日期的版面", "Editions without a date"),
    "earlier_edition": ("前一期", "前一期", "Previous edition"),
    "later_edition": ("后一期", "後一期", "Next edition"),
    "month": ("{year}年{month}月", "{year}年{month}月", "{year}-{month:02}"),
    "weekdays": (WEEKDAYS[:7], WEEKDAYS[:7], "MTWTFSS"),
    # Signing in.
    "sign_in": ("登录", "登入", "Sign in"),
    "token": ("口令", "口令", "Token"),
    "token_hint": (
        "管理员在 BAOWEN_WEB_TOKEN 里设的口令。",
        "管理員在 BAOWEN_WEB_TOKEN 裡設的口令。",
        "What the operator has set as BAOWEN_WEB_TOKEN.",
    ),
    "wrong_token": ("口令不对，请再试一次。", "口令不對，請再試一次。", "That is not the token; please try again."),
    "wait_to_sign_in": (
        "试得太多了，请 {seconds} 秒后再试。",
        "試得太多了，請 {seconds} 秒後再試。",
        "Too many tries; please try again in {seconds} seconds.",
    ),
    "no_token_set": (
        "没有设 BAOWEN_WEB_TOKEN，只能在运行它的机器上打开；要登录，请先设口令并重新启动。",
        "沒有設 BAOWEN_WEB_TOKEN，只能在執行它的機器上打開；要登入，請先設口令並重新啟動。",
        "BAOWEN_WEB_TOKEN is not set: only this machine is served. Set it and start again to sign in.",
    ),
    # What goes wrong.
    "error_400": ("地址里有看不懂的内容", "位址裡有看不懂的內容", "The address holds something that can't be read"),
    "error_401": ("请先登录", "請先登入", "Please sign in"),
    "error_403": ("这一页要登录后才能看", "這一頁要登入後才能看", "This page is for those who are signed in"),
    "error_404": ("没有这一页", "沒有這一頁", "There is no such page"),
    "error_405": ("这个地址不接受这种请求", "這個位址不接受這種請求", "This address does not take such requests"),
    "error_410": ("这篇报道已撤回", "這篇報導已撤回", "This report was withdrawn"),
    "error_413": ("内容太长", "內容太長", "That is too long"),
    "error_429": ("查得太快了，请稍等再试", "查得太快了，請稍等再試", "Too many requests; please wait a moment"),
    "error_500": (
        "程序内部出错，已记入日志",
        "程式內部出錯，已記入日誌",
        "The program failed; the log has the details",
    ),
    "error_503": ("现在还不能回答", "現在還不能回答", "No answers just now"),
    "withdrawn_on": ("已于 {day} 撤回{why}。", "已於 {day} 撤回{why}。", "Withdrawn on {day}{why}."),
    "overloaded": (
        "查报的人太多，请过一会儿再试。",
        "查報的人太多，請過一會兒再試。",
        "Many people are asking just now; please try again in a moment.",
    ),
    "nothing_published": (
        "还没有发布过任何版面。管理员可以用 baowen index 收录。",
        "還沒有發布過任何版面。管理員可以用 baowen index 收錄。",
        "Nothing has been published yet. Operators can do so with: baowen index",
    ),
    "not_usable": (
        "已发布的内容现在打不开，管理员可以用 baowen doctor 查看原因。",
        "已發布的內容現在打不開，管理員可以用 baowen doctor 查看原因。",
        "What was published can't be opened just now. Operators can see why with: baowen doctor",
    ),
    "back_home": ("回到首页", "回到首頁", "Back to the start"),
    # Keys.
    "key_search": ("到查询框", "到查詢框", "Go to the search box"),
    "key_move": ("上一条、下一条", "上一條、下一條", "Previous, next"),
    "key_open": ("打开", "打開", "Open"),
    "key_copy": ("复制引文", "複製引文", "Copy the quotation"),
    "key_help": ("显示快捷键", "顯示快速鍵", "Show the keys"),
    "close": ("关闭", "關閉", "Close"),
}


class Words:
    """The words of one language: ``words("page", page="3")``."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang

    def __call__(self, name: str, **values: object) -> str:
        """The words under a name, with ``values`` in their places."""
        return WORDS[name][LANGS.index(self.lang)].format(**values)
