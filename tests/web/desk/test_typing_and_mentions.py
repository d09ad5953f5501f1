"""Headlines are offered while somebody types, and every mention of words is listed by time."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

WORDS = "朝阳区"


def test_headlines_are_offered_by_initials_and_opened_from_the_keyboard(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("cyqyjzd")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("朝阳区应急转贷")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("w")
    expect(option).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/articles/\d+$"))


def test_enter_asks_what_was_typed_and_late_offers_are_given_up(page: Page) -> None:
    held: list[Route] = []
    page.route("**/suggest?*", lambda route: held.append(route))
    page.goto("/")
    with page.expect_request("**/suggest?*"):
        page.get_by_role("combobox").press_sequentially("供热")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_every_mention_is_listed_by_time_and_the_first_is_marked(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="每次见报").click()
    page.get_by_role("combobox").fill(WORDS)
    page.get_by_role("button", name="列出").click()
    cards = page.locator(".card")
    flags = [card.locator(".flag").all_inner_texts() for card in cards.all()]
    assert flags[0] == ["首次见报"]
    assert all("首次见报" not in each for each in flags[1:])
    for card in cards.all():
        quoted = card.locator("blockquote mark").all_inner_texts()
        assert WORDS in quoted or card.locator(".flag", has_text="词在标题里").count()
    oldest = {card.get_attribute("data-pane") for card in cards.all()}
    page.get_by_role("link", name="最新").click()
    expect(page).to_have_url(re.compile("order=newest"))
    assert oldest == {card.get_attribute("data-pane") for card in cards.all()}
    page.get_by_text("按时间列出").click()
    rows = page.locator(".histogram tbody tr")
    assert sum(int(row.locator("td").inner_text()) for row in rows.all()) == len(oldest)
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("list", name="只看")).to_be_visible()
    assert 0 < cards.count() < len(oldest)
