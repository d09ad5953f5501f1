"""What the fields of an article are called, in JSON, in front matter, and as labels in text files."""

# ruff: noqa: E501 - a table is read whole

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from retrieval.language.folding import legible


class Field(StrEnum):
    """What is read of an article, whatever it is called in the file."""

    BODY = "body"
    HEADLINE = "headline"
    KICKER = "kicker"
    SUBHEAD = "subhead"
    PAPER = "paper"
    SOURCE = "source"
    DATE = "date"
    PAGE = "page"
    BYLINE = "byline"
    URL = "url"
    ID = "id"


FIELD_NAMES: dict[Field, tuple[str, ...]] = {
    Field.BODY: (
        "body", "content", "text", "正文", "内容", "内文", "全文", "文章内容", "新闻内容", "正文内容", "报道内容", "文章正文", "正文快照", "neirong", "zhengwen", "article", "article_body",
        "bodies", "body_xhtml", "body_html", "body_richtext", "body_text", "body_main",
        "full_text", "main_text", "content_text", "content_txt", "news_content", "paragraphs", "content_html", "html", "content:encoded", "zw", "nr",
    ),
    Field.HEADLINE: (
        "headline", "headline_main", "title", "headlines", "标题", "题目", "题名", "篇名", "主标题", "正题", "main_title", "biaoti", "主题", "文章标题", "新闻标题", "news_title", "article_title", "dc:title", "bt",
    ),
    Field.KICKER: ("kicker", "introtitle", "pretitle", "lead_title", "yinti", "overline", "肩题", "引题", "眉题", "引标题", "肩标题", "yt"),
    Field.SUBHEAD: ("subhead", "subtitle", "subheadline", "sub_headline", "futi", "副题", "副标题", "子标题", "ft"),
    Field.PAPER: ("paper", "newspaper", "paper_name", "newspaper_name", "publication", "报纸", "报名", "报纸名称", "报刊", "报刊名", "报刊名称", "报纸名", "报纸中文名", "报章", "刊名", "baozhi", "paper_title"),
    Field.SOURCE: (
        "source", "来源", "infosource", "infosources", "website", "site", "site_name", "media", "media_name", "source_name", "publisher", "origin",
        "出处", "媒体", "文章来源", "信息来源", "稿源", "媒体名称", "网站",
    ),
    Field.DATE: (
        "date", "日期", "publish_time", "publish_date", "pub_date", "pub_time", "publication_date", "published", "published_at", "published_time", "date_published",
        "发布时间", "发布日期", "出版日期", "发表时间", "发表日期", "见报日期", "刊发日期", "刊登日期", "报纸日期", "见报时间", "刊发时间", "刊登时间", "出报日期", "发行日期", "报道时间", "报道日期", "riqi", "publish_day", "issue_date", "print_date", "paper_date", "edition_date", "time", "时间", "datetime", "news_date",
        "news_time", "post_time", "ptime", "day", "content_created", "version_created", "first_created", "created", "created_at", "create_time", "timestamp", "pub_timestamp", "publish_timestamp", "dc:date", "rq",
    ),
    Field.PAGE: ("page", "版面", "版次", "版", "版号", "版面号", "版数", "page_no", "page_num", "page_number", "page_name", "print_page", "banci", "banhao", "版名", "版面名称", "banming", "layout_no", "layout_name", "page_code", "banmian", "bc"),
    Field.BYLINE: (
        "byline", "by", "author", "authors", "作者", "记者", "署名", "reporter", "reporters", "writer", "creator", "责任者", "撰文", "文章作者", "作者姓名", "author_name", "journalist", "zuozhe", "dc:creator", "zz",
    ),
    Field.URL: ("url", "link", "链接", "网址", "原文链接", "原文连结", "原文地址", "文章链接", "href", "permalink", "canonical", "canonical_url", "source_url"),
    Field.ID: ("id", "uri", "guid", "article_id", "news_id", "doc_id", "编号"),
}  # fmt: skip
"""What each field may be called, the surest first; case, spaces, ``_`` and ``-`` in it do not matter."""

NOT_READ = (
    "关键词", "关键字", "摘要", "分类", "栏目", "类别", "标签", "编辑", "责任编辑", "责编", "审核", "校对", "字数", "点击", "点击数", "点击量", "浏览", "浏览量",
    "浏览次数", "阅读", "阅读量", "阅读数", "评论", "分享", "字号", "字体", "采集时间", "抓取时间", "入库时间", "更新时间", "语种", "作者单位", "打印", "专栏", "keywords",
    "tags", "category", "editor", "views",
)  # fmt: skip
"""Labels of text files that say nothing which is kept."""

_NO_LETTERS = re.compile(r"[\s_\-]+")


LONGEST_KEPT_KEY = 64
"""Characters up to which a key is remembered: all lines of a file have the same ones; by hand, 2026-11."""


def known_key(name: str) -> str:
    """A key as the table's keys are compared: ``Publish_Time`` → ``publishtime``, ``標題`` → ``标题``."""
    return _remembered_key(name) if len(name) <= LONGEST_KEPT_KEY else _compared_key(name)


def _compared_key(name: str) -> str:
    return _NO_LETTERS.sub("", legible(name)).lower()


_remembered_key = lru_cache(maxsize=1024)(_compared_key)


_FIELD_OF = {known_key(name): field for field, names in FIELD_NAMES.items() for name in names}
_RANK = {known_key(name): rank for names in FIELD_NAMES.values() for rank, name in enumerate(names)}


_OF_WHAT = re.compile(r"^(?:news|doc|article|art|story|post)(?=.)")
"""What of: ``doc_title``, ``newsContent``."""
_OF_WHICH_TYPE = re.compile(
    r"_(?:s|ss|t|txts?|i|is|l|ls|dts?|tdts?|str|text|keyword)(?:_(?:zh|cn|cjk|ik|smartcn|general))?$", re.IGNORECASE
)
"""Of which type, as search engines' fields are called: ``title_s``, ``content_txt_cjk``, ``pubdate_dt``."""


def field_called(name: str) -> Field | None:
    """The field that a key or label names."""
    return _FIELD_OF.get(_name_in_table(name))


def _name_in_table(name: str) -> str:
    """A key as the table has it, without what it is said of and its type where the table doesn't have it so."""
    return _remembered_name(name) if len(name) <= LONGEST_KEPT_KEY else _sought_name(name)


def _sought_name(name: str) -> str:
    keys = [known_key(name), known_key(_OF_WHICH_TYPE.sub("", name))]
    keys += [_OF_WHAT.sub("", key) for key in keys]
    return next((key for key in keys if key in _FIELD_OF), keys[0])


_remembered_name = lru_cache(maxsize=1024)(_sought_name)


def keys_for(field: Field, keys: list[str]) -> list[str]:
    """Those of the keys that name the field, the surest first."""
    return sorted((key for key in keys if field_called(key) is field), key=rank_of)


def rank_of(name: str) -> int:
    """How sure a key is among those that name the same field; the lowest is the surest."""
    return _RANK[_name_in_table(name)]
