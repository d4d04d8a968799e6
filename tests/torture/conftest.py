"""The houses of tests/bot, here too."""

from tests.bot.conftest import build

__all__ = ["build"]
