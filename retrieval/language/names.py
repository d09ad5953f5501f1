"""People, organisations, places, titles and enumerations as printed: what can answer 谁, 哪个部门, 哪里, 哪些.

Chinese print marks none of these: candidates are stretches of whole words within a clause, told apart by surnames,
endings (局, 大学, 区) and signs (《》, “”, 、).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.domain import Span
from retrieval.language.characters import HAN
from retrieval.language.numbers import Candidate, Type
from retrieval.language.word_classes import is_common_word

LONGEST_NAME_WORDS, LONGEST_NAME_CHARS = 6, 24
"""Words and characters of a candidate; by hand, 2026-11."""

SURNAMES = frozenset(
    "丁万丛东严丰么乌乐乔乜习于云井亢仇仉从付仝代仰仲任伊伍伏何佘余佟侯俞修倪傅储元充党全公兰关养冀冉农冯况冷冼凌凤"
    "刁刘初利别劳勾包匡区华卓单卜卞卢卫印危却厉厍原双古史叶司吉同后向吕吴周和咸唐商喻国堵夏夔奇奚姚姜姬娄孔孙孟季宁"
    "安宋宓宗官宝宣宦宫宰家容宿寇富寿封尚尤尹居屈展屠山岑岳崔嵇巢左巩巫巴帅师席常干平年幸广庄库应庞康庾廉廖弓弘张强"
    "彭徐忽怀惠慎慕戈戎成战戚戴房扈扶揭支敖文方於施时昌明易昝晁晋晏景暨暴曲曹曾朱权李杜束来杨杭松林柏查柯柳柴栾桂桑"
    "桓梁梅楚樊欧步武殳殴段殷毋毕毛水江池汤汪汲沃沈沙洛洪浦海涂温游湛滑滕满潘濮焦熊燕爱牛牟牧狄王班璩甄甘田由申白皮"
    "益盖盛相瞿矫石祁祖祝禄禹秋秦程税穆空窦章童竺符简管籍米粟糜索红纪纳练终经缑缪罗羊羿翁翟耿聂肖胡胥能腾臧舒艾芦芮"
    "花苍苏苑苗苟范茅茆茹荀荆荣莘莫萧葛董蒋蒙蒯蒲蓝蓟蓬蔚蔡蔺薄薛虞融衡袁裘裴褚覃解訚訾詹计许诸谈谌谢谭谯谷贝贡贲费"
    "贺贾赖赫赵越路车辛边连迟逄通逯邓邝邢那邬邰邱邴邵邸邹郁郎郏郑郗郜郝郦郭都鄂酆金钟钭钮钱门闫闵闻阎阙阚阮阳阴陆陈"
    "院陶隆隋隗雍雷霍青靳鞠韦韩韶项须顾颜饶马骆高魏鱼鲁鲍鹿麦麻黄黎齐龙龚"
)
"""Surnames of one character, those of the Hundred Family Surnames and the commonest of today."""
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "端木",
    "夏侯",
)

_ORG_ENDING = re.compile(
    r"(?:委员会|政府|管理局|法院|检察院|派出所|办公室|办公厅|联合会|协会|学会|商会|公司|集团|银行|证券|保险|基金会?|研究院|研究所|中心|大学|学院|中学|小学|学校|幼儿园|医院|"
    rf"出版社|杂志社|电视台|报社|通讯社|新闻网|俱乐部|[球总分支大中小]队|部队|军|[省市区县党]委|国务院|[{HAN}]{{2}}部|卫健委|发改委|局|厅|署|工会|联盟|组织|厂|酒店|饭店|超市|商场|店|"
    rf"营业部|街道办|[居村]委会|部门|金融办|教委|[{HAN}]办|电子|科技|汽车|航空|学社|党)$"
)
_PLACE_ENDING = re.compile(
    rf"(?:自治[区州县]|街道|社区|小区|新[村区]|开发区|高新区|园区?|产业园|广场|体育[馆场]|[{HAN}]馆|中心|机场|站|街|大道|胡同|公路|高速|桥|水库|景区|论坛|大会|峰会|省|市|区|县|镇|乡|村|州|国|岛|"
    r"山|河|湖|江|路|港|湾|寺|庙|海|洋|盆地|平原|高原|大厦|剧院|影院|码头|口岸|地区|一带|附近|北京|上海|天津|重庆|香港|澳门|台湾|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|"
    r"河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|广州|深圳|成都|杭州|武汉|西安|南京|苏州|英格兰|欧洲|亚洲|非洲|北美|南美|日本|韩国)$"
)
LONGEST_NAME_ENDING = 3
"""Characters that ``_ORG_ENDING`` and ``_PLACE_ENDING`` look at."""
_OPENED = (
    (Type.TITLE, re.compile(r"《[^《》\n]{1,40}》")),
    (Type.TITLE, re.compile(r"(?<=[“\"])[^“”\"\n]{1,40}(?=[”\"])")),
)
SAYINGS = ("介绍", "表示", "说", "称", "告诉", "透露", "认为", "指出", "坦言", "回忆", "解释")
_PERSON = re.compile(
    rf"(?<=[长人任记理裁授家师员事席生民士友警手者工亲姓叫是])[{''.join(sorted(SURNAMES))}][{HAN}]{{1,2}}?(?={'|'.join(SAYINGS)}|[,，。、;；)）\s]|$)"
)
_SOUNDS = (
    "阿埃艾爱安奥巴拜班邦保鲍贝本比彼毕宾波伯勃博布查达黛戴丹德登邓迪蒂丁顿杜多厄恩尔法凡菲费芬丰佛弗夫福富伽盖甘冈戈格根古圭哈海汉赫黑亨洪胡华霍基吉季加迦贾简杰金京久居卡凯坎康考柯科克肯孔库奎昆"
    "拉莱兰朗劳勒雷蕾黎李里理利莉立丽连列烈林琳刘龙隆娄卢鲁路伦罗洛吕马玛迈麦曼芒茅梅门蒙孟米密敏明缪摩莫默姆慕穆拿娜纳奈南内嫩尼妮涅宁牛纽农努诺女欧帕派潘庞佩彭蓬皮平珀婆普齐奇恰强乔切琴丘琼萨塞"
    "赛桑瑟沙莎山珊尚绍舍申圣施什史士舒斯丝司松苏索所塔泰坦汤唐陶特腾提惕田廷亭通图土托陀娃瓦万旺威韦唯维魏温文翁沃乌武西希锡夏香肖谢辛欣休许雪逊雅亚延扬耶叶伊宜英尤约泽曾扎詹珍芝智朱兹卓宗佐热日荣茹儒瑞若"
)
_FOREIGN = re.compile(rf"[{_SOUNDS}]+(?:[·•-][{_SOUNDS}]+)*")
_SHORTEST_FOREIGN = 3
"""Characters of a name by sound; shorter ones are words that the tokenizer knows; by hand, 2026-11."""
_LISTED_ITEM = r"[^、,，。;；:：!！?？\s]{1,24}"
_LIST = re.compile(rf"{_LISTED_ITEM}(?:、{_LISTED_ITEM})+")
MOST_LIST_STARTS, MOST_LIST_ENDS = 5, 5
"""Words of the first item that an enumeration may begin with, and of the last that it may end with; by hand,
2026-11."""
_LIST_OPENERS = ("“", "《", "「", '"')
_LIST_CLOSERS = ("”", "》", "」", '"')
_CLAUSE_TEXT = re.compile(r"[^,，。;；:：!！?？\s、()（）“”\"《》【】\[\]…—]+")
_NEVER_FIRST = frozenset(
    "的了是在有和与被把就都也还将于为等个地得着过之其及或并且但而由从向对以到至说称则又再很最更已曾正不没这那他她它们我你您该此，"
)
_NEVER_LAST = frozenset(
    "的了是在和与被把就都也还将于为等地得着之其及或并且但而由从向对以到至说称则又再很最更已曾正不没这那他她它我你您该此有"
)


def names(folded: str, words: Sequence[Span]) -> Iterator[Candidate]:
    """Candidates without numbers. ``words`` are the spans of the text's words in order."""
    for kind, pattern in _OPENED:
        yield from (Candidate(found.span(), kind) for found in pattern.finditer(folded))
    for found in _LIST.finditer(folded):
        yield from _enumerations(folded, found.span(), words)
    yield from (Candidate(found.span(), Type.PERSON) for found in _PERSON.finditer(folded))
    yield from (Candidate(span, type_of(folded[slice(*span)])) for span in by_sound(folded))
    for clause in _CLAUSE_TEXT.finditer(folded):
        yield from _word_runs(folded, [span for span in words if clause.start() <= span[0] and span[1] <= clause.end()])


def by_sound(folded: str) -> list[Span]:
    """Names from other languages, written by their sound: 维兰托, 雷杰普·索伊蒂尔克."""
    spans = (found.span() for found in _FOREIGN.finditer(folded))
    # The last character may begin the word after the name: 巴拉达尔|通话.
    whole = ((start, end - (end < len(folded) and is_common_word(folded[end - 1 : end + 1]))) for start, end in spans)
    return [span for span in whole if span[1] - span[0] >= _SHORTEST_FOREIGN]


def type_of(text: str) -> Type:
    """What a stretch without numbers looks like."""
    ending = text[-LONGEST_NAME_ENDING:]
    if "·" in text or (
        2 <= len(text) <= 4
        and (text[0] in SURNAMES or text.startswith(COMPOUND_SURNAMES))
        and not _ORG_ENDING.search(ending)
        and not _PLACE_ENDING.search(ending)
    ):
        return Type.PERSON
    if _ORG_ENDING.search(ending):
        return Type.ORG
    return Type.PLACE if _PLACE_ENDING.search(ending) else Type.PHRASE


def _word_runs(folded: str, words: Sequence[Span]) -> Iterator[Candidate]:
    for first in range(len(words)):
        if folded[slice(*words[first])] in _NEVER_FIRST:
            continue
        for last in range(first, min(first + LONGEST_NAME_WORDS, len(words))):
            span = (words[first][0], words[last][1])
            if span[1] - span[0] > LONGEST_NAME_CHARS:
                break
            ends_well = folded[slice(*words[last])] not in _NEVER_LAST and not folded.endswith(SAYINGS, *span)
            if span[1] - span[0] > 1 and ends_well:
                yield Candidate(span, type_of(folded[slice(*span)]))


def _enumerations(folded: str, span: Span, words: Sequence[Span]) -> Iterator[Candidate]:
    """A、B和C with the first item begun, and the last one ended, at each of a few words."""
    first, last = folded.index("、", *span), folded.rindex("、", *span)
    starts = [start for start, _ in words if span[0] <= start < first][-MOST_LIST_STARTS:] or [span[0]]
    starts = [start - (folded[start - 1 : start] in _LIST_OPENERS) for start in starts]
    ends = [end for _, end in words if last < end <= span[1]][:MOST_LIST_ENDS] or [span[1]]
    for end in ends:
        end += folded[end : end + 1] in _LIST_CLOSERS
        if folded[end - 1] not in _NEVER_LAST:
            yield from (Candidate((start, end), Type.LIST) for start in starts)
