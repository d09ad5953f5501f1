"""What the bot says about the chat itself, in the three languages: in groups, and of who may press what."""

from __future__ import annotations

from bot.telegram.views.texts import Wording


class ChatText(Wording):
    """What people meet where several of them read."""

    NOT_YOURS = (
        "这是别人问的。想自己翻看，请发 /ask 问题",
        "這是別人問的。想自己翻看，請發 /ask 問題",
        "Somebody else asked for this. Send /ask with a question of your own",
    )
    NOT_YOUR_WATCH = (
        "只有订阅的人或群管理员可以取消",
        "只有訂閱的人或群組管理員可以取消",
        "Only who began this watch, or an admin, can end it",
    )
    NOT_YOUR_QUESTION = (
        "谢谢，已记下。问题只能由提问的人附上",
        "謝謝，已記下。問題只能由提問的人附上",
        "Thank you, noted. Only who asked can add the question",
    )
    NAMELESS = (
        "您以群或频道的身份发言，没有保存关于您的任何内容。",
        "您以群組或頻道的身分發言，沒有保存關於您的任何內容。",
        "You speak for a group or a channel; nothing is kept about you.",
    )
    ASK_THE_BOT = ("去提问", "去提問", "Ask me")
    TYPED_TOO_FAST = ("打得太快了，请稍等", "打得太快了，請稍等", "That was too fast, please wait")
    GROUP_HELLO = (
        "大家好，我是报问，替大家查报纸：照录原文，注明出处。\n"
        "怎么问我：\n· /ask 问题\n· @{name} 问题\n· 回复我的消息\n· 回复别人的话，写 @{name}，我就查那句话\n"
        "谁都可以问。群里其他的话我看不到。“看全文”会在和我的私聊里打开。",
        "大家好，我是報問，替大家查報紙：照錄原文，註明出處。\n"
        "怎麼問我：\n· /ask 問題\n· @{name} 問題\n· 回覆我的訊息\n· 回覆別人的話，寫 @{name}，我就查那句話\n"
        "誰都可以問。群組裡其他的話我看不到。「看全文」會在和我的私聊裡打開。",
        "Hello, I am Baowen. I look things up in the newspaper and quote it word for word with its source.\n"
        "How to ask me (in Chinese):\n· /ask question\n· @{name} question\n· reply to my messages\n"
        "· reply to somebody's words with @{name}: I look those up\n"
        "Anybody may ask. I can't see anything else here. “Full text” opens in a private chat with me.",
    )
