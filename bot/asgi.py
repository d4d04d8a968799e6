"""The one ASGI application, and the server that carries it inside the bot's own loop."""

import contextlib
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from bot.headers import SecurityHeaders
from domain.errors import ConfigProblem

_GRACE = 1


def application(routes: Sequence[BaseRoute]) -> Starlette:
    """What is served there, and nothing without the security headers: not even that something is missing."""
    app = Starlette(routes=list(routes), middleware=[Middleware(SecurityHeaders)])
    # It would lead to whatever host the caller names.
    app.router.redirect_slashes = False
    return app


class Server(uvicorn.Server):
    """A server that leaves signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch nothing."""
        yield


class Site:
    """The web server with everything that is served: pages, webhook, health, figures. `section` is where its port is set."""

    def __init__(self, routes: Sequence[BaseRoute], host: str, port: int, section: str = "web") -> None:
        self._door = _bound(host, port, section)
        settings = uvicorn.Config(
            application(routes),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        self._server = Server(settings)

    @property
    def address(self) -> str:
        """Where it is found from this machine."""
        host, port = self._door.getsockname()[:2]
        host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def run(self) -> None:
        """Serve until stopped."""
        await self._server.serve(sockets=[self._door])

    def stop(self) -> None:
        """Take no more requests, and end when those under way have."""
        self._server.should_exit = True


def _bound(host: str, port: int, section: str) -> socket.socket:
    """The door, opened before anything else starts: a taken port is told at once, and who knocks early waits."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen()
    except OSError as error:
        door.close()
        raise ConfigProblem(f"网页服务打不开 {host}:{port}：{error.strerror}。可以在 config.toml 的 [{section}] 里换一个 port。") from error
    return door
