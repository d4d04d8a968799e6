"""The 统一社会信用代码 as people write it: look-alike letters and wrong check characters are told apart and explained."""

import re

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from chat.flow import Invalid
from domain.patterns import pattern
from rag.fold import narrow

_RUN = pattern(r"[0-9A-Za-z](?:[ \-]?[0-9A-Za-z]){14,21}")
_LOOKALIKE = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
"""The letters that such a code never has, and what they are mistaken for."""

WRONG_CHECK = "这个统一社会信用代码的最后一位和前面对不上，多半是抄错了一位。请对照营业执照再看一遍。"
WRONG_REGION = "这个统一社会信用代码里的地区号不存在，请对照营业执照再看一遍。"
NO_CODE = "请写营业执照上的统一社会信用代码，18位数字和大写字母。"


def code(text: str) -> str:
    """The code, 18 capital characters. Raises Invalid with what is wrong with it."""
    written = re.sub(r"[\s\-]", "", narrow(text)).upper()
    found = _RUN.search(narrow(text))
    value = re.sub(r"[ \-]", "", found[0]).upper() if found and len(written) != 18 else written
    try:
        return str(uscc.validate(value))
    except InvalidLength as error:
        raise Invalid(
            f"统一社会信用代码是18位，这里是{len(value)}位。{NO_CODE}" if value.isalnum() and value.isascii() else NO_CODE
        ) from error
    except InvalidFormat as error:
        raise Invalid(_lookalikes(value) or NO_CODE) from error
    except InvalidComponent as error:
        raise Invalid(WRONG_REGION) from error
    except InvalidChecksum as error:
        raise Invalid(_mended(value) or WRONG_CHECK) from error


def code_in(text: str) -> str:
    """A right code that a sentence holds; "" where there is none."""
    for found in _RUN.finditer(narrow(text)):
        value = re.sub(r"[ \-]", "", found[0]).upper()[:18]
        if uscc.is_valid(value):
            return value
    return ""


def _lookalikes(value: str) -> str:
    """What to say of letters that no code has, with the right code where exchanging them gives one."""
    wrong = sorted({sign for sign in value if sign in _LOOKALIKE})
    if not wrong:
        return ""
    told = "、".join(f"字母{sign}（可能是{_LOOKALIKE[sign]}）" for sign in wrong)
    mended = "".join(_LOOKALIKE.get(sign, sign) for sign in value)
    hint = f"是不是 {mended}？是的话请原样发一遍。" if uscc.is_valid(mended) else "请对照营业执照再看一遍。"
    return f"统一社会信用代码里不会有{told}。{hint}"


def _mended(value: str) -> str:
    """What to say where one 0 or 1 that was read as the other letter explains a wrong check character."""
    pairs = (("0", "Q"), ("0", "D"), ("1", "L"), ("8", "B"), ("U", "V"), ("5", "6"))
    for at, sign in enumerate(value):
        for one, other in pairs:
            if sign in (one, other):
                guess = value[:at] + (other if sign == one else one) + value[at + 1 :]
                if uscc.is_valid(guess):
                    return f"{WRONG_CHECK}第{at + 1}位的{sign}会不会是{guess[at]}？"
    return ""
