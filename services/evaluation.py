"""How well the present library answers: golden questions are asked, and figures drawn from the answers.

A line of a golden file is a line of `ask --batch` with `kind`, `evidence` [{doc, quote}] and `facts` besides. Text is compared as
`rag.fold.squash` leaves it. Every figure is a share from 0 to 1 unless a unit is given:

    recall@1, recall@5  the first 1 or 5 passages hold a quotation of the evidence (400 characters of a passage count)
    coverage@8          the part of all quotations that the first 8 passages hold
    facts, complete     the part of the expected facts that the answer holds in its first 800 characters (1500 where much was asked for);
                        answers that hold them all
    cited, region       answers that cite a document of the evidence; that cite no other
    grounded            figures with a unit that stand in a quotation of the answer or in what was asked
    answered            answerable questions that were not declined
    faithful            citations that stand in their document to the letter
    abstain_recall      unanswerable questions that were declined
    chars_p50           the median answer, characters
    ms_p50, ms_p99      from question to answer, milliseconds
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from domain.clock import Clock
from domain.patterns import pattern
from rag.answer import Answer
from rag.fold import squash
from rag.verify import stands
from services.batch import Answers, Asked, BadLine, RegionOf, parsed

UNANSWERABLE, CHITCHAT = "unanswerable", "chitchat"
_WIDE = frozenset({"list", "process", "compare"})
_PASSAGE = 400
_UNITED = pattern(r"\d[\d.]*(?:%|[万亿个家所人名元成户次门类])")
_OF_QUESTIONS = ("recall@1", "recall@5", "coverage@8", "facts", "complete", "cited", "region", "grounded", "answered", "abstain_recall")
_OF_KINDS = ("recall@5", "facts", "complete")

Figures = Mapping[str, float | None]
"""Values by the names above; None where no question has a part in it."""

TextOf = Callable[[str], str]
"""From a document's stem to its whole text, "" for one that is not held."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a right answer rests on: pairs of a document's stem and a quotation, and what it must say; texts are squashed."""

    kind: str
    evidence: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A golden question with its answer. `figures` are those that it has a part in; `faithful` tells of each citation in turn."""

    asked: Asked
    key: Key
    answer: Answer
    ms: float
    figures: Mapping[str, float]
    faithful: tuple[bool, ...]

    @property
    def right(self) -> bool:
        """Whether it went as it should: complete and cited, or declined, or just talked with."""
        if self.key.kind in {UNANSWERABLE, CHITCHAT}:
            return self.answer.abstained == (self.key.kind == UNANSWERABLE)
        return bool(self.figures["complete"] and self.figures["cited"])


@dataclass(frozen=True, slots=True)
class Report:
    """Golden questions with their answers, in the order of the file."""

    marked: tuple[Marked, ...]

    @property
    def figures(self) -> Figures:
        """Every figure, over all questions."""
        times = sorted(one.ms for one in self.marked)
        return {
            **{name: self._share(name) for name in _OF_QUESTIONS},
            "faithful": _share([good for one in self.marked for good in one.faithful]),
            "chars_p50": median([len(squash(one.answer.text)) for one in self.marked]) if times else None,
            "ms_p50": round(median(times), 2) if times else None,
            "ms_p99": round(times[min(len(times) - 1, int(len(times) * 0.99))], 2) if times else None,
        }

    @property
    def kinds(self) -> dict[str, Figures]:
        """For each kind of question: how many (n), how many of them right, and what was found."""
        reports: dict[str, list[Marked]] = {}
        for one in self.marked:
            reports.setdefault(one.key.kind, []).append(one)
        return {kind: Report(tuple(reports[kind]))._of_kind() for kind in sorted(reports)}

    @property
    def failures(self) -> tuple[Marked, ...]:
        """What did not go as it should."""
        return tuple(one for one in self.marked if not one.right)

    def only(self, wanted: Callable[[Marked], bool]) -> "Report":
        """The questions that are wanted."""
        return Report(tuple(filter(wanted, self.marked)))

    def _of_kind(self) -> Figures:
        counts = {"n": float(len(self.marked)), "right": float(len(self.marked) - len(self.failures))}
        return {**counts, **{name: self._share(name) for name in _OF_KINDS}}

    def _share(self, name: str) -> float | None:
        return _share([one.figures[name] for one in self.marked if name in one.figures])


class Evaluation:
    """Asks golden questions. It blocks for as long as the answers take."""

    def __init__(self, answers: Answers, text_of: TextOf, region_of: RegionOf, clock: Clock) -> None:
        self._answers = answers
        self._text_of = text_of
        self._region_of = region_of
        self._clock = clock

    def report(self, lines: Iterable[str]) -> Report:
        """Ask every line that is not blank. A bad line raises `BadLine` with its number before anything is asked."""
        golden = [self._read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
        return Report(tuple(self._marked(asked, key) for asked, key in golden))

    def _read(self, number: int, line: str) -> tuple[Asked, Key]:
        try:
            return parsed(line, self._region_of), _key(json.loads(line))
        except BadLine as problem:
            raise BadLine(f"第{number}行：{problem}") from problem

    def _marked(self, asked: Asked, key: Key) -> Marked:
        start = self._clock.monotonic()
        answer = self._answers.answer(asked.question)
        ms = (self._clock.monotonic() - start) * 1000
        faithful = tuple(stands(one.quote, self._text_of(one.doc)) for one in answer.citations)
        return Marked(asked, key, answer, ms, _figures(asked, key, answer), faithful)


def _key(row: Mapping[str, Any]) -> Key:
    """The part of a line that no answer may depend on."""
    try:
        evidence = tuple((str(one["doc"]), squash(one["quote"])) for one in _items(row.get("evidence")))
        key = Key(str(row["kind"]), evidence, tuple(squash(fact) for fact in _items(row.get("facts"))))
    except (KeyError, TypeError, AttributeError) as problem:
        raise BadLine("要有 kind、evidence（doc 和 quote）和 facts") from problem
    if not evidence and key.kind not in {UNANSWERABLE, CHITCHAT}:
        raise BadLine("有答案的问题要写出 evidence")
    return key


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _figures(asked: Asked, key: Key, answer: Answer) -> Mapping[str, float]:
    """What one question adds to the figures."""
    if key.kind == CHITCHAT:
        return {}
    if key.kind == UNANSWERABLE:
        return {"abstain_recall": answer.abstained}
    return {**_retrieval(key, answer), **_substance(key, answer), "grounded": _grounded(asked, answer), "answered": not answer.abstained}


def _retrieval(key: Key, answer: Answer) -> Mapping[str, float]:
    passages = [squash(one.text)[:_PASSAGE] for one in answer.passages]

    def held(first: int) -> list[bool]:
        return [any(quote in passage for passage in passages[:first]) for _, quote in key.evidence]

    return {"recall@1": any(held(1)), "recall@5": any(held(5)), "coverage@8": _mean(held(8))}


def _substance(key: Key, answer: Answer) -> Mapping[str, float]:
    text = squash(answer.text)[: 1500 if key.kind in _WIDE else 800]
    facts = [fact in text for fact in key.facts]
    cited, wanted = {one.doc for one in answer.citations}, {doc for doc, _ in key.evidence}
    return {
        "facts": _mean(facts) if facts else 1.0,
        "complete": all(facts),
        "cited": bool(cited & wanted),
        "region": bool(cited) and cited <= wanted,
    }


def _grounded(asked: Asked, answer: Answer) -> float:
    said = _UNITED.findall(squash(answer.text))
    question = asked.question
    known = squash("".join([*(one.quote for one in answer.citations), question.text, *(turn.question for turn in question.history)]))
    return _mean([figure in known for figure in said]) if said else 1.0


def _share(values: Sequence[float]) -> float | None:
    return _mean(values) if values else None


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4)
