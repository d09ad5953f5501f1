"""What hostile and merely unlucky files are made of: text, bytes, and ways to spoil both. All from a ``Random``."""

# ruff: noqa: E501 - lists of material are read whole
from __future__ import annotations

from random import Random

from tests.editions import sample_pages

CHARACTERS = '朝阳区转贷期限九十天，。；！？“”（）《》：、…—·上接下第版记者孙艳摄本报讯电图为年月日 \u3000ab1.0:-/#*>|\t"\\é🎿😀𠀀\u2028\u0085'
HIDDEN = (
    "\u200b\u200d\u200e\u202e\u2066\u2069\ufeff\u00ad\u0301\x0b\x0c\x1c\x1f\x7f\ue000\ufffd\ufffe\U000e0061\U0010ffff"
)
BITS = (
    "本报讯（记者 孙艳）", "本报讯 (记者 林岚 通讯员 何苗、佟雨)", "据新华社北京12月8日电（记者 安然）", "（上接第1版）", "(上接第０３版)",
    "（下转第4版）", "（上接头版", "本报记者 孙艳 摄\n", "（孙艳）", "■柳青", "责任编辑 王五 美编 赵六", "▲图为步道。", "更正", "特此更正", "应为",
    "8:30—16:30\n", "电话：12345678", "北海公园 6:30—20:00\n", "第三条 ", "● ", "一、", "1. ", "---\n", "***", "|a|1|\n", "![图](a.jpg)\n",
    "<!-- x -->", "晨光日报 2023年5月16日 星期二 第2版 要闻", "晨光日报", "视觉中国", "要闻", "——副题", "# ", "## ", "\n### ", "######", "**粗**",
    "　　", "\n　　", "\n    ", "**手艺有人教**\n", "__粗__", "〔記者柏念／葦州報導〕", "【柏念╱葦州報導】", "（記者喬一帆攝）", "（下轉第三版）", "（下转第四、五版）",
    "◀上接01版·要闻", "（详见3版）", "责编：柏念　版式：乔一帆\n", "新闻热线：96111\n", "零售价：1元\n", "农历三月十一\n", "民生\n", "第05版：民生\n", "邮箱：a@b.example\n",
    "<br/>", "<br>", "<p>", "</p>", "<p>　　", "<b>", "</b>", "<strong>手艺有人教</strong>", "<h2>早市</h2>", "<table><tr><td>东门<td>6:00</tr>", "</table>", "<td>",
    "<!-- x", "-->", "<script>a<b</script>", "<style>", "&nbsp;", "&ldquo;", "&#65292;", "&#xFF0C;", "&amp;nbsp;", "&lt;br/&gt;", "&bogus;", "&#0;", "AT&T", "<a 且 b>",
    "<img src='a.jpg' alt='&lt;'>", "&lt;p style=&quot;x&quot;&gt;", "&#147;", "<font color=red>", "</font>", "<div class=\"a\">",
    "更正啟事", "|站|时|\n|---|---|\n|东门|6:00|\n", "站 | 时\n", "来源：苇州日报\n", "《 苇州日报 》（ 2025年04月08日 03 版）\n", "⼈⺠", "人\u200b民",
    "\n\n", "\n\n\n\n", "\r\n", "\r", "\n", "约4.", "7公里", "21:", "30", "“", "”", "（", "）", "《", "2023-02-30", "2025年13月1日", "٣٤", "²",
    "为企业申请了期限九十天的应急转贷，有效解决了企业的资金周转问题，应急转贷资金以一个亿的",
)  # fmt: skip
FRONT = (
    "---\npaper: 晨光日报\ndate: 2023-03-02\npage: 5\n---\n", "---\ndate: 2023-02-30\n---\n", "---\npage: " + "9" * 60 + "\n---\n",
    "---\ntitle: '早市'\ndate: 2025-04-08\ntags:\n  - 民生\n  - [a, {b: c}]\nauthor: {name: 柏念}\n---\n",
    "---\n" + "a: &x [*x, " + "[" * 300 + "\n---\n", "+++\ntitle = '早市'\n[params]\nx = [1, 2]\n+++\n", "---\nauthor: [柏念\n---\n",
    "标题：早市\n作者：柏念\n版面：第03版\n正文：\n", "【标题】早市\n【日期】2025-04-08\n【正文】", "標題：早市\n來源：葦州時報\n內文：", "标题：\n正文：\n标题：",
    "早市，搬家，了\n2025-04-08 06:10:00　来源：苇州日报　作者：柏念\n\n", "早市\n《 苇州日报 》（ 2025年04月08日 03 版）\n",
    "---\n日期： 2023年3月2日 \n版：头版\n...\n", "---\nno colon\n---\n", "---\npaper: x\n", "--- \n\n\n---\n", "---\npaper:\ndate:\n---\n",
)  # fmt: skip
PAGES = tuple(sorted(value for name, value in vars(sample_pages).items() if name.isupper() and isinstance(value, str)))
BOMS = (
    b"",
    b"",
    b"",
    b"",
    b"\xef\xbb\xbf",
    b"\x84\x31\x95\x33",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb",
    b"\xef\xbb\xbf" * 2,
)
BAD_BYTES = (
    b"\xff", b"\x80", b"\xc0\x80", b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\0", b"\x1b[31m",
    b"\x84\x31\xa4\x37", b"\x81\x30\x81", b"\xa2\xe3", b"\x80\xa1", b"\xfe\xfe", b"\xa4\xa4\xa4\xe5", b"\x90\x30\x81\x30", b"\xe3\x32\x9a\x36",
)  # fmt: skip


def text(rng: Random, most: int = 12) -> str:
    """A few bits and runs of characters."""
    return "".join(_part(rng) for _ in range(rng.randint(0, most)))


def _part(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.45:
        return rng.choice(BITS)
    if chance < 0.85:
        return "".join(rng.choices(CHARACTERS, k=rng.randint(1, 40)))
    if chance < 0.97:
        return rng.choice(HIDDEN)
    if chance < 0.999:
        return rng.choice(CHARACTERS) * rng.randint(2, 200)
    return rng.choice(BITS + tuple(CHARACTERS)) * rng.randint(1000, 20_000)


def page(rng: Random) -> str:
    """A page in one of the layouts, with blocks cut, moved and filled with bits; or bits alone."""
    if rng.random() < 0.4:
        return text(rng, 16)
    end = rng.choice(("\n", "\n\n"))
    blocks = rng.choice(PAGES).split(end)
    start = rng.randrange(len(blocks))
    blocks = blocks[start : start + rng.randint(1, 9)]
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(len(blocks))
        chance = rng.random()
        if chance < 0.4:
            cut = rng.randint(0, len(blocks[at]))
            blocks[at] = blocks[at][:cut] + text(rng, 2) + blocks[at][cut:]
        elif chance < 0.6:
            blocks.insert(at, rng.choice(BITS))
        elif chance < 0.8:
            other = rng.randrange(len(blocks))
            blocks[at], blocks[other] = blocks[other], blocks[at]
        else:
            cut = rng.randint(0, len(blocks[at]))
            blocks[at] = blocks[at][:cut] + end + blocks[at][cut:]
    return (rng.choice(FRONT) if rng.random() < 0.1 else "") + end.join(blocks)


def encoded(rng: Random, written: str) -> bytes:
    """The bytes of a text in one of the codings that arrive, sometimes in one that is not read."""
    chance = rng.random()
    if chance < 0.02:
        coding = rng.choice(("big5", "shift_jis", "utf-16", "utf-32", "utf-7", "latin-1"))
    else:
        coding = "utf-8" if chance < 0.8 else "gb18030"
    mark = rng.choice(BOMS) if rng.random() < 0.1 else b""
    return mark + written.encode(coding, "replace" if chance < 0.02 else "surrogatepass")


def spoiled(rng: Random, data: bytes) -> bytes:
    """Bytes changed, cut, repeated, put in: up to three wounds."""
    wounded = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(wounded))
        chance = rng.random()
        if chance < 0.35:
            wounded[at:at] = rng.choice(BAD_BYTES)
        elif chance < 0.65 and at < len(wounded):
            wounded[at] = rng.randrange(256)
        elif chance < 0.8:
            del wounded[at : at + rng.choice((1, 2, 3, 40))]
        elif chance < 0.9:
            del wounded[at:]
        else:
            wounded[at:at] = wounded[at : at + rng.randint(1, 60)]
    return bytes(wounded)
