"""What a new index must show before it may serve: some of its own passages, asked for, are found."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from domain.errors import IndexProblem
from vectorstore.entry import Entry
from vectorstore.keywords import KeywordIndex
from vectorstore.ports import Ids, Vectors, VectorStore
from vectorstore.terms import Segmenter, terms

SAMPLES = 50
_TOP = 10
# A passage may be outdone by longer ones that repeat its words, but never by this much.
_SHARE = 1 / 3
_SAME = 0.999


def check_keywords(index: KeywordIndex, count: int, samples: Sequence[Entry], segmenter: Segmenter) -> None:
    """Each sample, asked by its own words, is among the first or nearly as good as the best."""
    if len(index) != count:
        raise IndexProblem(f"关键词索引应有 {count} 段，实有 {len(index)} 段。")
    for entry in samples:
        words = Counter(terms(entry.text, segmenter))
        ids, scores = index.search(words, len(index))
        rank = np.flatnonzero(ids == entry.id)
        if words and (not len(rank) or (rank[0] >= _TOP and scores[rank[0]] < _SHARE * scores[0])):
            raise IndexProblem(f"第 {entry.id} 段在关键词索引里找不到自己。")


def check_vectors(store: VectorStore, ids: Ids, vectors: Vectors) -> None:
    """Each of some vectors, evenly picked, is found by itself or by one that is the same."""
    if (held := store.count()) != len(ids):
        raise IndexProblem(f"向量库应有 {len(ids)} 段，实有 {held} 段。")
    for place in np.linspace(0, len(ids) - 1, num=min(SAMPLES, len(ids)), dtype=int):
        found, cosines = store.nearest(vectors[place].tolist(), _TOP)
        if not len(found) or (ids[place] not in found and cosines[0] < _SAME):
            raise IndexProblem(f"第 {ids[place]} 段在向量库里找不到自己。")
