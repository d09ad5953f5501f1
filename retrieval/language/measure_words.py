"""Measure words: what stands between a number and what is counted (三户, 六车道), and units of length, area, weight."""

from __future__ import annotations

_WORDS = (
    "个百分点|平方公里|平方千米|平方米|立方米|摄氏度|车道|公里|公尺|公分|公斤|公顷|千米|毫米|厘米|纳米|微米|毫升|千克|"
    "微克|毫克|英亩|英里|英尺|英寸|海里|光年|千瓦时|千瓦|兆瓦|吉瓦|分贝|赫兹|人次|人口|架次|车次|台次|例次|班次|号线"
)
_ONE_CHARACTER = (
    "个名位人家所项件箱处条座辆台套次起例种类只头张部款届期级层米吨克斤亩度倍成号站节篇本册场支组片棵株艘架门户村份页版队团对双批"
    "笔间幢栋口字票点路轮枚瓶包盒袋厅馆校省市县区国城镇街股句封颗粒桌席盏幅遍趟回排升伏瓦环分星代岁尊匹峰圈道宗枪声拨根顶床针剂串"
    "滴担顿杯碗盘梯管线桥岛洲山首尾孔集章束捆筐罐窝卷"
)
_SYMBOLS = r"(?:[cdmk]?m|㎞|㎝|㎜)[²³]|[㎡㎥㎞㎝㎜㎏㎎㏄㎢]|℃|°c|[a-z]{1,3}(?![a-z])"
_NOUNS = (
    "市民|市场|市区|市县|村民|村庄|县城|县区|国家|国企|城市|城区|省份|街道|区域|股东|股民|门店|门票|家庭|家长|人员|人才|户籍|线路|"
    "道路|桥梁|岛屿|山地|站点|票价|种子|类型|条件|项目|级别|部门|队员|队伍|团队|校园|校区|馆舍|管道|管线|层次|位置|场馆|场地|厅堂|"
    "名额|名单|件数|口罩|笔记|双方|字数|路灯|路口|路段|杯子|盘子|环节|星级|床位|梯田|罐头|窝棚"
)

MEASURE_WORD = f"(?!{_NOUNS})(?:{_WORDS}|[{_ONE_CHARACTER}])"
"""One that is said: no first half of a noun, 市 of 市民; a regular expression."""
PRINTED_UNIT = f"{_SYMBOLS}|{_WORDS}|[{_ONE_CHARACTER}]|[万亿]"
"""With the signs that are only printed (m², ㎏), in folded text, and scales that nothing is said behind (14亿);
alternatives of a regular expression, longer ones first."""

_COUNT_THE_SAME = (
    frozenset({"个", "名", "位", "人", "人次", "人口", "口"}),
    frozenset("个所家座处项种类条件张辆台例起场届本册"),
    frozenset({"公里", "千米", "米"}),
    frozenset({"度", "℃", "°c", "摄氏度"}),
)  # fmt: skip


def count_the_same(one: str, other: str) -> bool:
    """Whether two different measure words can count the same things: 三位 and 三名, 5公里 and 5千米."""
    return any(one in words and other in words for words in _COUNT_THE_SAME)
