"""``baowen export`` as it is typed."""

from __future__ import annotations

import json

from bot.terminal.decide import withdraw
from bot.terminal.export import export


def test_lines_of_what_readers_see(run) -> None:
    rows = [json.loads(line) for line in run(export).output.splitlines()]
    assert rows
    assert all(row["body"] and row["headline"] for row in rows)
    assert len(rows) > len(run(export, "--page", "99").output.splitlines()) == 0


def test_a_withdrawn_article_is_canceled_and_says_nothing_else(run, room) -> None:
    article = next(iter(room.archive.articles()))
    run(withdraw, article.id, "--reason", "侵权")
    rows = [json.loads(line) for line in run(export, "--format", "ninjs").output.splitlines()]
    canceled = [row for row in rows if row["pubStatus"] == "canceled"]
    assert [set(row) for row in canceled] == [{"standard", "uri", "pubStatus"}]
    assert all(article.body not in str(row) for row in rows)
    assert len(run(export).output.splitlines()) == len(rows) - 1
