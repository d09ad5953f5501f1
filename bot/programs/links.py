"""Addresses under which the web page shows what was printed; they hold over generations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.settings import Settings

UNDATED = "undated"
"""The address of editions whose day is not known."""

EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104  # it is what somebody may have set
"""What says to listen on all addresses, and is the address of none."""


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
    host = "127.0.0.1" if settings.host in EVERY_ADDRESS else settings.host
    return Links(settings.web_url or f"http://{host}:{settings.port}")
