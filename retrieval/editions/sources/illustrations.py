"""Pictures that lie among pages: which of them are pages themselves, and which illustrate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.editions.base.draft import SourceFile
from retrieval.editions.sources.paths import from_path
from retrieval.editions.sources.printed_pages import PDF_SUFFIXES, PICTURE_SUFFIXES
from retrieval.errors import BadInput

PRINTED_SUFFIXES = PDF_SUFFIXES | PICTURE_SUFFIXES


def illustrations_marked(files: Sequence[SourceFile]) -> list[SourceFile]:
    """The files of one folder or zip; in ``passed_over`` why one of them is not to be read.

    A picture is a page where its name says which one, or where nothing but pictures is there. The picture or PDF of a
    page whose text lies beside it under the same name is not read a second time.
    """
    texts = {_without_suffix(file) for file in files if _suffix(file) not in PRINTED_SUFFIXES}
    only_pictures = all(_suffix(file) in PICTURE_SUFFIXES for file in files)
    marked: list[SourceFile] = []
    for file in files:
        why = file.passed_over
        if _suffix(file) in PRINTED_SUFFIXES and _without_suffix(file) in texts:
            why = ("its text lies beside it under the same name",)
        elif _suffix(file) in PICTURE_SUFFIXES and not only_pictures and not _names_page(file):
            why = ("a picture whose name tells no page; to read it, name it itself",)
        marked.append(replace(file, passed_over=why))
    return marked


def _suffix(file: SourceFile) -> str:
    return file.absolute.suffix.lower()


def _without_suffix(file: SourceFile) -> Path:
    return file.absolute.with_suffix("")


def _names_page(file: SourceFile) -> bool:
    try:
        return from_path(file.below, Path(file.stored)).stated.page is not None
    except BadInput:
        return True  # what is wrong with the name is told when the file is read
