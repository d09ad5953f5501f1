"""What a caption beside a file says of its pages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.telegram.session.captions import stated_in
from retrieval.editions.base.draft import EditionDefaults
from retrieval.errors import BadInput

TODAY = date(2025, 4, 8)


@pytest.mark.parametrize(
    ("caption", "stated"),
    [
        ("临江日报 2025-03-16 第3版", EditionDefaults("临江日报", date(2025, 3, 16), "3")),
        ("报纸:城市快讯 日期:今天 版面:A03", EditionDefaults("城市快讯", TODAY, "A3")),
        ("日期:3月16日", EditionDefaults(None, date(2025, 3, 16), None)),
        ("临江日报2025年3月16日头版", EditionDefaults("临江日报", date(2025, 3, 16), "1")),
        ("补发昨天的版面", EditionDefaults(None, date(2025, 4, 7), None)),
        ("补发的版面", EditionDefaults()),
        ("  ", EditionDefaults()),
    ],
)
def test_what_is_stated(caption: str, stated: EditionDefaults) -> None:
    assert stated_in(caption, TODAY) == stated


def test_a_day_that_no_calendar_has() -> None:
    with pytest.raises(BadInput, match="caption"):
        stated_in("临江日报 2025-02-30 第3版", TODAY)
