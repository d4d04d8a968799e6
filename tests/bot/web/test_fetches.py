"""Nothing is fetched that a person or a document names: only operators say, in the settings, whom the assistant calls."""

import ast
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.config import ROOT
from domain.errors import BadDocument
from rag.loading.load import Loader
from rag.loading.sandbox import read_apart
from rag.regions import Gazetteer

PACKAGES = ("bot", "handlers", "services", "rag", "storage", "vectorstore", "chat", "domain")
CALLING = {
    *("aiohttp", "chromadb", "ftplib", "httpx", "httpx2", "langchain_openai", "openai", "psycopg", "requests", "smtplib", "socket"),
    *("telegram.request", "urllib.request", "urllib3", "websockets", "xmlrpc", "opentelemetry.exporter", "http.client"),
}

# Who may call, and the setting that says whom.
CALLERS = {
    "bot/asgi.py": "nobody: it listens at [web] host",
    "bot/tracing.py": "[telemetry] endpoint",
    "bot/platforms/telegram/calls.py": "[telegram] api_base",
    "rag/model/chain.py": "[llm] base_url",
    "storage/duties.py": "[database] url",
    "storage/postgres.py": "[database] url",
    "vectorstore/chroma.py": "[vectorstore] url",
    "vectorstore/openai.py": "[embedding] base_url",
}


def imported(source: str) -> set[str]:
    """Every module that is imported anywhere in a file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def calls(source: str) -> bool:
    """Whether a file has the means to call somebody."""
    dialled = any(name in source for name in ("open_connection", "create_connection", 'import_module("http'))
    return dialled or any(name == one or name.startswith(f"{one}.") for name in imported(source) for one in CALLING)


def test_only_these_modules_can_call_anybody_and_the_settings_tell_them_whom() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    assert {file.relative_to(ROOT).as_posix() for file in files if calls(file.read_text("utf-8"))} == set(CALLERS)


@pytest.mark.parametrize("line", ["import httpx", "from urllib import request", "from urllib.request import urlopen", "import socket as s"])
def test_one_that_calls_would_be_found(line: str) -> None:
    assert calls(f"def f():\n    {line}\n")


class Bait:
    """A listener on this machine, where a private address that somebody names would lead."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self.url = f"http://127.0.0.1:{door.getsockname()[1]}/latest/meta-data"

    @property
    def taken(self) -> bool:
        """Whether anybody called."""
        try:
            self._door.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@contextmanager
def listening() -> Iterator[Bait]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        yield Bait(door)


PAGE = """<!doctype html><html><head><base href="{url}/"><link rel="stylesheet" href="{url}/a.css"><script src="{url}/a.js"></script>
<meta http-equiv="refresh" content="0;url={url}"></head><body><h1>实施方案</h1><p>到2025年，建成实训基地500个。</p>
<img src="{url}/a.png"><iframe src="{url}"></iframe><object data="{url}"></object><form action="{url}"></form></body></html>"""


def test_a_page_that_is_ingested_fetches_nothing(tmp_path: Path) -> None:
    with listening() as bait:
        file = tmp_path / "实施方案.html"
        file.write_text(PAGE.format(url=bait.url), "utf-8")
        assert "500个" in read_apart(file).text
        assert not bait.taken


def test_an_address_is_no_file_to_take_in() -> None:
    with listening() as bait:
        with pytest.raises(BadDocument, match="找不到这个文件"):
            Loader(Gazetteer()).load(Path(f"{bait.url}/a.html"))
        assert not bait.taken


def test_the_bait_knows_when_it_is_taken() -> None:
    with listening() as bait:
        socket.create_connection(("127.0.0.1", int(bait.url.split(":")[2].split("/")[0]))).close()
        assert bait.taken
