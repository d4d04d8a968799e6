"""Spans for OpenTelemetry (the extra `telemetry`), where a collector is set; nothing is imported, made or sent where none is.

A span tells a step, its length and its outcome, never what anybody said: no text, no name, no number.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from domain.errors import ConfigProblem

Span = Callable[..., AbstractContextManager[None]]
"""`span(name, **facts)` stands around one step; a step that raises is marked with the kind of its error. Facts are short words."""

_SECONDS = 2


def no_span(name: str, **facts: str) -> AbstractContextManager[None]:  # noqa: ARG001
    """A span that nobody sees."""
    return nullcontext()


@contextmanager
def spans_to(endpoint: str) -> Iterator[Span]:
    """Spans for the collector at an address (OTLP over gRPC), until the end; "" for none."""
    if not endpoint:
        yield no_span
        return
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415
    except ImportError as error:
        raise ConfigProblem("[telemetry] endpoint 需要另装：.venv/bin/pip install -e '.[telemetry]'") from error
    provider = TracerProvider(resource=Resource.create({"service.name": "xiaoqitong"}), shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=endpoint, insecure=endpoint.startswith("http://"), timeout=_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("xiaoqitong")

    @contextmanager
    def span(name: str, **facts: str) -> Iterator[None]:
        # An error's own words may hold what somebody said.
        with tracer.start_as_current_span(name, attributes=facts, record_exception=False, set_status_on_exception=False) as current:
            try:
                yield
            except BaseException as error:
                current.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    try:
        yield span
    finally:
        provider.shutdown()
