"""What is wrong with a command line."""

from __future__ import annotations

from bot.wording import Wording


class UsageSentence(Wording):
    """The sentences of the library that reads command lines (click), in the version that is locked."""

    NO_COMMAND = ("没有命令 {name}", "沒有命令 {name}", "No such command {name}.")
    NO_OPTION = ("没有选项 {name}", "沒有選項 {name}", "No such option {name}.")
    NEAR = ("{rest}，是不是 {near}？", "{rest}，是不是 {near}？", "{rest} Did you mean {near}?")
    MISSING_COMMAND = ("没有写命令", "沒有寫命令", "Missing command.")
    MISSING_ARGUMENT = ("缺少 {name}", "缺少 {name}", "Missing argument {name}.")
    MISSING_OPTION = ("缺少选项 {name}", "缺少選項 {name}", "Missing option {name}.")
    EXTRA = ("多出了 {words}", "多出了 {words}", "Got unexpected extra argument ({words})")
    EXTRAS = ("多出了 {words}", "多出了 {words}", "Got unexpected extra arguments ({words})")
    NEEDS_VALUE = ("选项 {name} 后面要写一个值", "選項 {name} 後面要寫一個值", "Option {name} requires an argument.")
    TAKES_NONE = ("选项 {name} 后面不写值", "選項 {name} 後面不寫值", "Option {name} does not take a value.")
    BAD_VALUE = ("{name} 的值不对：{why}", "{name} 的值不對：{why}", "Invalid value for {name}: {why}")
    NO_INTEGER = ("{value} 不是整数", "{value} 不是整數", "{value} is not a valid integer.")
    NO_INTEGER_RANGE = ("{value} 不是整数", "{value} 不是整數", "{value} is not a valid integer range.")
    NO_NUMBER = ("{value} 不是数字", "{value} 不是數字", "{value} is not a valid float.")
    NO_NUMBER_RANGE = ("{value} 不是数字", "{value} 不是數字", "{value} is not a valid float range.")
    BELOW = ("{value} 小于 {least}", "{value} 小於 {least}", "{value} is not in the range x>={least}.")
    NOT_WITHIN = (
        "{value} 不在 {least} 到 {most} 之间",
        "{value} 不在 {least} 到 {most} 之間",
        "{value} is not in the range {least}<=x<={most}.",
    )
    NO_CHOICE = (
        "{value} 不是其中之一：{choices}",
        "{value} 不是其中之一：{choices}",
        "{value} is not one of {choices}.",
    )
    NO_PATH = ("没有 {path}", "沒有 {path}", "Path {path} does not exist.")
