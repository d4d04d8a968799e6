"""`xiaoqitong doctor`: what is well, what is not, and the command that mends it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bot.brain import Brain, open_brain, open_database
from bot.config import Config
from domain.clock import SystemClock
from domain.errors import Problem
from storage.database import Database
from storage.work import Work

_LOW = 500 * 1024 * 1024
_LATE = 120.0


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
        database = open_database(config, SystemClock())
    except Problem as problem:
        yield Finding(False, f"数据库打不开：{problem}")
        return
    try:
        yield _room(config)
        yield _soundness(database)
        yield from database.read_now(lambda work: [_corpus(work), _dead(work), _owed(work)])
        yield from _indexed(config, database)
    finally:
        database.close()
    yield _telegram(config)


def _room(config: Config) -> Finding:
    free = shutil.disk_usage(config.folder).free
    words = f"磁盘还有 {free // 1024**2:,} MB"
    return Finding(free > _LOW, words if free > _LOW else f"{words}，快满了：请清理磁盘，或用 --data 换一个位置")


def _soundness(database: Database) -> Finding:
    broken = database.integrity()
    return Finding(not broken, "数据库完整" if not broken else f"数据库有损坏（{broken[0]}）：请停下来，用备份恢复数据文件夹")


def _corpus(work: Work) -> Finding:
    documents = work.library.documents()
    digests = sum(document.digest for document in documents)
    if not documents:
        return Finding(False, "还没有文件：运行 xiaoqitong ingest 文件或文件夹")
    return Finding(True, f"收录 {len(documents)} 份文件" + (f"，其中 {digests} 份是摘要（用 ingest 载入原件即可替换）" if digests else ""))


def _dead(work: Work) -> Finding:
    dead = len(work.inbox.dead(1000))
    return Finding(not dead, "没有处理失败的消息" if not dead else f"有 {dead} 条消息处理失败")


def _owed(work: Work) -> Finding:
    late = work.outbox.oldest_owed()
    owed = sum(work.outbox.waiting().values())
    return Finding(
        late < _LATE, f"待发 {owed} 条" + (f"，最久的已等 {late:.0f} 秒：请确认 xiaoqitong run 正在运行" if late >= _LATE else "")
    )


def _indexed(config: Config, database: Database) -> Iterator[Finding]:
    try:
        brain = open_brain(config, database, SystemClock())
    except Problem as problem:
        yield Finding(False, f"索引打不开：{problem} 运行 xiaoqitong reindex")
        return
    try:
        brain.open_vectors()
        yield _state(brain)
    finally:
        brain.close()


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
