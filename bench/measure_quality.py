"""How well the right passage is found: ours and what people would use instead, question by question, with paired intervals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench import sets
from bench.book import Goal, Line, Part
from bench.generate import TOWNS, Asked, passages, questions
from bench.intervals import interval
from bench.large import large
from bench.searchers import searchers, split
from bench.setting import Setting
from bot.commands.eval import measured
from domain.clock import SystemClock
from rag.answer import Question
from rag.fold import squash
from rag.regions import Gazetteer
from rag.tuning import Tuning
from services.evaluation import CHITCHAT, UNANSWERABLE, Key
from tests.golden.figures import SETS, Golden
from vectorstore.index import Index, Query
from vectorstore.opening import VectorOpener
from vectorstore.segment import JiebaSegmenter

OURS = "ours"
_GOLDEN = {"originals": "golden-dev", "unseen": "three towns of the tests"}
Ranks = Mapping[str, Sequence[int]]
"""For each way of searching, the place (from 1) of the first right passage for each question, 0 where none of the first ten is."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A set of questions and the ranks."""

    name: str
    ranks: Ranks


def measure(setting: Setting) -> Part:
    """All sets that this machine has, and the one that the bench makes."""
    wanted = [golden for golden in SETS if golden.name in _GOLDEN and golden.is_there()]
    found = [golden_set(_GOLDEN[golden.name], golden) for golden in reversed(wanted[-1:] if setting.short else wanted)]
    found.append(made_set(setting, setting.of(5_000, 500), setting.of(300, 20)))
    lines = [line for one in found for line in _lines(one)]
    columns = ("recall@1", "recall@5", "recall@10", "MRR@10", "ours is better by (MRR, 95 %)", "questions")
    return Part("quality", "Finding the right passage", columns, tuple(lines), tuple(map(_goal, found)), _REMARKS)


_REMARKS = (
    "Found is what holds a whole quotation of the evidence, or, in the made set, the passage that the question was drawn from.",
    "Ours is what the assistant would show; the others get the asker's town and former questions before the question.",
    "Their documents are cut as LangChain's documentation does (400 characters, 50 shared), or into our passages with their headings.",
    "Their vectors are those of the product (LSA of the same texts), the only ones that need neither a network nor a model.",
    "The made set: 300 towns share wording; a question holds words of one passage, and in half of all cases the town's name.",
)


def golden_set(name: str, golden: Golden) -> Compared:
    """A golden set, asked of the whole assistant."""
    with sets.opened(golden) as bench:
        report = measured(bench.brain, golden.questions, SystemClock())
        marked = [one for one in report.marked if one.key.kind not in {UNANSWERABLE, CHITCHAT}]
        ranks: dict[str, list[int]] = {OURS: [_rank([passage.text for passage in one.answer.passages], one.key) for one in marked]}
        whole = {document.stem: bench.brain.library.text(document.stem) for document in bench.brain.library.documents()}
        same = {str(one.id): f"{one.context}\n{one.text}" for one in bench.parts.passages}
        for suffix, texts in (("", split(whole)), (" over our passages", same)):
            for way, find in searchers(texts).items():
                found = ([texts[id_] for id_ in find(_spelled(bench.brain.gazetteer, one.asked.question))] for one in marked)
                ranks[way + suffix] = [_rank(best, one.key) for best, one in zip(found, marked, strict=True)]
    return Compared(name, ranks)


def _spelled(gazetteer: Gazetteer, question: Question) -> str:
    """A question for who knows nothing of regions and histories."""
    town = gazetteer.region(question.region)
    return " ".join([town.name if town else "", *(turn.question for turn in question.history), question.text]).strip()


def _rank(texts: Iterable[str], key: Key) -> int:
    quotes = [quote for _, quote in key.evidence]
    held = (place for place, text in enumerate(texts, 1) if any(quote in squash(text) for quote in quotes))
    return next(held, 0)


def made_set(setting: Setting, count: int, asked: int) -> Compared:
    """Made passages of many towns, asked of the index as the assistant asks it."""
    made = large(count, setting.folder)
    names = {town.code: town.name for town in TOWNS}
    wanted = [one for one in questions(asked, count) if one.region]
    index = Index.open(made.root, lambda known: JiebaSegmenter(known, made.cache))
    index.attach_vectors(VectorOpener())
    wider = Tuning().weighing.wider

    def ours(one: Asked) -> list[str]:
        query = Query(one.text, prefer=((one.region, 1.0), ("", wider)), only=one.region)
        return [str(hit.id) for hit in index.search(query)]

    ranks = {OURS: [_place(ours(one), one) for one in wanted]}
    texts = {str(entry.id): entry.text for entry in passages(count)}
    for way, find in searchers(texts).items():
        ranks[way] = [_place(find(f"{names[one.region]} {one.text}"), one) for one in wanted]
    index.close()
    return Compared(f"made, {count:,} passages", ranks)


def _place(ids: Sequence[str], one: Asked) -> int:
    return ids.index(str(one.passage)) + 1 if str(one.passage) in ids else 0


def _lines(compared: Compared) -> Iterator[Line]:
    ours = _worth(compared.ranks[OURS])
    for way, ranks in compared.ranks.items():
        recalls = (float(np.mean([0 < rank <= first for rank in ranks])) for first in (1, 5, 10))
        better = interval(ours - _worth(ranks))
        told = "–" if way == OURS else f"{better.mean:+.3f} [{better.low:+.3f}, {better.high:+.3f}]"
        yield Line(f"{compared.name}: {way}", (*recalls, float(_worth(ranks).mean()), told, str(len(ranks))))


def _worth(ranks: Sequence[int]) -> NDArray[np.float64]:
    return np.array([1 / rank if rank else 0.0 for rank in ranks])


def _goal(compared: Compared) -> Goal:
    ours = _worth(compared.ranks[OURS])
    others = {way: interval(ours - _worth(ranks)) for way, ranks in compared.ranks.items() if way != OURS}
    way, least = min(others.items(), key=lambda pair: pair[1].low)
    reached = f"at least {least.mean:+.3f} [{least.low:+.3f}, {least.high:+.3f}], beside {way}"
    return Goal(f"{compared.name}: above every other in MRR, the whole interval", reached, least.low > 0)
