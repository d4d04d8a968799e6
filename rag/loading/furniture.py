"""Page furniture: what a web page puts around a document (分享到, 扫一扫, 上一条 …). It stays in the text; no passage covers it.

Three rules, none for one site: a short line that begins with a known phrase; the end of a line after 浏览次数; and at the foot of a
page whatever follows the first such line, when no sentence and no numbered part comes after it.
"""

import re
from collections.abc import Sequence

from domain.patterns import pattern
from rag.loading.labels import label_at
from rag.loading.spans import Span, lines_of

_PHRASES = (
    r"分享(?:到|至|按钮)?(?:[:：]|$)|分享到|扫(?:一扫|码|描).{0,30}(?:手机|页|微信|关注|访问|$)|微信扫|(?:图形)?验证码[:：]?$|看不清|换一张"
    r"|(?:上|下)一(?:条|篇|页|则)(?:[:：]|$|\s)|(?:您(?:的|现在的?|所在的?)?|你的?|当前|现在|所在)位置|(?:浏览|点击|阅读|访问)(?:次数|人数|量|数)"
    r"|[【\[［(（]?\s*字(?:体|号)(?:大小)?\s*[:：]|字体$|[【\[［]?\s*(?:大|中|小)\s+(?:中|小|大)|打印(?:本页|此页|文章|页面)?$|[【\[［](?:打印|关闭|收藏|纠错|复制)"
    r"|关闭(?:窗口|本页|页面)?$|(?:全部|最新|网友|我要|发表|查看)评论|评论(?:\s|\(|（|$)|我要(?:纠错|收藏|打印|分享)|(?:加入)?收藏(?:本页|本站)?$"
    r"|您?(?:还|尚)?未登录|请?(?:先)?登录后|是否[“\"]?确认[”\"]?跳转|.{0,20}请使用tab|特殊稿件|轮播图|设为首页|返回(?:顶部|首页|列表|上页|目录)"
    r"|(?:网站|学校|部门)?(?:首页|主页)$|(?:网站|站点)(?:地图|声明|导航|支持)|版权(?:所有|声明)|copyright|©|.{0,20}ICP备|.{0,16}公网安备|网站标识码"
    r"|技术支持[:：]|友情链接|相关(?:链接|阅读|文章|推荐|新闻)(?:[:：]|$)|责任编辑[:：]|\(?责编|编辑[:：]|无障碍|(?:适老|长者|关怀)(?:版|模式)|智能(?:问答|机器人)"
    r"|手机(?:版|端|客户端)$|(?:官方)?(?:微信|微博)(?:公众号)?$|(?:用户)?(?:登录|注册)$|繁體?体?$|english$|网站(?:无障碍|管理)|(?:文档|附件)下载$|下载(?:全文|文档|PDF)"
    r"|(?:主题|体裁|信息|公文|服务)(?:分类|类别|对象)$|公开(?:方式|形式|范围)$|分类(?:号|词)$"
)
_PHRASE = pattern(rf"(?:[•·●|>\-*\s]*)(?:{_PHRASES})", re.IGNORECASE)
_TAIL_OF_LINE = pattern(
    r"[\s\[【(（|]{0,8}(?:浏览|点击|阅读|访问)(?:次数|人数|量|数)\s*[:：].{0,20}$|\s*[\[【]?\s*字(?:体|号)\s*[:：].{0,20}$"
)
_VALUED = pattern(r"[•·●\s]*(?:(?:主题|体裁|信息|公文|服务)(?:分类|类别|对象)|公开(?:方式|形式|范围))\s*$")
_CRUMBS = pattern(r"(?:当前|您(?:的|现在的|所在的)?|你的|现在|所在)位置")
_CONTENTS = pattern(r".{2,60}?(?:\.{4,}|…{2,}|·{4,})\s*\d{1,4}$")
_OWN_WORD = pattern(r"[(（]?摘要[(（:：]非原文|^摘要（非原文")
_LONGEST = 60
_FOOT = 15


def furniture(text: str) -> list[Span]:
    """The stretches of a text that are page furniture, in order, never overlapping."""
    lines = lines_of(text)
    plain = [_is_phrase(text[slice(*line)]) for line in lines]
    _values(text, lines, plain)
    _crumbs(text, lines, plain)
    _foot(text, lines, plain)
    spans = []
    for line, whole in zip(lines, plain, strict=True):
        if whole:
            spans.append(line)
        elif tail := _TAIL_OF_LINE.search(text, max(line[0], line[1] - _LONGEST), line[1]):
            spans.append((tail.start(), line[1]))
    return spans


def _is_phrase(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    return bool(_PHRASE.match(line) or _CONTENTS.fullmatch(line) or _OWN_WORD.match(line))


def _values(text: str, lines: Sequence[Span], plain: list[bool]) -> None:
    """The line below 主题分类 and its like is the value that belongs to it."""
    for at in range(len(lines) - 1):
        if plain[at] and _VALUED.fullmatch(text[slice(*lines[at])]) and len(text[slice(*lines[at + 1])]) <= 20:
            plain[at + 1] = True


def _crumbs(text: str, lines: Sequence[Span], plain: list[bool]) -> None:
    """A short line next to the trail of links at the top that only repeats a part of the trail."""
    for at, line in enumerate(lines[:_FOOT]):
        trail = text[slice(*line)]
        if not _CRUMBS.search(trail):
            continue
        for near in range(max(0, at - 3), min(len(lines), at + 4)):
            words = text[slice(*lines[near])]
            if near != at and len(words) <= 15 and words in trail:
                plain[near] = True


def _foot(text: str, lines: Sequence[Span], plain: list[bool]) -> None:
    """All that follows the first furniture of the foot, when it is nothing but scraps."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _FOOT), -1):
        line = lines[at]
        if plain[at]:
            plain[at:] = [True] * (len(lines) - at)
        elif line[1] - line[0] > 30 or label_at(text, *line) or text[line[1] - 1] in "。；":
            return
