"""A small reverse proxy before several processes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

import httpx


class Proxy(ThreadingHTTPServer):
    """Hands what comes in to the doors in turn; who does not answer is passed over, as any reverse proxy does."""

    daemon_threads = True

    def __init__(self, ports: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handing)
        self.ports = ports
        self.taken: list[int] = []
        self._turns = count()

    def hand_on(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        """The status that one of the doors gave, 502 where none is open."""
        turn = next(self._turns)
        for port in (self.ports[(turn + step) % len(self.ports)] for step in range(len(self.ports))):
            try:
                status = httpx.post(f"http://127.0.0.1:{port}{path}", content=body, headers=headers, trust_env=False).status_code
            except httpx.TransportError:
                continue
            self.taken.append(port)
            return status
        return 502


class _Handing(BaseHTTPRequestHandler):
    server: Proxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.hand_on(self.path, body, {name: value for name, value in self.headers.items() if name[:2] == "X-"}))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def proxied(ports: list[int]) -> Iterator[Proxy]:
    """A proxy that runs before these doors."""
    with Proxy(ports) as proxy:
        Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield proxy
        proxy.shutdown()


def free_ports(many: int) -> list[int]:
    """Ports that nobody uses."""
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports
