"""One error family: the class says what the caller can do, the message names file, line, key and value.

Messages are short English sentences for logs; ``bot/messages.py`` maps each class to the reader's language.
"""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path


class BaowenError(Exception):
    """Base of everything this program raises on purpose."""


class BadInput(BaowenError):
    """A file from outside can't be read as an edition. The caller can mend the file; nothing was changed.

    ``code`` is a stable key for translation: missing, name, changed, empty, no_files, binary, encoding, json, field,
    too_large, unsupported, zip_damaged, zip_encrypted, zip_limits, zip_nested, zip_unsafe; of page PDFs and pictures
    pdf_missing, pdf_encrypted, pdf_damaged, ocr_missing, picture_damaged, too_small, no_text, page_unreadable.
    ``line`` counts from 1.
    """

    def __init__(
        self, code: str, path: Path | str, detail: str, *, line: int | None = None, key: str | None = None
    ) -> None:
        where = f"{path}" + (f":{line}" if line is not None else "")
        super().__init__(f"{where}: {detail}" + (f" (key {key!r})" if key else ""))
        self.code, self.path, self.detail, self.line, self.key = code, Path(path), detail, line, key

    def kept(self) -> BadInput:
        """The error without the frames that it was raised in, which would keep alive all that was read there."""
        self.__traceback__ = self.__context__ = self.__cause__ = None
        return self


class StorageError(BaowenError):
    """The data folder can't be written or read (read-only, full, damaged). The published generation stands."""


class Damaged(StorageError):
    """A file of the data folder is not what was written to it, or is gone: ``baowen verify`` says how it is mended."""


class ReadOnly(StorageError):
    """The data folder can only be read: a read-only disk, or no permission. What is published answers nevertheless."""


def storage_error(place: object, cause: Exception) -> StorageError:
    """What a failed write to a place is: a folder that can only be read, or what the system says of it."""
    if isinstance(cause, OSError) and cause.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return ReadOnly(f"{place}: the data folder is read-only")
    return StorageError(f"{place}: {cause}")


class DiskFull(StorageError):
    """There is no room on the disk for what is to be written. Nothing was changed; try again when there is.

    ``needed`` and ``free`` are bytes, None where the system only said that it is full.
    """

    def __init__(self, message: str, *, needed: int | None = None, free: int | None = None) -> None:
        super().__init__(message)
        self.needed, self.free = needed, free


class Unreachable(BaowenError):
    """The search server does not answer. Nothing was changed; the next call tries again, and works when it is back."""


class OtherPublisher(BaowenError):
    """Another host publishes into the cluster: its archive is what the generations were built from."""


class MilvusMissing(BaowenError):
    """The extra that talks to a Milvus server is not installed."""


class Busy(BaowenError):
    """Another process is writing to the data folder. Try again later."""


class NothingPublished(BaowenError):
    """No generation has been published yet: run the index command first."""


class GenerationMismatch(BaowenError):
    """The published generation was built by another encoder or format: re-index, or set the encoder that built it."""


class UnknownRecord(BaowenError):
    """No article, passage or edition has that id."""


class Replaced(UnknownRecord):
    """Readers see another version of the article: ``version`` is its id. ``later``: it was read after this one.

    It was read before where this one waits, was refused or was rolled back.
    """

    def __init__(self, what: str, version: int, *, later: bool = True) -> None:
        super().__init__(f"{what} was replaced by article {version}")
        self.version, self.later = version, later


class NotShown(UnknownRecord):
    """There is such a record, and readers are shown nothing of it: it was taken out, rolled back, or still waits."""


class Withdrawn(UnknownRecord):
    """The newsroom withdrew the article. ``reason`` is None where readers are not to be told."""

    def __init__(self, what: str, day: date, reason: str | None) -> None:
        super().__init__(f"{what} was withdrawn on {day}" + (f": {reason}" if reason else ""))
        self.what, self.day, self.reason = what, day, reason
