"""A bare yes or no, in the words that people use for it."""

import re

from rag.fold import fold

_TAIL = r"(?:[的了吧呀啊哦呢哈嘛噢 ,，。.!！~～]|谢谢|多谢|谢了|麻烦(?:你|您)?(?:了)?|辛苦了?)*"
_YES = re.compile(rf"(?:是|对|好|要|嗯|行|可以|需要|没错|当然|想|通知|请?(?:通知|告诉)(?:我|一下)+|ok|yes|y|[,， ])+{_TAIL}")
_NO = re.compile(
    rf"(?:不是|不对|不用|不要|不需要|不必|不了|不想|不行|算了|没事|没关系|免了|不|否|别|no|n|[,， ])+(?:通知|告诉)?(?:我|这个|这样)?{_TAIL}"
)


def consent(text: str) -> bool | None:
    """True for a yes (是, 好的, 要), False for a no (不用, 算了), None for anything that says more."""
    words = fold(text)
    if not re.search(r"[\w]", words):
        return None
    if _NO.fullmatch(words):
        return False
    return True if _YES.fullmatch(words) else None
