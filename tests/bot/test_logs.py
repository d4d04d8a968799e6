"""What is logged holds no secret."""

import json
import logging
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path
from traceback import format_exception

import pytest

from bot.logs import JsonLines, Redaction, TextLines, set_up
from chat.message import Message, Sort
from chat.reply import Reply
from chat.router import Router, Routes
from domain.clock import SystemClock
from storage.database import Database
from storage.due import Due
from tests.bot.house import Build

TOKEN = "7123456789:AAF-very_secret_token_0000000000000"


def line(words: str, *arguments: object, secrets: tuple[str, ...] = ()) -> str:
    return TextLines(Redaction(secrets)).format(logging.LogRecord("x", logging.INFO, "", 0, words, arguments, None))


def test_a_bots_token_is_taken_out_wherever_it_stands() -> None:
    assert TOKEN not in line(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    assert "very_secret" not in line("%s", f"bot{TOKEN}/x")


def test_known_secrets_are_taken_out() -> None:
    assert line("key %s", "sk-hidden", secrets=("sk-hidden", "")).endswith("key […]")


def test_a_traceback_holds_none_either() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), None)
    try:
        raise RuntimeError(TOKEN)
    except RuntimeError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    text = TextLines(Redaction()).format(record)
    assert "RuntimeError" in text
    assert TOKEN not in text


PRIVATE = {
    "mobile": "13912345678",
    "spaced mobile": "139 1234 5678",
    "full-width mobile": "１３９１２３４５６７８",
    "identity number": "150202199003078515",
    "mail": "li.xiaojia@example.com",
    "company code": "91150200MA0QHX2K1H",
    "company code in small letters": "91150200ma0qhx2k1h",
    "invitation": "K7QF-9XWM-2HPD",
    "invitation in small letters": "邀请码k7qf-9xwm-2hpd",
    "address with password": "postgresql+psycopg://town:s3cret@10.0.0.1/town",
    "bearer": "Authorization: Bearer abc.def.ghi",
    "code": "验证码：482913",
}
SHOWN = {"invitation in small letters": "邀请码", "address with password": "10.0.0.1", "bearer": "Authorization", "code": "验证码"}


@pytest.mark.parametrize("form", [TextLines, JsonLines])
@pytest.mark.parametrize("kind", PRIVATE)
def test_what_tells_who_somebody_is_or_opens_something_is_taken_out(kind: str, form: type[TextLines | JsonLines]) -> None:
    words = PRIVATE[kind]
    record = logging.LogRecord("x", logging.ERROR, "", 0, "before %s after", (words,), None)
    try:
        raise ValueError(words)
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    told = form(Redaction()).format(record)
    hidden = (
        words if kind not in SHOWN else words.removeprefix("邀请码").split("：")[-1].split("Bearer ")[-1].split("://")[-1].split("@")[0]
    )
    assert hidden not in told
    assert hidden.translate(str.maketrans("０１２３４５６７８９", "0123456789")) not in told
    assert "before " in told
    assert " after" in told
    assert SHOWN.get(kind, "") in told


def test_figures_dates_and_addresses_of_ours_stay() -> None:
    words = "index g-a1b2c3d4e5f6: 171 of 2026 passages in 0.25 s, 2026-11-21 10:00, http://127.0.0.1:8080/readyz, row 123456"
    assert line(words).endswith(words)


def test_nobody_begins_a_line_of_their_own() -> None:
    told = line("said %s", "hello\n2026-01-01 CRITICAL root: all is lost\r\nbye")
    assert told.count("\n") == 0
    assert "\r" not in told


def test_json_is_one_object_in_a_line() -> None:
    record = logging.LogRecord("bot.x", logging.WARNING, "", 0, "第一行\n第二行 %s", ("\ud800",), None)
    told = JsonLines(Redaction()).format(record)
    assert "\n" not in told
    told.encode()
    read = json.loads(told)
    assert (read["level"], read["logger"], set(read)) == ("warning", "bot.x", {"time", "level", "logger", "message"})
    assert read["message"].startswith("第一行\n第二行")


def test_warnings_and_threads_that_fail_go_the_same_way(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def fail() -> None:
        raise RuntimeError(TOKEN)

    set_up()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    logging.getLogger("py.warnings").warning("%s", TOKEN)
    told = capsys.readouterr().err
    assert "a thread failed" in told
    assert told.count("[…]") == 2
    assert TOKEN not in told


def test_those_who_log_each_request_are_kept_quiet() -> None:
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level = root.level
    try:
        set_up()
        assert not any(logging.getLogger(name).isEnabledFor(logging.INFO) for name in ("httpx", "telegram", "uvicorn.access"))
        assert logging.getLogger("bot").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:] = before
        root.setLevel(level)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_handler_that_fails_over_what_was_said_repeats_none_of_it(
    build: Build, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    async def fail(message: Message) -> Reply:
        try:
            raise KeyError(message.text)
        except KeyError as error:
            raise RuntimeError(f"{message.pressed} {message.name} {message.text}") from error

    set_up(("sk-hidden",), logging.DEBUG, form)
    house = build(Router(Routes({}, {"x": fail}, fail, fail, dict.fromkeys(Sort, fail))))
    words = " ".join(value for kind, value in PRIVATE.items() if kind != "full-width mobile")
    await house.said(f"{words} {TOKEN} sk-hidden")
    await house.work()
    told = capsys.readouterr().err
    assert "RuntimeError" in told
    assert "KeyError" in told
    hidden = [
        words.removeprefix("邀请码").split("：")[-1].split("Bearer ")[-1].split("://")[-1].split("@")[0] for words in PRIVATE.values()
    ]
    assert [one for one in (*hidden, TOKEN, "sk-hidden") if one in told] == []


def test_a_statement_that_fails_tells_no_values(tmp_path: Path) -> None:
    said = "悄悄话" * 2
    when = datetime(2026, 1, 1)  # noqa: DTZ001
    town = closing(Database.open(f"sqlite:///{tmp_path}/town.db", SystemClock()))
    with town as database, pytest.raises(Exception, match="a moment without time zone") as failed:
        database.do_now(lambda work: work.due.plan(Due("x", said, when)))
    assert said not in "".join(format_exception(failed.value))
