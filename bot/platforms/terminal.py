"""The terminal as a platform: what is said is printed, what is typed comes in line by line."""

import asyncio

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.platforms.base import Abilities, Delivery, Draft, NoDraft
from chat.message import Address, File
from chat.reply import Block, Look

PLATFORM = "terminal"
ME = Address(PLATFORM, "local", "local")

_STYLES = {Look.TITLE: "bold", Look.SOURCE: "dim", Look.NOTE: "italic dim"}


class Terminal:
    """Prints what is said. There are no buttons: choices come numbered."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @property
    def name(self) -> str:
        """The name in `Address.platform`."""
        return PLATFORM

    @property
    def abilities(self) -> Abilities:
        """A terminal shows text and nothing else."""
        return Abilities(buttons=False, length=1_000_000)

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Print it."""
        reply = delivery.reply
        for block in reply.blocks:
            self._console.print(drawn(block))
        for file in (reply.picture, reply.file):
            self._offer(file)
        if reply.toast and not reply.blocks:
            self._console.print(Text(reply.toast, "italic dim"))
        return (str(delivery.id),)

    async def typing(self, address: Address) -> None:
        """Nothing: whoever sits here sees that the prompt has not come back."""

    def draft(self, address: Address) -> Draft:  # noqa: ARG002
        """A draft that shows nothing."""
        return NoDraft()

    async def run(self) -> None:
        """Nothing: the command reads the keyboard."""
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """Nothing is held."""

    def _offer(self, file: File | None) -> None:
        if file:
            self._console.print(Text(f"（文件 {file.name}，{len(file.data):,} 字节，请在网页聊天里打开）", "dim"))


def drawn(block: Block) -> Text | Padding:
    """A block with its looks."""
    lead = (f"{block.number}. " if block.number else "• ") if block.look is Look.ITEM else ""
    text = Text(lead + block.text, _STYLES.get(block.look, ""))
    for start, end in block.marks:
        text.stylize("bold", start + len(lead), end + len(lead))
    return Padding(text, (0, 0, 0, 4)) if block.look is Look.QUOTE else text
