"""The one place that knows LangChain: a model behind any endpoint that speaks OpenAI's protocol. Import it late, it takes seconds.

The model has no tools: the function that it must "call" is only the shape of its reply.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, cast

import httpx
import openai
from langchain.chat_models import init_chat_model
from langchain_core.exceptions import OutputParserException
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.output_parsers.openai_tools import JsonOutputKeyToolsParser
from langchain_core.runnables import Runnable
from langsmith import tracing_context
from pydantic import SecretStr

from domain.clock import Clock
from rag.model.loop import Loop
from rag.model.ports import Denied, Failing, ModelProblem, Prompt, TooSlow, Unsupported

_LONGEST = 512 * 1024
_TOKENS = 2000
_DENIED = frozenset({401, 402, 403, 429})


class How(Enum):
    """The way of asking for a structured reply."""

    FUNCTION = auto()
    JSON = auto()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is. `base_url` ends in /v1; `longest` bounds the bytes of one response, `tokens` the model's own output."""

    base_url: str
    model: str
    key: str = ""
    longest: int = _LONGEST
    tokens: int = _TOKENS


class ChatWriter:
    """A `Writer` over one endpoint: function calling first, JSON mode where that is not understood, two requests at most."""

    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        self.name = endpoint.model
        self._loop = Loop(clock)
        self._how = How.FUNCTION
        self._client = _client(endpoint.longest)
        self._model = init_chat_model(
            endpoint.model,
            model_provider="openai",
            base_url=endpoint.base_url,
            # Servers without keys still want a word in its place.
            api_key=SecretStr(endpoint.key or "none"),
            temperature=0,
            max_retries=0,
            stream_usage=False,
            use_responses_api=False,
            # LangChain's own field sends a newer name, which compatible servers do not know.
            extra_body={"max_tokens": endpoint.tokens},
            http_async_client=self._client,
        )

    def write(self, prompt: Prompt, until: float, *, stream: bool = False) -> Iterator[Mapping[str, object]]:
        """The reply, ever fuller; raises `ModelProblem`."""
        how = self._how
        try:
            yield from self._loop.iterate(self._parts(prompt, how, stream), until)
        except Unsupported as problem:
            if how is How.JSON:
                raise
            how = How.JSON
            if problem.lasting:
                self._how = how
        except Failing:
            pass
        else:
            return
        yield from self._loop.iterate(self._parts(prompt, how, stream), until)

    def close(self) -> None:
        """Let go of connections and thread."""
        self._loop.close(self._client.aclose())

    async def _parts(self, prompt: Prompt, how: How, stream: bool) -> AsyncGenerator[Mapping[str, object], None]:
        chain = self._chain(prompt.shape, how)
        messages = [("system", prompt.system), ("human", prompt.user)]
        last: object = None
        # Whatever the environment says: questions are not sent to anybody's tracing service.
        with tracing_context(enabled=False), _translated():
            if stream:
                async for last in chain.astream(messages):
                    if isinstance(last, dict) and last:
                        yield last
            else:
                last = await chain.ainvoke(messages)
                if isinstance(last, dict) and last:
                    yield last
        if not isinstance(last, dict) or not last:
            raise Unsupported("语言模型的回复不是要求的格式。")

    def _chain(self, shape: Mapping[str, Any], how: How) -> Runnable[Any, Any]:
        if how is How.JSON:
            return self._model.bind(response_format={"type": "json_object"}) | JsonOutputParser()
        tool = {"type": "function", "function": {"name": shape["title"], "parameters": shape}}
        asked = self._model.bind_tools([tool], tool_choice=str(shape["title"]))
        return asked | JsonOutputKeyToolsParser(key_name=str(shape["title"]), first_tool_only=True)


class _Bounded(httpx.AsyncByteStream):
    """A response's bytes, up to a number."""

    def __init__(self, inner: httpx.AsyncByteStream, most: int) -> None:
        self._inner = inner
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._inner:
            seen += len(chunk)
            if seen > self._most:
                raise Denied("语言模型的回复过长，已中断。")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()


def _client(most: int) -> httpx.AsyncClient:
    """A client that follows nobody elsewhere (the key and the question would go along) and reads no more than `most` bytes."""

    async def bound(response: httpx.Response) -> None:
        # A small packed reply may unfold to a huge one.
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Denied("语言模型接口不该压缩回复。")
        response.stream = _Bounded(cast(httpx.AsyncByteStream, response.stream), most)

    return httpx.AsyncClient(
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [bound]},
        timeout=httpx.Timeout(60, connect=5),
        follow_redirects=False,
    )


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever goes wrong in foreign code, as a problem of ours. Texts of servers stay in the cause: they may repeat the key."""
    try:
        yield
    except ModelProblem:
        raise
    except Exception as problem:
        raise _problem(problem) from problem


def _problem(problem: Exception) -> ModelProblem:
    ours = _inside(problem)
    if ours is not None:
        return ours
    if isinstance(problem, openai.APITimeoutError | httpx.TimeoutException):
        return TooSlow("语言模型接口没有回应。")
    if isinstance(problem, openai.APIStatusError):
        return _refused(problem.status_code)
    if isinstance(problem, openai.APIConnectionError | httpx.HTTPError):
        return Failing("连不上语言模型接口，或连接中断。")
    if isinstance(problem, OutputParserException):
        return Unsupported("语言模型的回复不是要求的格式。")
    return Unsupported("语言模型接口的回复读不懂。")


def _refused(status: int) -> ModelProblem:
    if status in _DENIED:
        return Denied(f"语言模型接口拒绝服务（{status}）：请检查密钥和额度。")
    if status >= 500 and status != 501:
        return Failing(f"语言模型接口出错（{status}）。")
    return Unsupported(f"语言模型接口不接受这种请求（{status}）。", lasting=True)


def _inside(problem: BaseException) -> ModelProblem | None:
    """A problem of ours that foreign code has wrapped."""
    at: BaseException | None = problem
    while at is not None:
        if isinstance(at, ModelProblem):
            return at
        at = at.__cause__
    return None
