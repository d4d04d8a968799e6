"""What tells who somebody is, taken out of free text: before it is kept for others to read, and before it leaves the house."""

import re

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ -]?(?:18|19|20)\d{2}[01]\d[0-3]\d[ -]?\d{3}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d)[ .-]?(\d{4}|\*{4})[ .-]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![\d-])(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3})[ -]?\d{7,8}(?!\d)")
# No repetition is without end, or a flood of letters would cost seconds.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}", re.ASCII)
_COMPANY = re.compile(r"(?<![\dA-Za-z])(?=[A-Z0-9]{0,12}\d{6})[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![\dA-Za-z])")
# Dates and rows of years are figures: 2025.10.01-2027.12.31, 2025 2026 2027.
_LONG = re.compile(r"(?<!\d)(?<!\d[.-])(?!(?:19|20)\d\d[ .-])\d(?:[ .-]?\d){10,}(?!\d)|[零〇幺一二三四五六七八九]{7,}")
_ACCOUNT = re.compile(r"((?:QQ|qq|微信|VX|vx)号?(?:是|为)?[:： ]?)[A-Za-z0-9_-]{5,20}")
_NAME = re.compile(r"((?:我叫|我的名字[是叫]|姓名[:：]|本人)\s*)[\u4e00-\u9fff·]{2,4}(?=[,，。;；、！!\s]|$)")

IDENTITY = "（身份证号）"
"""What stands where an identity number stood."""

_RULES = (
    (_IDENTITY, IDENTITY, IDENTITY),
    (_MOBILE, r"\1****\3", "（手机号）"),
    (_LANDLINE, "（电话）", "（电话）"),
    (_MAIL, "（邮箱）", "（邮箱）"),
    (_COMPANY, r"\g<0>", "（信用代码）"),
    (_LONG, "（号码）", "（号码）"),
    (_ACCOUNT, r"\1（账号）", r"\1（账号）"),
    (_NAME, r"\g<0>", r"\1（姓名）"),
)
"""In the order in which they are applied: what is found, what is kept of it, what leaves the house of it."""


def masked(text: str) -> str:
    """The text to be kept: without identity, phone and other long numbers, mail addresses and accounts.

    Of a mobile number its ends stay (138****1234), so that the staff knows the person who calls. Companies' public codes stay, and so do
    names given as one's own, which cannot be told from other words with certainty: the kept question may be asked again.
    """
    text = text.translate(_HALF_WIDTH)
    for pattern, kept, _ in _RULES:
        text = pattern.sub(kept, text)
    return text


def without_identity(text: str) -> str:
    """The text without identity numbers, which nothing here ever needs: they are not even kept for as long as a message waits."""
    narrow = text.translate(_HALF_WIDTH)
    return _IDENTITY.sub(IDENTITY, narrow) if _IDENTITY.search(narrow) else text


def anonymous(text: str) -> str:
    """The text to be sent to others: without all of that, without companies' codes, and without a name given as one's own."""
    text = text.translate(_HALF_WIDTH)
    for pattern, _, sent in _RULES:
        text = pattern.sub(sent, text)
    return text
