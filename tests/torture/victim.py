"""`python -m tests.torture.victim`: real bots, one after the other, each a process of its own that begins where the imports are done.

Reads an order a line (JSON, `Order`), forks, and answers with two lines: the bot's process id, and how it ended. The fork runs
`xiaoqitong run` as an operator would; loading the program anew for each of thousands of lives would only take time.
"""

import functools
import gc
import json
import os
import random
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bot.app
import bot.brain
from bot import __main__ as command_line
from bot.dues import Dues
from bot.platforms.base import Abilities
from bot.platforms.telegram.platform import Telegram
from bot.watch import Watch
from chat.flow import Effect, Finished, Flow, Step
from chat.message import Message
from chat.reply import Reply, say
from chat.router import Routes
from rag.regions import Gazetteer
from services import alerts
from storage.work import Work
from tests.torture.points import Point, arm
from vectorstore.dictionary import Dictionary

_LATE = (
    "anyio._backends._asyncio",
    "bot.commands.run",
    "bot.platforms.telegram.webhook",
    "numpy.ma",
    "services.paper_png",
    "storage.writer",
    "uvicorn.lifespan.off",
    "uvicorn.protocols.http.auto",
)
"""What a bot imports when it is needed."""

_GAP = 0.3
"""Seconds between two messages in one chat; Telegram's own is one."""


@dataclass(frozen=True, slots=True)
class Order:
    """A life: the words of the command line, where what it says goes, and where it ends (no point: until it is told)."""

    words: tuple[str, ...]
    output: str
    point: str = ""
    passes: int = 1


async def _tally(message: Message) -> Effect:
    """An effect that shows when it happens twice."""

    def effect(work: Work) -> Reply:
        work.audit.record(0, "tally", message.text)
        return say(f"记下了：{message.text}")

    return effect


async def _signed(finished: Finished) -> Effect:
    """The end of a form that shows which answer stands in which field."""
    told = f"{finished.answers['first']}|{finished.answers['second']}"

    def effect(work: Work) -> Reply:
        work.audit.record(0, "form", told)
        return say(f"收到：{told}")

    return effect


FORM = Flow("form", (Step("first", "第一项？"), Step("second", "第二项？")), _signed)


def _with_tally(routes: Callable[..., Routes]) -> Callable[..., Routes]:
    """The bot's own routes and two more."""

    def more(*arguments: Any, **options: Any) -> Routes:
        real = routes(*arguments, **options)
        commands = {**real.commands, "tally": _tally, "form": FORM}
        return replace(real, commands=commands)

    return more


def _ready() -> None:
    """Read once what every life would read anew: jieba's dictionary, the certificates of the world, the names of regions."""
    for name in _LATE:
        import_module(name)
    setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))  # noqa: B010
    regions = Gazetteer()
    setattr(bot.brain, "Gazetteer", lambda: regions)  # noqa: B010
    with TemporaryDirectory() as cache:
        words = Dictionary.open(Path(cache))
    setattr(Dictionary, "open", lambda folder: words)  # noqa: B010


def _hasten() -> None:
    """Tell of new posts at once, day and night, and say the next word soon: a life has no minute to wait."""
    abilities: Callable[[Telegram], Abilities] = Telegram.__dict__["abilities"].fget
    setattr(Telegram, "abilities", property(lambda self: replace(abilities(self), gap=_GAP)))  # noqa: B010
    setattr(alerts, "next_time", lambda one, now: now)  # noqa: B010
    setattr(alerts, "_quiet", lambda *_: False)  # noqa: B010
    setattr(Dues.__init__, "__defaults__", (0.05,))  # noqa: B010


def _live(order: Order) -> None:
    """Be a bot."""
    with open(order.output, "ab") as output:  # noqa: PTH123
        for number in (1, 2):
            os.dup2(output.fileno(), number)
    random.seed()
    if order.point:
        arm(Point(order.point), order.passes)
    sys.argv = ["xiaoqitong", *order.words]
    command_line.main()


def _forked(order: Order) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        _live(order)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def main() -> None:
    """Serve orders until there are no more."""
    bot.app.routes = _with_tally(bot.app.routes)  # type: ignore[attr-defined]
    # Vectors take a second to load and answer nothing here; `tests.torture.index` kills what has to do with them.
    Watch.start = lambda self: None  # type: ignore[method-assign]
    _hasten()
    _ready()
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        pid = _forked(Order(tuple(asked["words"]), asked["output"], asked["point"], asked["passes"]))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
