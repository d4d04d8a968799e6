"""A room that everybody may read, as its platform tells of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """A channel (or, with `channel` false, something else that has a name). `chat` is its id, `members` how many read it.

    `lacks` are the rights, in words, that we need there and do not have.
    """

    chat: str
    title: str
    members: int
    channel: bool = True
    lacks: tuple[str, ...] = ()


FindRoom = Callable[[str], Awaitable[Room]]
"""Asks a platform for a room by its name or id. Raises `DeliveryProblem` for one that is not there, or that we may not see."""
