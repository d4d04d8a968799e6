"""Whole retrieval, from a question's text to the best ten, with vectors and with a region, in a large corpus."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from chromadb import Where
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document

from bench import generate
from bench.book import Goal, Line, Part
from bench.generate import Asked, questions
from bench.large import Large, large
from bench.rounds import Timing, interleaved
from bench.setting import Setting
from bench.tokens import words
from vectorstore.index import POOL, Index, Query
from vectorstore.manifest import Manifest, Place
from vectorstore.opening import VectorOpener
from vectorstore.ports import Vectors, VectorStore
from vectorstore.segment import JiebaSegmenter

_MANY, _FEW, _TOP = 40, 3, 10
WORDS, CHROMA, NUMPY = "ours, keywords alone", "ours, vectors through Chroma", "ours, vectors in numpy"
PEER_CHROMA, PEER_NUMPY, ENSEMBLE = "Chroma alone", "numpy, every vector", "langchain-chroma + BM25, ensemble"
Ask = Callable[[int], object]


def measure(setting: Setting) -> Part:
    """Ask every way the same questions, anywhere and within the asker's region."""
    count = setting.of(100_000, 2_000)
    made = large(count, setting.folder)
    asked = [one for one in questions(300, count) if one.region]
    anywhere, within = _ways(made, asked, count)
    slow = {ENSEMBLE: anywhere.pop(ENSEMBLE), WORDS: anywhere[WORDS]}
    timings = interleaved(anywhere, setting.of(_MANY, 3)), interleaved(within, setting.of(_MANY, 3))
    beside = interleaved(slow, setting.of(_FEW, 1))
    timings[0][ENSEMBLE] = beside[ENSEMBLE]
    return _part(count, timings, beside, _recall(made, asked[: setting.of(200, 20)]))


def _ways(made: Large, asked: list[Asked], count: int) -> tuple[dict[str, Ask], dict[str, Ask]]:
    def index(place: Place, *, vectors: bool = True) -> Index:
        opened = Index.open(made.roots[place], lambda names: JiebaSegmenter(names, made.cache))
        if vectors:
            opened.attach_vectors(VectorOpener())
            assert opened.state().vectors, opened.state().why
        return opened

    ours = {WORDS: index("numpy", vectors=False), CHROMA: index("chroma"), NUMPY: index("numpy")}
    collection, exact, regions = made.client().get_collection("passages", embedding_function=None), made.exact(), np.array(made.regions)
    rows = {region: np.flatnonzero((regions == region) | (regions == "")) for region in {one.region for one in asked}}

    def text(number: int) -> str:
        return asked[number % len(asked)].text

    def vector(number: int) -> Vectors:
        return np.array([made.embedder.embed_query(text(number))], dtype=np.float32)

    def where(number: int) -> object:
        kept: Where = {"$or": [{"region": asked[number % len(asked)].region}, {"region": ""}]}
        return collection.query(query_embeddings=vector(number), n_results=_TOP, where=kept)

    def sliced(number: int) -> object:
        some = made.vectors[rows[asked[number % len(asked)].region]] @ vector(number)[0]
        return np.argsort(-some)[:_TOP]

    def regional(finder: Index, number: int) -> object:
        region = asked[number % len(asked)].region
        return finder.search(Query(text(number), prefer=((region, 1.0), ("", 0.85)), only=region))

    ensemble = _ensemble(made, count)
    anywhere: dict[str, Ask] = {
        **{name: partial(lambda finder, number: finder.search(Query(text(number))), finder) for name, finder in ours.items()},
        PEER_CHROMA: lambda number: collection.query(query_embeddings=vector(number), n_results=_TOP),
        PEER_NUMPY: lambda number: exact.nearest(vector(number)[0].tolist(), _TOP),
        ENSEMBLE: lambda number: ensemble.invoke(text(number)),
    }
    within: dict[str, Ask] = {
        **{name: partial(regional, finder) for name, finder in ours.items()},
        PEER_CHROMA: where,
        PEER_NUMPY: sliced,
    }
    return anywhere, within


def _ensemble(made: Large, count: int) -> EnsembleRetriever:
    """What LangChain's documentation puts together, with words by rjieba for its BM25 and our vectors for its Chroma."""
    texts = [Document(entry.text, metadata={"region": entry.region}) for entry in generate.passages(count)]
    near_words = BM25Retriever.from_documents(texts, preprocess_func=words, k=_TOP)
    client = made.client()
    near = Chroma("passages", made.embedder, client=client).as_retriever(search_kwargs={"k": _TOP})
    return EnsembleRetriever(retrievers=[near_words, near], weights=[0.5, 0.5])


def _recall(made: Large, asked: list[Asked]) -> Mapping[str, float]:
    """The share of the ten nearest of all that each way to vectors finds."""
    exact = made.exact()
    stores = {CHROMA: _store(made.roots["chroma"]), NUMPY: _store(made.roots["numpy"])}
    collection = made.client().get_collection("passages", embedding_function=None)
    found = {CHROMA: 0, NUMPY: 0, PEER_CHROMA: 0}
    for one in asked:
        vector = made.embedder.embed_query(one.text)
        peers = collection.query(query_embeddings=np.array([vector], dtype=np.float32), n_results=_TOP)["ids"][0]
        right = set(exact.nearest(vector, _TOP)[0].tolist())
        for name, store in stores.items():
            # As many as a search asks for.
            found[name] += len(right & set(store.nearest(vector, POOL)[0][:_TOP].tolist()))
        found[PEER_CHROMA] += len(right & set(map(int, peers)))
    return {name: hits / (_TOP * len(asked)) for name, hits in found.items()} | {PEER_NUMPY: 1.0}


def _store(root: Path) -> VectorStore:
    folder = next(root.glob("g-*"))
    return VectorOpener().open(folder, Manifest.read(folder))[0]


def _part(
    count: int, timings: tuple[dict[str, Timing], dict[str, Timing]], beside: Mapping[str, Timing], recall: Mapping[str, float]
) -> Part:
    anywhere, within = timings
    base = anywhere[WORDS]
    lines = []
    for name, timing in anywhere.items():
        times = timing.over(beside[WORDS] if name == ENSEMBLE else base)
        regional = within.get(name)
        cells = (1000 * regional.p50, regional.over(timing)) if regional else (None, None)
        lines.append(Line(name, (1000 * timing.p50, 1000 * timing.percentile(0.99), times, *cells, recall.get(name))))
    columns = ("ms", "p99 ms", "times keywords alone", "in a region, ms", "times without region", "recall@10 of the nearest")
    return Part("retrieval", "Whole retrieval", columns, tuple(lines), _goals(count, anywhere, within, recall), _remarks(anywhere))


def _goals(count: int, anywhere: Mapping[str, Timing], within: Mapping[str, Timing], recall: Mapping[str, float]) -> tuple[Goal, ...]:
    numpy, chroma = (anywhere[name].over(anywhere[WORDS]) for name in (NUMPY, CHROMA))
    regional = max(within[name].over(anywhere[name]) for name in (WORDS, CHROMA, NUMPY))
    least = min(recall[name] for name in (CHROMA, NUMPY))
    return (
        Goal(f"vectors in reach of numpy ≤ 1.5 × keywords alone at {count:,}", f"{numpy:.2f} ×", numpy <= 1.5),
        Goal(f"through Chroma ≤ 3 × keywords alone at {count:,}", f"{chroma:.2f} ×", chroma <= 3),
        Goal("with a region ≤ 2 × without", f"{regional:.2f} ×", regional <= 2),
        Goal("recall@10 against exact ≥ 0.98", f"{least:.3f}", least >= 0.98),
    )


def _remarks(anywhere: Mapping[str, Timing]) -> tuple[str, ...]:
    faster = [name for name, timing in anywhere.items() if not name.startswith("ours") and timing.p50 < anywhere[CHROMA].p50]
    return (
        "A question comes as text: cutting it into words and making its vector count. All vectors are those of the product (128 wide).",
        "A region keeps what lies in it or holds everywhere: Chroma alone by `where`, numpy by a list of rows for each region.",
        "Up to 20,000 passages the product compares every vector; beyond, `kind` says whether it asks Chroma (so it does by itself)",
        "or looks into the nearest cells of its own files (numpy), about one vector in twenty here.",
        "In numpy half of what vectors add is waiting for memory that other ways used meanwhile; the rest is the question's own vector",
        "and the sum of both sides.",
        "Through Chroma most of the time is Chroma's own search: it looks as far (ef_search 200) as the 200 neighbours that the sum needs.",
        "Chroma alone has its own settings and gives ten; what they miss is in the table.",
        *([f"Faster than ours through Chroma: {', '.join(faster)}; neither looks for words."] if faster else []),
    )
