"""The stream between the bot and the process that builds an index: what to build, the passages one by one, and an end mark.

Each frame is a line of JSON; a passage's line tells how many bytes of vector follow it. A stream without its end mark was cut off.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO, Any

from domain.errors import IndexProblem
from vectorstore.entry import Entry
from vectorstore.keeping import Kind


@dataclass(frozen=True, slots=True)
class BuildSpec:
    """What to build.

    `count` is how many passages to expect (for progress); `words` are the corpus's own names for jieba, `cache` its folder.
    `embedding` is "lsa" (computed here, `dimensions` wide), "given" (vectors come with the passages, in the space
    `fingerprint`) or "none"; `kind` is where vectors should be kept. `url` is a Chroma server ("" is none), which is taken whatever
    the kind; `prefix` begins its collections' names.
    """

    revision: int
    count: int
    cache: str
    words: tuple[str, ...] = ()
    k1: float = 0.9
    b: float = 0.2
    embedding: str = "lsa"
    dimensions: int = 128
    fingerprint: str = ""
    kind: Kind = "auto"
    url: str = ""
    prefix: str = "xiaoqitong"


def write_spec(stream: IO[bytes], spec: BuildSpec) -> None:
    """Say what is to be built."""
    _write_line(stream, asdict(spec))


def write_entry(stream: IO[bytes], entry: Entry) -> None:
    """Send a passage."""
    vector = entry.vector or b""
    _write_line(stream, {"id": entry.id, "region": entry.region, "text": entry.text, "vector": len(vector)})
    stream.write(vector)


def write_end(stream: IO[bytes], count: int) -> None:
    """Say that these were all."""
    _write_line(stream, {"end": count})
    stream.flush()


def read_spec(stream: IO[bytes]) -> BuildSpec:
    """What is to be built."""
    spec = _read_line(stream)
    return BuildSpec(**{**spec, "words": tuple(spec["words"])})


def read_entries(stream: IO[bytes]) -> Iterator[Entry]:
    """The passages up to the end mark."""
    number = 0
    while "end" not in (frame := _read_line(stream)):
        vector = stream.read(frame["vector"]) if frame["vector"] else None
        yield Entry(frame["id"], frame["region"], frame["text"], vector)
        number += 1
    if frame["end"] != number:
        raise IndexProblem(f"应有 {frame['end']} 段，只收到 {number} 段。")


def _write_line(stream: IO[bytes], frame: object) -> None:
    # ASCII only, so that a lone surrogate in a text travels as well as any other character.
    stream.write(json.dumps(frame).encode("ascii") + b"\n")


def _read_line(stream: IO[bytes]) -> dict[str, Any]:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise IndexProblem("数据没有传完就中断了。")
    frame: dict[str, Any] = json.loads(line)
    return frame
