"""A part of an article, as far as linking parts across pages needs it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.language.jump_labels import PAGES_BETWEEN


@dataclass(frozen=True, slots=True)
class JumpPart:
    """A live article of one edition, as far as linking needs it. ``group``: parts of different groups never meet.

    ``to_page`` is what a label names, several pages parted as ``outgoing`` parts them.
    """

    id: int
    page: str | None
    from_page: str | None
    to_page: str | None
    title: str
    body: str
    group: str = ""

    @property
    def to_pages(self) -> tuple[str, ...]:
        """The pages that its label names."""
        return tuple(self.to_page.split(PAGES_BETWEEN)) if self.to_page else ()

    def shares_title(self, other: JumpPart) -> bool:
        return bool(self.title) and self.title == other.title
