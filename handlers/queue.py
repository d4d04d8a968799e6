"""What waits for staff one after the other: under what was dealt with stands the way to the next."""

from collections.abc import Sequence

from chat.reply import Choice

_SHOWN = 20
"""Lists of what waits are cut here; what is longer is said to be."""


def following(button: str, ids: Sequence[int]) -> tuple[tuple[Choice, ...], ...]:
    """The button of the next of these, with how many wait; nothing where nothing waits. `button` is a prefix that takes an id."""
    return ((Choice(f"下一条（还有{counted(len(ids))}）", f"{button}:{ids[0]}"),),) if ids else ()


def counted(many: int) -> str:
    """How many wait: 3, or 20+."""
    return f"{many}+" if many == _SHOWN else f"{many}"
