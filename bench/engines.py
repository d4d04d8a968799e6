"""Keyword engines, ours and those that people would use instead, behind one shape: build into a folder, open it, ask by words.

`python -m bench.engines NAME FOLDER WORD …` opens one and asks once: seconds and MB (JSON) of a restart, imports not counted.
"""

import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from bench.setting import resident
from bench.tokens import Tokens
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.keywords import KeywordIndex

Words = Sequence[str]
Search = Callable[[Words], list[int]]
K1, B, TOP = 0.9, 0.2, 10


class Engine(Protocol):
    """One engine; passages are known by their place, from 0."""

    def build(self, tokens: Tokens, folder: Path) -> None:
        """Make its files."""
        ...

    def open(self, folder: Path) -> Search:
        """The search over what was built: places of the best ten, best first."""
        ...


class Ours:
    """The product's index, read from disk page by page."""

    def build(self, tokens: Tokens, folder: Path) -> None:
        """Make its files."""
        builder = KeywordBuilder(K1, B)
        for place, words in enumerate(tokens.passages()):
            builder.add(place + 1, tokens.regions[place], words)
        builder.finish().save(folder)

    def open(self, folder: Path) -> Search:
        """The search."""
        index = KeywordIndex.open(folder)
        return lambda words: [int(id_) - 1 for id_ in index.search(Counter(words), TOP)[0]]


class Bm25s:
    """bm25s with its arrays on disk, scored by numpy or by numba."""

    def __init__(self, backend: str) -> None:
        self._backend = backend

    def build(self, tokens: Tokens, folder: Path) -> None:
        """Make its files."""
        import bm25s  # noqa: PLC0415

        spans = zip(tokens.starts[:-1].tolist(), tokens.starts[1:].tolist(), strict=True)
        ids = [tokens.numbers[start:end].tolist() for start, end in spans]
        made = bm25s.BM25(k1=K1, b=B)
        made.index((ids, {word: number for number, word in enumerate(tokens.vocabulary)}), show_progress=False)
        made.save(folder, show_progress=False)

    def open(self, folder: Path) -> Search:
        """The search."""
        import bm25s  # noqa: PLC0415

        index = bm25s.BM25.load(folder, mmap=True, show_progress=False, override_params={"backend": self._backend})
        if self._backend == "numba":
            index.activate_numba_scorer()
        return lambda words: index.retrieve([list(words)], k=TOP, show_progress=False).documents[0].tolist()


class RankBm25:
    """rank_bm25, which lives in memory only: opening is building."""

    def build(self, tokens: Tokens, folder: Path) -> None:
        """Keep the tokens, which are all that it can start from."""
        folder.mkdir(exist_ok=True)
        (folder / "words.txt").write_text("\n".join(" ".join(words) for words in tokens.passages()), "utf-8")

    def open(self, folder: Path) -> Search:
        """The search."""
        from rank_bm25 import BM25Okapi  # noqa: PLC0415

        index = BM25Okapi([line.split(" ") for line in (folder / "words.txt").read_text("utf-8").split("\n")], k1=K1, b=B)
        return lambda words: np.argsort(index.get_scores(words))[::-1][:TOP].tolist()


class Tantivy:
    """tantivy, words parted by spaces."""

    def build(self, tokens: Tokens, folder: Path) -> None:
        """Make its files."""
        import tantivy  # noqa: PLC0415

        shape = tantivy.SchemaBuilder().add_unsigned_field("place", stored=True)
        schema = shape.add_text_field("body", tokenizer_name="whitespace", index_option="freq").build()
        folder.mkdir(exist_ok=True)
        index = tantivy.Index(schema, path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for place, words in enumerate(tokens.passages()):
            writer.add_document(tantivy.Document(place=place, body=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Search:
        """The search."""
        import tantivy  # noqa: PLC0415

        index = tantivy.Index.open(str(folder))
        searcher, schema = index.searcher(), index.schema

        def search(words: Words) -> list[int]:
            terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", word, "freq")) for word in words]
            hits = searcher.search(tantivy.Query.boolean_query(terms), TOP).hits
            return [searcher.doc(address)["place"][0] for _, address in hits]

        return search


class Fts5:
    """SQLite's full text search, words parted by spaces and joined by OR."""

    def build(self, tokens: Tokens, folder: Path) -> None:
        """Make its file."""
        folder.mkdir(exist_ok=True)
        connection = sqlite3.connect(folder / "fts.db")
        connection.execute("CREATE VIRTUAL TABLE f USING fts5(body, content='', tokenize='unicode61')")
        rows = ((place, " ".join(words)) for place, words in enumerate(tokens.passages()))
        connection.executemany("INSERT INTO f (rowid, body) VALUES (?, ?)", rows)
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> Search:
        """The search."""
        connection = sqlite3.connect(folder / "fts.db")
        statement = f"SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT {TOP}"
        return lambda words: [row[0] for row in connection.execute(statement, (" OR ".join(f'"{word}"' for word in words),))]


ENGINES: dict[str, Engine] = {
    "ours": Ours(),
    "bm25s numpy": Bm25s("numpy"),
    "bm25s numba": Bm25s("numba"),
    "tantivy": Tantivy(),
    "SQLite FTS5": Fts5(),
    "rank_bm25": RankBm25(),
}


def main() -> None:
    """Open, ask once, and tell what it took."""
    name, folder, *words = sys.argv[1:]
    _imports(name)
    before, begin = resident(), time.perf_counter()
    search = ENGINES[name].open(Path(folder))
    search(words)
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - begin, "mb": resident() - before}) + "\n")


def _imports(name: str) -> None:
    """Numba compiles when it is first asked, and that counts; only libraries are brought in before."""
    for module in {"bm25s": ("bm25s",), "rank_bm25": ("rank_bm25",), "tantivy": ("tantivy",)}.get(name.partition(" ")[0], ()):
        __import__(module)


if __name__ == "__main__":
    main()
