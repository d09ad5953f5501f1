"""Handles opening articles in full: behind 「看全文」, behind numbers of headlines, behind deep links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup, Message
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.telegram.handlers.buttons import Press
from bot.telegram.session.opening import OpenedArticle, Version
from bot.telegram.session.service import Service
from bot.telegram.transport.send import answering, post
from bot.telegram.views.article_pages import article_pages
from bot.telegram.views.browse_texts import BrowseText, gone_text
from bot.telegram.views.callback_data import OpenArticle
from bot.telegram.views.deep_links import Place
from bot.telegram.views.keyboards import article_keyboard
from bot.telegram.views.rich_text import EMPTY, html, plain
from bot.telegram.views.texts import Lang, say
from retrieval.errors import UnknownRecord

VERSION_TOLD = {Version.LATER: BrowseText.PRESENT_VERSION, Version.EARLIER: BrowseText.EARLIER_VERSION}


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of an article, ready to be posted."""

    html: str
    keyboard: InlineKeyboardMarkup | None


class Articles:
    """Shows articles, with the excerpt marked, page by page."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def button(self, press: Press[OpenArticle]) -> None:
        """「看全文」 answers with the article; its pager changes that message. In a group it leads into private."""
        place = press.button.place
        if press.in_group:
            await press.acknowledge(url=create_deep_linked_url(press.bot.username, replace(place, sheet=None).token))
            return
        try:
            page = await self._page(place, press.lang)
        except UnknownRecord as error:
            await press.alert(gone_text(error, press.lang))
            return
        await press.acknowledge()
        if place.sheet is None:
            await post(press.bot, press.below(), [page.html], page.keyboard)
        else:
            await press.change(page.html, page.keyboard)

    async def open(self, place: Place, message: Message, context: ContextTypes.DEFAULT_TYPE, lang: Lang) -> None:
        """Answer ``message`` with the article at ``place``, or say why it can't be opened."""
        try:
            page = await self._page(place, lang)
        except UnknownRecord as error:
            await self.service.asides.tell(context.bot, message, gone_text(error, lang))
            return
        await post(context.bot, answering(message), [page.html], page.keyboard)

    async def _page(self, place: Place, lang: Lang) -> ArticlePage:
        """The page that ``place`` names, or the one on which the excerpt stands. Above it if it is another version."""
        opened = await self.service.open_article(place)
        article = article_pages(opened.parts, lang, opened.mark, opened.notices)
        wanted = article.marked if place.sheet is None else place.sheet
        number = min(wanted, len(article.pages) - 1)
        text = version_note(opened, lang) + article.pages[number]
        return ArticlePage(text, article_keyboard(opened.place, number, len(article.pages), lang))


def version_note(opened: OpenedArticle, lang: Lang) -> str:
    """That another version was opened than the one asked for, above its text (HTML); empty where it was not."""
    told = VERSION_TOLD.get(opened.version)
    return html([plain(say(lang, told), italic=True), EMPTY, EMPTY]) if told else ""
