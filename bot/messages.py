"""What the program says of its own errors, in the user's language: one door for all surfaces, with the exit codes."""

from __future__ import annotations

import traceback
from enum import IntEnum
from typing import TypeVar

from bot.error_texts import BadInputText, ErrorText
from bot.lang import Lang
from bot.masking import masked
from bot.render import harmless
from bot.sentences.recognise import in_language
from bot.settings import TOKEN_KEY, SettingsError
from bot.single import AlreadyRunning
from bot.wording import say
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
    OtherPublisher,
    ReadOnly,
    Replaced,
    StorageError,
    UnknownRecord,
    Unreachable,
    Withdrawn,
)
from retrieval.index.gate import Refused

T = TypeVar("T")


class Exit(IntEnum):
    """Exit codes of the terminal, as ``docs/operations.md`` lists them."""

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
    PORT = 11
    TOKEN = 12
    INTERRUPTED = 130


class PortUnusable(Exception):
    """The web process can't listen where it should; ``why`` is the system's word for it."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"port {port} of {host}: {why}")
        self.host, self.port, self.why = host, port, why


TEXTS: dict[type[Exception], ErrorText] = {
    DiskFull: ErrorText.DISK_FULL,
    Damaged: ErrorText.DAMAGED,
    ReadOnly: ErrorText.READ_ONLY,
    StorageError: ErrorText.STORAGE,
    Unreachable: ErrorText.UNREACHABLE,
    OtherPublisher: ErrorText.OTHER_PUBLISHER,
    MilvusMissing: ErrorText.MILVUS_MISSING,
    Busy: ErrorText.BUSY,
    NothingPublished: ErrorText.NOTHING_PUBLISHED,
    GenerationMismatch: ErrorText.GENERATION_MISMATCH,
    NotShown: ErrorText.NOT_SHOWN,
    UnknownRecord: ErrorText.UNKNOWN_RECORD,
    Refused: ErrorText.REFUSED,
    EncoderError: ErrorText.ENCODER,
    BaowenError: ErrorText.OTHER,
}

CODES: dict[type[Exception], Exit] = {
    BadInput: Exit.BAD_INPUT,
    StorageError: Exit.STORAGE,
    Unreachable: Exit.STORAGE,
    OtherPublisher: Exit.USAGE,
    MilvusMissing: Exit.USAGE,
    Busy: Exit.BUSY,
    NothingPublished: Exit.NOTHING_PUBLISHED,
    GenerationMismatch: Exit.ENCODER,
    UnknownRecord: Exit.UNKNOWN_RECORD,
    Refused: Exit.REFUSED,
    EncoderError: Exit.ENCODER,
    SettingsError: Exit.USAGE,
    PortUnusable: Exit.PORT,
    BaowenError: Exit.INTERNAL,
}

KNOWN = (BaowenError, EncoderError, SettingsError, PortUnusable)


def explain(error: Exception, lang: Lang = "zh-hans") -> str:
    """One line on what went wrong and what to do; names of files in it steer no terminal, and secrets are masked."""
    return " ".join(masked(harmless(_explained(error, lang))).splitlines())


def _explained(error: Exception, lang: Lang) -> str:
    match error:
        case BadInput():
            return _bad_input(error, lang)
        case SettingsError():
            return say(lang, ErrorText.SETTINGS, key=error.key, error=in_language(error.detail, lang))
        case Withdrawn():
            return say(lang, ErrorText.WITHDRAWN, day=error.day, why=because(error, lang))
        case Replaced():
            return say(lang, ErrorText.REPLACED, version=error.version)
        case AlreadyRunning():
            return say(lang, ErrorText.ALREADY_RUNNING, pid=error.pid)
        case BackendMissing():
            return say(lang, ErrorText.BACKEND_MISSING, backend=error.backend, module=error.module)
        case PortUnusable():
            why = in_language(error.why, lang)
            return say(lang, ErrorText.PORT, port=error.port, host=error.host, why=why)
        case _:
            return say(lang, _look_up(TEXTS, error), error=in_language(str(error), lang))


def because(error: Withdrawn, lang: Lang) -> str:
    """Why something was withdrawn, as far as readers may know; empty where they may not."""
    return say(lang, ErrorText.BECAUSE, reason=error.reason) if error.reason else ""


def _bad_input(error: BadInput, lang: Lang) -> str:
    """What is wrong with a file: where, what, and the details."""
    place = say(lang, ErrorText.PLACE, path=error.path)
    if error.line is not None:
        place = say(lang, ErrorText.LINE, path=error.path, line=error.line)
    if error.key:
        place = say(lang, ErrorText.KEY, place=place, key=error.key)
    what, detail = bad_input_text(error.code, lang), in_language(error.detail, lang)
    if what in {"", detail} or not detail:
        return say(lang, ErrorText.BAD_INPUT_PLAIN, place=place, what=detail or what)
    return say(lang, ErrorText.BAD_INPUT, place=place, what=what, detail=detail)


def bad_input_text(code: str, lang: Lang) -> str:
    """What a code of ``BadInput`` means; empty for one that is not known."""
    text = BadInputText.__members__.get(code.upper())
    return say(lang, text) if text else ""


def told(error: Exception, lang: Lang = "zh-hans") -> str:
    """One line on any error: of a fault of ours only its class and place, for its message might quote a question."""
    if isinstance(error, KNOWN):
        return explain(error, lang)
    steps = traceback.extract_tb(error.__traceback__)
    return internal(type(error).__name__, f"{steps[-1].filename}:{steps[-1].lineno}" if steps else "?", lang)


def internal(kind: str, place: str, lang: Lang = "zh-hans") -> str:
    """One line on a fault of the program itself."""
    return say(lang, ErrorText.INTERNAL, kind=kind, place=place)


def exit_code(error: Exception) -> Exit:
    """The documented exit code of an error of ours."""
    if isinstance(error, SettingsError) and error.key == TOKEN_KEY:
        return Exit.TOKEN
    return _look_up(CODES, error)


def _look_up(table: dict[type[Exception], T], error: Exception) -> T:
    return next(table[kind] for kind in type(error).__mro__ if kind in table)
