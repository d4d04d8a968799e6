"""What those who ask see: passages come and go, vectors join and drop out, generations change, answers keep coming."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import FakeClock
from tests.vectorstore.fakes import FailingEmbedder, FakeOpener, PairSegmenter, Paraphraser
from tests.vectorstore.passages import passages
from vectorstore.builder import BuildSpec, Entry, run_build
from vectorstore.fusion import NOTHING, fused
from vectorstore.generations import Generations
from vectorstore.index import Index, Query
from vectorstore.keeping import Kind
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.manifest import Manifest
from vectorstore.opening import VectorOpener
from vectorstore.ports import Ids, Scores
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import terms
from vectorstore.unit import to_bytes

KINDS: tuple[Kind, ...] = ("numpy", "chroma")
TEXTS = {
    1: "企业导师由龙头企业选派，每人每月补贴一千元。",
    2: "兼职教师由学校聘请，计入编制外员额。",
    3: "实训基地向社会开放，按成本收费。",
}
PARAPHRASER = Paraphraser(("企业导师", "师傅"), ("兼职教师", "外聘"), ("实训基地", "车间"))


def entry(id_: int, text: str, region: str = "") -> Entry:
    return Entry(id_, region, text)


def generation(root: Path, texts: dict[int, str], fingerprint: str = PARAPHRASER.fingerprint, region: str = "150200") -> Path:
    """A finished folder without Chroma, as a builder would leave it."""
    generations, builder = Generations(root), KeywordBuilder()
    folder = generations.new_folder()
    for id_, text in sorted(texts.items()):
        builder.add(id_, region, terms(text, PairSegmenter()))
    builder.finish().save(folder / "keywords")
    (folder / "words.txt").write_text("", "utf-8")
    Manifest(folder.name, 7, len(texts), 0.9, 0.2, "given", fingerprint, 3, len(texts), vectors=True).write(folder)
    generations.publish(folder)
    return folder


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    generation(tmp_path, TEXTS)
    return tmp_path


@pytest.fixture
def index(root: Path, clock: FakeClock) -> Iterator[Index]:
    opened = Index.open(root, lambda _: PairSegmenter(), clock=clock)
    yield opened
    opened.close()


def known(factors: Mapping[int, float]) -> Callable[[Ids], Scores]:
    """What a wish about regions makes of each id."""
    return lambda ids: np.array([factors[int(id_)] for id_ in ids], dtype=np.float32)


def ids(index: Index, text: str, **wishes: object) -> list[int]:
    return [hit.id for hit in index.search(Query(text, **wishes))]  # type: ignore[arg-type]


def test_before_the_first_build_new_passages_are_found_all_the_same(tmp_path: Path) -> None:
    index = Index.open(tmp_path, lambda _: PairSegmenter())
    assert ids(index, "企业导师") == []
    assert not index.needs_rebuild()
    index.add([entry(1, TEXTS[1]), entry(3, TEXTS[3])])
    assert ids(index, "企业导师补贴")[0] == 1
    assert index.needs_rebuild()
    assert index.state().why != ""


def test_a_damaged_generation_is_as_good_as_none(root: Path) -> None:
    for file in root.glob("g-*/manifest.json"):
        file.write_text("{", "utf-8")
    assert Index.open(root, lambda _: PairSegmenter()).state().base == 0


def test_keywords_find_and_the_hit_tells_how(index: Index) -> None:
    hits = index.search(Query("企业导师的补贴"))
    assert hits[0].id == 1
    assert hits[0].score == pytest.approx(1)
    assert hits[0].keyword > 0 == hits[0].vector


def test_terms_may_come_with_weights_of_their_own(index: Index) -> None:
    assert ids(index, "", terms={"补贴": 0.1, "收费": 5.0})[0] == 3


def test_a_passage_comes_and_goes_at_once(index: Index) -> None:
    index.add([entry(4, "学徒制企业每年奖励五万元。")])
    assert ids(index, "学徒制奖励") == [4]
    index.remove([4, 1])
    assert ids(index, "学徒制奖励") == []
    assert 1 not in ids(index, "企业导师补贴")


def test_regions_are_preferred_or_kept_to(index: Index) -> None:
    index.add([entry(4, TEXTS[1], "410400")])
    assert ids(index, "企业导师补贴", prefer=(("410400", 1.5),))[0] == 4
    assert ids(index, "企业导师补贴", prefer=(("150200", 1.5),))[0] == 1
    assert ids(index, "企业导师补贴", only="410400") == [4]
    index.add([entry(5, TEXTS[1], "")])
    assert ids(index, "企业导师补贴", only="410400") == [4, 5]
    assert ids(index, "企业导师补贴", prefer=(("410400", 1.0), ("", 0.8)), only="410400") == [4, 5]


def test_vectors_find_what_no_word_tells(index: Index) -> None:
    assert ids(index, "师傅") == []
    index.attach_vectors(FakeOpener(PARAPHRASER, list(TEXTS), list(TEXTS.values())))
    assert index.state().vectors
    hit = index.search(Query("师傅"))[0]
    assert (hit.id, hit.keyword) == (1, 0)
    assert hit.vector == pytest.approx(1)


def test_a_question_for_the_vectors_may_have_words_of_its_own(index: Index) -> None:
    index.attach_vectors(FakeOpener(PARAPHRASER, list(TEXTS), list(TEXTS.values())))
    assert ids(index, "补贴", vector_text="外聘")[:2] == [1, 2]


def test_newcomers_have_vectors_too_whether_they_bring_them_or_not(index: Index) -> None:
    index.add([entry(5, "产业教授即外聘的专家。")])
    index.attach_vectors(FakeOpener(PARAPHRASER, list(TEXTS), list(TEXTS.values())))
    index.add([Entry(6, "", "无字可循。", to_bytes(PARAPHRASER.embed_query("外聘"))), entry(7, "生产车间。")])
    assert {2, 5, 6} <= set(ids(index, "外聘"))
    assert {3, 7} <= set(ids(index, "车间"))
    index.remove([6])
    assert 6 not in ids(index, "外聘")


def test_regions_count_for_vectors(index: Index) -> None:
    index.attach_vectors(FakeOpener(PARAPHRASER, list(TEXTS), list(TEXTS.values())))
    assert ids(index, "师傅", only="410400") == []
    assert ids(index, "师傅", only="15") == [1]
    index.add([Entry(8, "", "无字可循。", to_bytes(PARAPHRASER.embed_query("师傅")))])
    assert 8 in ids(index, "师傅", only="410400")


def test_an_endpoint_that_is_down_is_left_alone_for_a_while(index: Index, clock: FakeClock) -> None:
    down = FailingEmbedder(("企业",), ("学校",), ("社会",))
    index.attach_vectors(FakeOpener(down, list(TEXTS), list(TEXTS.values())))
    assert [ids(index, "企业导师")[0] for _ in range(3)] == [1, 1, 1]
    assert down.asked == 1
    assert index.state().why == "向量服务没有回答"
    clock.forward(31)
    ids(index, "企业导师")
    assert down.asked == 2


def test_another_embedder_is_noticed_and_asks_for_a_rebuild(index: Index) -> None:
    other = Paraphraser(("企业",))
    other.fingerprint = "local:other:1"
    index.attach_vectors(FakeOpener(other))
    assert (index.state().vectors, index.needs_rebuild()) == (False, True)
    assert "reindex" in index.state().why


def test_many_changes_ask_for_a_rebuild(index: Index) -> None:
    index.add(entry(id_, f"第{id_}条") for id_ in range(10, 14))
    assert index.needs_rebuild(most_changes=3)
    assert not index.needs_rebuild(most_changes=4)


def test_a_new_generation_takes_over_and_carries_the_changes_it_does_not_know(index: Index, root: Path) -> None:
    index.add([entry(4, "学徒制企业奖励。"), entry(5, "见习补贴。")])
    index.remove([2])
    folder = generation(root, {**TEXTS, 4: "学徒制企业奖励。"})
    assert index.renew()
    assert not index.renew()
    assert index.state().generation == folder.name
    assert (index.state().base, index.state().delta, index.state().buried) == (4, 1, 1)
    assert ids(index, "学徒制") == [4]
    assert ids(index, "见习") == [5]
    assert ids(index, "兼职教师") == []


def test_the_old_store_is_closed_when_nobody_asks_it_any_more(index: Index, root: Path) -> None:
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Paraphraser):
        def embed_query(self, text: str) -> list[float]:
            asked.set()
            assert go_on.wait(10)
            return super().embed_query(text)

    old = FakeOpener(Slow(("企业导师", "师傅"), ("外聘",), ("车间",)), list(TEXTS), list(TEXTS.values()))
    index.attach_vectors(old)
    found: list[list[int]] = []
    question = threading.Thread(target=lambda: found.append(ids(index, "师傅")))
    question.start()
    assert asked.wait(10)
    first, old.store = old.store, FakeOpener(PARAPHRASER, list(TEXTS), list(TEXTS.values())).store
    generation(root, TEXTS)
    renewal = threading.Thread(target=index.renew)
    renewal.start()
    assert not first.closed
    go_on.set()
    for thread in (question, renewal):
        thread.join(10)
    assert (first.closed, found) == (True, [[1]])


def test_what_sql_no_longer_has_is_buried_and_what_it_has_more_is_told(index: Index) -> None:
    assert index.reconcile([2, 3, 8, 9]) == [8, 9]
    assert 1 not in ids(index, "企业导师补贴")
    index.add([entry(8, "学徒制。"), entry(9, "见习。")])
    assert index.reconcile([2, 3, 8, 9]) == []
    assert index.reconcile([1, 2, 3, 8]) == [1]
    assert ids(index, "见习") == []


def test_what_was_removed_while_it_was_being_found_is_left_out() -> None:
    keywords = np.array([1, 2]), np.array([4.0, 2.0], np.float32)
    assert [hit.id for hit in fused(keywords, NOTHING, known({1: 0, 2: 1}), 0.0, 10)] == [2]


def test_answers_keep_coming_while_everything_changes(index: Index, root: Path) -> None:
    index.attach_vectors(FakeOpener(PARAPHRASER, list(TEXTS), list(TEXTS.values())))
    over, answers = threading.Event(), list[int]()

    def ask() -> None:
        while not over.is_set():
            answers.append(ids(index, "实训基地收费")[0])

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(8):
        index.add([entry(100 + turn, "学徒制企业奖励。")])
        index.remove([99 + turn])
        generation(root, TEXTS)
        assert index.renew()
    over.set()
    for thread in threads:
        thread.join()
    assert set(answers) == {3}
    assert ids(index, "学徒制") == [107]


def test_weights_are_a_sum_and_never_below_the_keywords_alone() -> None:
    keywords = np.array([1, 2]), np.array([4.0, 2.0], np.float32)
    vectors = np.array([3, 2, 1]), np.array([0.9, 0.5, 0.1], np.float32)
    factors = known({1: 2, 2: 1, 3: 1})
    hits = {hit.id: hit for hit in fused(keywords, vectors, factors, 0.4, 10)}
    assert {id_: hit.score for id_, hit in hits.items()} == pytest.approx({1: 1.0, 2: 0.7, 3: 0.4})
    assert {id_: hit.keyword for id_, hit in hits.items()} == pytest.approx({1: 2.0, 2: 2.0, 3: 0.0})
    assert [hit.id for hit in fused(keywords, vectors, factors, 0.0, 10)] == [1, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_vectors_are_no_decoration(tmp_path: Path, kind: Kind) -> None:
    """An embedder that knows paraphrases changes, through each real store, what is found."""
    generations = Generations(tmp_path / "index")
    folder = generations.new_folder()
    entries = [Entry(id_, "150200", text, to_bytes(PARAPHRASER.embed_query(text))) for id_, text in TEXTS.items()]
    spec = BuildSpec(1, 3, str(tmp_path / "jieba"), embedding="given", fingerprint=PARAPHRASER.fingerprint, kind=kind)
    assert run_build(folder, entries, spec).vectors
    generations.publish(folder)
    index = Index.open(generations.root, lambda words: JiebaSegmenter(words, tmp_path / "jieba"))
    assert ids(index, "师傅能拿多少钱") == []
    index.attach_vectors(VectorOpener(PARAPHRASER, kind))
    assert ids(index, "师傅能拿多少钱")[0] == 1
    assert ids(index, "车间对外开放吗")[0] == 3
    index.close()


@pytest.mark.parametrize(
    ("kind", "lost"), [("chroma", "chroma/chroma.sqlite3"), ("chroma", "chroma/*/*.bin"), ("numpy", "cells/vectors.npy")]
)
def test_a_store_without_its_files_is_noticed_and_keywords_serve(tmp_path: Path, kind: Kind, lost: str) -> None:
    generations, made = Generations(tmp_path / "index"), passages(1_200)
    folder = generations.new_folder()
    run_build(folder, made, BuildSpec(1, len(made), str(tmp_path / "jieba"), dimensions=16, kind=kind))
    generations.publish(folder)
    for file in folder.glob(lost):
        file.unlink()
    index = Index.open(generations.root, lambda words: JiebaSegmenter(words, tmp_path / "jieba"))
    index.attach_vectors(VectorOpener(kind=kind))
    assert (index.state().vectors, bool(index.state().why)) == (False, True)
    assert ids(index, "共建产业学院")
    index.close()


def test_importing_the_index_brings_no_heavy_library() -> None:
    heavy = ("chromadb", "jieba", "langchain_core", "openai")
    code = f"import sys, vectorstore.index, vectorstore.builder; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
