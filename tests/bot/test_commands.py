"""The command line, called in this process."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import build
from bot.brain import open_database
from bot.config import load
from chat.message import Address, Message
from domain.clock import SystemClock
from domain.people import Grant, Role
from services.people import People

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Calls a command on a data folder of its own."""

    def call(*words: str) -> Result:
        return CliRunner().invoke(build(), ["--data", str(tmp_path / "data"), *words])

    return call


def join(folder: Path, code: str) -> Grant | None:
    """Somebody redeems a code, as in a chat."""
    database = open_database(load(data=folder), SystemClock())
    people = People(database)
    message = Message("1", Address("test", "7", "7"), name="小李")
    grant = database.do_now(lambda work: people.redeem(work, message, code))
    database.close()
    return grant


def test_an_invitation_prints_a_code_that_works(call: Call, tmp_path: Path) -> None:
    invited = call("staff", "invite", "--role", "moderator", "--region", "150200")
    assert invited.exit_code == 0
    code = invited.stdout.strip()
    assert re.fullmatch(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", code)
    assert f"/staff {code}" in invited.stderr
    assert join(tmp_path / "data", code) == Grant(Role.MODERATOR, "150200")
    assert call("staff", "list").stdout == "1  小李  moderator@包头\n"
    assert call("staff", "remove", "1").exit_code == 0
    assert "还没有工作人员" in call("staff", "list").stderr
    assert call("staff", "remove", "1").exit_code == 1


def test_a_region_may_be_named(call: Call, tmp_path: Path) -> None:
    code = call("staff", "invite", "--role", "editor", "--region", "包头").stdout.strip()
    assert join(tmp_path / "data", code) == Grant(Role.EDITOR, "150200")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["staff", "invite", "--role", "boss"], "没有 boss 这个角色，可以是：admin、editor、moderator"),
        (["staff", "invite", "--role", "guest"], "没有 guest 这个角色"),
        (["staff", "invite", "--role", "editor", "--region", "火星"], "“火星”没有找到"),
        (["staff", "invite", "--role", "editor", "--region", "鼓楼区"], "“鼓楼区”不止一处"),
    ],
)
def test_what_cannot_be_is_told_and_is_one(call: Call, words: list[str], told: str) -> None:
    result = call(*words)
    assert result.exit_code == 1
    assert result.stderr.startswith("错误：")
    assert told in result.stderr


def test_a_wrong_setting_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[web]\nport = 'x'\n", "utf-8")
    result = CliRunner().invoke(build(), ["--config", str(tmp_path / "config.toml"), "doctor"])
    assert result.exit_code == 1
    assert result.stderr == "错误：config.toml 或环境变量有 1 处要改：\n- web.port：要写整数\n"


def test_the_doctor_tells_the_command_that_mends(call: Call) -> None:
    result = call("doctor")
    assert result.exit_code == 1
    assert "✓ 数据库完整" in result.stdout
    assert "✗ 还没有文件：运行 xiaoqitong ingest" in result.stdout
    assert "✗ 还没有索引：运行 xiaoqitong reindex" in result.stdout


def test_the_doctor_tells_of_a_database_that_is_none(call: Call, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "xiaoqitong.db").write_bytes(b"no database at all" * 100)
    result = call("doctor")
    assert result.exit_code == 1
    assert "✗ 数据库打不开" in result.stdout


@pytest.mark.parametrize(
    ("settings", "token", "told"),
    [
        ("[web]\nenabled = false\n", "", "没有打开任何平台"),
        ("[web]\nenabled = false\n[telegram]\nenabled = false\n", "7:x", "没有打开任何平台"),
        ("[telegram]\nmode = 'webhook'\n", "7:x", "webhook 方式需要"),
    ],
)
def test_what_cannot_run_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, token: str, told: str
) -> None:
    monkeypatch.setenv("XIAOQITONG_TELEGRAM_TOKEN", token)
    (tmp_path / "config.toml").write_text(settings, "utf-8")
    result = CliRunner().invoke(build(), ["--config", str(tmp_path / "config.toml"), "run"])
    assert result.exit_code == 1
    assert told in result.stderr
    assert not (tmp_path / "data").exists()


def test_ask_wants_one_question_or_a_file(call: Call) -> None:
    assert call("ask").exit_code == 2
    assert call("ask", "包头？", "--batch", "-").exit_code == 2


@pytest.mark.parametrize("command", ["run", "chat", "ask", "ingest", "documents", "remove", "reindex", "doctor", "staff"])
def test_every_command_explains_itself(call: Call, command: str) -> None:
    told = call(command, "--help").stdout
    assert re.search("[一-鿿]{4}", told)
