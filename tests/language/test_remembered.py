"""What was said of a short text is not asked again; long ones are asked every time."""

from __future__ import annotations

from retrieval.language.remembered import LONGEST_REMEMBERED, remembered


def test_short_texts_are_asked_once() -> None:
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        """How long it is."""
        asked.append(text)
        return len(text)

    long = "字" * (LONGEST_REMEMBERED + 1)
    assert [length("三版"), length("三版"), length(long), length(long)] == [2, 2, len(long), len(long)]
    assert asked == ["三版", long, long]
    assert length.__doc__ == "How long it is."
