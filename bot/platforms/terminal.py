"""The terminal as a platform: what is said is printed, what is typed comes in line by line."""

import asyncio
from pathlib import Path
from uuid import uuid4

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.platforms.base import Abilities, Delivery, Draft, NoDraft
from chat.message import Address, File, Message, Sort
from chat.reply import Block, Look, linked
from domain.errors import BadDocument
from rag.loading.rows import LARGEST, TOO_LARGE

PLATFORM = "terminal"
ME = Address(PLATFORM, "local", "local")

NO_FILE = "找不到这个文件，或没有读取权限：{path}"
_IMPORT = "/import "
_TABLES = (".xlsx", ".csv")
_STYLES = {Look.TITLE: "bold", Look.SOURCE: "dim", Look.NOTE: "italic dim"}


class Terminal:
    """Prints what is said. There are no buttons: choices come numbered. Files are put into `folder`, where there is one."""

    def __init__(self, console: Console, folder: Path | None = None) -> None:
        self._console = console
        self._folder = folder

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
        reply = linked(delivery.reply, lambda word: f"/start {word}")
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
        if file and self._folder:
            self._console.print(Text(f"（文件已存到 {_kept(self._folder, file)}）", "dim"), soft_wrap=True)
        elif file:
            self._console.print(Text(f"（文件 {file.name}，{len(file.data):,} 字节，请在网页聊天里打开）", "dim"))


def typed(text: str) -> Message:
    """What is typed as a message: words, or the table at a path (/import 岗位.xlsx, or the path alone, as by dragging it here).

    Raises BadDocument for a file that is not there or too large.
    """
    wanted = text.strip().removeprefix(_IMPORT).strip().strip("'\"")
    path = Path(wanted).expanduser()
    asked = text.strip().startswith(_IMPORT)
    if not (asked or (wanted.lower().endswith(_TABLES) and path.is_file())):
        return Message(uuid4().hex, ME, text=text)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        raise BadDocument(NO_FILE.format(path=wanted)) from problem
    if len(data) > LARGEST:
        raise BadDocument(TOO_LARGE)
    return Message(uuid4().hex, ME, Sort.FILE, file=File(path.name, "application/octet-stream", data))


def _kept(folder: Path, file: File) -> Path:
    """Where the file lies now, beside those of its name that lie there already."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(Path(file.name).name or "文件")
    free = (folder / (f"{name.stem}-{number}{name.suffix}" if number > 1 else name.name) for number in range(1, 10_000))
    path = next(one for one in free if not one.exists())
    path.write_bytes(file.data)
    return path


def drawn(block: Block) -> Text | Padding:
    """A block with its looks."""
    lead = (f"{block.number}. " if block.number else "• ") if block.look is Look.ITEM else ""
    text = Text(lead + block.text, _STYLES.get(block.look, ""))
    for start, end in block.marks:
        text.stylize("bold", start + len(lead), end + len(lead))
    return Padding(text, (0, 0, 0, 4)) if block.look is Look.QUOTE else text
