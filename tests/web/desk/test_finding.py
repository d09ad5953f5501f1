"""What is found: the list, its filters and counts, its course over time, page after page, all of it in the address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from bot.web.desk.histogram import HEIGHT, histogram_of
from bot.web.desk.paging import pages_of_results

WORDS = "朝阳区"


def total(page: Page) -> int:
    found = re.search(r"\d+", page.locator("#found-title span").inner_text())
    assert found
    return int(found[0])


def addresses(page: Page) -> list[str | None]:
    """Where the reports of the list are."""
    return [card.get_attribute("data-pane") for card in page.locator(".hits .card").all()]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_choosing_a_value_gives_as_many_as_its_count_says(page: Page) -> None:
    page.goto(f"/search?q={WORDS}&order=newest")
    everything = total(page)
    page.get_by_text("筛选", exact=True).click()
    chosen = page.get_by_role("list", name="版次").get_by_role("link").first
    count = int(chosen.locator(".count").inner_text())
    chosen.click()
    expect(page).to_have_url(re.compile("page="))
    assert total(page) == count < everything
    assert len(query(page)["page"]) == 1
    page.get_by_role("list", name="只看").get_by_role("link").click()
    expect(page).not_to_have_url(re.compile("page="))
    assert total(page) == everything


def test_a_bar_narrows_from_the_keyboard_and_the_table_says_the_same(page: Page) -> None:
    page.goto(f"/search?q={WORDS}&order=newest")
    bars = page.locator(".histogram svg a")
    labels = [bar.get_attribute("aria-label") or "" for bar in bars.all()]
    page.get_by_text("按时间列出").click()
    rows = [re.sub(r"\s+", "：", row.inner_text()) + " 篇" for row in page.locator(".histogram tbody tr").all()]
    assert rows == labels
    bars.first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("from="))
    given = query(page)
    assert given["from"] == given["to"]
    assert f"：{total(page)} 篇" in labels[0]


def test_dates_are_typed_and_the_other_limits_stay(page: Page) -> None:
    page.goto(f"/search?q={WORDS}&order=oldest&page=1&page=A1")
    page.get_by_label("从", exact=True).fill("2025-03-12")
    page.get_by_role("button", name="应用").click()
    given = query(page)
    assert (given["from"], given["page"], given["order"], given["q"]) == (
        ["2025-03-12"],
        ["1", "A1"],
        ["oldest"],
        [WORDS],
    )
    for source in page.locator(".hits .source").all_inner_texts():
        assert "3月11日" not in source


def test_pages_of_the_list_turn_and_make_up_the_whole(page: Page) -> None:
    page.goto("/search?from=2025-01-01")
    seen = addresses(page)
    everything = total(page)
    while page.get_by_role("link", name="下一页").count():
        page.get_by_role("link", name="下一页").click()
        expect(page.locator(".hits")).to_have_attribute("start", str(len(seen) + 1))
        seen += addresses(page)
    assert len(seen) == everything == len(set(seen))
    page.get_by_role("link", name="上一页").click()
    expect(page.get_by_role("link", name="下一页")).to_be_visible()


def test_a_report_of_the_list_opens_beside_it(page: Page) -> None:
    page.goto(f"/search?q={WORDS}&order=newest")
    second = page.locator(".hits .card").nth(1)
    second.locator("blockquote").click()
    headline = second.locator(".source a").inner_text().strip("《》")
    expect(page.locator(".pane").get_by_role("heading", level=2)).to_have_text(headline)


def test_what_an_address_says_wrongly_is_named(page: Page) -> None:
    for wrong in ("from=2025-13-01", "to=昨天", "start=-1", "start=x"):
        answered = page.request.get(f"/search?q={WORDS}&{wrong}")
        assert answered.status == 400
        assert f"看不懂 {wrong}" in answered.text()


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [
        (("2025-03-11", "2025-03-13"), "day", 3),
        (("2024-12-01", "2025-03-13"), "month", 4),
        (("2001-02-03", "2025-03-13"), "year", 25),
        (("0001-01-01", "9998-12-31"), "year", 9998),
    ],
)
def test_bars_stand_for_days_months_or_years_without_gaps(days: tuple[str, str], unit: str, bars: int) -> None:
    made = histogram_of([(days[0], 2), (days[1], 1)], None, None)
    assert made and (made.unit, len(made.bars)) == (unit, bars)
    assert sum(bar.count for bar in made.bars) == 3
    assert (made.bars[0].height, made.bars[-1].height) == (HEIGHT, HEIGHT // 2)
    assert str(made.bars[0].first) <= days[0] and str(made.bars[-1].last) >= days[1]


def test_one_bar_tells_nothing() -> None:
    assert histogram_of([("2025-03-11", 2)], None, None) is None
    assert histogram_of([("9999-12-31", 2)], None, None) is None
    assert histogram_of([], None, None) is None


def test_a_page_behind_the_end_leads_back() -> None:
    beyond = pages_of_results(50, 12, 10)
    assert (beyond.before, beyond.behind) == (2, None)
