"""What is logged holds no secret."""

import logging

from bot.logs import Redaction, TextLines, set_up

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
