"""One contract for everything that turns text into vectors."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from domain.errors import ConfigProblem, IndexProblem
from tests.vectorstore.openai_server import OpenAIServer, openai_server
from vectorstore.local import load, named
from vectorstore.lsa import LsaEmbeddings
from vectorstore.named import NamedEmbeddings
from vectorstore.openai import Endpoint, connect
from vectorstore.ports import Embedder
from vectorstore.unit import from_bytes, to_bytes, unit

TEXTS = [
    "企业招用高校毕业生可以申领社会保险补贴。",
    "高校毕业生在企业见习期间享受见习补贴。",
    "产业学院由学校和龙头企业共同建设。",
    "学校与龙头企业共建现代产业学院。",
    "建设实训基地，向社会开放设备。",
]


class StubModel:
    """Encodes as a sentence-transformers model does."""

    def encode(self, sentences: list[str]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        rows = np.zeros((len(sentences), 32), dtype=np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            for character in sentence:
                row[ord(character) % 32] += 1
        return rows


@pytest.fixture
def endpoint() -> Iterator[OpenAIServer]:
    with openai_server() as server:
        yield server


@pytest.fixture(params=["lsa", "openai", "local"])
def embedder(request: pytest.FixtureRequest, endpoint: OpenAIServer, tmp_path: Path) -> Embedder:
    """Each provider in turn."""
    if request.param == "lsa":
        return LsaEmbeddings.fit(TEXTS)
    if request.param == "openai":
        return connect(Endpoint(endpoint.url, "bge-m3"))
    return named(StubModel(), tmp_path)


def test_it_is_what_langchain_expects(embedder: Embedder) -> None:
    assert isinstance(embedder, Embeddings)


def test_one_vector_of_length_one_for_each_text(embedder: Embedder) -> None:
    vectors = np.array(embedder.embed_documents(TEXTS))
    assert vectors.shape[0] == len(TEXTS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_question_lives_in_the_same_space(embedder: Embedder) -> None:
    assert embedder.embed_query(TEXTS[0]) == pytest.approx(embedder.embed_documents(TEXTS)[0], abs=1e-5)


def test_what_is_alike_is_near(embedder: Embedder) -> None:
    vectors = np.array(embedder.embed_documents(TEXTS))
    assert (vectors @ np.array(embedder.embed_query("龙头企业和学校建设产业学院"))).argmax() in {2, 3}


def test_no_texts_are_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []


@pytest.mark.parametrize("odd", ["", "——", "😀", "\ud800", "x" * 10_000])
def test_odd_texts_have_a_direction_too(embedder: Embedder, odd: str) -> None:
    assert np.linalg.norm(embedder.embed_query(odd)) == pytest.approx(1, abs=1e-5)


def test_its_fingerprint_names_the_provider(embedder: Embedder) -> None:
    assert embedder.fingerprint.partition(":")[0] in {"lsa", "openai", "local"}


def test_the_corpus_own_space_is_the_same_whenever_it_is_computed(tmp_path: Path) -> None:
    first, again, other = LsaEmbeddings.fit(TEXTS), LsaEmbeddings.fit(TEXTS), LsaEmbeddings.fit(TEXTS[:4])
    assert first.fingerprint == again.fingerprint != other.fingerprint
    first.save(tmp_path / "lsa.npz")
    loaded = LsaEmbeddings.load(tmp_path / "lsa.npz")
    assert loaded.fingerprint == first.fingerprint
    assert loaded.embed_query(TEXTS[1]) == first.embed_query(TEXTS[1])


def test_the_corpus_own_space_finds_the_directions_that_an_exact_decomposition_finds() -> None:
    vectors = LsaEmbeddings.fit(TEXTS * 3, dimensions=4).vectors(TEXTS)
    exact = LsaEmbeddings.fit(TEXTS * 3, dimensions=4, seed=99).vectors(TEXTS)
    assert vectors @ vectors.T == pytest.approx(exact @ exact.T, abs=1e-3)


@pytest.mark.parametrize("texts", [["企业"], ["企业", "企业"], ["", ""]])
def test_the_smallest_corpora_have_a_space(texts: list[str]) -> None:
    assert LsaEmbeddings.fit(texts).vectors(texts).shape == (len(texts), 1)


def test_a_damaged_space_is_told(tmp_path: Path) -> None:
    (tmp_path / "lsa.npz").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(IndexProblem, match="reindex"):
        LsaEmbeddings.load(tmp_path / "lsa.npz")


def test_the_endpoint_is_asked_in_batches_with_model_width_and_key(endpoint: OpenAIServer) -> None:
    connect(Endpoint(endpoint.url, "bge-m3", key="k-1", dimensions=16, batch=2)).embed_documents(TEXTS)
    assert [len(request["input"]) for request in endpoint.requests] == [2, 2, 1]
    first = endpoint.requests[0]
    assert (first["model"], first["dimensions"], first["key"]) == ("bge-m3", 16, "Bearer k-1")


def test_nothing_is_sent_before_the_first_text(endpoint: OpenAIServer) -> None:
    connect(Endpoint(endpoint.url, "bge-m3"))
    assert endpoint.requests == []


def test_an_endpoint_that_stumbles_is_asked_again(endpoint: OpenAIServer) -> None:
    endpoint.failing = 1
    assert len(connect(Endpoint(endpoint.url, "bge-m3", retries=1)).embed_query("企业")) == 64


def test_an_endpoint_that_fails_is_an_index_problem(endpoint: OpenAIServer) -> None:
    endpoint.failing = 9
    with pytest.raises(IndexProblem, match="向量服务没有回答"):
        connect(Endpoint(endpoint.url, "bge-m3", retries=0)).embed_query("企业")


def test_an_endpoint_that_leaves_out_a_vector_is_not_believed(endpoint: OpenAIServer) -> None:
    endpoint.crooked = True
    with pytest.raises(IndexProblem):
        connect(Endpoint(endpoint.url, "bge-m3")).embed_documents(TEXTS)


def test_model_width_and_place_make_the_fingerprint(endpoint: OpenAIServer) -> None:
    spaces = [
        Endpoint(endpoint.url, "a"),
        Endpoint(endpoint.url, "b"),
        Endpoint(endpoint.url, "a", dimensions=8),
        Endpoint("http://x/v1", "a"),
    ]
    assert len({connect(space).fingerprint for space in spaces}) == 4


def test_a_changed_model_folder_is_another_space(tmp_path: Path) -> None:
    before = named(StubModel(), tmp_path).fingerprint
    (tmp_path / "config.json").write_text("{}")
    assert named(StubModel(), tmp_path).fingerprint != before


def test_a_missing_model_folder_is_a_matter_of_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="找不到"):
        load(tmp_path / "nowhere")


def test_vectors_that_are_no_numbers_are_refused() -> None:
    class Broken(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float("nan")] for _ in texts]

        def embed_query(self, text: str) -> list[float]:
            return [float("nan")]

    with pytest.raises(IndexProblem):
        NamedEmbeddings(Broken(), "local:broken").embed_query("企业")


def test_a_vector_comes_back_from_its_bytes() -> None:
    vector = unit([3.0, 4.0])[0]
    assert from_bytes(to_bytes(vector)).tolist() == pytest.approx([0.6, 0.8])
