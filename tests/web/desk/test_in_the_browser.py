"""The desk as people use it, in a real browser: asking, reading, copying, keys, no scripts, phones, print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import httpx
import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.citing import text_fragment
from bot.settings import Settings
from bot.wiring import Newsroom
from tests.web.desk.test_over_http import FIRST, publish
from tests.web.test_serve import serving

QUESTION, SHORT = "朝阳区转贷期限多久", "90天"
HEADLINE = "朝阳区应急转贷为小企业接上资金链"
PAGES = {
    "home": "/",
    "answer": f"/search?q={QUESTION}",
    "found": "/search?q=朝阳区&order=newest&page=1&page=2",
    "mentions": "/mentions?q=朝阳区",
    "no mentions yet": "/mentions",
    "none": "/search?q=火星基地几号启用",
    "small talk": "/search?q=你好",
    "editions": "/editions",
    "edition": "/editions/2025-03-11",
    "article": "/articles/1",
    "citation": "/citations/p1:0-12",
    "delivered": "/articles/1/source",
    "missing": "/nothing-here",
    "sign-in": "/sign-in",
}

Look: TypeAlias = tuple[int, Literal["light", "dark"]]
LOOKS: tuple[Look, ...] = ((390, "light"), (820, "dark"), (1440, "light"))
OTHER_LOOKS: tuple[Look, ...] = ((390, "dark"), (820, "light"), (1440, "dark"))
TOKEN, REQUESTS_A_MINUTE = "a-token-of-operators", 4


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    """The address of a desk that asks for a token and soon for patience, over one report that was withdrawn."""
    room = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    publish(room, tmp_path, FIRST)
    room.withdrawals.withdraw_article(1, "有误")
    room.close()
    with serving(tmp_path / "data", BAOWEN_WEB_TOKEN=TOKEN, BAOWEN_WEB_PER_MINUTE=str(REQUESTS_A_MINUTE)) as address:
        yield address


def ask(page: Page, question: str = QUESTION) -> None:
    page.goto("/")
    page.get_by_label("问题或词语").fill(question)
    page.get_by_role("button", name="查报").click()
    expect(page.locator(".answer")).to_be_visible()


def copied(page: Page) -> str:
    expect(page.get_by_role("status")).to_have_text("已复制")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_quotation_stands_left_and_its_place_in_the_article_right(page: Page) -> None:
    ask(page)
    expect(page.locator(".short")).to_have_text(SHORT)
    card, pane = page.locator(".card").first, page.locator(".pane")
    expect(card.locator("blockquote mark")).to_have_text(SHORT)
    expect(pane.get_by_role("heading", name=HEADLINE)).to_be_visible()
    quoted = card.locator("blockquote").inner_text()
    assert "".join(pane.locator("mark").all_inner_texts()) == quoted
    left, right = card.bounding_box(), pane.bounding_box()
    assert left and right and left["x"] + left["width"] <= right["x"]


def test_another_quotation_shows_its_own_place(page: Page) -> None:
    ask(page)
    second = page.locator(".card").nth(1)
    second.locator("blockquote").click()
    quoted = second.locator("blockquote").inner_text()
    expect(page.locator(".pane mark").first).to_have_text(re.compile(re.escape(quoted[:6])))


def test_what_the_paper_has_not_is_said(page: Page) -> None:
    ask(page, "火星基地几号启用")
    expect(page.locator(".short")).to_have_count(0)
    expect(page.locator(".answer .reply")).to_have_text(re.compile("没有找到"))


def test_copies_are_exactly_the_quotation_and_its_source(page: Page) -> None:
    ask(page)
    card = page.locator(".card").first
    quoted = card.locator("blockquote").inner_text()
    card.get_by_role("button", name="复制引文").click()
    assert copied(page) == quoted
    card.get_by_text("引用这段话").click()
    card.get_by_role("button", name="复制出处").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('“'))")
    quotation, source, address = copied(page).split("\n")
    assert quotation == f"“{quoted}”"
    assert source.startswith(f"——《{HEADLINE}》 临江日报 2025年3月11日 第1版")
    page.goto(address)
    assert "".join(page.locator(".print mark").all_inner_texts()) == quoted


def test_everything_can_be_done_from_the_keyboard(page: Page) -> None:
    page.goto("/editions")
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".short")).to_have_text(SHORT)
    quoted = page.locator(".card blockquote").first.inner_text()
    page.locator("h1").click()
    page.keyboard.press("c")
    assert copied(page) == quoted
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".card").nth(1)).to_have_class(re.compile("chosen"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/citations/p\d+:\d+-\d+$"))
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()


def test_without_scripts_nothing_is_missing(context_of: Callable[..., BrowserContext]) -> None:
    page = context_of(java_script_enabled=False).new_page()
    ask(page)
    expect(page.locator(".short")).to_have_text(SHORT)
    expect(page.locator(".pane mark").first).to_be_visible()
    assert page.locator("button:visible", has_text="复制").count() == 0  # what needs scripts is not offered
    page.get_by_text("引用这段话").first.click()
    expect(page.locator(".copying pre").first).to_be_visible()
    page.locator(".card .source a").first.click()
    expect(page.locator(".print mark").first).to_be_visible()
    page.get_by_role("link", name="版面", exact=True).click()
    page.get_by_role("link", name="2025年3月12日").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2025年3月12日")
    page.get_by_role("link", name=re.compile("后一期")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2025年3月13日")
    page.locator(".page a").first.click()
    expect(page.locator(".print")).to_be_visible()


def listened_to(page: Page) -> list[str]:
    """What the console of a page will have said, but for the status that the page itself was answered with."""
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.location["url"] != page.url else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def check_for_everybody(page: Page, looks: Sequence[Look]) -> None:
    """That axe finds nothing on a page, however it looks."""
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        told = [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
        assert told == [], (width, scheme)


@pytest.mark.parametrize("address", PAGES.values(), ids=list(PAGES))
def test_no_page_is_hard_to_use(context_of: Callable[..., BrowserContext], address: str) -> None:
    page = context_of().new_page()
    said = listened_to(page)
    page.goto(address)
    check_for_everybody(page, LOOKS)
    assert said == []


def test_neither_are_the_pages_of_operators_and_of_what_is_refused(browser: Browser, guarded: str) -> None:
    page = browser.new_page(base_url=guarded, locale="zh-CN", extra_http_headers={"authorization": f"Bearer {TOKEN}"})
    said = listened_to(page)
    for address, status in (("/status", 200), ("/articles/1", 410)):
        answered = page.goto(address)
        assert answered and answered.status == status
        check_for_everybody(page, LOOKS + OTHER_LOOKS)
        page.set_viewport_size({"width": 390, "height": 844})
        cut = page.locator(".table").evaluate_all(
            "all => all.filter(each => each.scrollWidth > each.clientWidth).length"
        )
        assert cut == 0
    for _ in range(REQUESTS_A_MINUTE):
        answered = page.goto("/editions")
    assert answered and answered.status == 429
    check_for_everybody(page, LOOKS + OTHER_LOOKS)
    assert said == []
    page.close()


def test_of_a_part_on_another_page_that_page_is_shown(page: Page) -> None:
    page.goto("/mentions?q=互认 项目")
    page.locator(".card .source a").first.click()
    beside = page.locator(".beside section", has_text="同版的报道")
    expect(beside.get_by_role("link", name="桂香斋搬新址 桂花糕不涨价")).to_be_visible()
    beside.get_by_role("link", name="看整版").click()
    assert page.url.endswith("/editions/2025-03-11#page-4")


def test_links_to_a_sentence_scroll_to_it(context_of: Callable[..., BrowserContext], site: str) -> None:
    page = context_of(viewport={"width": 400, "height": 120}).new_page()
    for each in httpx.get(f"{site}/api/mentions", params={"q": "的", "limit": 8}).json()["mentions"]:
        link = text_fragment(f"{site}/articles/{each['article_id']}", each["excerpt"])
        page.goto("about:blank")
        page.goto(str(link))
        expect(page.locator(".masthead")).not_to_be_in_viewport()


def test_who_signed_in_finds_a_permalink_again_over_publishings(browser: Browser, tmp_path: Path) -> None:
    room = Newsroom(Settings(data=tmp_path / "data", offline=True), create=True)
    publish(room, tmp_path, FIRST)
    with serving(tmp_path / "data", BAOWEN_WEB_TOKEN=TOKEN) as address:
        page = browser.new_page(base_url=address, locale="zh-CN")
        said = listened_to(page)
        page.goto("/search?q=河堤步道全长多少")
        page.get_by_label("口令").fill("not the token")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("alert")).to_have_text("口令不对，请再试一次。")
        page.get_by_label("口令").fill(TOKEN)
        page.get_by_role("button", name="登录").click()
        expect(page.locator(".card blockquote").first).to_contain_text("3.6公里")
        page.locator(".card .source a").first.click()
        permalink, quoted = page.url, page.locator(".print mark").inner_text()
        publish(room, tmp_path, FIRST + "步道全线设有路灯。")
        page.goto(permalink)
        expect(page.locator(".print mark")).to_have_text(quoted)
        expect(page.locator(".print")).to_contain_text("设有路灯")
        page.get_by_role("button", name="退出").click()
        assert page.goto(permalink) is not None and "/sign-in" in page.url
        assert said == []
        page.close()
    room.close()


@pytest.mark.parametrize("address", PAGES.values(), ids=list(PAGES))
def test_pages_fit_a_phone(context_of: Callable[..., BrowserContext], address: str) -> None:
    page = context_of(viewport={"width": 320, "height": 640}).new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


LINES_OF_WORDS = """(name) => [...document.querySelectorAll(".card .source")].flatMap(line => {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), found = [];
  for (let text; text = walker.nextNode();) {
    const at = text.data.indexOf(name), range = document.createRange();
    if (at < 0) continue;
    range.setStart(text, at); range.setEnd(text, at + name.length);
    found.push(new Set([...range.getClientRects()].map(box => box.top)).size);
  }
  return found;
})"""
"""On how many lines words stand, for each place where they do."""


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_names_stay_whole_on_a_phone(context_of: Callable[..., BrowserContext], width: int) -> None:
    page = context_of(viewport={"width": width, "height": 800}).new_page()
    page.goto("/mentions?q=朝阳区")
    for name in ("临江日报", "通讯员", "卢芷晴", "应朝晖"):
        lines = page.evaluate(LINES_OF_WORDS, name)
        assert lines and set(lines) == {1}, name


def test_an_answer_is_printed_without_what_only_screens_need(page: Page) -> None:
    ask(page)
    page.emulate_media(media="print")
    expect(page.locator(".card blockquote").first).to_be_visible()
    for gone in (".search", ".masthead nav", "footer", ".actions >> nth=0", ".pane"):
        expect(page.locator(gone)).to_be_hidden()


def test_the_language_changes_and_stays_but_print_does_not(page: Page) -> None:
    ask(page)
    printed = page.locator(".card blockquote").first.inner_text()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".card blockquote").first).to_have_text(printed)
    page.goto("/editions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Editions")
    page.get_by_role("link", name="繁體中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
