"""Spans go to the collector that is set, say nothing private, and are not even made where none is set."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from bot.config import ROOT
from bot.metrics import Metrics, Timed
from bot.tracing import no_span, spans_to
from domain.clock import SystemClock
from rag.answer import Answer, Question
from rag.model.ports import OnText


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.requests: list[Any] = []

    def Export(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.requests.append(request)
        return trace_service_pb2.ExportTraceServiceResponse()

    @property
    def spans(self) -> dict[str, Any]:
        found = [span for request in self.requests for part in request.resource_spans for scope in part.scope_spans for span in scope.spans]
        return {span.name: span for span in found}


@pytest.fixture
def collector() -> Iterator[tuple[Collector, str]]:
    kept = Collector()
    server = grpc.server(ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(kept, server)  # type: ignore[no-untyped-call]
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield kept, f"http://127.0.0.1:{port}"
    server.stop(None).wait()


class Stubborn:
    """Fails over whatever it is asked."""

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        raise RuntimeError(question.text)


def test_steps_arrive_with_their_order_and_without_words(collector: tuple[Collector, str]) -> None:
    kept, endpoint = collector
    with spans_to(endpoint) as span:
        assistant = Timed(Stubborn(), Metrics(), SystemClock(), span)
        with pytest.raises(RuntimeError), span("message", platform="telegram"):
            assistant.answer(Question("13912345678能领多少？"))
    message, answer = kept.spans["message"], kept.spans["answer"]
    assert answer.parent_span_id == message.span_id
    assert answer.status.message == "RuntimeError"
    assert [(fact.key, fact.value.string_value) for fact in message.attributes] == [("platform", "telegram")]
    assert "13912345678" not in str(kept.requests)


def test_without_a_collector_there_is_none() -> None:
    with spans_to("") as span:
        assert span is no_span
        with span("message", platform="telegram"):
            pass


def test_without_a_collector_nothing_of_it_is_imported() -> None:
    program = "import sys, bot.app, bot.tracing\nwith bot.tracing.spans_to(''): print(any('opentelemetry' in name for name in sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True) == "False\n"
