"""Help pages of the commands for editors."""

from __future__ import annotations

from bot.wording import Wording


class IndexHelp(Wording):
    """``index`` and ``watch``."""

    SHORT = ("读入版面文件并发布", "讀入版面檔案並發布", "read page files and publish")
    ABOUT = (
        "读入版面文件，修复断栏，建立索引并发布。能读的有 .txt、.md、.jsonl、.ndjson、.json、.htm、.html、"
        ".pdf、.png、.jpg、.jpeg，装着它们的 .zip，或文件夹。\n不给路径时发布已收录而未发布的内容。"
        "\n重新编码期间旧版本照常回答；中断后再运行一遍，会接着没做完的地方继续。\n数据文件夹里有 questions.jsonl "
        "时，先用其中的问题检验，比正在"
        "使用的版本差就不发布。",
        "讀入版面檔案，修復斷欄，建立索引並發布。能讀的有 .txt、.md、.jsonl、.ndjson、.json、.htm、.html、"
        ".pdf、.png、.jpg、.jpeg，裝著它們的 .zip，或資料夾。\n不給路徑時發布已收錄而未發布的內容。"
        "\n重新編碼期間舊版本照常回答；中斷後再執行一遍，會接著沒做完的地方繼續。\n數據資料夾裡有 questions.jsonl "
        "時，先用其中的問題檢驗，比正在"
        "使用的版本差就不發布。",
        "Reads page files, repairs column cuts, indexes and publishes. Read are .txt, .md, .jsonl, .ndjson, .json"
        ", .htm, .html, .pdf, .png, .jpg and .jpeg, a .zip of them, or folders.\nWithout paths it publishes "
        "what was read and is not published yet.\nWhile texts are encoded anew the old generation goes "
        "on answering; run it again "
        "after an interruption, and it goes on where it stopped.\nWhere the data folder holds questions.jsonl, "
        "its questions are asked first, and what fares worse than the generation in use is not published.",
    )
    PATH = ("路径", "路徑", "PATH")
    PATH_IS = ("版面文件、.zip 或文件夹", "版面檔案、.zip 或資料夾", "page files, zips or folders")
    PAPER = (
        "报名（文件里和路径里都没有时）",
        "報名（檔案裡和路徑裡都沒有時）",
        "the paper (where neither the file nor its path tells)",
    )
    DATE = (
        "出版日期，如 2025-03-12、3月12日、今天",
        "出版日期，如 2025-03-12、3月12日、今天",
        "the day it was printed, such as 2025-03-12 or 3月12日",
    )
    PAGE = ("版次", "版次", "the page")
    MODEL = (
        "用这个编码模型（BAOWEN_MODEL）；换模型会重新编码全部段落，可以不给路径",
        "用這個編碼模型（BAOWEN_MODEL）；換模型會重新編碼全部段落，可以不給路徑",
        "use this encoder (BAOWEN_MODEL); another one encodes all passages anew, and needs no paths",
    )
    DRY_RUN = ("只检查，不写入", "只檢查，不寫入", "only look, write nothing")
    FORCE = (
        "发布前的检验（questions.jsonl）没有通过也发布；这会记录下来",
        "發布前的檢驗（questions.jsonl）沒有通過也發布；這會記錄下來",
        "publish even if the checks before publishing (questions.jsonl) fail; that is recorded",
    )
    VERBOSE = ("逐个列出文件", "逐個列出檔案", "tell of every file")
    WATCH_SHORT = (
        "监视一个文件夹，新到的自动发布",
        "監視一個資料夾，新到的自動發布",
        "watch a folder and publish what arrives",
    )
    WATCH_ABOUT = (
        "监视文件夹（默认 BAOWEN_WATCH）和其中的文件夹：传完的版面收录并发布，一起到的一起发布；按 Ctrl-C 结束。"
        "\n传完的标志：大小和时间一段时间不变，或者旁边有“文件名.done”“文件名.ready”。\n读不了的移到其中的 "
        "quarantine，旁边写明原因。",
        "監視資料夾（預設 BAOWEN_WATCH）和其中的資料夾：傳完的版面收錄並發布，一起到的一起發布；按 Ctrl-C 結束。"
        "\n傳完的標誌：大小和時間一段時間不變，或者旁邊有「檔名.done」「檔名.ready」。\n讀不了的移到其中的 "
        "quarantine，旁邊寫明原因。",
        "Watches a folder (by default BAOWEN_WATCH) and those in it: pages that have arrived whole are read and "
        "published, those that arrive together at once; Ctrl-C ends it.\nA page has arrived whole when its size "
        "and time stay the same for a while, or when NAME.done or NAME.ready lies beside it.\nWhat can't be read "
        "is moved to quarantine in that folder, with the reason beside it.",
    )
    WATCHED = ("要监视的文件夹", "要監視的資料夾", "the folder to watch")
    SETTLE = (
        "大小和时间几秒不变算传完",
        "大小和時間幾秒不變算傳完",
        "seconds without a change after which a file is whole",
    )
    PATIENCE = ("为一起发布最多等几秒", "為一起發布最多等幾秒", "seconds to wait for files that belong together")


class DecideHelp(Wording):
    """``withdraw``, ``restore-article``, ``correct`` and ``release``."""

    WHAT = ("编号或一期", "編號或一期", "WHAT")
    WHAT_IS = (
        "报道编号（12，见 baowen articles），或一期（2022-12-08、报名/2022-12-08）",
        "報導編號（12，見 baowen articles），或一期（2022-12-08、報名/2022-12-08）",
        "the number of a report (12, see baowen articles), or an edition (2022-12-08, 报名/2022-12-08)",
    )
    WITHDRAW_SHORT = ("撤回一篇报道或一期报纸", "撤回一篇報導或一期報紙", "withdraw a report or an edition")
    WITHDRAW_ABOUT = (
        "撤回一篇报道或一期报纸。从下一个问题起，任何地方都不再引用；转版的各部分一起撤回。\n文字仍留在收录里，重"
        "新读入、重建、退回都不会让它回来；baowen restore-article 可以恢复。",
        "撤回一篇報導或一期報紙。從下一個問題起，任何地方都不再引用；轉版的各部分一起撤回。\n文字仍留在收錄裡，重"
        "新讀入、重建、退回都不會讓它回來；baowen restore-article 可以恢復。",
        "Withdraws a report or an edition. From the next question on nothing quotes it; parts on other pages go "
        "with it.\nIts text stays in the archive; reading it again, rebuilding and rolling back don't bring it "
        "back, baowen restore-article does.",
    )
    REASON = ("撤回的原因", "撤回的原因", "why")
    PUBLIC = (
        "读者打开旧链接时告诉他原因（不加则只说已撤回）",
        "讀者打開舊連結時告訴他原因（不加則只說已撤回）",
        "tell the reason to readers who open an old link (else only that it was withdrawn)",
    )
    RESTORE_SHORT = ("恢复撤回的报道或一期报纸", "恢復撤回的報導或一期報紙", "put a withdrawn report or edition back")
    RESTORE_ABOUT = (
        "恢复撤回的报道或一期报纸，并重新发布。",
        "恢復撤回的報導或一期報紙，並重新發布。",
        "Puts a withdrawn report or edition back, and publishes.",
    )
    RELEASE_SHORT = ("放行退回时下线的内容", "放行退回時下線的內容", "let be published what a rollback keeps out")
    RELEASE_ABOUT = (
        "放行退回（rollback）时下线的一期，并发布。不写哪一期时列出下线的内容。",
        "放行退回（rollback）時下線的一期，並發布。不寫哪一期時列出下線的內容。",
        "Lets an edition that a rollback keeps out be published, and publishes it. Without one it lists what is "
        "kept out.",
    )
    EDITION = ("一期", "一期", "EDITION")
    EDITION_IS = ("2022-12-08、报名/2022-12-08", "2022-12-08、報名/2022-12-08", "2022-12-08, 报名/2022-12-08")
    ALL = ("全部放行", "全部放行", "all of it")
    CORRECT_SHORT = (
        "把更正、致歉与它所更正的报道连起来",
        "把更正、致歉與它所更正的報導連起來",
        "link corrections with what they correct",
    )
    CORRECT_ABOUT = (
        "把更正或致歉与它所更正的报道连起来；此后凡引用这篇报道都附上更正。不给编号时列出已连接的和建议连接的。",
        "把更正或致歉與它所更正的報導連起來；此後凡引用這篇報導都附上更正。不給編號時列出已連接的和建議連接的。",
        "Links a correction with the report that it corrects; whoever quotes the report gets the correction too. "
        "Without numbers it lists what is linked, and what might be.",
    )
    NOTICE = ("更正", "更正", "NOTICE")
    NOTICE_IS = ("更正的报道编号", "更正的報導編號", "number of the correction")
    ARTICLE = ("报道", "報導", "REPORT")
    ARTICLE_IS = ("被更正的报道编号", "被更正的報導編號", "number of what it corrects")
    UNDO = ("取消连接", "取消連接", "undo the link")


class JudgeHelp(Wording):
    """``judgements`` and ``eval``."""

    SHORT = ("导出读者的评价，供检验回答", "匯出讀者的評價，供檢驗回答", "export what readers thought of answers")
    ABOUT = (
        "导出读者说好、并同意附上的问题，每行一个，格式与 baowen eval 的问题文件相同。\n加 --all 导出全部评价；差"
        "评里的正确答案（answers）要由编辑填上，才能用来检验。",
        "匯出讀者說好、並同意附上的問題，每行一個，格式與 baowen eval 的問題檔案相同。\n加 --all 匯出全部評價；差"
        "評裡的正確答案（answers）要由編輯填上，才能用來檢驗。",
        "Exports the questions that readers liked the answer of and let us keep, one a line, as baowen eval "
        "reads them.\nWith --all it exports every judgement; the right answers of bad ones are for editors to "
        "fill in.",
    )
    ALL = (
        "导出全部评价，包括不附问题的和差评",
        "匯出全部評價，包括不附問題的和差評",
        "every judgement, also without a question, also bad ones",
    )
    EVAL_SHORT = (
        "用一份带答案的问题检验回答",
        "用一份帶答案的問題檢驗回答",
        "measure the answers to questions with known answers",
    )
    EVAL_ABOUT = (
        "检验文件（JSONL：question、answers、kind）里的问题，按类型列表。",
        "檢驗檔案（JSONL：question、answers、kind）裡的問題，按類型列表。",
        "Asks the questions of a file (JSONL: question, answers, kind) and lists figures by kind.",
    )
    FILE_IS = ("问题文件", "問題檔案", "the file of questions")
    TODAY = ("把这天当作今天", "把這天當作今天", "take that day for today")
    SPLIT = (
        "只问 all、even 或 odd 一半：一半用来调整，一半用来报告",
        "只問 all、even 或 odd 一半：一半用來調整，一半用來報告",
        "ask all, or the half even or odd: one to tune with, one to report",
    )
    OUT = ("把全部结果写成 JSON 文件", "把全部結果寫成 JSON 檔案", "write everything as a JSON file")
    HTML = (
        "写成 HTML 报告，带图和每一道题",
        "寫成 HTML 報告，帶圖和每一道題",
        "write a report as HTML, with plots and every question",
    )
