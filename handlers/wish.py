"""A wish in words, why a listing fits it, and how it travels on a button."""

from chat.reply import Choice
from domain.listing import Kind, Listing
from domain.region import within
from domain.subscription import LEVELS, Wish
from handlers.listing import KINDS
from services.forms.majors import CLASSES
from services.holdings import Holdings

ANYTHING = "不限条件"
_LETTERS = dict(zip(Kind, "jitTescx", strict=True))
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_MOST_BYTES = 44


def parts(wish: Wish, holdings: Holdings) -> list[str]:
    """What a wish asks for, part by part: 包头, 光伏, 实习."""
    told = [
        holdings.region(wish.region).short if wish.region else "",
        *wish.words,
        wish.major.removesuffix("大类") + "类专业" if wish.major else "",
        f"{wish.education}可做" if wish.education else "",
        KINDS[wish.kind] if wish.kind else "",
        f"月薪{wish.lowest_pay}以上" if wish.lowest_pay else "",
    ]
    return [one for one in told if one]


def told(wish: Wish, holdings: Holdings) -> str:
    """A wish in one line: 包头 / 光伏 / 实习."""
    return " / ".join(parts(wish, holdings)) or ANYTHING


def reasons(wish: Wish, listing: Listing) -> str:
    """Why it fits: 同城 · 写明光伏 · 实习."""
    found = [
        "同城" if wish.region and within(listing.region, wish.region) else "",
        *(f"写明{word}" for word in wish.words),
        "专业相符" if wish.major in listing.majors else "专业不限" if wish.major else "",
        ("学历符合" if listing.education else "学历不限") if wish.education else "",
        KINDS[listing.kind],
        "薪资达到" if wish.lowest_pay else "",
    ]
    return " · ".join(one for one in found if one)


def packed(wish: Wish, at: int = 0) -> str:
    """A wish and a page on a button, at most 64 bytes with a prefix; words that do not fit are left out."""
    major = str(CLASSES.index(wish.major)) if wish.major in CLASSES else ""
    level = str(LEVELS.index(wish.education)) if wish.education else ""
    kind, pay = _LETTERS[wish.kind] if wish.kind else "", str(wish.lowest_pay) if wish.lowest_pay else ""
    start = ".".join((kind, wish.region, pay, level, major, str(at)))
    words = list(wish.words)
    while words and len(" ".join(words).encode()) > min(_MOST_BYTES, 55 - len(start)):
        words.pop()
    return f"{start}.{' '.join(words)}"


def unpacked(value: str) -> tuple[Wish, int]:
    """The wish and the page on a button; whatever came from elsewhere and is none of ours asks for nothing."""
    fields = value.split(".", 6)
    if len(fields) != 7:
        return Wish(), 0
    kind, region, pay, level, major, at, words = fields
    wish = Wish(
        _KINDS.get(kind),
        region if len(region) == 6 and _number(region) else "",
        tuple(words.split()[:4]),
        CLASSES[_number(major)] if major and _number(major) < len(CLASSES) else "",
        LEVELS[_number(level)] if _number(level) < len(LEVELS) else "",
        _number(pay),
    )
    return wish, _number(at)


def button(label: str, wish: Wish, at: int = 0, prefix: str = "jobs") -> Choice:
    """A button that looks for that."""
    return Choice(label, f"{prefix}:{packed(wish, at)}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
