"""A search for one of the five 找 in words, and how it travels on a button."""

from domain.enterprise import Need
from services.forms.finding import Find
from services.forms.firms import NEEDS
from services.holdings import Holdings

_LETTERS = {Need.SERVICE: "s", Need.TALENT: "t", Need.EQUIPMENT: "e", Need.TECHNOLOGY: "k", Need.COOPERATION: "c"}
ROOM = 27
"""So many bytes of words a button carries beside the id of a body."""
ROOM_ALONE = 44
"""So many it carries by themselves."""


def told(find: Find, holdings: Holdings) -> str:
    """What is looked for, in one line: 稀土、虚拟仿真（设备、合作）."""
    needs = "、".join(NEEDS[need][0].removeprefix("找") for need in find.needs)
    words = "、".join(find.words)
    place = holdings.region(find.region).short if find.region else ""
    return f"{place} {words}（{needs}）".strip() if words and needs else f"{place} {words or needs}".strip()


def packed(find: Find, at: int = 0, room: int = ROOM) -> str:
    """A search and a page on a button: 15 bytes and its words, of which those are left out that do not fit."""
    words = list(find.words)
    while words and len(" ".join(words).encode()) > room:
        words.pop()
    return f"{''.join(_LETTERS[need] for need in find.needs)}{at or ''}.{find.region}.{' '.join(words)}"


def unpacked(value: str) -> tuple[Find, int]:
    """The search and the page on a button; whatever came from elsewhere and is none of ours looks for nothing."""
    letters, region, words = (*value.split(".", 2), "", "")[:3]
    needs = tuple(dict.fromkeys(need for letter in letters[:5] for need, own in _LETTERS.items() if own == letter))
    at = "".join(sign for sign in letters[:7] if sign in "0123456789")
    place = region if len(region) == 6 and region.isascii() and region.isdigit() else ""
    return Find(needs, tuple(words[:ROOM_ALONE].split()), place), int(at[:2] or "0")
