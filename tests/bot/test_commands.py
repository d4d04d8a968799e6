"""The command line, called in this process."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import build
from bot.brain import open_database
from bot.config import Config, load
from chat.message import Address, Message
from domain.clock import SystemClock
from domain.people import Grant, Role
from services import sealing
from services.erasure import Erasure
from services.locking import holding
from services.people import People
from storage.inbox import Incoming
from storage.outbox import Owed
from storage.work import Work

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


def noted(folder: Path, work: Callable[[Work], object]) -> None:
    """Something happens in a data folder."""
    with closing(open_database(load(data=folder), SystemClock())) as database:
        database.do_now(work)


def test_a_backup_is_written_and_brought_back(call: Call, tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "one.xqt"
    noted(data, lambda work: work.notes.put("colour", "red"))
    saved = call("backup", str(file))
    assert saved.exit_code == 0, saved.output
    assert "读回核对无误；没有加密" in saved.stdout
    refused = call("restore", str(file))
    assert refused.exit_code == 1
    assert "请加 --force" in refused.stderr
    brought = call("restore", "--force", str(file))
    assert brought.exit_code == 0, brought.output
    assert "原来的数据留在" in brought.stdout
    assert "索引已重建" in brought.stdout


def test_who_was_erased_since_is_erased_again_by_a_restore(call: Call, tmp_path: Path) -> None:
    data, li = tmp_path / "data", Address("test", "7", "7")
    noted(data, lambda work: work.people.meet(li, "小李"))
    call("backup", str(tmp_path / "one.xqt"))
    with closing(open_database(load(data=data), SystemClock())) as database:
        Erasure(database, data / "erased.jsonl").forget(li)
    brought = call("restore", "--force", str(tmp_path / "one.xqt"))
    assert "备份之后要求删除数据的 1 人，已再次删除" in brought.stdout
    with closing(open_database(load(data=data), SystemClock())) as database:
        assert database.read_now(lambda work: work.people.find(li)) is None


def test_a_passphrase_from_the_environment_seals_and_opens(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "COST", 1 << 4)
    noted(tmp_path / "data", lambda work: work.notes.put("colour", "red"))
    monkeypatch.setenv("XIAOQITONG_BACKUP_PASSPHRASE", "correct-horse-battery")
    assert "已加密" in call("backup", str(tmp_path / "one.xqt")).stdout
    monkeypatch.setenv("XIAOQITONG_BACKUP_PASSPHRASE", "wrong-horse-battery")
    assert "口令不对" in call("restore", "--force", str(tmp_path / "one.xqt")).stderr
    monkeypatch.delenv("XIAOQITONG_BACKUP_PASSPHRASE")
    assert "XIAOQITONG_BACKUP_PASSPHRASE" in call("restore", "--force", str(tmp_path / "one.xqt")).stderr, "nobody is there to be asked"
    monkeypatch.setenv("XIAOQITONG_BACKUP_PASSPHRASE", "correct-horse-battery")
    assert call("restore", "--force", str(tmp_path / "one.xqt")).exit_code == 0


def test_nothing_is_restored_under_a_running_bot(call: Call, tmp_path: Path) -> None:
    noted(tmp_path / "data", lambda work: work.notes.put("colour", "red"))
    call("backup", str(tmp_path / "one.xqt"))
    with holding(tmp_path / "data"):
        refused = call("restore", "--force", str(tmp_path / "one.xqt"))
        assert refused.exit_code == 1
        assert "请先停下它" in refused.stderr
        assert "另一个 xiaoqitong run 正在用" in call("run").stderr


def test_a_database_server_is_saved_by_its_own_tools(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOQITONG_DATABASE_URL", "postgresql+psycopg://li:secret@127.0.0.1/town")
    refused = call("backup", str(tmp_path / "one.xqt"))
    assert refused.exit_code == 1
    assert "pg_dump --format=custom" in refused.stderr
    assert "secret" not in refused.stderr
    assert "pg_restore" in call("restore", str(tmp_path / "one.xqt")).stderr


def test_a_damaged_database_is_refused_with_the_command(call: Call, tmp_path: Path) -> None:
    data = tmp_path / "data"
    noted(data, lambda work: work.notes.put("colour", "red"))
    with (data / "xiaoqitong.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 8)
    refused = call("run")
    assert refused.exit_code == 1
    assert "已损坏" in refused.stderr
    assert "xiaoqitong restore" in refused.stderr


def test_a_newer_schema_is_refused_with_the_command(call: Call, tmp_path: Path) -> None:
    noted(tmp_path / "data", lambda work: work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    before = (tmp_path / "data" / "xiaoqitong.db").read_bytes()
    for command in (["run"], ["documents"], ["doctor"]):
        refused = call(*command)
        assert refused.exit_code == 1
        assert "请升级校企通，或用 xiaoqitong restore" in refused.output
    assert (tmp_path / "data" / "xiaoqitong.db").read_bytes() == before


def test_a_restore_that_was_cut_short_is_told_to_be_done_again(call: Call, tmp_path: Path) -> None:
    (tmp_path / "data" / "restoring").mkdir(parents=True)
    for command in ("run", "doctor"):
        refused = call(command)
        assert refused.exit_code == 1
        assert "再运行一次 xiaoqitong restore" in refused.output
    assert not (tmp_path / "data" / "xiaoqitong.db").exists()


def die(work: Work) -> None:
    """Two messages that went wrong: one that could not be read, one that could not be sent."""
    work.inbox.take([Incoming("telegram", "us", "1", "", "", "{}", error="第 3 行\n读不懂 13912345678 的消息")])
    owed = work.outbox.put(Owed("1", "telegram", "9177300000", "7", "{}"))
    work.outbox.claim(1, 60, "me")
    work.outbox.give_up(owed, "me", "Refused: message is too long")


def test_dead_letters_are_listed_without_saying_whose_and_tried_again_or_dropped(call: Call, tmp_path: Path) -> None:
    noted(tmp_path / "data", die)
    listed = call("dead", "list")
    assert listed.exit_code == 0
    first, second = listed.stdout.splitlines()
    assert re.fullmatch(r"收1  \d\d-\d\d \d\d:\d\d  telegram  失败 0 次  第 3 行 读不懂 （手机号） 的消息", first)
    assert re.fullmatch(r"发1  \d\d-\d\d \d\d:\d\d  telegram …0000  失败 0 次  Refused: message is too long", second)
    assert "至少有 2 条" in call("doctor").stdout
    assert "xiaoqitong dead list" in call("doctor").stdout
    assert call("dead", "retry", "发1").exit_code == 0
    assert call("dead", "drop", "收1").exit_code == 0
    assert "没有失败的消息" in call("dead", "list").stderr
    assert call("dead", "retry", "收1").exit_code == 1
    assert "不是编号" in call("dead", "drop", "7").stderr


def test_the_doctor_tells_of_erasures_that_were_not_obeyed_and_of_open_files(call: Call, tmp_path: Path) -> None:
    noted(tmp_path / "data", lambda work: None)
    (tmp_path / "data" / "erased.jsonl").write_text('{"who": "x"}\n', "utf-8")
    (tmp_path / "data" / "erased.jsonl").chmod(0o644)
    told = call("doctor").stdout
    assert "✗ 有 1 条删除要求还没在这个数据库里执行" in told
    assert "✗ 别的用户也能读 erased.jsonl：运行 chmod" in told


def test_what_nobody_foresaw_is_told_without_secrets(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOQITONG_LLM_KEY", "sk-very-secret")

    def fail(config: Config) -> int:
        raise KeyError("sk-very-secret 13912345678")

    monkeypatch.setattr("bot.commands.dead.listed", fail)
    failed = call("dead", "list")
    assert failed.exit_code == 1
    assert "KeyError" in failed.stderr
    assert "sk-very-secret" not in failed.output
    assert "13912345678" not in failed.output


def test_ask_wants_one_question_or_a_file(call: Call) -> None:
    assert call("ask").exit_code == 2
    assert call("ask", "包头？", "--batch", "-").exit_code == 2


@pytest.mark.parametrize(
    "command",
    [
        ["run"],
        ["chat"],
        ["ask"],
        ["ingest"],
        ["documents"],
        ["remove"],
        ["reindex"],
        ["doctor"],
        ["backup"],
        ["restore"],
        ["staff"],
        ["dead"],
        ["dead", "list"],
        ["dead", "retry"],
        ["dead", "drop"],
    ],
    ids=" ".join,
)
def test_every_command_explains_itself(call: Call, command: list[str]) -> None:
    told = call(*command, "--help").stdout
    assert re.search("[一-鿿]{4}", told)


def test_a_demo_is_not_laid_into_data_of_somebody(call: Call, tmp_path: Path) -> None:
    with closing(open_database(load(data=tmp_path / "data"), SystemClock())) as database:
        database.do_now(lambda work: work.people.meet(Address("test", "7", "7")))
    refused = call("demo")
    assert refused.exit_code == 1
    assert "里已有别的数据，演示不放进去。请用 --data 换一个空文件夹。" in refused.stderr


def test_a_demo_leaves_a_database_server_alone(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOQITONG_DATABASE_URL", "postgresql://127.0.0.1:1/real")
    refused = call("demo")
    assert refused.exit_code == 1
    assert "不用设好的数据库服务器" in refused.stderr
