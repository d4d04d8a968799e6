"""Starting the server: on a thread of a test, or in a process of its own."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.telegram_server.app import create_app
from tests.telegram_server.client import TelegramServer
from tests.telegram_server.world import TOKEN, World

HOST = "127.0.0.1"


class CuttableProtocol(H11Protocol):
    """HTTP whose requests know their connection, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hand the connection to the requests on it."""
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)


def configured(world: World) -> uvicorn.Config:
    """How the server runs on a listening socket: quiet, without waiting for calls that hang when it ends."""
    return uvicorn.Config(
        create_app(world),
        http=CuttableProtocol,
        ws="none",
        lifespan="off",
        log_level="critical",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=0,
    )


def listening(host: str = HOST, port: int = 0) -> socket.socket:
    """A socket that listens, on any free port by default.

    The protocol is named, because asyncio sends small packets at once only where it is; otherwise each answer waits 40 ms.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


@contextmanager
def served(token: str = TOKEN, *, seed: int | None = None, enforce_pace: bool = False) -> Iterator[str]:
    """A server on a free port of this machine, on a thread of its own; gives its address."""
    listener = listening()
    server = uvicorn.Server(configured(World(token, seed=seed, enforce_pace=enforce_pace)))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), name="telegram-server", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join()
        listener.close()


@asynccontextmanager
async def running_server(token: str = TOKEN, *, seed: int | None = None, enforce_pace: bool = False) -> AsyncIterator[TelegramServer]:
    """A server with the handle to it, as a test wants it."""
    with served(token, seed=seed, enforce_pace=enforce_pace) as url:
        async with TelegramServer(url, token) as server:
            yield server
