"""What a question asks for: its kind, where its question words stand, and the measure word it names.

All patterns run on folded text (see ``text.folded``), so that offsets are those of the question as typed.
"""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from retrieval.domain import Span
from retrieval.language.characters import HAN
from retrieval.language.measure_words import MEASURE_WORD


class Kind(StrEnum):
    """What would answer the question."""

    AUTHOR = "author"
    PHOTOGRAPHER = "photographer"
    PAGE = "page"
    ISSUE_DATE = "issue_date"
    HOW_LONG = "how_long"
    AMOUNT = "amount"
    RATIO = "ratio"
    AGE = "age"
    COUNT = "count"
    SIZE = "size"
    TIME = "time"
    WHEN = "when"
    WHO = "who"
    ORG = "org"
    WHERE = "where"
    LIST = "list"
    YES_NO = "yes_no"
    WHY = "why"
    HOW = "how"
    WHICH = "which"
    WHAT = "what"
    STATEMENT = "statement"


METADATA = frozenset({Kind.AUTHOR, Kind.PHOTOGRAPHER, Kind.PAGE, Kind.ISSUE_DATE})
"""Kinds that ask about the paper itself, not about what it reports."""

NUMERIC = frozenset({Kind.HOW_LONG, Kind.AMOUNT, Kind.RATIO, Kind.AGE, Kind.COUNT, Kind.SIZE})


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the question words stand and what they ask for; ``unit`` is the measure word, if one is named."""

    kind: Kind
    span: Span
    unit: str = ""


_REPORTER = r"(?:谁|哪位记者|哪个记者|哪位作者|什么人|哪些记者|哪名记者)"
_FEW = r"(?<![近这好])(?<!(?<!提)前)(?<!(?<![延推错])后)几"
"""几 that asks: not 前几天, 近几年, but 提前几天, 推后几天."""
_UNIT = f"个小时|小时|分钟|个月|亿元|万元|{MEASURE_WORD}|[元块角分天日年月周]"

# First match wins; within a pattern the first named group "unit" is the measure word.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.PHOTOGRAPHER, rf"{_REPORTER}(?:拍摄|摄影|照的|拍的|拍)|(?:摄影|拍摄)(?:者|记者)?(?:是|叫)?(?:谁|什么名字|哪位)"),
    (Kind.AUTHOR, rf"{_REPORTER}(?:来|所)?(?:采写|撰写|报道的|写的|撰稿|采访的)|(?:作者|记者|通讯员)(?:是|叫)(?:谁|啥|什么名字|什么|哪位|哪些人)|出自(?:哪位|谁)"),
    (Kind.PAGE, r"(?:登|刊|发|印)?(?:在|于)?(?:报纸的?)?(?:第几|哪(?:一|个)?|几)版(?:面)?"),
    (Kind.ISSUE_DATE, r"(?:哪天|哪一天|哪期|什么时候|几号|哪日)的(?:报纸|报道|报|新闻)|(?:哪天|哪一天|哪期|什么时候|几号|哪日)(?:登|刊登|刊发|见报|登报|登出|刊出)(?:来|出)?的?(?=[?。!\s]*$)|(?:报纸|报道|新闻)(?:是|于|在)?(?:哪天|什么时候|几号|哪日)(?:登|发|刊)?(?:出|的|布)?"),
    (Kind.RATIO, r"(?:比例|占比|比率|比重|百分比|[^效税费速汇利功]率)(?:要求|目标)?(?:要|需|应)?(?:是|为|达到|达|有|约|大约|占|到)?(?:多少|几成|多高|多大|几)|百分之(?:几|多少)|多少(?:个)?百分点|几成|多少比例"),
    (Kind.HOW_LONG, rf"多久|多长时间|多长的?时间|多少时间|多少时长|(?:{_FEW}|多少)(?:个)?(?P<unit>小时|分钟|秒钟|秒|天(?!然|津|河)|个月|年|周|星期|钟头|工作日|昼夜|学年)(?!级|龄|代)(?!几)|(?:期限?|时间|时长)(?:是|为|有)?多长"),
    (Kind.AGE, r"多大(?:年纪|岁数|年龄|岁|了|可以|才|能(?!力|耐))|(?:几|多少)岁|高寿|年龄(?:是|有)?多(?:大|少)|芳龄几何|多大岁数"),
    (Kind.AMOUNT, r"多少(?:万|亿)?(?:美元|欧元|港元|日元|英镑|人民币|元|块)?(?:资金|钱|奖金|经费|补贴|补助|奖励|租金|罚款|工资|薪水|押金|保费|医药费|药费|货款|利息)|(?:几|多少)(?:万|亿|百|千)?(?P<unit>元|块钱|块|美元|欧元|港元|日元|英镑|万元|亿元)|几个钱|啥价(?:位|钱)?|什么价(?:位|格|钱)?|多贵|(?:价格|票价|售价|房价|金额|费用|总额|总价|成本|学费|租金|工资|薪资|奖金|收入|产值|营收|价值|交易额|成交额|销售额|投资额?|市值|利润|资产|预算|规模)(?:大约|约)?(?:是|为|达到|达|有)?(?:约|大约)?(?:多少|几何|多大|多高)"),
    (Kind.TIME, r"(?:几|啥|什么)(?:点钟?|时候?钟)(?!建议|意见|要求|倡议|内容|希望|措施|看法)|几点几分"),
    (Kind.WHEN, r"(?:什么|啥|哪个|哪些|甚么)(?:时候|时间|日期|日子|年份|年代|时期|季节|月份)|何时|何日|哪(?:一)?(?:天|年|月|日|几天|个月|几年)|几月(?:几[号日])?|(?<!第)几[号日](?!线|楼|院|公路|令|文)|几时|多会儿|啥时(?:候|间)?|哪会儿|何年"),
    (Kind.SIZE, r"多(?:大|高|远|长|宽|深|重|厚|快|强|热|冷|严重)(?!城市|超)|(?:面积|长度|高度|距离|重量|温度|速度|海拔|里程|体积|容量|震级)(?:是|为|达到|达|有|约)?多少"),
    (Kind.LIST, rf"(?:哪些|哪几)(?:个)?(?P<unit>{_UNIT})?|哪(?:\d{{1,2}}|两|三|四|五|六|七|八|九|十)(?P<unit2>{_UNIT})?|有(?:什么|啥)(?:活动|措施|内容|变化|要求)"),
    (Kind.AMOUNT, rf"(?<=[收掏挣赚花付交缴罚赔补捐转骗卖奖拨走了他她价款])(?:了|走)?多少(?!(?:{_UNIT}|[{HAN}]))"),
    (Kind.COUNT, rf"(?:多少|{_FEW})(?:多)?(?P<unit>{_UNIT})(?![年月]前)|第几(?P<unit2>{_UNIT})?|多少|几何|共几"),
    (Kind.ORG, r"(?:哪个|哪家|哪些|什么|哪一家|啥|哪一个|何)(?:政府)?(?:部门|单位|机构|公司|企业|组织|机关|银行|法院|委员会|学校|大学|医院|集团|平台|协会|媒体|报社|出版社|超市|球队|俱乐部|党|厂|院校|部委|团队|军队|饭店|餐厅)|哪家|谁批(?:准|复)?的?|谁(?:主办|承办|批准|批复|颁发|印发|制定|组织|推出|发布)"),
    (Kind.WHERE, r"(?:哪里|哪儿|(?<!如)何处(?!理|置|罚)|何地|哪块儿)|(?:什么|啥|哪个|哪一个|哪些|哪座|何)(?:地方|地点|地区|位置|城市|国家|省份?|市|县|区|镇|村|乡|街道|社区|小区|场馆|景区|车站|机场|洲|州|岛|论坛|会议|酒店|路段|省市)|哪(?:国|省|市|县|区|镇|村|州|站|座城)|(?:位于|在|到|去|从|住|于|来自|属于)哪(?:里|儿|块儿)?(?!个|位|些|家|种)"),
    (Kind.WHO, r"(?:什么人|何人|哪位|哪一位|哪名|哪些人|哪个人|谁家|谁)|叫(?:什么|啥)(?:名字?)?|(?:名字|姓名)(?:是|叫)?(?:什么|啥)|姓(?:什么|甚|啥)"),
    (Kind.WHY, r"(?<![称认定归视列评任改更命名作成誉类当选分变叫译])为(?:什么|啥|何)|(?:因为|由于)(?:什么|啥|何)|(?:什么|啥|何种?)(?:原因|理由|缘故)|凭(?:什么|啥)|(?:原因|理由)(?:是|在于|有)?(?:什么|啥|哪些|何在)|咋(?:没|不|就|才|会)(?:有)?|怎么(?:没|不|会)(?:有)?"),
    (Kind.HOW, r"怎么(?:样|办|做|了|回事|处理|报|赔|罚)?|怎样|如何|咋(?:样|办|回事|整|了|弄)?|(?:什么|啥|哪些|何种)(?:方式|办法|方法|手段|途径)"),
    (Kind.YES_NO, rf"是否|能否|可否|有无|(?:是不是|有没有|能不能|可不可以|会不会|要不要|对不对|好不好|行不行|真的假的)|(?<=(?P<verb>[{HAN}]))[不没](?P=verb)|(?:吗|(?<![什怎那这多要])么|(?<!什么)(?<!怎么)不|没有|没)(?=[?？。!！\s]*$)"),
    (Kind.WHICH, rf"哪(?:一|个|所|种|项|条|部|款|本|篇|支|届|场|只|件|座|首|张|类|份|期|级|颗|辆|门|枚)(?:{_UNIT})?|第几|何种"),
    (Kind.WHAT, rf"什么(?:样的?|东西|事情?|名)?|甚么|啥(?:样的?|东西|事儿?)?|何(?=[为谓以等])|{_FEW}"),
    (Kind.WHERE, r"哪(?![吒怕])"),
)  # fmt: skip
_COMPILED_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)

# Statements and short searches that name a quantity: 公积金贷款上限, 张三年龄.
_NAMED = re.compile(
    r"(?P<how_long>期限|时长|有效期)$|(?P<amount>价格|票价|费用|学费|利率|上限|下限|额度|租金|工资|房价|薪水)$|"
    r"(?P<age>年龄|多大)$|(?P<size>身高|体重|面积|长度|海拔)$|(?P<when>时间|日期|生日)$|(?P<where>地址|地点|位置)$|"
    r"(?P<count>电话|号码|人数|数量)$"
)


def find_slot(folded: str) -> Slot | None:
    """The question words of a folded question; None where there are none."""
    for kind, pattern in _COMPILED_KINDS:
        if found := pattern.search(folded):
            groups = found.groupdict()
            return Slot(kind, _asking(folded, *found.span()), groups.get("unit") or groups.get("unit2") or "")
    return _named_quantity(folded.rstrip("?？。.!！ "))


def _named_quantity(text: str) -> Slot | None:
    """What a statement asks for that ends with a quantity: the asking words would stand behind it."""
    found = _NAMED.search(text)
    return Slot(Kind(str(found.lastgroup)), (len(text), len(text))) if found else None


def question_words(folded: str) -> list[Span]:
    """Spans of everything that only makes it a question, in order; these characters find nothing in the paper."""
    spans = list(map(re.Match.span, _POLITE.finditer(folded)))
    for _, pattern in _COMPILED_KINDS:
        spans += [_asking(folded, *match.span()) for match in pattern.finditer(folded)]
    return sorted(span for span in spans if span[0] < span[1])


def _asking(folded: str, start: int, end: int) -> Span:
    """The asking part of a match: nouns that a pattern needs beside it (学费是多少, 多少资金) are content."""
    part = folded[start:end]
    first = _ASK_WORD.search(part)
    begin = start + first.start() if first else start
    begin -= folded[:begin].endswith("是")
    noun = _ASKED_NOUN.search(part)
    stop = start + noun.start() if noun and start + noun.start() > begin else end
    return begin, stop


_ASK_WORD = re.compile(
    r"是?(?:为|达到|达|有|约|大约)?(?:多少|几|多[大久长高远宽深重厚快强热冷]|什么|甚么|啥|哪|谁|如何|何|怎|咋|百分之)"
)
_ASKED_NOUN = re.compile(
    r"(?:资金|奖金|经费|补贴|补助|奖励|租金|罚款|工资|薪水|押金|保费|医药费|药费|货款|利息|论坛|会议|活动|措施|变化|要求|银行|法院|大学|医院|学校|超市|酒店|机场|车站|"
    r"景区|球队|俱乐部|车道|人口|采访|批准|批复|批|主办|承办|颁发|印发|制定|组织|推出|发布|时代|季节)的?$"
)

_POLITE = re.compile(
    r"^(?:请问一?下?|麻烦问一?下?|我想(?:问|知道|了解|查)一?下?|想(?:问|知道)一?下?|问一?下|告诉我|请告诉我|帮我查一?下?|"
    r"查一?下|你知道|知不知道|请介绍一?下?|你好[,，]?)|(?:呢|呀|啊|吧|哦|嘛|啦|吗)(?=[?？。!！\s]*$)|"
    r"(?:具体|究竟|到底|大概|大约)(?=是|有|在|多|几|哪|什么)|(?:的?(?:消息|报道|新闻|文章|稿子)(?:是|都)?(?:登|刊|发|印)?(?:在|于)?(?=哪|第几|几版|谁))|(?:的?那篇?(?:报道|文章|新闻|稿子)|(?:这|那|该)篇(?:报道|文章|新闻|稿子))"
)
