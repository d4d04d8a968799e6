"""What a slip of the pen may have been meant to be."""

from collections.abc import Callable, Set
from dataclasses import dataclass


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Targets:
    """`names` are known for certain; of the field's `terms` those count that the documents have by now."""

    names: Set[str]
    terms: Set[str] = frozenset()
    is_heard: Callable[[str], bool] = _never

    def __contains__(self, text: str) -> bool:
        """Whether a slip may be read as this."""
        return text in self.names or (text in self.terms and self.is_heard(text))
