"""Nothing is told to anybody: a start, answers and an ingest open no connection but to this machine.

Every Python process of the bot refuses other addresses and writes them down; libraries that are not Python's are sent to a proxy on this
machine, which writes down who called. The environment invites libraries to send telemetry.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from bot.config import ROOT
from tests.e2e.bot import Bot
from tests.e2e.conftest import Install

GUARD = """
import sys, os

def watch(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = str(arguments[0])
    elif event == "socket.sendto" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    else:
        return
    if host not in ("127.0.0.1", "::1", "localhost", "None"):
        with open(os.environ["WRITTEN_DOWN"], "a") as file:
            file.write(f"{event} {host}\\n")
        raise OSError(f"refused by the test: {host}")

sys.addaudithook(watch)
with open(os.environ["WRITTEN_DOWN"] + ".guarded", "a") as file:
    file.write(" ".join(sys.orig_argv[1:]) + "\\n")
"""
QUESTION = "包头2025年要建多少个实训基地？"


class Proxy(BaseHTTPRequestHandler):
    """Serves nobody, and remembers who asked."""

    called: ClassVar[list[str]] = []
    raw_requestline: bytes

    def parse_request(self) -> bool:
        """Whatever is asked is noted, and refused."""
        self.called.append(self.raw_requestline.decode().strip())
        self.requestline, self.request_version, self.command = "", "HTTP/1.1", ""
        self.send_error(502)
        return False

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def called() -> Iterator[tuple[list[str], str]]:
    """Who called the proxy, and its address."""
    Proxy.called.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Proxy.called, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def guarded(tmp_path: Path, called: tuple[list[str], str]) -> dict[str, str]:
    """An environment in which nobody gets out, and everybody is invited to."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, "utf-8")
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), called[1])
    tracing = dict.fromkeys(("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "ANONYMIZED_TELEMETRY"), "true")
    hidden = {"LANGSMITH_API_KEY": "k", "LANGCHAIN_API_KEY": "k", "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
    where = {"PYTHONPATH": str(tmp_path / "guard"), "WRITTEN_DOWN": str(tmp_path / "written-down")}
    return {**proxies, **tracing, **hidden, **where}


def written_down(environment: dict[str, str]) -> str:
    file = Path(environment["WRITTEN_DOWN"])
    return file.read_text("utf-8") if file.exists() else ""


def ask_on_the_page(bot: Bot) -> str:
    """One question on the web chat, and what came back."""
    with httpx.Client(base_url=bot.address, timeout=30, trust_env=False) as client:
        token = client.get("/chat/history").json()["token"]
        headers = {"origin": bot.address, "sec-fetch-site": "same-origin", "x-token": token}
        client.post("/chat/messages", json={"key": "key-00000001", "text": QUESTION}, headers=headers).raise_for_status()
        end = time.monotonic() + 30
        while "500" not in (history := client.get("/chat/history").text):
            assert time.monotonic() < end, f"{history}\n{bot.output}"
            time.sleep(0.1)
        return history


def test_a_start_an_answer_and_an_ingest_call_nobody(
    install: Install, guarded: dict[str, str], called: tuple[list[str], str], tmp_path: Path
) -> None:
    bot = install(token="", **guarded)
    bot.nursery = None  # the guards come in with the interpreter
    bot.start()
    assert "500" in ask_on_the_page(bot)
    assert bot.stop()[0] == 0
    command = [sys.executable, "-m", "bot", "--data", str(tmp_path / "data")]
    environment = {**os.environ, **guarded}
    subprocess.run([*command, "ingest", str(ROOT / "corpus")], cwd=ROOT, env=environment, check=True, capture_output=True)
    told = subprocess.run([*command, "ask", QUESTION], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert "500" in told.stdout
    assert written_down(guarded) == ""
    assert called[0] == []
    guards = Path(guarded["WRITTEN_DOWN"] + ".guarded").read_text("utf-8")
    assert all(part in guards for part in ("run", "ingest", "ask", "vectorstore.build")), "each process was watched"


def test_who_calls_out_would_be_found(guarded: dict[str, str], called: tuple[list[str], str]) -> None:
    program = "import urllib.request as u, socket\ntry: u.urlopen('http://telemetry.example.org/x')\nexcept OSError: pass\n"
    program += "try: socket.create_connection(('192.0.2.7', 443), 1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", program], env={**os.environ, **guarded}, check=True)
    assert called[0] == ["GET http://telemetry.example.org/x HTTP/1.1"]
    assert "192.0.2.7" in written_down(guarded)
