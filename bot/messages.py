"""What the program says of its own errors, in the user's language: one table for all surfaces, with the exit codes."""

from __future__ import annotations

import traceback
from enum import IntEnum
from typing import Literal, TypeAlias, TypeVar

from bot.masking import masked
from bot.render import harmless
from bot.settings import SettingsError
from bot.single import AlreadyRunning
from embeddings.encoder import BackendMissing, EncoderError
from retrieval.errors import (
    BadInput,
    BaowenError,
    Busy,
    Damaged,
    DiskFull,
    GenerationMismatch,
    MilvusMissing,
    NothingPublished,
    NotShown,
    Replaced,
    StorageError,
    UnknownRecord,
    Unreachable,
    Withdrawn,
)
from retrieval.index.gate import Refused

Lang: TypeAlias = Literal["zh", "en"]
T = TypeVar("T")


class Exit(IntEnum):
    """Exit codes of the terminal, as the README lists them."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    BAD_INPUT = 3
    PARTLY = 4
    STORAGE = 5
    BUSY = 6
    NOTHING_PUBLISHED = 7
    ENCODER = 8
    UNKNOWN_RECORD = 9
    REFUSED = 10


BAD_INPUT_ZH = {
    "missing": "文件或文件夹不存在",
    "name": "文件名或文件夹名的编码无法识别（支持 UTF-8 和 GB18030），请改名",
    "changed": "读的时候文件变了，请再读一次",
    "empty": "文件里没有文字",
    "binary": "不是文本文件",
    "encoding": "文字编码无法识别（支持 UTF-8 和 GB18030）",
    "json": "不是完整的 JSON",
    "field": "字段不对",
    "too_large": "文件太大",
    "unsupported": "不支持这种格式（支持 .txt .md .json .jsonl .htm .html .pdf .png .jpg，以及装着它们的 .zip）",
    "pdf_missing": "读 PDF 版面要加装：pip install 'baowen[pdf]'",
    "pdf_encrypted": "PDF 有密码，请去掉密码再送来",
    "pdf_damaged": "PDF 已损坏，或不是 PDF",
    "ocr_missing": "版面是图片，识别文字要加装：pip install 'baowen[ocr]'",
    "picture_damaged": "图片已损坏，或不是 PNG、JPEG",
    "too_small": "图片太小，不可能是一个版面",
    "no_text": "版面上没有找到报道的文字",
    "page_unreadable": "读取时出错、太慢或太占内存，没有读",
    "zip_damaged": "压缩包已损坏或不是 zip 格式",
    "zip_encrypted": "压缩包有密码，请去掉密码再送来",
    "zip_limits": "压缩包解开后太大或文件太多",
    "zip_nested": "压缩包里还有压缩包，请只压一层",
    "zip_unsafe": "压缩包里有不安全的文件名或链接，没有打开",
}

ZH: dict[type[Exception], str] = {
    DiskFull: "磁盘空间不够，没有写入，已发布的内容不受影响。请腾出空间（baowen prune 可删除旧的索引代）再试：{error}",
    Damaged: "数据文件夹里有文件损坏，没有拿它作答：{error}。怎么修复请看 baowen verify",
    StorageError: "数据文件夹无法读写，已发布的内容不受影响：{error}",
    AlreadyRunning: "这台机器上已有一个进程（{error.pid}）用这个令牌运行机器人，同一个令牌只能有一个：请先结束它",
    Unreachable: "检索服务暂时连不上，请稍后再试：{error}",
    MilvusMissing: "BAOWEN_ENGINE=milvus 需要的 pymilvus 没有安装：请在程序目录运行 "
    ".venv/bin/pip install -c constraints.txt -e '.[milvus]'，或去掉这项设置",
    Busy: "另一个进程正在写入数据文件夹，请稍后再试：{error}",
    NothingPublished: "还没有发布过任何内容，请先运行 baowen index 版面文件夹",
    GenerationMismatch: "已发布的索引是用另一个编码模型建立的：{error}。请把 BAOWEN_MODEL 设成那个模型，"
    "或运行 baowen index --model 模型 重新编码",
    Withdrawn: "这篇报道已于 {error.day} 撤回{error.why}",
    Replaced: "这篇报道已更正，现在的版本编号是 {error.version}",
    NotShown: "读者现在看不到它：已撤下、被退回，或还没有发布（{error}）",
    UnknownRecord: "没有这个编号：{error}",
    Refused: "没有通过发布前的检验，没有发布；旧内容照常回答，新内容已收录",
    BackendMissing: "BAOWEN_MODEL_BACKEND={error.backend} 需要的 {error.module} 没有安装：请在程序目录运行 "
    ".venv/bin/pip install -c constraints.txt -e '.[{error.backend}]'，或去掉这项设置（改用 torch）",
    EncoderError: "编码模型打不开：{error}",
    SettingsError: "设置有误：{error}",
    BaowenError: "出错了：{error}",
}

WAYS_OUT_EN: dict[type[Exception], str] = {
    Damaged: "; baowen verify says how to mend it",
    Unreachable: "; try again later",
    MilvusMissing: "; install it with: pip install -c constraints.txt -e '.[milvus]'",
    GenerationMismatch: "; set BAOWEN_MODEL to that encoder, or re-encode with: baowen index --model NAME",
}

CODES: dict[type[Exception], Exit] = {
    BadInput: Exit.BAD_INPUT,
    StorageError: Exit.STORAGE,
    Unreachable: Exit.STORAGE,
    MilvusMissing: Exit.USAGE,
    Busy: Exit.BUSY,
    NothingPublished: Exit.NOTHING_PUBLISHED,
    GenerationMismatch: Exit.ENCODER,
    UnknownRecord: Exit.UNKNOWN_RECORD,
    Refused: Exit.REFUSED,
    EncoderError: Exit.ENCODER,
    SettingsError: Exit.USAGE,
    BaowenError: Exit.INTERNAL,
}

KNOWN = (BaowenError, EncoderError, SettingsError)


def explain(error: Exception, lang: Lang = "zh") -> str:
    """One line on what went wrong and what to do; names of files in it steer no terminal, and secrets are masked."""
    return " ".join(masked(harmless(_explained(error, lang))).splitlines())


def _explained(error: Exception, lang: Lang) -> str:
    if lang == "en":
        return f"error: {error}{WAYS_OUT_EN.get(type(error), '')}"
    if isinstance(error, BadInput):
        where = str(error.path) + (f" 第{error.line}行" if error.line is not None else "")
        key = f"，字段 {error.key}" if error.key else ""
        return f"{where}{key}：{BAD_INPUT_ZH.get(error.code, '无法读取')}（{error.detail}）"
    return _look_up(ZH, error).format(error=error)


def told(error: Exception, lang: Lang = "zh") -> str:
    """One line on any error: of a fault of ours only its class and place, for its message might quote a question."""
    if isinstance(error, KNOWN):
        return explain(error, lang)
    steps = traceback.extract_tb(error.__traceback__)
    return internal(type(error).__name__, f"{steps[-1].filename}:{steps[-1].lineno}" if steps else "?", lang)


def internal(kind: str, place: str, lang: Lang = "zh") -> str:
    """One line on a fault of the program itself."""
    if lang == "en":
        return f"error: internal fault {kind} at {place}; run it again with --log-level DEBUG for the details"
    return f"程序内部出错：{kind}（{place}）。加上 --log-level DEBUG 再运行一次可看到详情"


def exit_code(error: Exception) -> Exit:
    """The documented exit code of an error of ours."""
    return _look_up(CODES, error)


def _look_up(table: dict[type[Exception], T], error: Exception) -> T:
    return next(table[kind] for kind in type(error).__mro__ if kind in table)
