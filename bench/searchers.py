"""What people would use instead of our retrieval, over the same texts: each finds texts for a question."""

from collections.abc import Callable, Mapping, Sequence

import chromadb
import jieba
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from vectorstore.lsa import LsaEmbeddings

TOP = 10
Find = Callable[[str], list[str]]
"""From a question to the ids of the best texts, best first."""


def searchers(texts: Mapping[str, str]) -> dict[str, Find]:
    """LangChain's BM25 (words by jieba), Chroma with vectors alone, and both in an ensemble; `texts` by id."""
    documents = [Document(text, metadata={"id": id_}) for id_, text in texts.items()]
    words = BM25Retriever.from_documents(documents, preprocess_func=jieba.lcut, k=TOP)
    vectors = LsaEmbeddings.fit(list(texts.values())[:20_000], 128)
    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    store = Chroma(f"quality-{len(texts)}", vectors, client=client, collection_configuration={"hnsw": {"space": "cosine"}})
    for start in range(0, len(documents), 5_000):
        store.add_documents(documents[start : start + 5_000])
    near = store.as_retriever(search_kwargs={"k": TOP})
    both = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])

    def ids(found: Sequence[Document]) -> list[str]:
        return [document.metadata["id"] for document in found][:TOP]

    return {
        "LangChain BM25": lambda question: ids(words.invoke(question)),
        "Chroma, vectors alone": lambda question: ids(near.invoke(question)),
        "LangChain ensemble": lambda question: ids(both.invoke(question)),
    }


def split(texts: Mapping[str, str]) -> dict[str, str]:
    """Documents as LangChain's documentation cuts them: 400 characters, 50 shared, at line ends and full stops where it can."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=400, chunk_overlap=50, separators=["\n\n", "\n", "。", "；", ""])
    return {f"{stem}:{place}": part for stem, text in texts.items() for place, part in enumerate(splitter.split_text(text))}
