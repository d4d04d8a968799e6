"""`xiaoqitong doctor`: what is well, what is not, and the command that mends it."""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from bot.brain import Brain, open_brain, open_database
from bot.config import Config
from bot.health import LATE, has_little_room
from domain.clock import SystemClock
from domain.errors import Problem
from services.erasure import pending
from services.folder import LEDGER
from storage.backup import version_with_flaw
from storage.database import Database
from storage.work import Work

_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    well: bool
    words: str


def doctor(config: Config) -> int:
    """Look at everything; 1 when anything is not well."""
    findings = []
    for finding in examined(config):
        sys.stdout.write(f"{'✓' if finding.well else '✗'} {finding.words}\n")
        findings.append(finding)
    return 0 if all(finding.well for finding in findings) else 1


def examined(config: Config) -> Iterator[Finding]:
    """What is found, one after the other."""
    yield Finding(True, f"设置读得懂，数据文件夹是 {config.folder}")
    try:
        database = open_database(config, _CLOCK)
    except Problem as problem:
        yield Finding(False, f"数据库打不开：{problem}")
        return
    with closing(database):
        yield _room(config)
        yield _private(config)
        yield _soundness(database)
        yield from database.read_now(lambda work: [_corpus(work), _dead(work), _owed(work), _erased(work, config)])
        yield from _indexed(config, database)
    yield _telegram(config)


def _room(config: Config) -> Finding:
    words = has_little_room(config.folder)
    return Finding(not words, words or "磁盘空间够用")


def _private(config: Config) -> Finding:
    open_ = [path.name for path in config.folder.glob("*") if path.is_file() and path.stat().st_mode & 0o007]
    return Finding(not open_, f"别的用户也能读 {'、'.join(open_)}：运行 chmod -R o-rwx {config.folder}" if open_ else "数据只有本用户能读")


def _soundness(database: Database) -> Finding:
    broken = database.integrity()
    if broken:
        return Finding(False, f"数据库有损坏（{broken[0]}）：停下 run，运行 xiaoqitong restore --force 备份文件")
    old = version_with_flaw()
    return Finding(True, "数据库完整" + (f"（SQLite {old}，3.51.3 修了一个极少见的问题，方便时请升级系统）" if old else ""))


def _corpus(work: Work) -> Finding:
    documents = work.library.documents()
    digests = sum(document.digest for document in documents)
    if not documents:
        return Finding(False, "还没有文件：运行 xiaoqitong ingest 文件或文件夹")
    return Finding(True, f"收录 {len(documents)} 份文件" + (f"，其中 {digests} 份是摘要（用 ingest 载入原件即可替换）" if digests else ""))


def _dead(work: Work) -> Finding:
    dead = len(work.inbox.dead()) + len(work.outbox.dead())
    return Finding(not dead, f"至少有 {dead} 条消息没处理成或没发成：运行 xiaoqitong dead list" if dead else "没有失败的消息")


def _owed(work: Work) -> Finding:
    late = work.outbox.oldest_owed()
    owed = sum(work.outbox.waiting().values())
    return Finding(late < LATE, f"待发 {owed} 条" + (f"，最久的已等 {late:.0f} 秒：请确认 xiaoqitong run 正在运行" if late >= LATE else ""))


def _erased(work: Work, config: Config) -> Finding:
    left = pending(work, config.folder / LEDGER)
    return Finding(not left, f"有 {left} 条删除要求还没在这个数据库里执行：启动 xiaoqitong run 就会执行" if left else "删除要求都执行了")


def _indexed(config: Config, database: Database) -> Iterator[Finding]:
    try:
        brain = open_brain(config, database, _CLOCK)
    except Problem as problem:
        yield Finding(False, f"索引打不开：{problem} 运行 xiaoqitong reindex")
        return
    with closing(brain):
        brain.open_vectors()
        yield _state(brain)


def _state(brain: Brain) -> Finding:
    state = brain.index.state()
    if not state.generation:
        return Finding(False, "还没有索引：运行 xiaoqitong reindex")
    words = f"索引 {state.generation}：{state.base} 段"
    return Finding(
        state.vectors,
        f"{words}，关键词和向量都在用" if state.vectors else f"{words}，只有关键词在用（{state.why}）：运行 xiaoqitong reindex",
    )


def _telegram(config: Config) -> Finding:
    if not config.telegram.enabled:
        return Finding(True, "Telegram 未打开")
    return Finding(
        True, "Telegram 的 token 已设置" if config.telegram.on else "没有 Telegram 的 token（XIAOQITONG_TELEGRAM_TOKEN），不接入"
    )
