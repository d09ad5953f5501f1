"""What is wrong with a setting."""

from __future__ import annotations

from bot.wording import Wording


class SettingSentence(Wording):
    """Details of ``SettingsError``: our own, and those of the library that reads settings."""

    NEAR = ("没有这项设置，是不是 {near}？", "沒有這項設定，是不是 {near}？", "unknown setting; did you mean {near}?")
    UNKNOWN = ("没有这项设置", "沒有這項設定", "unknown setting")
    VALUE = ("{value} —— {rest}", "{value} —— {rest}", "{value} — {rest}")
    OURS = ("{rest}", "{rest}", "Value error, {rest}")
    HOURS = (
        "请写两个钟点，如 22-7，或留空",
        "請寫兩個鐘點，如 22-7，或留空",
        "give two hours such as 22-7, or nothing",
    )
    ZONE = (
        "没有这个时区；请写 Asia/Shanghai 这样的名字",
        "沒有這個時區；請寫 Asia/Shanghai 這樣的名字",
        "no such time zone; give a name like Asia/Shanghai",
    )
    LANG = ("请写 zh-Hans、zh-Hant 或 en", "請寫 zh-Hans、zh-Hant 或 en", "give zh-Hans, zh-Hant or en")
    NO_TOKEN = (
        "没有设置；令牌由 BotFather 给（见 docs/telegram.zh-CN.md）",
        "沒有設定；令牌由 BotFather 給（見 docs/telegram.zh-CN.md）",
        "not set; BotFather gives one (see docs/telegram.md)",
    )
    NOT_SET = ("没有设置", "沒有設定", "not set")
    UNGUARDED = (
        "没有设置，所以不在 {host} 上提供网页；请设置它，或用 BAOWEN_WEB_OPEN=true 让所有人提问",
        "沒有設定，所以不在 {host} 上提供網頁；請設定它，或用 BAOWEN_WEB_OPEN=true 讓所有人提問",
        "not set, so {host} is not listened on; set it, or BAOWEN_WEB_OPEN=true to let all ask",
    )
    EASY_TOKEN = (
        "太容易猜中；至少要 {least} 个字符",
        "太容易猜中；至少要 {least} 個字元",
        "too easy to guess; give at least {least} characters",
    )
    WEB_ADDRESS = (
        "请写 https://ask.example.cn 这样的地址，主机名后面不带别的",
        "請寫 https://ask.example.cn 這樣的地址，主機名後面不帶別的",
        "give an address such as https://ask.example.cn, without anything behind the host",
    )
    BRACES = (
        "花括号里只能写 {names}",
        "大括號裡只能寫 {names}",
        "only {names} can stand in braces",
    )
    ENCODING = (
        "第 {line} 行不是 UTF-8；请把文件另存为 UTF-8 再试",
        "第 {line} 行不是 UTF-8；請把檔案另存為 UTF-8 再試",
        "line {line} is not UTF-8; save the file as UTF-8 and try again",
    )
    NO_TEXT = (
        "第 {line} 行不是 UTF-8 文字；请把文件另存为 UTF-8 再试",
        "第 {line} 行不是 UTF-8 文字；請把檔案另存為 UTF-8 再試",
        "line {line} is no text in UTF-8; save the file as UTF-8 and try again",
    )
    UNREADABLE = ("读不了：{rest}", "讀不了：{rest}", "can't be read: {rest}")
    BAD_TOKEN = (
        "*** —— 不是令牌：BotFather 给的形如 123456789:AAF-abc…，中间没有空格",
        "*** —— 不是令牌：BotFather 給的形如 123456789:AAF-abc…，中間沒有空格",
        "*** — no token: BotFather's look like 123456789:AAF-abc…, without spaces",
    )
    REFUSED_TOKEN = ("Telegram 不认这个令牌", "Telegram 不認這個令牌", "Telegram refuses this token")
    APART = (
        "{folder} 和数据文件夹 {data} 不能一个套着一个",
        "{folder} 和數據資料夾 {data} 不能一個套著一個",
        "{folder} and the data folder {data} must lie apart",
    )
    HTTPS = (
        "Telegram 只送到 https:// 的地址",
        "Telegram 只送到 https:// 的地址",
        "Telegram only delivers to https:// addresses",
    )
    NO_ADDRESS = ("不是地址", "不是地址", "not an address")
    NO_HOST = ("地址里没有主机名", "地址裡沒有主機名", "names no host")
    PORTS = (
        "端口 {port}：Telegram 只送到端口 {ports}",
        "連接埠 {port}：Telegram 只送到連接埠 {ports}",
        "port {port}: Telegram only delivers to the ports {ports}",
    )
    NO_CLUSTER = (
        "没有设置；BAOWEN_ENGINE=milvus 需要集群的地址",
        "沒有設定；BAOWEN_ENGINE=milvus 需要叢集的地址",
        "not set; BAOWEN_ENGINE=milvus needs the address of the cluster",
    )
    CLUSTER_LOGIN = (
        "地址里不要写用户名和密码：写在 BAOWEN_MILVUS_TOKEN 里",
        "地址裡不要寫使用者名稱和密碼：寫在 BAOWEN_MILVUS_TOKEN 裡",
        "no user or password in the address: BAOWEN_MILVUS_TOKEN takes them",
    )
    CLUSTER_ADDRESS = (
        "请写 http://milvus:19530 这样的地址",
        "請寫 http://milvus:19530 這樣的地址",
        "give an address like http://milvus:19530",
    )
    # -- pydantic's
    INTEGER = ("应为整数", "應為整數", "Input should be a valid integer, unable to parse string as an integer")
    NUMBER = ("应为数字", "應為數字", "Input should be a valid number, unable to parse string as a number")
    BOOLEAN = ("应为 true 或 false", "應為 true 或 false", "Input should be a valid boolean, unable to interpret input")
    TIME = ("应为 07:30 这样的时间", "應為 07:30 這樣的時間", "Input should be in a valid time format, {why}")
    LEAST = ("不能小于 {least}", "不能小於 {least}", "Input should be greater than or equal to {least}")
    MORE_THAN = ("应大于 {least}", "應大於 {least}", "Input should be greater than {least}")
    MOST = ("不能大于 {most}", "不能大於 {most}", "Input should be less than or equal to {most}")
    CHOICE = ("应为 {choices}", "應為 {choices}", "Input should be {choices}")
    CHOICES = ("应为 {choices} 或 {last}", "應為 {choices} 或 {last}", "Input should be {choices} or {last}")
