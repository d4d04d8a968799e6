"""Taking out of free text what could tell who somebody is, before it is kept for others to read."""

import re

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ -]?(?:19|20)\d{2}[01]\d[0-3]\d[ -]?\d{3}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:86)?(1[3-9]\d)[ .-]?(\d{4})[ .-]?(\d{4})(?!\d)")
_LONG = re.compile(r"(?<!\d)\d{15,19}(?!\d)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def masked(text: str) -> str:
    """The text with identity numbers, mobile numbers (138****1234), other long numbers and mail addresses made unreadable."""
    text = _IDENTITY.sub("（身份证号）", text.translate(_HALF_WIDTH))
    text = _MOBILE.sub(r"\1****\3", text)
    text = _LONG.sub("（证件号或卡号）", text)
    return _MAIL.sub("（邮箱）", text)
