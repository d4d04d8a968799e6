"""What we say back: blocks of text, choices, an optional picture or file. Platforms draw it; nobody sends from a handler."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from chat.message import File


class Look(StrEnum):
    """How a block is meant to look."""

    TEXT = "text"
    TITLE = "title"
    QUOTE = "quote"
    ITEM = "item"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `marks` are [start, end) stretches of `text` to be emphasised; `number` counts list items from 1 (0: bullet).

    With `start` the platform writes behind the text how anybody gets to us with that word behind /start: its own address, or the command.
    """

    text: str
    look: Look = Look.TEXT
    marks: tuple[tuple[int, int], ...] = ()
    number: int = 0
    start: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `value` comes back as `Message.pressed`, at most 64 bytes of UTF-8; or `url` is opened instead.

    `word`: where there are no buttons it is picked by typing its label, never by a number. In a post that everybody sees a button has a
    `start` instead: it opens a private chat with us that begins with this word behind /start.
    """

    label: str
    value: str = ""
    url: str = ""
    word: bool = False
    start: str = ""

    def __post_init__(self) -> None:
        if len(self.value.encode()) > 64:
            raise ValueError(f"button value over 64 bytes: {self.value}")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to one message.

    `choices` are rows of buttons. `edits`: takes the place of the message whose button was pressed, where the platform can.
    `over` is the platform's id of a message of ours whose place it takes instead: a draft of it.
    `gone` are the platform's ids of messages of ours that are to disappear; where they cannot, its blocks take the place of the last.
    `about` is the person (number) whose contact stands in it, who may want it forgotten; 0 for nobody's.
    `toast` is a short word shown over the button that was pressed. A reply without blocks, file and toast says nothing.
    """

    blocks: tuple[Block, ...] = ()
    choices: tuple[tuple[Choice, ...], ...] = ()
    edits: bool = False
    toast: str = ""
    picture: File | None = None
    file: File | None = None
    over: str = ""
    gone: tuple[str, ...] = ()
    about: int = 0

    @property
    def leads(self) -> bool:
        """Whether it leads others to us, so that the platform has to know its own address."""
        return any(block.start for block in self.blocks) or any(choice.start for row in self.choices for choice in row)


SILENCE = Reply()


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that its reader may put into another chat: a line in a list (`title`, `words` beneath it), and the reply that it becomes.

    `id` is unique among those that are offered together, at most 64 bytes.
    """

    id: str
    title: str
    words: str
    reply: Reply


def linked(reply: Reply, address: Callable[[str], str]) -> Reply:
    """The reply with the platform's own address in every place that leads to us."""
    if not reply.leads:
        return reply
    blocks = tuple(replace(one, text=one.text + address(one.start), start="") if one.start else one for one in reply.blocks)
    choices = tuple(tuple(replace(one, url=address(one.start), start="") if one.start else one for one in row) for row in reply.choices)
    return replace(reply, blocks=blocks, choices=choices)


def say(*paragraphs: str, choices: tuple[tuple[Choice, ...], ...] = ()) -> Reply:
    """A reply of plain paragraphs."""
    return Reply(tuple(Block(text) for text in paragraphs), choices)
