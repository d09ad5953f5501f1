"""What people put behind a file's name when they have corrected the file: 修改, 终稿, - 副本, (2), v3."""

from __future__ import annotations

import re

_WORDS_OF_REVISION = (
    "修改稿 修改后 修改版 修改 修订稿 修订版 修订 修正稿 修正版 修正 改后 改正稿 改正 已改 更正稿 更正版 更正 "
    "订正稿 订正 勘误 重发 重传 重新上传 新版 更新版 更新 最新版 最新 最终版 最终稿 最终 终稿 终版 定稿 定版 副本 复件 "
    "corrected correction revised revision fixed final update updated copy new"
)
LONGEST_MARK_CHARS = 40
"""Characters at the end of a name in which one mark is looked for; so the work grows with the name's length alone."""
_BREAK_BEFORE_MARK = r"[\s_\-—–.·（(【\[]*"
_NUMBER_OF_REVISION = r"[\s_\-—–.]*(?:第?[一二三四五六七八九十\d]{1,2}[稿版次]?)?"
_WORD_OF_REVISION = (
    rf"(?<![^\W\d_版页稿期])(?:{'|'.join(map(re.escape, _WORDS_OF_REVISION.split()))}){_NUMBER_OF_REVISION}"
)
"""Behind a break, a digit or 版: 城市更新 is no mark."""
_REVISION_MARK = re.compile(
    rf"{_BREAK_BEFORE_MARK}(?:{_WORD_OF_REVISION}|(?<![A-Za-z])v(?:er)?\.?\s?\d{{1,2}}|[（(]\d{{1,2}}[)）])[\s)）】\]]*$",
    re.IGNORECASE,
)


def without_revision_mark(name: str) -> str:
    """A file's name, without its suffix, without such marks at its end; the name itself where it is nothing else."""
    end = len(name)
    while (found := _REVISION_MARK.search(name, max(0, end - LONGEST_MARK_CHARS), end)) and found.start() > 0:
        end = found.start()
    return name[:end]


def is_revision(name: str) -> bool:
    """Whether a file's name without its suffix says that the file is a corrected one."""
    return without_revision_mark(name) != name
