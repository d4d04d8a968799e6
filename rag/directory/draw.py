"""From a version of a document to the entries of the directory."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from domain.knowledge import Version
from rag.directory.colleges import colleges
from rag.directory.entities import Entities
from rag.directory.incentives import incentives, stacking
from rag.directory.platforms import platforms
from rag.directory.statements import statements
from rag.directory.targets import targets


class Keyed(Protocol):
    """Whatever goes by a key."""

    @property
    def key(self) -> str:
        """The key."""
        ...


E = TypeVar("E", bound=Keyed)


def directory_of(version: Version) -> Entities:
    """All that the rules draw from a document. What is said twice stands once, with its first sentence."""
    said = tuple(statements(version))
    return Entities(
        tuple(_once(colleges(said))),
        tuple(_once(targets(said, version.document))),
        tuple(_once(incentives(said))),
        tuple(_once(platforms(said))),
        tuple(stacking(said)),
    )


def _once(entries: Iterable[E]) -> Iterator[E]:
    seen: set[str] = set()
    for entry in entries:
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry
