"""A small endpoint that speaks OpenAI's embeddings protocol on loopback, for tests."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

WIDTH = 64


class OpenAIServer(ThreadingHTTPServer):
    """Remembers what it was asked; `failing` answers that many requests with 500 first, `crooked` leaves a vector out."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[dict[str, Any]] = []
        self.failing = 0
        self.crooked = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def openai_server() -> Iterator[OpenAIServer]:
    """A running server, ended with its threads."""
    server = OpenAIServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: OpenAIServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append({"path": self.path, "key": self.headers["Authorization"], **body})
        if self.path != "/v1/embeddings":
            return self._answer(404, {"error": {"message": "unknown path"}})
        if self.server.failing:
            self.server.failing -= 1
            return self._answer(500, {"error": {"message": "overloaded"}})
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        vectors = [_vector(text, body.get("dimensions") or WIDTH) for text in texts][1 if self.server.crooked else 0 :]
        packed = body.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": place, "embedding": base64.b64encode(vector.tobytes()).decode() if packed else vector.tolist()}
            for place, vector in enumerate(vectors)
        ]
        return self._answer(200, {"object": "list", "data": data, "model": body["model"], "usage": {"prompt_tokens": 1, "total_tokens": 1}})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Tests read `requests` instead."""


def _vector(text: str, width: int) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Texts that share characters point the same way."""
    vector = np.full(width, 0.01, dtype=np.float32)
    for character in text:
        vector[ord(character) % width] += 1
    return vector
