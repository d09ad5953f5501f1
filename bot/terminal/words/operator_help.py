"""Help pages of the commands for operators."""

from __future__ import annotations

from bot.wording import Wording


class HealthHelp(Wording):
    """``status``, ``doctor`` and ``verify``."""

    STATUS_SHORT = ("收录和发布的情况", "收錄和發布的情況", "what is in the archive and what is published")
    STATUS_ABOUT = (
        "收录了多少、发布到哪一期、还有什么没有发布。",
        "收錄了多少、發布到哪一期、還有什麼沒有發布。",
        "How much is in the archive, up to which edition it is published, and what is not.",
    )
    DOCTOR_SHORT = (
        "检查设置、模型和数据文件夹",
        "檢查設定、模型和數據資料夾",
        "check settings, models and the data folder",
    )
    DOCTOR_ABOUT = (
        "检查设置、版本、模型、数据文件夹，并说明每个问题怎么解决。",
        "檢查設定、版本、模型、數據資料夾，並說明每個問題怎麼解決。",
        "Checks settings, versions, models and the data folder, and says how each problem is solved.",
    )
    DOCTOR_ALL = ("也列出没有改过的设置", "也列出沒有改過的設定", "list settings that nobody changed, too")
    VERIFY_SHORT = (
        "核对引文与原文件、索引与校验和",
        "核對引文與原檔案、索引與校驗和",
        "check texts against source files, generations against checksums",
    )
    VERIFY_ABOUT = (
        "核对数据文件夹里的每个文件：收录的文字与原文件的字节，每个版本的校验和与数量；说明哪里坏了、怎么修复。",
        "核對數據資料夾裡的每個檔案：收錄的文字與原檔案的位元組，每個版本的校驗和與數量；說明哪裡壞了、怎麼修復。",
        "Checks every file of the data folder: texts against the bytes of source files, generations against "
        "their checksums and counts; says what is damaged and how it is mended.",
    )


class ModelHelp(Wording):
    """``models`` and ``tune``."""

    MODELS_SHORT = (
        "列出可用的编码模型和各自的代价",
        "列出可用的編碼模型和各自的代價",
        "list encoders and what each costs",
    )
    MODELS_ABOUT = (
        "列出附带的、本机缓存里已有的和推荐的编码模型：维数、大小、内存、每个问题的用时。",
        "列出附帶的、本機快取裡已有的和推薦的編碼模型：維數、大小、記憶體、每個問題的用時。",
        "Lists the bundled encoders, those in this machine's cache and recommended ones: dimensions, size, memory"
        ", time a question.",
    )
    TUNE_SHORT = (
        "按所用的模型调整排序和作答的门槛",
        "按所用的模型調整排序和作答的門檻",
        "fit ranking and thresholds to the models in use",
    )
    TUNE_ABOUT = (
        "为现在的编码模型（和 BAOWEN_RERANKER）拟合排序权重与作答门槛，写入 tuning.json，下次启动生效。\n问题文件"
        "与 baowen eval 的相同，要写明正确的报道；不给时从收录的报道自动出题。",
        "為現在的編碼模型（和 BAOWEN_RERANKER）擬合排序權重與作答門檻，寫入 tuning.json，下次啟動生效。\n問題檔案"
        "與 baowen eval 的相同，要寫明正確的報導；不給時從收錄的報導自動出題。",
        "Fits the weights of the ranking and the thresholds for answering to the encoder in use (and "
        "BAOWEN_RERANKER); writes tuning.json, which counts from the next start on.\nThe file of questions is as "
        "for baowen eval, and names the right report; without one, questions are made from the archive.",
    )
    QUESTIONS = ("问题文件", "問題檔案", "QUESTIONS")
    QUESTIONS_IS = ("带答案的问题", "帶答案的問題", "questions with known answers")
    DRY_RUN = ("只算不写", "只算不寫", "only compute, write nothing")
    RESET = (
        "删除调整，回到随程序附带的权重",
        "刪除調整，回到隨程式附帶的權重",
        "delete what was fitted, go back to the weights that came with the program",
    )
    COUNT = ("自动出题的题数", "自動出題的題數", "questions to make")


class GenerationHelp(Wording):
    """``generations``, ``rollback``, ``prune`` and ``rebuild``."""

    LIST_SHORT = ("列出各个版本", "列出各個版本", "list the generations")
    LIST_ABOUT = (
        "列出建立过的版本，星号是正在使用的。",
        "列出建立過的版本，星號是正在使用的。",
        "Lists the generations; the star is the one in use.",
    )
    ROLLBACK_SHORT = (
        "退回到上一个或指定的版本",
        "退回到上一個或指定的版本",
        "go back to the generation before, or to a given one",
    )
    ROLLBACK_ABOUT = (
        "退回到指定的版本；不指定时退回到正在使用的版本之前的那个。正在运行的机器人会自己换过去。\n下线的内容留在"
        "收录里，但不再发布：等到版面改正后重新读入，或用 baowen release 放行。",
        "退回到指定的版本；不指定時退回到正在使用的版本之前的那個。正在執行的機器人會自己換過去。\n下線的內容留在"
        "收錄裡，但不再發布：等到版面改正後重新讀入，或用 baowen release 放行。",
        "Goes back to a generation; without one, to that before the one in use. Bots that run change over by "
        "themselves.\nWhat goes stays in the archive and is not published: until a corrected page is read, or "
        "baowen release lets it.",
    )
    GENERATION = ("版本", "版本", "GENERATION")
    GENERATION_IS = (
        "版本编号，见 baowen generations",
        "版本編號，見 baowen generations",
        "its id, as baowen generations lists it",
    )
    PRUNE_SHORT = ("删除旧版本", "刪除舊版本", "delete old generations")
    PRUNE_ABOUT = (
        "删除旧版本；正在使用的总是保留。",
        "刪除舊版本；正在使用的總是保留。",
        "Deletes old generations; the one in use always stays.",
    )
    KEEP = (
        "保留几个旧的（BAOWEN_KEEP_GENERATIONS）",
        "保留幾個舊的（BAOWEN_KEEP_GENERATIONS）",
        "old ones to keep (BAOWEN_KEEP_GENERATIONS)",
    )
    REBUILD_SHORT = ("只凭收录的文字重建索引", "只憑收錄的文字重建索引", "build the index anew from the archive alone")
    REBUILD_ABOUT = (
        "不读原文件，只凭 archive.sqlite 重建向量和索引，检查后发布。",
        "不讀原檔案，只憑 archive.sqlite 重建向量和索引，檢查後發布。",
        "Builds vectors and index anew from archive.sqlite, without source files; checks and publishes.",
    )
    FORCE = (
        "收录的文字有损坏、或发布前的检验（questions.jsonl）没有通过，也重建并发布；后者会记录下来",
        "收錄的文字有損壞、或發布前的檢驗（questions.jsonl）沒有通過，也重建並發布；後者會記錄下來",
        "rebuild and publish even if texts are damaged or the checks before publishing (questions.jsonl) fail; "
        "the latter is recorded",
    )


class BackupHelp(Wording):
    """``backup`` and ``restore``."""

    BACKUP_SHORT = ("备份收录的文字", "備份收錄的文字", "back the archive up")
    BACKUP_ABOUT = (
        "把 archive.sqlite 一致地备份到一个文件，机器人可以照常运行。恢复用 baowen restore。",
        "把 archive.sqlite 一致地備份到一個檔案，機器人可以照常執行。恢復用 baowen restore。",
        "Backs archive.sqlite up into a file, consistently, while bots run. baowen restore brings it back.",
    )
    TARGET = ("目标", "目標", "TARGET")
    TARGET_IS = (
        "还不存在的文件；加 --all 时是文件夹",
        "還不存在的檔案；加 --all 時是資料夾",
        "a file that does not exist yet; with --all a folder",
    )
    ALL = (
        "目标是文件夹：连同机器人的记录、发来的版面、检验问题和排序权重",
        "目標是資料夾：連同機器人的記錄、發來的版面、檢驗問題和排序權重",
        "TARGET is a folder: also the bot's records, pages that were sent to it, the questions and the weights",
    )
    RESTORE_SHORT = (
        "由备份恢复，期间旧内容照常回答",
        "由備份恢復，期間舊內容照常回答",
        "bring a backup back while the old content answers",
    )
    RESTORE_ABOUT = (
        "由 baowen backup 的文件或文件夹恢复：先核对，再重建索引并发布。\n发布之前旧内容照常回答；中断后再运行一"
        "遍即可。",
        "由 baowen backup 的檔案或資料夾恢復：先核對，再重建索引並發布。\n發布之前舊內容照常回答；中斷後再執行一"
        "遍即可。",
        "Brings back what baowen backup wrote: checks it, builds the index and publishes.\nUntil then the old "
        "content answers; after an interruption run it again.",
    )
    SOURCE = ("备份", "備份", "BACKUP")
    SOURCE_IS = ("备份的文件或文件夹", "備份的檔案或資料夾", "file or folder of the backup")
    REPLACE = (
        "数据文件夹不是空的，也换掉其中的内容；原来的另存一份",
        "數據資料夾不是空的，也換掉其中的內容；原來的另存一份",
        "replace what is in the data folder; the old content is kept beside it",
    )


class ServeHelp(Wording):
    """``bot`` and ``serve``."""

    BOT_SHORT = ("启动 Telegram 机器人", "啟動 Telegram 機器人", "run the Telegram bot")
    BOT_ABOUT = (
        "启动 Telegram 机器人（轮询），按 Ctrl-C 结束。需要 TELEGRAM_BOT_TOKEN。",
        "啟動 Telegram 機器人（輪詢），按 Ctrl-C 結束。需要 TELEGRAM_BOT_TOKEN。",
        "Runs the Telegram bot (polling); Ctrl-C ends it. It needs TELEGRAM_BOT_TOKEN.",
    )
    SERVE_SHORT = (
        "启动网页服务：查报、健康检查和指标",
        "啟動網頁服務：查報、健康檢查和指標",
        "run the web process: the page, health and metrics",
    )
    SERVE_ABOUT = (
        "启动网页服务：查报的网页，以及 /livez、/readyz、/metrics。",
        "啟動網頁服務：查報的網頁，以及 /livez、/readyz、/metrics。",
        "Runs the web process: the page for asking and reading, and /livez, /readyz, /metrics.",
    )
    MCP_SHORT = (
        "供 AI 助手查报（MCP，标准输入输出）",
        "供 AI 助手查報（MCP，標準輸入輸出）",
        "serve an AI assistant (MCP over standard input and output)",
    )
    MCP_ABOUT = (
        "让 AI 助手查报：由助手启动，经标准输入输出用 MCP 对话；只读。",
        "讓 AI 助手查報：由助手啟動，經標準輸入輸出用 MCP 對話；唯讀。",
        "Lets an AI assistant look into the papers: the assistant starts it and speaks MCP over standard input and "
        "output; read-only.",
    )
    MCP_MISSING = (
        "要加装：pip install 'baowen[mcp]'",
        "要加裝：pip install 'baowen[mcp]'",
        "it needs: pip install 'baowen[mcp]'",
    )
    HOST = (
        "监听地址（BAOWEN_HOST），默认只有本机能访问",
        "監聽地址（BAOWEN_HOST），預設只有本機能訪問",
        "address to listen on (BAOWEN_HOST); by default only this machine reaches it",
    )
    PORT = ("端口（PORT）", "連接埠（PORT）", "the port (PORT)")
