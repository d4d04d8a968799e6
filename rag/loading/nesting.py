"""Which part stands beneath which, learnt from the order in which styles of numbers appear.

A style seen before closes everything down to its own level; a new one goes below. Headings of Markdown say their depth themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from rag.loading.bodies import bodies_in
from rag.loading.labels import LISTED
from rag.loading.openings import Opening

_VOICES = frozenset({"proposal", "reply"})
_FAR = 5000


@dataclass(slots=True)
class Node:
    """A clause while it is being put together.

    `parent` is a place in the list of nodes, -1 at the top; `limit` is where it has to end at the latest, before what closes it.
    """

    opening: Opening
    parent: int
    path: tuple[str, ...] = ()
    voice: str = ""
    limit: int = 0
    end: int = 0
    heading: str = ""
    body_start: int = 0
    children: list[int] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the clause begins, with its number."""
        return self.opening.start


def nested(text: str, starts: Sequence[Opening]) -> list[Node]:
    """A node for every opening, in order, each with its parent, its path and its limit."""
    nesting = _Nesting(text)
    for opening in starts:
        nesting.add(opening)
    nesting.close_all(len(text))
    return nesting.nodes


class _Nesting:
    """Keeps the parts that are open, outermost first."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[int] = []
        self._named = 0
        self.nodes: list[Node] = []

    def add(self, opening: Opening) -> None:
        """Close what the opening ends, and put it beneath what is left."""
        if opening.section == "bodies":
            if self._names_for_all(opening):
                self._close_to(len(self._open) - 1, opening.start)
                self._named = opening.end
            return
        self._close_to(self._level(opening), opening.start)
        parent = self._open[-1] if self._open else -1
        above = self.nodes[parent] if parent >= 0 else None
        path = (*(above.path if above else ()), *([opening.part] if opening.part else ()))
        voice = opening.section if opening.section in _VOICES else above.voice if above else ""
        self._open.append(len(self.nodes))
        self.nodes.append(Node(opening, parent, path, voice))
        if above:
            above.children.append(len(self.nodes) - 1)

    def close_all(self, place: int) -> None:
        """Nothing comes after this place."""
        self._close_to(0, place)

    def _close_to(self, depth: int, place: int) -> None:
        for at in self._open[depth:]:
            self.nodes[at].limit = place
        del self._open[depth:]

    def _level(self, opening: Opening) -> int:
        """How many of the open parts stay open."""
        known = [self.nodes[at].opening for at in self._open]
        if opening.hashes:
            return self._level_of_hashes(opening, known)
        if opening.section:
            return 0
        for depth in range(len(known) - 1, -1, -1):
            if known[depth].style == opening.style and not known[depth].hashes:
                return depth
        return len(known)

    def _level_of_hashes(self, opening: Opening, known: Sequence[Opening]) -> int:
        """Below the last open heading with fewer #, or below a section that a plain line opened."""
        for depth in range(len(known) - 1, -1, -1):
            plain_section = not known[depth].hashes and known[depth].section in _VOICES and not opening.section
            if plain_section or 0 < known[depth].hashes < opening.hashes:
                return depth + 1
        return 0

    def _names_for_all(self, opening: Opening) -> bool:
        """Whether a line of bodies closes a list whose items name none: then it speaks for the part that holds the list."""
        if not self._open:
            return False
        last = self.nodes[self._open[-1]]
        if last.opening.style not in LISTED or last.parent < 0:
            return False
        since = max(self._named, opening.start - _FAR)
        recent = takewhile(lambda node: node.start >= since, (self.nodes[at] for at in reversed(self.nodes[last.parent].children)))
        items = [node for node in recent if node.opening.style == last.opening.style]
        return len(items) > 1 and not bodies_in(self._text[items[-1].start : opening.start])
