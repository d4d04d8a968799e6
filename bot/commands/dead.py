"""`xiaoqitong dead`: messages that could not be dealt with, and replies that could not be sent, for a person to decide."""

import re
import sys
from collections.abc import Callable
from contextlib import closing

from bot.brain import open_database
from bot.config import Config
from domain.clock import HERE, SystemClock
from domain.errors import ConfigProblem
from domain.masking import anonymous
from storage.dead import DeadLetter
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.work import Work

_MOST = 50
_LONGEST = 200
_NAME = re.compile(r"(收|发)(\d{1,18})")
_SIGNS = {"inbox": "收", "outbox": "发"}

Deed = Callable[[Inbox | Outbox, int], bool]


def listed(config: Config) -> int:
    """A line for each: number, when, where, how often it failed, and why."""
    with closing(open_database(config, SystemClock())) as database:
        letters = database.read_now(lambda work: [*work.inbox.dead(_MOST), *work.outbox.dead(_MOST)])
    for letter in letters:
        sys.stdout.write(told(letter) + "\n")
    if not letters:
        sys.stderr.write("没有失败的消息。\n")
    return 0


def retry(config: Config, name: str) -> int:
    """Let one try again."""
    return _done(config, name, "再试一次", lambda rows, id_: rows.retry(id_), "没有这个编号，或内容已过 7 天删掉了：用 dead list 查看。")


def drop(config: Config, name: str) -> int:
    """Give one up for good."""
    return _done(config, name, "不再处理", lambda rows, id_: rows.drop(id_), "没有这个编号：用 dead list 查看。")


def told(letter: DeadLetter) -> str:
    """One letter in a line that tells nothing of anybody: 收12  11-21 09:30  telegram …4321  失败 5 次  TimeoutError."""
    chat = f" …{letter.chat[-4:]}" if letter.chat else ""
    error = re.sub(r"\s+", " ", anonymous(letter.error))[:_LONGEST]
    when = letter.at.astimezone(HERE)
    return f"{_SIGNS[letter.kind]}{letter.id}  {when:%m-%d %H:%M}  {letter.platform}{chat}  失败 {letter.attempts} 次  {error}"


def _done(config: Config, name: str, words: str, deed: Deed, missing: str) -> int:
    found = _NAME.fullmatch(name)
    if not found:
        raise ConfigProblem(f"“{name}”不是编号。编号像 收12、发3，用 dead list 查看。")

    def do(work: Work) -> bool:
        return deed(work.inbox if found[1] == "收" else work.outbox, int(found[2]))

    with closing(open_database(config, SystemClock())) as database:
        done = database.do_now(do)
    sys.stderr.write(f"{name}：{words}。\n" if done else f"{missing}\n")
    return 0 if done else 1
