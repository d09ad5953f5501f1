"""Where a report was sent from, as it stands behind the reporter's name: 苇州报道, ／葦州報導, 苇州8日电.

All patterns are held against simplified text.
"""

from __future__ import annotations

import re

from retrieval.language.characters import HAN

SLASHES = "/／╱∕⁄"
"""Signs that part a name from what was done or where, the inside of a character class."""

_REPORTED = (
    r"(?:(?:综合|连线|采访|现场|专题|独家|跟踪|编译|图文|摄影)*报[道导]"
    r"|(?:\d{1,2}月)?\d{1,2}日?专?[电讯]|专电|专讯|电|综合外电|外电|特稿)"
)
_BEHIND_NAME = re.compile(rf"(?P<rest>[{HAN}·]*?){_REPORTED}")
_BEHIND_SLASH = re.compile(rf"[{SLASHES}]\s*(?!摄|图|文)[{HAN}—－\-~、·\s]{{0,20}}?{_REPORTED}(?=[^{HAN}]|$)")
_PLACE_SIGN = re.compile(rf"[{HAN}]{{2,}}[市县区镇乡村省州盟旗港]")

# Places that reports are often sent from.
_LONG_PLACES_LIST = (
    "石家庄 哈尔滨 呼和浩特 乌鲁木齐 秦皇岛 连云港 张家口 张家港 张家界 景德镇 牡丹江 佳木斯 齐齐哈尔 马鞍山 "
    "攀枝花 六盘水 防城港 葫芦岛 平顶山 三门峡 驻马店 西双版纳 克拉玛依 鄂尔多斯 巴彦淖尔 锡林浩特 二连浩特 "
    "满洲里 阿克苏 吐鲁番 日喀则 林芝市 格尔木 嘉峪关 都江堰 神农架 内蒙古 黑龙江 新竹县 彰化县 华盛顿 莫斯科 "
    "新加坡 吉隆坡 日内瓦 布鲁塞尔 雅加达 马尼拉 内罗毕 惠灵顿 堪培拉 洛杉矶 旧金山 多伦多 温哥华 法兰克福 "
    "阿布扎比 亚的斯亚贝巴 伊斯兰堡 德黑兰 大马士革 耶路撒冷 加德满都 布加勒斯特 布达佩斯 斯德哥尔摩 哥本哈根 "
    "赫尔辛基 里斯本 马德里 墨西哥城 里约热内卢 圣保罗 布宜诺斯艾利斯 约翰内斯堡 比勒陀利亚 "
)
_LONG_PLACES = frozenset(_LONG_PLACES_LIST.split())
_SHORT_PLACES_LIST = (
    "北京 上海 天津 重庆 香港 澳门 台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 苗栗 彰化 南投 云林 屏东 宜兰 "
    "花莲 台东 澎湖 金门 马祖 河北 山西 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 太原 沈阳 大连 长春 南京 苏州 无锡 常州 扬州 徐州 杭州 宁波 "
    "温州 绍兴 合肥 芜湖 福州 厦门 泉州 南昌 九江 济南 青岛 烟台 郑州 洛阳 开封 武汉 宜昌 襄阳 长沙 株洲 湘潭 "
    "岳阳 广州 深圳 珠海 佛山 东莞 汕头 惠州 中山 南宁 桂林 柳州 海口 三亚 成都 绵阳 贵阳 遵义 昆明 大理 丽江 "
    "拉萨 西安 咸阳 延安 兰州 敦煌 西宁 银川 包头 大庆 雄安 唐山 保定 邯郸 东京 大阪 京都 首尔 釜山 平壤 曼谷 "
    "河内 仰光 金边 万象 新德里 孟买 伦敦 巴黎 柏林 罗马 维也纳 雅典 华沙 基辅 明斯克 开罗 悉尼 纽约 波士顿 "
    "芝加哥 渥太华 巴西 利亚 利马 圣地亚哥 联合国 "
)
_SHORT_PLACES = frozenset(_SHORT_PLACES_LIST.split())
KNOWN_PLACES = _LONG_PLACES | _SHORT_PLACES

LONGEST_PRINTED_NAME = 3
"""Characters of a Chinese name with a surname of one character."""


def without_place_of_report(text: str) -> str:
    """A credit without what stands behind a slash in it: 记者柏念／苇州报道 → 记者柏念."""
    return _BEHIND_SLASH.sub(" ", text)


def sent_from(word: str) -> str | None:
    """What stands before 报道, 8日电 in a word: 柏念苇州报道 → 柏念苇州; None for any other word."""
    found = _BEHIND_NAME.fullmatch(word)
    return found["rest"] if found else None


def name_before_place(text: str) -> str:
    """The name in 柏念苇州, 王小明台北, 李明石家庄; the text itself where it is no longer than a name.

    Where no list and no sign (市, 县) tells the place, it has two characters, as most places have.
    """
    for place in sorted(KNOWN_PLACES, key=len, reverse=True):
        if text.endswith(place) and len(text) - len(place) >= 2:
            return text[: -len(place)]
    if len(text) <= LONGEST_PRINTED_NAME:
        return text
    if len(text) >= 5 and _PLACE_SIGN.fullmatch(text[2:]):
        return text[:2]
    return text[: min(LONGEST_PRINTED_NAME, len(text) - 2)]
