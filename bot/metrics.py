"""Figures for Prometheus. What happens is counted where it happens; how things stand is read when somebody asks."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.tracing import Span, no_span
from domain.clock import Clock
from domain.errors import Moved, Refused, TryLater, Unreachable
from rag.answer import Answer, Question
from rag.model.ports import Answering, OnText
from storage.database import Database
from storage.outbox import Lane
from storage.work import Work
from vectorstore.index import State

_SECONDS = (0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30)
_BEAT = 1.0
_MOST_DEAD = 1000
_RESULTS = ((TryLater, "later"), (Moved, "later"), (Refused, "refused"), (Unreachable, "unreachable"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in the database."""

    waiting: int
    owed: dict[Lane, int]
    oldest: float
    dead: tuple[int, int]


class Metrics:
    """All figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._updates = self._counter("updates", "Messages that were taken in.", "platform")
        self._replies = self._counter("replies", "What became of replies that were to be sent.", "platform", "lane", "result")
        self._answers = Histogram("xiaoqitong_answer_seconds", "From a question to its answer.", buckets=_SECONDS, registry=self.registry)
        self._abstained = self._counter("abstained", "Questions whose value the documents do not give.")
        self._waiting = self._gauge("inbox_waiting", "Messages that wait to be dealt with.")
        self._owed = self._gauge("outbox_waiting", "Replies that wait to be sent.", "lane")
        self._oldest = self._gauge("outbox_oldest_seconds", "How long the oldest reply has been waiting.")
        self._dead = self._gauge("dead_letters", "What waits for a person to decide.", "kind")
        self._model_calls = self._gauge("model_calls_today", "Calls of the language model today (Asia/Shanghai).")
        self._revision = self._gauge("index_revision", "Revision of the documents that the index was built from.")
        self._vectors = self._gauge("index_vectors", "1 while vectors answer beside the keywords.")
        self._lag = self._gauge("loop_lag_seconds", "By how much the event loop was late, at worst since the last look.")
        self._worst = 0.0
        self._taken: dict[str, int] = {}

    def received(self, platform: str, total: int) -> None:
        """So many messages were taken in since the start."""
        self._updates.labels(platform).inc(total - self._taken.get(platform, 0))
        self._taken[platform] = total

    @contextmanager
    def sending(self, platform: str, lane: Lane) -> Iterator[None]:
        """Stands around the sending of a reply, and counts what came of it."""
        result = "sent"
        try:
            yield
        except Exception as error:
            result = next((word for kind, word in _RESULTS if isinstance(error, kind)), "failed")
            raise
        finally:
            self._replies.labels(platform, lane.name.lower(), result).inc()

    def answered(self, seconds: float, *, abstained: bool) -> None:
        """A question was answered."""
        self._answers.observe(seconds)
        if abstained:
            self._abstained.inc()

    async def beat(self, clock: Clock) -> None:
        """Look until cancelled how late the loop is."""
        while True:
            start = clock.monotonic()
            await asyncio.sleep(_BEAT)
            self._worst = max(self._worst, clock.monotonic() - start - _BEAT)

    def told(self, standing: Standing, index: State, model_calls: int) -> bytes:
        """All figures, in Prometheus's text format."""
        self._waiting.set(standing.waiting)
        for lane, count in standing.owed.items():
            self._owed.labels(lane.name.lower()).set(count)
        self._oldest.set(standing.oldest)
        for kind, count in zip(("inbox", "outbox"), standing.dead, strict=True):
            self._dead.labels(kind).set(count)
        self._model_calls.set(model_calls)
        self._revision.set(index.revision)
        self._vectors.set(index.vectors)
        self._lag.set(self._worst)
        self._worst = 0.0
        return generate_latest(self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"xiaoqitong_{name}", words, labels, registry=self.registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"xiaoqitong_{name}", words, labels, registry=self.registry)


class Timed:
    """An assistant whose answers are counted, timed and traced."""

    def __init__(self, inner: Answering, metrics: Metrics, clock: Clock, span: Span = no_span) -> None:
        self._inner = inner
        self._metrics = metrics
        self._clock = clock
        self._span = span

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        """The answer."""
        start = self._clock.monotonic()
        with self._span("answer"):
            answer = self._inner.answer(question, on_text)
        self._metrics.answered(self._clock.monotonic() - start, abstained=answer.abstained)
        return answer


async def figures(metrics: Metrics, database: Database, index: Callable[[], State], model_calls: Callable[[Work], int]) -> bytes:
    """All figures as they are now."""

    def read(work: Work) -> tuple[Standing, int]:
        dead = len(work.inbox.dead(_MOST_DEAD)), len(work.outbox.dead(_MOST_DEAD))
        return Standing(work.inbox.waiting(), work.outbox.waiting(), work.outbox.oldest_owed(), dead), model_calls(work)

    standing, calls = await database.read(read)
    return metrics.told(standing, await asyncio.to_thread(index), calls)
