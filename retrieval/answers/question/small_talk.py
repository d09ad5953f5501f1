"""Questions that are not about the news: greetings, thanks, the bot itself, abuse. Surfaces have a sentence for each."""

# ruff: noqa: E501 - tables of patterns are read whole, line by line
from __future__ import annotations

import re

from retrieval.domain import SmallTalk

# Every pattern must cover the whole folded question, so that a question on the news never ends here.
_BOT = r"(?:你|您|报问|机器人|这个机器人|小报|你们)"
_KINDS: tuple[tuple[str, SmallTalk], ...] = (
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


def small_talk(folded: str) -> SmallTalk | None:
    """What a folded question is that is no question on the news; None for all others."""
    bare = _SIGNS.sub("", folded)
    if not bare:
        return None
    for pattern, kind in _COMPILED:
        if pattern.fullmatch(bare):
            return kind
    return None
