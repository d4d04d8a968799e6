"""From one file to a version of a document. Nothing is kept between files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import BadDocument
from domain.knowledge import Version
from rag.loading.clauses import clauses
from rag.loading.furniture import furniture
from rag.loading.metadata import Drawn, described
from rag.loading.openings import heading_marks
from rag.loading.passages import passages
from rag.loading.readers import read
from rag.loading.source import LONGEST_TEXT
from rag.loading.spans import union
from rag.loading.told import Told, relevant
from rag.regions import Gazetteer

REVISION = 3
_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A version, and what of its metadata was drawn from the text."""

    version: Version
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads documents. Its methods block, and parsing Office, PDF and OFD starts a process."""

    gazetteer: Gazetteer

    def load(self, path: Path, told: Told = _NOTHING) -> Loaded:
        """The version of a file. `told` is what corpus.toml tells of it. Raises BadDocument, with the way out."""
        source = read(path)
        if not source.text.strip():
            raise BadDocument("文件里没有文字。请确认内容不是空白或图片后再导入。")
        if len(source.text) > LONGEST_TEXT:
            raise BadDocument(f"文字有 {len(source.text):,} 个，超过 {LONGEST_TEXT:,} 个的上限。请分成几份再导入。")
        document, drawn = described(path.stem, source, told, self.gazetteer)
        holes = union(furniture(source.text), heading_marks(source.text) if source.marked else ())
        parts = clauses(document.stem, source.text, holes)
        region = self.gazetteer.region(document.region)
        found = passages(document, source.text, parts, holes, region.name if region else "")
        if not found:
            raise BadDocument("去掉网页的导航、按钮之后没有正文。请确认保存的是正文页面，再导入。")
        version = Version(document, source.text, self.fingerprint(path, told), tuple(parts), found)
        return Loaded(version, drawn)

    def fingerprint(self, path: Path, told: Told = _NOTHING) -> str:
        """SHA-256 (hex) of the file's bytes, of what is told of it, and of this parser's revision: the same again needs no loading."""
        digest = hashlib.sha256(f"{REVISION}\n{json.dumps(relevant(told), ensure_ascii=False)}\n".encode())
        try:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        except OSError as problem:
            raise BadDocument(f"读不了这个文件：{problem.strerror}。请检查文件是否还在、有没有读取权限。") from problem
        return digest.hexdigest()
