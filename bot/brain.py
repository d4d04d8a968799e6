"""What knows and answers, put together: library, index, knowledge, assistant.

Keywords serve as soon as this is there; `open_vectors` brings LangChain in afterwards, and Chroma where that keeps the vectors,
which blocks for a second or two.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.config import Config, EmbeddingSettings
from bot.model import Model, open_model
from domain.clock import Clock
from domain.errors import ConfigProblem, StoreProblem
from rag.assistant import Assistant
from rag.loading.load import Loader
from rag.model.ports import Answering
from rag.regions import Gazetteer
from services.folder import DATABASE, RESTORING
from services.indexing import Indexing, Wanted
from services.knowledge import Knowledge
from services.library import StoredLibrary
from storage.database import Database
from vectorstore.index import Index
from vectorstore.ports import Embedder
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import Segmenter

_INDEX, _CACHE = "index", "cache"
LSA_WIDTH = 128
"""Dimensions of the vectors that are computed from the corpus itself, where none are set."""


class Segmenters:
    """Makes the segmenter of each index generation, and keeps the newest to tell words of the language from slips of the pen."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._newest: JiebaSegmenter | None = None

    def of(self, names: Sequence[str]) -> Segmenter:
        """A segmenter that knows these names."""
        self._newest = JiebaSegmenter(names, self._cache)
        return self._newest

    def knows(self, word: str) -> bool:
        """Whether it is a word of the language."""
        return self._newest is not None and self._newest.knows(word)


@dataclass(frozen=True, slots=True)
class Brain:
    """The parts that others ask. Everything in them blocks.

    `assistant` answers with the language model where one is set, `plain` always without; they are the same where none is.
    """

    gazetteer: Gazetteer
    library: StoredLibrary
    knowledge: Knowledge
    assistant: Answering
    plain: Assistant
    model: Model | None
    index: Index
    wanted: Wanted

    def warm(self) -> None:
        """Read the documents before the first question comes."""
        self.plain.warm()

    def keep_up(self) -> None:
        """Answer from the documents as they are now; to be called again and again by whoever follows them."""
        self.plain.keep_up()

    def open_vectors(self) -> None:
        """Let vectors answer too, of the present index and of those to come; load what the language model needs."""
        from vectorstore.opening import VectorOpener  # noqa: PLC0415

        self.index.attach_vectors(VectorOpener(self.wanted.embedder, self.wanted.kind, self.wanted.url, self.wanted.prefix))
        if self.model:
            self.model.writer.warm()

    def misses_vectors(self) -> bool:
        """Whether a Chroma server or an endpoint is set whose vectors do not answer now."""
        return bool(self.wanted.url or self.wanted.embedder) and not self.index.state().vectors

    def region_of(self, name: str) -> str:
        """The code of the documents' city that goes by a name (or code), "" when none does."""
        homes = {document.region for document in self.knowledge.documents() if document.region}
        return self.gazetteer.pick(self.gazetteer.named(name), sorted(homes)) if name else ""

    def close(self) -> None:
        """Let go of the index's files and of the model's connections."""
        self.index.close()
        if self.model:
            self.model.writer.close()


def open_database(config: Config, clock: Clock) -> Database:
    """The database that is set; SQLite in the data folder, which is made, where none is."""
    if config.database.url:
        return Database.open(config.database.url, clock, password=config.database.password.get_secret_value())
    make_folder(config)
    if (config.folder / RESTORING).exists():
        raise StoreProblem("上次恢复没有做完。请再运行一次 xiaoqitong restore 备份文件 --force。")
    return Database.open(f"sqlite:///{config.folder / DATABASE}", clock)


def make_folder(config: Config) -> None:
    """Make the data folder where it is not there yet. Raises ConfigProblem."""
    try:
        config.folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ConfigProblem(f"建不了数据文件夹 {config.folder}：{problem.strerror}。请换一个位置（--data）或检查权限。") from problem


@contextmanager
def opened(config: Config, clock: Clock) -> Iterator[Brain]:
    """A brain for a command, over the documents as they are stored now; closed at the end."""
    database = open_database(config, clock)
    try:
        brain = open_brain(config, database, clock)
        try:
            brain.knowledge.catch_up()
            yield brain
        finally:
            brain.close()
    finally:
        database.close()


@contextmanager
def stored(config: Config, clock: Clock) -> Iterator[Knowledge]:
    """The documents for a command that answers nothing: no index is opened, and no dictionary loaded."""
    database, gazetteer = open_database(config, clock), Gazetteer()
    try:
        yield _knowledge(config, database, gazetteer, _wanted(config), None)
    finally:
        database.close()


def open_brain(config: Config, database: Database, clock: Clock) -> Brain:
    """Everything that knowing and answering needs, over an open database."""
    gazetteer, wanted = Gazetteer(), _wanted(config)
    segmenters = Segmenters(config.folder / _CACHE)
    index = Index.open(config.folder / _INDEX, segmenters.of, clock=clock)
    knowledge = _knowledge(config, database, gazetteer, wanted, index)
    library = StoredLibrary(database)
    plain = Assistant(library, index, clock, gazetteer, segmenters.knows)
    model = open_model(config.llm, plain, library, gazetteer, clock, database)
    return Brain(gazetteer, library, knowledge, model.assistant if model else plain, plain, model, index, wanted)


def _knowledge(config: Config, database: Database, gazetteer: Gazetteer, wanted: Wanted, index: Index | None) -> Knowledge:
    indexing = Indexing(database, config.folder / _INDEX, config.folder / _CACHE, gazetteer, wanted)
    return Knowledge(database, Loader(gazetteer), indexing, index)


def _wanted(config: Config) -> Wanted:
    wide = config.embedding.dimensions or LSA_WIDTH
    server = config.vectorstore.url
    prefix = collections_of(config.folder / _INDEX) if server else ""
    return Wanted(embedder_of(config.embedding), wide, config.vectorstore.kind, server, prefix)


def collections_of(root: Path) -> str:
    """How this index folder names its collections on a Chroma server, where others keep theirs too: drawn once, and kept in it."""
    file = root / "NAME"
    if not file.exists():
        root.mkdir(parents=True, exist_ok=True)
        draft = root / f"NAME.{secrets.token_hex(4)}"
        draft.write_text(draft.suffix[1:], "utf-8")
        # Of two processes that start at once one name stays.
        with suppress(FileExistsError):
            file.hardlink_to(draft)
        draft.unlink()
    return f"xiaoqitong-{file.read_text('utf-8')}"


def embedder_of(wish: EmbeddingSettings) -> Embedder | None:
    """The embedder that is set; None for vectors computed from the corpus itself."""
    if wish.provider == "lsa":
        return None
    if not wish.model:
        raise ConfigProblem(f'[embedding] provider = "{wish.provider}" 还需要写 model。')
    if wish.provider == "local":
        from vectorstore.local import load  # noqa: PLC0415

        return load(Path(wish.model).expanduser())
    from vectorstore.openai import Endpoint, connect  # noqa: PLC0415

    return connect(Endpoint(wish.base_url, wish.model, wish.key.get_secret_value(), wish.dimensions))
