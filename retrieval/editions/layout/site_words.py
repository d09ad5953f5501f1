"""What web sites and accounts print around an article: ways on (上一篇：…), buttons, calls to follow.

All patterns are held against ``legible`` text.
"""

from __future__ import annotations

import re

from retrieval.language.characters import HAN

LONGEST_SITE_LINE = 120
"""Characters; by hand, 2026-11."""
LEAST_SURE_BUTTON = 4
"""Characters of a button that stands alone: 评论 may be a kicker, 阅读原文 is none; by hand, 2026-11."""

_BUTTONS_LIST = (
    "上一版 下一版 上一篇 下一篇 上一期 下一期 上一页 下一页 上页 下页 首页 尾页 "
    "返回 返回目录 返回首页 返回列表 返回顶部 回到顶部 顶部 "
    "放大 缩小 默认 全文复制 复制 复制链接 朗读 听新闻 打印 打印本页 收藏 分享 评论 点赞 转发 关闭 关闭窗口 "
    "字号 字体 大 中 小 特大 超大 标题导航 版面导航 版面图 往期回顾 往期 目录 更多 PDF PDF版 下载PDF PDF下载 数字报 "
    "原创 阅读原文 阅读全文 查看原文 展开全文 在看 写留言 微信 微博 朋友圈 QQ空间 扫一扫"
)
_BUTTONS = frozenset(_BUTTONS_LIST.split())
_BETWEEN_BUTTONS = re.compile(r"[\s|｜│/+＋\-－·•>»<«\[\]【】()（）:：]+")
_COUNTED_BY_SITE = (
    r"(?:阅读|在看|点赞|赞|分享|收藏|评论|转发|浏览|点击|留言)(?:量|数|次数)?\s*[:：]?\s*[\d.,]+\s*[万wWkK]?\+?次?"
)
_SITE_LINE = re.compile(
    rf"{_COUNTED_BY_SITE}(?:[\s|｜]*{_COUNTED_BY_SITE}|[\s|｜]*(?:在看|点赞|赞|分享|收藏))*"
    r"|[上下]一[篇版期页条]\s*[:：].{0,60}"
    r"|(?:(?:您|你)?(?:当前|现在|所在)(?:的)?位置|位置)\s*[:：].{0,80}|首页\s*[>»›].{0,80}"
    r"|(?:点击|长按|扫描|扫码|识别|欢迎)[^，。]{0,14}(?:关注|二维码|订阅|置顶).{0,20}"
    r"|(?:往期|精彩|热门|推荐|相关|更多|延伸)(?:推荐|回顾|阅读|文章|精彩|链接)[:：]?"
    r"|分享(?:到|至)[:：]?.{0,20}|(?:文章)?(?:标签|关键词|关键字)\s*[:：].{0,60}"
    rf"|[【\[][{HAN}]{{2,10}}(?:资料|数据库)[】\]]"
    r"|文章编号\s*[:：].{0,40}|字数\s*[:：]?\s*\d+\s*(?:字|words)?|慧科搜索.{0,40}"
    r"|(?:版权声明|免责声明|转载声明)\s*[:：].{0,110}|[^，。]{0,20}版权所有[^。]{0,40}。?|未经[^，。]{0,20}不得[^，。]{0,20}。?"
    r"|(?:Copyright|©|\(c\)).{0,100}",
    re.IGNORECASE,
)


def is_said_by_site(line: str) -> bool:
    """Whether a line is of the page around an article, and none of it."""
    if len(line) > LONGEST_SITE_LINE:
        return False
    return _SITE_LINE.fullmatch(line) is not None or _is_row_of_buttons(line)


def _is_row_of_buttons(line: str) -> bool:
    words = [word for word in _BETWEEN_BUTTONS.split(line) if word]
    is_sure = len(words) > 1 or len(line) >= LEAST_SURE_BUTTON
    return bool(words) and is_sure and all(word in _BUTTONS for word in words)
