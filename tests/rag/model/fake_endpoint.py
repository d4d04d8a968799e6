"""An endpoint on loopback that speaks OpenAI's chat protocol, well or badly: plain and streamed, function calls and JSON mode.

It can be run by itself to try the product by hand: `python -m tests.rag.model.fake_endpoint`.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Body = dict[str, Any]

_HELD = 600
_PATIENCE = 60


@dataclass(frozen=True)
class Reply:
    """What the endpoint says.

    `content` is plain text, `arguments` those of a function call; `raw` stands for the whole body. With `drip` (seconds) it comes byte by
    byte and never ends; with a `gate` its last bytes wait until that is set.
    """

    content: str = ""
    arguments: str | None = None
    status: int = 200
    raw: bytes | None = None
    drip: float = 0.0
    gate: Event | None = None
    headers: tuple[tuple[str, str], ...] = ()


Script = Callable[[Body], Reply]


@dataclass
class FakeEndpoint:
    """Answers by its script and remembers what it was asked; `begun` is set by the first request, `cut` when somebody hung up early."""

    script: Script = lambda body: Reply("{}")
    asked: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    begun: Event = field(default_factory=Event)
    cut: Event = field(default_factory=Event)
    closing: Event = field(default_factory=Event)
    base_url: str = ""

    @property
    def seen(self) -> str:
        """All that it was ever told."""
        return json.dumps(self.asked, ensure_ascii=False)


def shaped(body: Body, reply: object) -> Reply:
    """A reply in the shape that was asked for: the call of the function, or JSON as text."""
    text = json.dumps(reply, ensure_ascii=False)
    return Reply(arguments=text) if body.get("tools") else Reply(text)


def saying(reply: object) -> Script:
    """Always this reply."""
    return lambda body: shaped(body, reply)


def first_sentence(body: Body) -> str:
    """The first sentence of the first passage that was given."""
    found = re.search(r"<原文[^>]*>\n(.*?。)", body["messages"][1]["content"], re.S)
    return found[1] if found else ""


def quoting(*texts: str, gate: Event | None = None) -> Script:
    """Says these sentences, "" for the first one that was given, each citing that one; its last words wait for the gate."""

    def script(body: Body) -> Reply:
        quote = first_sentence(body)
        cited = [{"text": text or quote, "citations": [{"passage": 1, "quote": quote}]} for text in texts]
        told = shaped(body, {"sentences": cited})
        return Reply(told.content, told.arguments, gate=gate)

    return script


@contextmanager
def served(script: Script | None = None) -> Iterator[FakeEndpoint]:
    """The endpoint, running on a free port."""
    endpoint = FakeEndpoint()
    if script:
        endpoint.script = script
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(endpoint))
    server.daemon_threads = True
    endpoint.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(endpoint: FakeEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body: Body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(body)
            endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
            endpoint.paths.append(self.path)
            endpoint.begun.set()
            reply = endpoint.script(body)
            try:
                self._send(reply, b"".join(_body(reply, body)), "text/event-stream" if body.get("stream") else "application/json")
            except OSError:
                endpoint.cut.set()

        def _send(self, reply: Reply, data: bytes, kind: str) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", kind)
            for name, value in reply.headers:
                self.send_header(name, value)
            if not reply.drip:
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[:-_HELD])
                if reply.gate:
                    reply.gate.wait(_PATIENCE)
                self.wfile.write(data[-_HELD:])
                return
            self.end_headers()
            at = 0
            while not endpoint.closing.wait(reply.drip):
                self.wfile.write(data[at : at + 1] or b" ")
                at += 1

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    return Handler


def _body(reply: Reply, body: Body) -> Iterator[bytes]:
    if reply.raw is not None:
        yield reply.raw
    elif reply.status != 200:
        yield json.dumps({"error": {"message": reply.content or "no", "type": "fake"}}).encode()
    elif body.get("stream"):
        yield from _streamed(reply, body)
    else:
        yield json.dumps({**_head(body, "chat.completion"), "choices": [_choice(reply, body)]}).encode()


def _head(body: Body, kind: str) -> Body:
    return {"id": "c1", "object": kind, "created": 1, "model": body["model"]}


def _name(body: Body) -> str:
    return str(body["tools"][0]["function"]["name"]) if body.get("tools") else "none"


def _choice(reply: Reply, body: Body) -> Body:
    message: Body = {"role": "assistant", "content": reply.content}
    if reply.arguments is not None:
        call = {"id": "t1", "type": "function", "function": {"name": _name(body), "arguments": reply.arguments}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {"index": 0, "message": message, "finish_reason": "stop"}


def _streamed(reply: Reply, body: Body, size: int = 7) -> Iterator[bytes]:
    """Server-sent events, a few characters each."""
    called = reply.arguments is not None
    text = reply.arguments if reply.arguments is not None else reply.content
    for at in range(0, max(len(text), 1), size):
        piece = text[at : at + size]
        delta: Body = {"role": "assistant", "content": piece}
        if called:
            first = {"id": "t1", "type": "function"} if at == 0 else {}
            function = {"arguments": piece} | ({"name": _name(body)} if at == 0 else {})
            delta = {"role": "assistant", "tool_calls": [{"index": 0, **first, "function": function}]}
        yield _event({**_head(body, "chat.completion.chunk"), "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    yield _event({**_head(body, "chat.completion.chunk"), "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield b"data: [DONE]\n\n"


def _event(value: Body) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


if __name__ == "__main__":
    with served(saying({"sentences": []})) as running:
        sys.stdout.write(running.base_url + "\n")
        sys.stdin.read()
