"""Every command, option, make target and script that the documentation shows is there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.__main__ import build
from bot.config import ROOT
from tests.docs.pages import PAGES, code

_CALL = re.compile(r"(?:^|[\s=/|])xiaoqitong((?:\s+(?!#|/|\|).+)?)$")
_SHELL = re.compile(r"\s(?:#|\||&&|>|2>).*$")


def called(page: Path) -> list[list[str]]:
    """The words behind `xiaoqitong`, of each command on a page."""
    lines = [_SHELL.sub("", f"{line} ").strip() for part in code(page.read_text("utf-8")) for line in part.split(" && ")]
    return [shlex.split(hit[1]) for line in lines if (hit := _CALL.search(line)) and hit[1].strip()]


def resolve(words: list[str]) -> None:
    """Follow the words through groups to a command with these options. Raises KeyError for one that is not there."""
    command: Any = typer.main.get_command(build())
    rest = list(words)
    while rest:
        word = rest.pop(0)
        inner = getattr(command, "commands", None)
        if word.startswith("-"):
            names = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help", "-"}
            if word not in names:
                raise KeyError(word)
            # The options of a group stand before its command, and each of them takes a value.
            rest = rest[1:] if inner is not None else rest
        elif inner is not None:
            command = inner[word]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_is_there(page: Path) -> None:
    for words in called(page):
        resolve(words)


def test_commands_are_found_on_the_pages() -> None:
    shown = {words[0] for page in PAGES for words in called(page)}
    assert {"ingest", "chat", "ask", "documents", "remove", "reindex", "doctor", "staff", "run"} <= shown


@pytest.mark.parametrize("words", [["fly"], ["ask", "--loud", "为什么"], ["staff", "promote"]])
def test_a_command_that_is_not_there_would_be_found(words: list[str]) -> None:
    with pytest.raises(KeyError):
        resolve(words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_shown_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = {target for line in code(page.read_text("utf-8")) for target in re.findall(r"^make ([a-z-]+)", line.strip())}
    assert shown <= targets


def test_the_readme_shows_the_two_commands() -> None:
    lines = [line.split("#")[0].strip() for line in code((ROOT / "README.md").read_text("utf-8"))]
    assert {"make run", "make test"} <= set(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_is_run_is_there(page: Path) -> None:
    for module in re.findall(r"python3? -m ([\w.]+)", page.read_text("utf-8")):
        if module.split(".")[0] in {"vectorstore", "tests", "bot", "rag"}:
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
