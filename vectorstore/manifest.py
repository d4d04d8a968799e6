"""What a finished index says of itself; it is written last, so a folder without it is no index."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from domain.errors import IndexProblem

FORMAT = 1
NAME = "manifest.json"
KEYWORDS, WORDS, SPACE, VECTORS, STORE, CELLS = "keywords", "words.txt", "lsa.npz", "vectors.npy", "chroma", "cells"

Place = Literal["numpy", "chroma", "server"]
"""Where vectors are: in files of our own, in a Chroma store in the folder, in a collection on a Chroma server."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of the index.

    `revision` is the corpus revision that it was built from; `count` the passages in it. `embedding` tells whose vectors it has:
    "lsa" (its own), "given" (the caller's) or "none"; `fingerprint` names their space, `embedded` how many there are, `place` where.
    `vectors` tells whether they can be asked, and `why` not.
    """

    generation: str
    revision: int
    count: int
    k1: float
    b: float
    embedding: str = "none"
    fingerprint: str = ""
    dimensions: int = 0
    embedded: int = 0
    place: Place | Literal[""] = ""
    vectors: bool = False
    why: str = ""
    format: int = FORMAT
    versions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of a folder."""
        try:
            manifest = cls(**json.loads((folder / NAME).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as problem:
            raise IndexProblem(f"索引 {folder.name} 不完整，请运行 xiaoqitong reindex。") from problem
        if manifest.format != FORMAT:
            raise IndexProblem(f"索引 {folder.name} 由另一版本建立，请运行 xiaoqitong reindex。")
        return manifest

    def write(self, folder: Path) -> None:
        """Put the manifest into its folder in one step, down to the disk."""
        draft = folder / f"{NAME}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / NAME)
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring a folder's own list of names down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
