"""What is taken out of a question before it leaves the house: whatever tells who somebody is."""

import re

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_RULES = (
    (re.compile(r"(?<![\dA-Za-z])\d{6}[ -]?(?:18|19|20)\d{2}[01]\d[0-3]\d[ -]?\d{3}[\dXx](?!\d)"), "（身份证号）"),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ .-]?\d{4}){2}(?!\d)"), "（手机号）"),
    (re.compile(r"(?<![\d-])(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3})[ -]?\d{7,8}(?!\d)"), "（电话）"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "（邮箱）"),
    (re.compile(r"(?<![\dA-Za-z])(?=[A-Z0-9]*\d{6})[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![\dA-Za-z])"), "（信用代码）"),
    (re.compile(r"(?<!\d)\d(?:[ .-]?\d){10,}(?!\d)|[零〇幺一二三四五六七八九]{7,}"), "（号码）"),
    (re.compile(r"((?:QQ|qq|微信|VX|vx)号?(?:是|为)?[:： ]?)[A-Za-z0-9_-]{5,20}"), r"\1（账号）"),
    (re.compile(r"((?:我叫|我的名字[是叫]|姓名[:：]|本人)\s*)[\u4e00-\u9fff·]{2,4}(?=[,，。;；、！!\s]|$)"), r"\1（姓名）"),
)


def masked(text: str) -> str:
    """The text without identity and phone numbers, mail addresses, accounts, other long numbers, and a name given as one's own."""
    text = text.translate(_HALF_WIDTH)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text
