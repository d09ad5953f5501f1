"""What each setting means, for ``baowen doctor``."""

from __future__ import annotations

from bot.wording import Wording


class SettingMeaning(Wording):
    """The descriptions in ``bot/settings.py``."""

    DATA = (
        "存放收录和已发布版本的文件夹",
        "存放收錄和已發布版本的資料夾",
        "Folder of the archive and the published generations.",
    )
    MODEL = (
        "编码模型：bundled、文件夹，或 sentence-transformers 的模型名",
        "編碼模型：bundled、資料夾，或 sentence-transformers 的模型名",
        "Encoder: bundled, a folder, or a sentence-transformers hub id.",
    )
    MODEL_REVISION = ("模型的修订号", "模型的修訂號", "Revision of a hub model.")
    MODEL_BACKEND = ("用什么运行模型", "用什麼執行模型", "Runtime of a hub model.")
    RERANKER = (
        "可选的再读一遍：CrossEncoder 的文件夹或模型名",
        "可選的再讀一遍：CrossEncoder 的資料夾或模型名",
        "Optional second look: a folder or hub id of a sentence-transformers CrossEncoder.",
    )
    RERANKER_REVISION = ("重排模型的修订号", "重排模型的修訂號", "Revision of a hub reranker.")
    READING = (
        "每个问题细读多少引文；off：不读，没有简短答案",
        "每個問題細讀多少引文；off：不讀，沒有簡短答案",
        "How many excerpts the network reads for a question; off: none, no short answers.",
    )
    READING_BUDGET_S = (
        "几秒之后不再细读，答案就不用它",
        "幾秒之後不再細讀，答案就不用它",
        "Seconds after which reading is given up; the answer then does without it.",
    )
    OFFLINE = (
        "不联网找模型，只用本机缓存",
        "不聯網找模型，只用本機快取",
        "Never look for models on the network, only in the cache.",
    )
    LANG = (
        "终端的语言：zh-Hans、zh-Hant 或 en；留空按系统语言",
        "終端機的語言：zh-Hans、zh-Hant 或 en；留空按系統語言",
        "Language of the terminal's own words: zh-Hans, zh-Hant or en; empty: by the locale.",
    )
    CHAT_HISTORY = (
        "把 baowen chat 里写过的话记在数据文件夹里",
        "把 baowen chat 裡寫過的話記在數據資料夾裡",
        "Keep what is typed in `baowen chat`, in the data folder.",
    )
    LOG_LEVEL = ("记录到哪一级", "記錄到哪一級", "Least level logged.")
    LOG_FORMAT = ("日志给人看还是给程序看", "日誌給人看還是給程式看", "Log lines for people or for programs.")
    KEEP_GENERATIONS = ("为退回保留几个旧版本", "為退回保留幾個舊版本", "Older generations kept for going back.")
    GATE_RECALL = (
        "一次发布里，找到报道的比例最多可降多少",
        "一次發布裡，找到報導的比例最多可降多少",
        "How far recall may fall at a publishing.",
    )
    GATE_ACCURACY = ("答对的比例最多可降多少", "答對的比例最多可降多少", "How far the share of right answers may fall.")
    GATE_WRONG = ("误答的比例最多可升多少", "誤答的比例最多可升多少", "How far wrong answers to no answer may rise.")
    WATCH = ("baowen watch 监视的文件夹", "baowen watch 監視的資料夾", "Folder that `baowen watch` looks at.")
    SCHEDULE = (
        "哪几天应有报纸；留空：不检查",
        "哪幾天應有報紙；留空：不檢查",
        "On which days an edition is expected; empty: none is.",
    )
    SCHEDULE_BY = ("当地几点以前应到", "當地幾點以前應到", "Local time by which it must be there.")
    SCHEDULE_PAPERS = (
        "应到哪几种报纸，用逗号分开；留空：哪种都行",
        "應到哪幾種報紙，用逗號分開；留空：哪種都行",
        "Papers that are expected, separated by commas; empty: any paper will do.",
    )
    TIMEZONE = (
        "报纸和时间表所在的时区（IANA 名称）",
        "報紙和時間表所在的時區（IANA 名稱）",
        "Time zone of the paper (IANA name) and its schedule.",
    )
    HOST = ("网页服务监听的地址", "網頁服務監聽的地址", "Address that the web process listens on.")
    PORT = ("网页服务的端口", "網頁服務的連接埠", "Port of the web process.")
    TELEGRAM_BOT_TOKEN = (
        "BotFather 给的令牌，机器人需要",
        "BotFather 給的令牌，機器人需要",
        "Token from BotFather; needed by the bot.",
    )
    TELEGRAM_API = (
        "Bot API 服务器，如自建的（末尾不加斜线）",
        "Bot API 伺服器，如自建的（末尾不加斜線）",
        "Bot API server, e.g. of a self-hosted one (no trailing slash).",
    )
    CONTACT = (
        "读者要找人时告诉他的电话、时间、地址",
        "讀者要找人時告訴他的電話、時間、地址",
        "What readers are told who ask for people: telephone, hours, address.",
    )
    CRISIS = (
        "有人求救时说的话，代替内置的",
        "有人求救時說的話，代替內建的",
        "What a cry for help is told, instead of the built-in words.",
    )
    ADMINS = (
        "管理员的 Telegram 编号，用逗号分开",
        "管理員的 Telegram 編號，用逗號分開",
        "Telegram user ids of the operators, separated by commas.",
    )
    WEBHOOK_URL = (
        "网页服务对外的 HTTPS 地址；设了它就由 Telegram 送来消息",
        "網頁服務對外的 HTTPS 地址；設了它就由 Telegram 送來訊息",
        "Public HTTPS address of the web process; Telegram then delivers to it.",
    )
    RICH_MESSAGES = (
        "Bot API 服务器支持时，带格式的消息用富文本消息（rich message）发",
        "Bot API 伺服器支援時，帶格式的訊息用富文字訊息（rich message）發",
        "Send formatted messages as rich ones where the Bot API server takes them.",
    )
    QUIET_HOURS = (
        "提醒不出声的钟点，如 22-7；留空：没有",
        "提醒不出聲的鐘點，如 22-7；留空：沒有",
        "Local hours in which alerts make no sound, e.g. 22-7; empty: none.",
    )
    QUESTIONS_PER_MINUTE = (
        "一个人每分钟最多问几个问题",
        "一個人每分鐘最多問幾個問題",
        "Most questions of one person in a minute.",
    )
    WEB_TOKEN = (
        "打开网页、API 和 MCP 的口令，至少 16 个字符",
        "打開網頁、API 和 MCP 的口令，至少 16 個字元",
        "What opens the web page, the API and MCP; at least 16 characters.",
    )
    WEB_OPEN = (
        "让打得开网页的人都能提问和阅读",
        "讓打得開網頁的人都能提問和閱讀",
        "Let everybody who reaches the web page ask and read.",
    )
    WEB_URL = (
        "网页的公开地址，写进固定链接；留空用访问时的地址",
        "網頁的公開地址，寫進固定連結；留空用訪問時的地址",
        "Public address of the web page, for permalinks; empty: as it was asked for.",
    )
    WEB_PER_MINUTE = (
        "网页上一个访客每分钟最多几次",
        "網頁上一個訪客每分鐘最多幾次",
        "Most requests of one client of the page in a minute.",
    )
    CITATION_STYLE = (
        "报社自己的出处写法，供复制：{{quote}}、{{headline}}、{{paper}}、{{date}}、{{page}}、{{names}}、{{url}}",
        "報社自己的出處寫法，供複製：{{quote}}、{{headline}}、{{paper}}、{{date}}、{{page}}、{{names}}、{{url}}",
        "The paper's own way to cite, for copying: {{quote}}, {{headline}}, {{paper}}, {{date}}, {{page}}, {{names}}, "
        "{{url}}.",
    )
    WEB_HOSTS = (
        "AI 助手还可以用哪些主机名访问 /mcp，用逗号隔开",
        "AI 助手還可以用哪些主機名訪問 /mcp，用逗號隔開",
        "Further host names under which assistants reach /mcp, separated by commas.",
    )
    ENGINE = (
        "索引放在哪里：数据文件夹，或 Milvus 集群",
        "索引放在哪裡：數據資料夾，或 Milvus 叢集",
        "Where the index lies: files of the data folder, or a Milvus cluster.",
    )
    MILVUS_URI = (
        "集群的地址，如 http://milvus:19530",
        "叢集的地址，如 http://milvus:19530",
        "Address of the cluster, e.g. http://milvus:19530.",
    )
    MILVUS_TOKEN = (
        "集群的“用户名:密码”，或密钥",
        "叢集的「使用者名稱:密碼」，或金鑰",
        "The cluster's user:password, or its key.",
    )
    MILVUS_PREFIX = (
        "这份报纸在集群里的名字以什么开头",
        "這份報紙在叢集裡的名字以什麼開頭",
        "How its collections of this paper begin.",
    )
    DESK = (
        "编辑的 Telegram 会话，读者转来的问题在那里回答；留空则没有",
        "編輯的 Telegram 對話，讀者轉來的問題在那裡回答；留空則沒有",
        "Telegram chat of the editors who answer what readers pass on; empty: none do.",
    )
