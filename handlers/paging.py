"""Long lists page by page: which part is shown, and the buttons that turn the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from chat.reply import Choice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list; `first` counts from 1, `at` from 0."""

    items: tuple[T, ...]
    first: int
    at: int
    count: int

    def buttons(self, value: str) -> tuple[tuple[Choice, ...], ...]:
        """‹ 2/5 ›, with `value` before the page's number; nothing where all fits on one page."""
        if self.count == 1:
            return ()
        before = Choice("‹", f"{value}{max(self.at - 1, 0)}")
        after = Choice("›", f"{value}{min(self.at + 1, self.count - 1)}")
        return ((before, Choice(f"{self.at + 1}/{self.count}", f"{value}{self.at}"), after),)


def page(items: Sequence[T], number: str, size: int) -> Page[T]:
    """The page of that number, which may come from a forged or an old button: the nearest that there is."""
    count = max(1, -(-len(items) // size))
    at = min(int(number), count - 1) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return Page(tuple(items[at * size : (at + 1) * size]), at * size + 1, at, count)
