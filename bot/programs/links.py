"""Addresses under which the web page shows what was printed; they hold over generations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.settings import Settings

UNDATED = "undated"
"""The address of editions whose day is not known."""


@dataclass(frozen=True, slots=True)
class Links:
    """Permalinks below the address of the site, which has no slash at its end."""

    base: str

    def article(self, number: int) -> str:
        """An article."""
        return f"{self.base}/articles/{number}"

    def citation(self, record: dict[str, Any]) -> str:
        """The place of a citation, as JSON, in its article."""
        return f"{self.base}/citations/p{record['passage_id']}:{record['start']}-{record['end']}"

    def edition(self, day: date | None) -> str:
        """The editions of a day."""
        return f"{self.base}/editions/{day.isoformat() if day else UNDATED}"


def own_links(settings: Settings) -> Links:
    """Below the address that is set, or else that ``baowen serve`` has on this machine."""
    return Links(settings.web_url or f"http://{settings.host}:{settings.port}")
