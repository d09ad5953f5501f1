"""What operators read for the kinds of errors, which logs and counts name by their class."""

from __future__ import annotations

from collections.abc import Mapping

from bot.lang import LANGS, Lang

_KINDS: Mapping[str, tuple[str, str, str]] = {
    # -- ours
    "Refused": ("没有通过发布前的检验", "沒有通過發布前的檢驗", "refused by the checks before publishing"),
    "Busy": ("另一个程序正在写入", "另一個程式正在寫入", "another process was writing"),
    "BadInput": ("送来的文件有误", "送來的檔案有誤", "a file could not be read"),
    "DiskFull": ("磁盘空间不够", "磁碟空間不夠", "no room on the disk"),
    "Damaged": ("数据文件夹里有文件损坏", "資料夾裡有檔案損壞", "a file of the data folder is damaged"),
    "StorageError": ("数据文件夹无法读写", "資料夾無法讀寫", "the data folder can't be read or written"),
    "Unreachable": ("检索服务暂时连不上", "檢索服務暫時連不上", "the search service can't be reached for now"),
    "NothingPublished": ("还没有发布过内容", "還沒有發布過內容", "nothing is published yet"),
    "GenerationMismatch": (
        "索引是用另一个编码模型建立的",
        "索引是用另一個編碼模型建立的",
        "the index was built with another encoder",
    ),
    "EncoderError": ("编码模型打不开", "編碼模型打不開", "the encoder can't be opened"),
    # -- Telegram's
    "NetworkError": ("连不上 Telegram", "連不上 Telegram", "Telegram could not be reached"),
    "TimedOut": ("Telegram 没有回应", "Telegram 沒有回應", "Telegram did not answer"),
    "RetryAfter": ("Telegram 要求放慢", "Telegram 要求放慢", "Telegram asked to slow down"),
    "BadRequest": ("Telegram 不接受发出的内容", "Telegram 不接受發出的內容", "Telegram did not take what was sent"),
    "Forbidden": ("对方停用了机器人", "對方停用了機器人", "the chat does not want the bot"),
    "Conflict": (
        "另一个程序在用同一个令牌",
        "另一個程式在用同一個令牌",
        "another program uses the same token",
    ),
    "InvalidToken": ("Telegram 不认这个令牌", "Telegram 不認這個令牌", "Telegram refuses the token"),
    "ChatMigrated": ("群升级成了超级群", "群組升級成了超級群組", "a group became a supergroup"),
    "TelegramError": ("Telegram 的回答看不懂", "Telegram 的回答看不懂", "Telegram's answer made no sense"),
}
_OTHER = ("程序内部出错（{kind}）", "程式內部出錯（{kind}）", "an internal fault ({kind})")


def kind_text(kind: str, lang: Lang) -> str:
    """A kind of error in words: ``NetworkError``, or ``NetworkError from ReadError``."""
    words = _KINDS.get(kind.split(" ", 1)[0], _OTHER)
    return words[LANGS.index(lang)].format(kind=kind)
