"""Where the vectors of a generation are kept, by how many they are and what is wished; opens whichever a generation has.

Chroma is brought in only where vectors are in it: its library takes 60 MB and most of a second.
"""

from pathlib import Path
from typing import Literal

from domain.errors import IndexProblem
from vectorstore.cells import EXACT, CellVectors
from vectorstore.manifest import CELLS, STORE, Place
from vectorstore.ports import VectorStore

Kind = Literal["auto", "numpy", "chroma"]
"""What may be wished: files of our own up to EXACT vectors and Chroma beyond, or one of the two at every size."""


def place_for(count: int, kind: Kind, url: str) -> Place:
    """Where so many vectors belong; a server that is named is always meant."""
    if url:
        return "server"
    if kind == "auto":
        return "numpy" if count <= EXACT else "chroma"
    return kind


def collection(prefix: str, generation: str) -> str:
    """What a generation's collection is called on a server."""
    return f"{prefix}-{generation}"


def open_kept(folder: Path, place: Place, url: str, prefix: str) -> VectorStore:
    """The vectors of a generation's folder; only for asking. Raises IndexProblem when they are not there."""
    if place == "numpy":
        return CellVectors.open(folder / CELLS)
    from vectorstore.chroma import open_folder, open_on_server  # noqa: PLC0415

    if place == "chroma":
        return open_folder(folder / STORE)
    if not url:
        raise IndexProblem("向量在 Chroma 服务上，现在没有设置它的地址。请运行 xiaoqitong reindex。")
    return open_on_server(url, collection(prefix, folder.name))
