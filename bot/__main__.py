"""The command line. Each command's work is in its own file and is imported when it is called, so that `ask` starts fast."""

import logging
import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.config import ROOT, Config, LlmSettings, load, secrets_of
from bot.garbage import unsearched
from bot.threads import leave
from domain.errors import Problem

log = logging.getLogger(__name__)
_NAME, _NICE = "xiaoqitong", 10


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the settings are; read when a command asks for them. Without `llm` the language model is left out."""

    file: Path | None
    data: Path | None
    llm: bool = True

    def load(self) -> Config:
        """The settings, checked."""
        config = load(self.file, self.data)
        return config if self.llm else config.model_copy(update={"llm": LlmSettings()})


def common(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="设置文件，默认是项目里的 config.toml")] = None,
    data: Annotated[Path | None, typer.Option(help="数据文件夹")] = None,
) -> None:
    """校企通：产教融合政策助手。"""
    context.obj = Settings(config, data)


def run(context: typer.Context) -> None:
    """打开网页聊天；设置了 token 时也接入 Telegram。"""
    _do(context, "run", "run")


def demo(context: typer.Context) -> None:
    """打开一份虚构的演示数据：200 家企业、1,000 条信息、3,000 人；放在 --data，不写时放在 data-demo。"""
    context.obj = replace(context.obj, data=context.obj.data or ROOT / "data-demo")
    _do(context, "demo", "demo")


def chat(context: typer.Context) -> None:
    """在终端里聊。"""
    _do(context, "chat", "chat")


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="要问的事")] = "",
    region: Annotated[str, typer.Option(help="提问人所在的城市：名称、简称或代码")] = "",
    batch: Annotated[Path | None, typer.Option(help="一个文件的问题，每行一个 JSON；- 是标准输入")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    llm: Annotated[bool | None, typer.Option("--llm/--no-llm", help="用不用语言模型；不写时，一个问题用，一个文件不用")] = None,
) -> None:
    """问一个问题，或一个文件的问题。"""
    if bool(question) == bool(batch):
        raise typer.BadParameter("请写一个问题，或用 --batch 给一个文件。")
    # A file of questions is asked for its figures, which are those of the documents' own sentences.
    context.obj = replace(context.obj, llm=not batch if llm is None else llm)
    if batch:
        _do(context, "ask", "ask_batch", batch)
    else:
        _do(context, "ask", "ask_one", question, region, as_json=as_json)


def evaluate(
    context: typer.Context,
    golden: Annotated[Path, typer.Argument(help="金标准问题：每行一个 JSON，有 kind、evidence 和 facts")],
    failures: Annotated[bool, typer.Option("--failures", help="列出没答对的问题、应有的内容和实际的回答")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    llm: Annotated[bool, typer.Option("--llm/--no-llm", help="用不用语言模型")] = False,
) -> None:
    """用一个文件的金标准问题，衡量现有文件答得怎样。"""
    context.obj = replace(context.obj, llm=llm)
    _do(context, "eval", "evaluate", golden, failures=failures, as_json=as_json)


def ingest(context: typer.Context, paths: Annotated[list[Path], typer.Argument(help="文件或文件夹")]) -> None:
    """收入文件：txt md html docx pdf xlsx ofd。"""
    _do(context, "ingest", "ingest", paths, partial(_give_way, context))


def documents(context: typer.Context) -> None:
    """列出收录的文件。"""
    _do(context, "ingest", "documents")


def remove(context: typer.Context, stem: Annotated[str, typer.Argument(help="文件名，不带后缀")]) -> None:
    """移除一份文件。"""
    _do(context, "ingest", "remove", stem)


def reindex(context: typer.Context) -> None:
    """由数据库重建索引。"""
    _give_way(context)
    _do(context, "ingest", "reindex")


def doctor(context: typer.Context) -> None:
    """检查各处是否正常，说明怎么修。"""
    _do(context, "doctor", "doctor")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="写到哪个文件，放在数据文件夹之外")],
    encrypt: Annotated[bool, typer.Option("--encrypt", help="用口令加密；口令当场输入，或放在 XIAOQITONG_BACKUP_PASSPHRASE 里")] = False,
) -> None:
    """备份数据文件夹，运行中也可以。"""
    _do(context, "backup", "backup", file, encrypt=encrypt)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="备份文件")],
    force: Annotated[bool, typer.Option("--force", help="数据文件夹里已有数据也恢复；原来的改放到 old-… 里")] = False,
) -> None:
    """从备份恢复数据文件夹，重建索引。"""
    _do(context, "backup", "restore", file, force=force)


def dead_list(context: typer.Context) -> None:
    """列出没处理成、没发成的消息。"""
    _do(context, "dead", "listed")


def dead_retry(context: typer.Context, letter: Annotated[str, typer.Argument(metavar="编号", help="dead list 里的编号")]) -> None:
    """再试一次。"""
    _do(context, "dead", "retry", letter)


def dead_drop(context: typer.Context, letter: Annotated[str, typer.Argument(metavar="编号", help="dead list 里的编号")]) -> None:
    """不再处理，并删掉内容。"""
    _do(context, "dead", "drop", letter)


def invite(
    context: typer.Context,
    role: Annotated[str, typer.Option(help="editor、moderator 或 admin")],
    region: Annotated[str, typer.Option(help="管哪里：代码或名称；不写是全部")] = "",
) -> None:
    """打印一个一次性的邀请码。"""
    _do(context, "staff", "invite", role, region)


def members(context: typer.Context) -> None:
    """列出工作人员。"""
    _do(context, "staff", "members")


def dismiss(context: typer.Context, person: Annotated[int, typer.Argument(help="staff list 里的编号")]) -> None:
    """移除一位工作人员的全部角色。"""
    _do(context, "staff", "remove", person)


def _do(context: typer.Context, module: str, name: str, *arguments: object, **options: object) -> None:
    """Call a command's function with the settings; what it gives back is the exit code. A problem is told in its own words, and is 1."""
    settings: Settings = context.obj
    redaction = logs.Redaction()
    try:
        config = settings.load()
        redaction = logs.Redaction(secrets_of(config))
        logs.set_up(secrets_of(config), level=logs.QUIET, form=config.log.format)
        with unsearched():
            command = getattr(import_module(f"bot.commands.{module}"), name)
        code = command(config, *arguments, **options)
    except Problem as problem:
        sys.stderr.write(redaction.without_secrets(f"错误：{problem}\n"))
        code = 1
    except KeyboardInterrupt:
        code = 130
    except Exception:
        # Through the log, which lets no secret out; a bare traceback would.
        log.exception("xiaoqitong %s failed", name)
        code = 1
    raise typer.Exit(code)


def _give_way(context: typer.Context) -> None:
    """Let a bot that answers people on this machine go first; only in a process that is the command's own."""
    if context.find_root().info_name == _NAME:
        os.nice(_NICE)


def build() -> typer.Typer:
    """The command line with every command."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(common)
    for command in (run, demo, chat, ask, ingest, documents, remove, reindex, doctor, backup, restore):
        app.command()(command)
    app.command("eval")(evaluate)
    staff = typer.Typer(no_args_is_help=True, help="工作人员：邀请、列出、移除。")
    staff.command("invite")(invite)
    staff.command("list")(members)
    staff.command("remove")(dismiss)
    app.add_typer(staff, name="staff")
    dead = typer.Typer(no_args_is_help=True, help="没处理成、没发成的消息：列出、再试、放弃。")
    dead.command("list")(dead_list)
    dead.command("retry")(dead_retry)
    dead.command("drop")(dead_drop)
    app.add_typer(dead, name="dead")
    return app


def main() -> None:
    """Where `xiaoqitong` begins."""
    try:
        build()(prog_name=_NAME)
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else bool(end.code))
        raise


if __name__ == "__main__":
    main()
