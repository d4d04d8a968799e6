"""Vectors from any endpoint that speaks OpenAI's protocol (Ollama, vLLM, a cloud)."""

from dataclasses import dataclass

from langchain_openai import OpenAIEmbeddings
from pydantic import SecretStr

from vectorstore.named import NamedEmbeddings


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where vectors come from. `dimensions` 0 leaves the width to the model; `batch` is how many texts one request carries."""

    base_url: str
    model: str
    key: str = ""
    dimensions: int = 0
    batch: int = 10
    seconds: float = 20.0
    retries: int = 1


def connect(endpoint: Endpoint) -> NamedEmbeddings:
    """Embeddings of an endpoint; nothing is sent before the first text."""
    inner = OpenAIEmbeddings(
        model=endpoint.model,
        base_url=endpoint.base_url,
        # Servers without keys still want a word in its place.
        api_key=SecretStr(endpoint.key or "none"),
        dimensions=endpoint.dimensions or None,
        chunk_size=endpoint.batch,
        timeout=endpoint.seconds,
        max_retries=endpoint.retries,
        # Otherwise it downloads a tokenizer to count with.
        check_embedding_ctx_length=False,
    )
    return NamedEmbeddings(inner, f"openai:{endpoint.model}:{endpoint.dimensions}:{endpoint.base_url.rstrip('/')}")
