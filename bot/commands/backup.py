"""`xiaoqitong backup` and `restore`: the data folder into one file, and back."""

import sys
from contextlib import closing
from pathlib import Path

import typer

from bot.brain import open_database, stored
from bot.commands.ingest import Bars, index_may_wait
from bot.config import Config
from domain.clock import SystemClock
from domain.errors import BackupProblem, ConfigProblem
from services import archive
from services import backup as folders
from services.erasure import Erasure
from services.folder import LEDGER
from services.locking import holding

CLOCK = SystemClock()
_SHORTEST = 12


def backup(config: Config, file: Path, *, encrypt: bool) -> int:
    """Write a backup; asks for a passphrase with `encrypt` where the environment holds none."""
    _own_database(config, f"pg_dump --format=custom --file={file}")
    passphrase = config.backup.passphrase.get_secret_value() or (_new_passphrase() if encrypt else "")
    manifest = folders.backup(config.folder, file, CLOCK, passphrase)
    size = file.stat().st_size
    told = "已加密，忘了口令谁也打不开" if passphrase else "没有加密，请放在只有管理者能读的地方"
    sys.stdout.write(f"备份写好了：{file}（{size / 2**20:,.1f} MB，{len(manifest.files)} 个文件，读回核对无误；{told}）\n")
    return 0


def restore(config: Config, file: Path, *, force: bool) -> int:
    """Bring a backup back into the data folder, erase again who asked for it, and build the index anew."""
    _own_database(config, "pg_restore --clean --if-exists --dbname=… 备份文件")
    if not file.is_file():
        raise BackupProblem(f"读不到备份文件 {file}。")
    passphrase = config.backup.passphrase.get_secret_value()
    if archive.is_sealed(file) and not passphrase:
        passphrase = _asked("备份的口令")
    config.folder.mkdir(parents=True, exist_ok=True)
    with holding(config.folder) as free:
        if not free:
            raise BackupProblem(f"xiaoqitong run 正在用 {config.folder}。请先停下它，再恢复。")
        restored = folders.restore(file, config.folder, CLOCK, passphrase, force=force)
    sys.stdout.write(f"已恢复 {restored.manifest.at} 的备份到 {config.folder}。\n")
    if restored.aside:
        sys.stdout.write(f"原来的数据留在 {restored.aside}，确认不再需要后请自己删除。\n")
    _finish(config)
    return 0


def _finish(config: Config) -> None:
    with closing(open_database(config, CLOCK)) as database:
        if erased := Erasure(database, config.folder / LEDGER).again():
            sys.stdout.write(f"备份之后要求删除数据的 {erased} 人，已再次删除。\n")
    with stored(config, CLOCK) as knowledge, Bars() as bars, index_may_wait():
        knowledge.reindex(bars.show)
        sys.stdout.write("索引已重建。可以运行 xiaoqitong run。\n")


def _own_database(config: Config, command: str) -> None:
    """Refuse what is not ours to copy, with the command that does."""
    if config.database.url:
        server = config.database.url.startswith("postgresql")
        words = f"PostgreSQL 请用它自己的工具：{command}" if server else "请用 sqlite3 的 .backup 命令"
        raise ConfigProblem(f"[database] url 指了另外的数据库，这个命令只管数据文件夹里的。{words}；数据文件夹里的 {LEDGER} 也请一起保存。")


def _new_passphrase() -> str:
    first = _asked("给备份取一个口令")
    if len(first) < _SHORTEST:
        raise BackupProblem(f"口令太短，至少 {_SHORTEST} 个字符。没有备份。")
    if first != _asked("再输一次"):
        raise BackupProblem("两次输入的口令不一样。没有备份。")
    return first


def _asked(words: str) -> str:
    if not sys.stdin.isatty():
        raise ConfigProblem("需要口令：请设环境变量 XIAOQITONG_BACKUP_PASSPHRASE，或在终端里运行。")
    answer: str = typer.prompt(words, hide_input=True, err=True)
    return answer
