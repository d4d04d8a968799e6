"""What is said to us that asks for no policy: greetings, thanks, who are you, anger, attempts to turn us."""

import re

from rag import words

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"忽略.{0,12}(规则|指令|提示|设定|要求)|系统提示|提示词|ignore .{0,30}(instruction|rule|prompt)|system prompt"
            r"|你现在是|扮演|越狱|jailbreak|规则限制|(规定|规则|设定).{0,4}(作废|失效|更新).{0,12}(听我|一律|今后)"
            r"|关闭.{0,6}(检查|引用|过滤|审核)|权限.{0,4}(提升|升级|确认)|管理员.{0,4}(授权|允许|同意)|口令|密钥|冒充|给.{0,4}满分"
            r"|批准我|同意拨付|聊天记录|(其他|别的|上一个|别)(的)?(人|用户).{0,8}(问|叫|聊|电话)|\.\.[\\/]|win\.ini|/etc/|环境变量"
            r"|(导出|输出|发给我|告诉我).{0,12}(所有|全部).{0,8}(电话|手机|身份证|用户|企业信息|联系)|developer mode|开发者模式"
        ),
        words.NOT_POSSIBLE,
    ),
    (re.compile(r"不想活|自杀|轻生|活不下去|想死"), words.CARE),
    (re.compile(r"^[\W_]*[👎😡😠🤬😤][\W_]*$|垃圾|废物|傻[逼x]|滚(?!动)|智障|弱智|脑残|骗子|sb\b|fuck|shit|stupid"), words.SORRY),
    (
        re.compile(r"你.{0,6}(真人|机器人|人工智能|ai|程序)|^(真人|机器人)(吗|客服)|你是(谁|什么|人)|你叫什么|你会(什么|啥)|who are you"),
        words.WHO_AM_I,
    ),
    (re.compile(r"^(好的?|行|嗯+|哦+|ok|收到|知道了|明白)?[,，。!！ ]*(谢|感谢|多谢|辛苦|太好了|帮大忙|thank)"), words.THANKS),
    (
        re.compile(
            r"^(你好|您好|hello|hi|嗨|嘿|哈[喽罗啰]|有人在|在吗|在不在?|[早上下午晚]{1,2}好|早|喂|有人吗|[呀啊吗么不没 ,，。!！?？])+$"
        ),
        words.HELLO,
    ),
    (re.compile(r"^(好的?|行|嗯+|哦+|ok|收到|知道了|明白了?|再见|拜拜)[呀啊吧了 ,，。!！~]*$"), words.THANKS),
    (re.compile(r"^[\W_]*[\U0001f300-\U0001faff\u2600-\u27bf][\W_]*$"), words.THANKS),
    (
        re.compile(r"笑话|讲个故事|天气|唱(首|个)歌|星座|吃(什么|啥)好|无聊|好累|写首诗|聊聊天|女朋友|男朋友|彩票|股票推荐"),
        words.SMALL_TALK,
    ),
)


def small_talk(question: str) -> str:
    """What to say to a folded question that is no question of policy; "" for one that is."""
    return next((answer for form, answer in _FORMS if form.search(question)), "")
