"""The frame of every help page and usage error."""

from __future__ import annotations

from bot.wording import Wording


class UsageText(Wording):
    """Headings, names of values, and lines that are the same for all commands."""

    USAGE = ("用法：{command}", "用法：{command}", "Usage: {command}")
    ARGUMENTS = ("参数", "參數", "Arguments")
    OPTIONS = ("选项", "選項", "Options")
    ANY_OPTIONS = ("[选项]", "[選項]", "[options]")
    COMMAND = ("命令", "命令", "command")
    ABOUT = (
        "报问：到报纸的版面里找答案，一字不差地引用。",
        "報問：到報紙的版面裡找答案，一字不差地引用。",
        "Baowen finds answers in a newspaper's pages and quotes them word for word.",
    )
    READERS = ("读者", "讀者", "For readers")
    EDITORS = ("编辑", "編輯", "For editors")
    OPERATORS = ("运维", "運維", "For operators")
    MORE = (
        "每个命令的说明：baowen 命令 --help",
        "每個命令的說明：baowen 命令 --help",
        "More on each of them: baowen COMMAND --help",
    )
    HELP = ("显示这段说明", "顯示這段說明", "show this and end")
    VERSION = ("显示版本号", "顯示版本號", "show the version and end")
    LOG_LEVEL = (
        "记录到哪一级（BAOWEN_LOG_LEVEL）",
        "記錄到哪一級（BAOWEN_LOG_LEVEL）",
        "least level that is logged (BAOWEN_LOG_LEVEL)",
    )
    LOG_FORMAT = (
        "日志给人看还是给程序看（BAOWEN_LOG_FORMAT）",
        "日誌給人看還是給程式看（BAOWEN_LOG_FORMAT）",
        "log lines for people or for programs (BAOWEN_LOG_FORMAT)",
    )
    DATA = ("数据文件夹（BAOWEN_DATA）", "數據資料夾（BAOWEN_DATA）", "the data folder (BAOWEN_DATA)")
    JSON = ("输出 JSON，供程序读取", "輸出 JSON，供程式讀取", "print JSON, for programs")
    DEFAULT = ("{text}，默认 {value}", "{text}，預設 {value}", "{text}; by default {value}")
    REQUIRED = ("{text}，必填", "{text}，必填", "{text}; required")
    REPEATED = ("{text}，可重复", "{text}，可重複", "{text}; may be repeated")
    # -- errors
    QUOTED = ("“{words}”", "「{words}」", "'{words}'")
    WRONG = (
        "{problem}（用法：{command} --help）",
        "{problem}（用法：{command} --help）",
        "{problem} (see {command} --help)",
    )
    INTERRUPTED = ("已中断。", "已中斷。", "Interrupted.")
    # -- names of values
    FOLDER = ("文件夹", "資料夾", "FOLDER")
    FILE = ("文件", "檔案", "FILE")
    DAY = ("日期", "日期", "DATE")
    PAGE = ("版次", "版次", "PAGE")
    NAME = ("姓名", "姓名", "NAME")
    PAPER = ("报名", "報名", "PAPER")
    COUNT = ("个数", "個數", "COUNT")
    SECONDS = ("秒", "秒", "SECONDS")
    MODEL = ("模型", "模型", "MODEL")
    LEVEL = ("级别", "級別", "LEVEL")
    FORMAT = ("格式", "格式", "FORMAT")
    TEXT = ("文字", "文字", "TEXT")
    HALF = ("一半", "一半", "HALF")
    ADDRESS = ("地址", "地址", "ADDRESS")
    PORT = ("端口", "連接埠", "PORT")
    # -- values that are none
    NO_PAGE = (
        "{value} 不是 3、A03、第三版、头版 这样的版次",
        "{value} 不是 3、A03、第三版、頭版 這樣的版次",
        "{value} is no page like 3, A03, 第三版 or 头版",
    )


class UsageProblem(Wording):
    """Problems of a command line that several commands have."""

    NOT_FOLDER = ("{path} 不是文件夹", "{path} 不是資料夾", "{path} is no folder")
    NO_FOLDER = ("没有 {path} 这个文件夹", "沒有 {path} 這個資料夾", "there is no folder {path}")
    EXISTS = ("{path} 已经存在", "{path} 已經存在", "{path} is there already")
    UNWRITABLE = ("{path} 写不了：{why}", "{path} 寫不了：{why}", "{path} can't be written: {why}")
