"""Questions that are not about the news: greetings, thanks, the bot itself, what only people can help with, abuse.

Surfaces have a sentence for each.
"""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re

from retrieval.domain import SmallTalk
from retrieval.language.characters import HAN

# Every pattern must cover the whole folded question, so that a question on the news never ends here.
_BOT = r"(?:你|您|报问|机器人|这个机器人|小报|你们)"
_FEELING = r"(?:我|俺|人家|真的|真|好|就|只|都|现在|最近|一直|总是?|老是?|突然|有点儿?|有时候?|已经|很|太|觉得|感觉|快要?|实在|再也|简直)"
_DYING = r"(?:自杀|轻生|去死|寻死|寻短见|自尽|死|跳楼|跳河|跳江|割腕|上吊|烧炭|了结自己|结束(?:自己的?)?生命|离开(?:这个)?(?:世界|人世))"
_AFTERWARDS = r"(?:了|算了|啊|呀|呢|吧|怎么办|该怎么办|可以吗|行吗|救救我|帮帮我|求助)*"
_SERVICES = (
    r"(?:人工(?:客服|服务)?|客服|真人(?:客服|服务)?|编辑部?|记者|报社|工作人员|你们(?:报社|领导|编辑)?|发行部?|广告部?)"
)
_KINDS: tuple[tuple[str, SmallTalk], ...] = (
    (
        rf"{_FEELING}*(?:想|想要|要|打算|准备|想过){_DYING}{_AFTERWARDS}|{_FEELING}*(?:不想|不愿意?)(?:再)?活(?:下去|着|了)*{_AFTERWARDS}"
        rf"|{_FEELING}*活不下去{_AFTERWARDS}|{_FEELING}*(?:活着|人生|生活)(?:真|好|太|很|都)?(?:没|没有|毫无)?(?:意思|意义|劲|希望|好?累|痛苦){_AFTERWARDS}"
        rf"|{_FEELING}*生无可恋{_AFTERWARDS}|{_FEELING}*不如死{_AFTERWARDS}|(?:我)?(?:要|想)?(?:怎么|怎样|如何)(?:去)?(?:死|自杀|轻生)(?:才)?(?:最|比较)?(?:快|不疼|不痛|没有?痛苦|不痛苦)?{_AFTERWARDS}"
        r"|自杀(?:的?方法|求助|热线|救助)?|i?(?:want|wanna|going|wantto|goingto)?(?:to)?(?:killmyself|endmylife|commitsuicide)|iwanttodie|suicide",
        SmallTalk.CRISIS,
    ),
    (
        rf"(?:我|我们)?(?:想|要|想要|需要|请|帮我|麻烦)?(?:找|转|转接|接|联系|呼叫|咨询)?(?:一下|个|你们的?)*{_SERVICES}(?:服务|电话|热线|在吗|在不在)?"
        rf"|(?:怎么|如何|怎样)(?:才能)?(?:联系|找到?){_SERVICES}|{_SERVICES}(?:的)?(?:联系方式|联系电话|电话(?:号码)?(?:是)?(?:多少|几号)?|热线|邮箱|地址|微信)"
        r"|(?:我|我们)?(?:想|要|想要)?(?:在?哪里?|怎么|如何|怎样)?(?:投诉|举报|维权)(?:一下|你们|报社|热线|电话|渠道|建议)*"
        r"|(?:我|我们)?(?:想|要|想要|有)?(?:怎么|如何|怎样)?(?:爆料|报料|爆个料|提供(?:新闻)?线索|新闻线索|反映(?:问题|情况)|新闻热线|读者热线)(?:热线|电话)?"
        r"|(?:我|我们)?(?:想|要|想要)?(?:在?哪里?|怎么|如何|怎样)?(?:可以)?(?:订报纸?|订阅报纸|订一份报纸?|订(?:你们的?|贵)报纸?|退报|续订报纸?|买报纸?|投稿)(?:电话|热线|价格|多少钱)?"
        r"|(?:我|我们)?(?:想|要|想要)?(?:在?哪里?|怎么|如何|怎样)?(?:登|刊登|做|打|投放?|发布?)?(?:个|一个|一则)?(?:广告|遗失声明|登报声明|公告登报|登报)(?:部|合作|价格|投放|电话|报价|多少钱)*"
        r"|(?:我|我们)?(?:想|要|想要)?(?:怎么|如何|怎样)?(?:版权(?:声明|问题|合作|归属)?|转载(?:授权|许可|你们的?(?:文章|报道))?|授权转载|侵权(?:投诉|删除)?)",
        SmallTalk.SERVICE,
    ),
    (
        rf"(?:{_BOT}(?:好|们好|早|晚上好|早上好)|您好|嗨|hi|hello|hey|哈喽|哈罗|在吗|在不在|有人吗|早|早安|早上好|上午好|中午好|下午好|晚上好|晚安)",
        SmallTalk.GREETING,
    ),
    (
        r"(?:非常|太|多|十分)?(?:谢谢|感谢|多谢|谢了|thanks|thankyou|thx|3q)(?:你|您|啦|了|哦|哈|大家|报问)*",
        SmallTalk.THANKS,
    ),
    (r"(?:再见|拜拜|回头见|bye|byebye|88|下次见|我走了)(?:了|啦)?", SmallTalk.GOODBYE),
    (
        rf"{_BOT}(?:叫|是)(?:什么|啥)(?:名字|名)?|{_BOT}(?:的)?(?:名字|姓名)(?:是|叫)?(?:什么|啥)?|{_BOT}是谁(?:啊|呀)?|{_BOT}是(?:干什么|干嘛|干啥|做什么)的",
        SmallTalk.WHO,
    ),
    (
        rf"{_BOT}(?:到底)?(?:是|是不是|算)(?:个)?(?:真)?(?:机器人|人工智能|ai|真人|人类|程序|人|活人|chatgpt|gpt|大模型|语言模型)(?:吗|么|吧|啊|不)?",
        SmallTalk.PROGRAM,
    ),
    (
        rf"{_BOT}?(?:能|会|可以|都能|都会)(?:帮我)?(?:做|干|回答|查|问)?(?:些|点)?(?:什么|啥|哪些)(?:问题|事|事情|东西|呢)?|(?:怎么|如何|咋)(?:用|使用)(?:你|您|这个|这个机器人|报问)?|{_BOT}(?:怎么|如何|咋)用|有(?:什么|啥)功能|帮助|help|使用说明",
        SmallTalk.HELP,
    ),
    (
        rf"{_BOT}(?:今年)?(?:几岁|多大|多大了|多大年纪)(?:了|啦)?|{_BOT}(?:是)?(?:谁|什么人|哪家公司|哪个公司)(?:做|开发|创造|发明|写|设计|造)(?:的|出来的)?|(?:谁|什么人)(?:做|开发|创造|发明|设计)(?:了|的)?(?:你|您)(?:的)?|{_BOT}(?:住在?|在)哪(?:里|儿)?|{_BOT}(?:吃|睡|喜欢|爱).{{0,8}}|{_BOT}(?:男的?还是女的?|是男是女)|(?:今天|今日|现在)(?:是)?(?:几月)?(?:几[号日]|星期几|周几|礼拜几|什么日子|几点(?:钟)?|什么时间|什么时候)(?:了|呀|啊)?|{_BOT}有(?:感情|女朋友|男朋友|工资).{{0,4}}",
        SmallTalk.PERSONAL,
    ),
    (
        rf"(?:{_BOT}|真是?|你真是?|简直)*(?:个|就是)?(?:大)?(?:笨蛋|傻子|傻瓜|白痴|蠢货|废物|垃圾|傻[逼比b叉x]|sb|混蛋|王八蛋|去死|滚|滚蛋|滚开|有病|神经病|脑残|智障|没用|太笨了?|真笨|好笨|太蠢了?|真蠢|他妈的|妈的|操你妈|操|fuck|fuckyou|shit|闭嘴)+(?:吧|啊|了|你)*",
        SmallTalk.ABUSE,
    ),
    (
        r"(?:给我|请|你)?(?:讲|说)(?:个|一个)(?:笑话|故事)(?:吧|听听|听)?|(?:给我|请|你)?唱(?:首|个)歌(?:吧)?|写(?:首|一首)诗(?:吧)?|我爱你|我喜欢你|(?:做|当)我(?:女|男)朋友(?:吧|好吗)?|陪我聊(?:聊天|会儿?天?)(?:吧)?|无聊|测试|test",
        SmallTalk.OTHER,
    ),
    (r"(?:好的?|好吧|行|嗯+|哦+|ok|知道了|明白了|收到|哈+|呵+|嘿+|对|是的|没事了?|可以)(?:的|啊|呀|吧|了)?", SmallTalk.OKAY),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)
_SIGNS = re.compile(r"[\W_]+")
_ENGLISH = re.compile(
    r"\b(?:what|whats|who|when|where|why|how|which|is|are|was|were|does|do|did|can|could|will|would|should|tell|show|find|"
    r"give|please|the|of|about|news|any|have|has|i|you|me|my|there|today|yesterday)\b"
)
_IDEOGRAPH = re.compile(f"[{HAN}]")
_LETTERS = re.compile(r"[a-z]+")


def small_talk(folded: str) -> SmallTalk | None:
    """What a folded question is that is no question on the news; None for all others."""
    bare = _SIGNS.sub("", folded)
    if not bare:
        return SmallTalk.WORDLESS
    for pattern, kind in _COMPILED:
        if pattern.fullmatch(bare):
            return kind
    return SmallTalk.FOREIGN if _is_english(folded) else None


def _is_english(folded: str) -> bool:
    """Whether it is a sentence in English: several words without a Chinese character, one of which only English has."""
    return not _IDEOGRAPH.search(folded) and len(_LETTERS.findall(folded)) > 1 and _ENGLISH.search(folded) is not None
