"""The index follows the store: through other processes, damage, a change of embedder, and builds that fail."""

import json
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import IndexProblem
from services.indexing import Wanted
from tests.services import papers
from tests.services.desk import Desk
from tests.vectorstore.fakes import FailingEmbedder, Paraphraser
from vectorstore.generations import Generations
from vectorstore.manifest import KEYWORDS, NAME, WORDS, Manifest

PASSAGES = 7
"""Of the two papers that are held."""
IDEAS = Paraphraser(("技能夜校", "下班后学手艺"), ("实训基地", "练手的地方"))


def test_a_running_assistant_sees_what_another_process_takes_in(folder: Path, tmp_path: Path) -> None:
    with Desk(folder) as running, Desk(folder) as other:
        other.remove("notice")
        other.ingest(papers.plan(tmp_path, hubs=35))
        assert running.knowledge.catch_up()
        assert "35个" in running.ask(papers.HUBS).text
        assert running.ask(papers.SCHOOL).abstained
        assert not running.knowledge.catch_up(), "nothing has changed since"


def test_reindex_brings_a_deleted_index_back_while_others_answer(folder: Path) -> None:
    with Desk(folder) as running:
        shutil.rmtree(folder / "index")
        assert "20个" in running.ask(papers.HUBS).text
        with Desk(folder) as other:
            assert "20个" in other.ask(papers.HUBS).text, "words answer from memory without any index"
            other.reindex()
            built = other.index.state()
        assert (built.base, built.delta) == (PASSAGES, 0)
        assert running.knowledge.catch_up()
        assert running.index.state().generation == built.generation
        assert "滨河校区" in running.ask(papers.SCHOOL).text


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    # In the middle of a character, where there is text.
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 | 1])


@pytest.mark.parametrize("harm", [emptied, halved, Path.unlink])
@pytest.mark.parametrize("name", [NAME, WORDS, f"{KEYWORDS}/scores.npy", f"{KEYWORDS}/facts.json", "../CURRENT"])
def test_a_damaged_index_still_answers(folder: Path, name: str, harm: Callable[[Path], None]) -> None:
    current = Generations(folder / "index").current()
    assert current is not None
    harm(current / name)
    with Desk(folder) as desk:
        assert "20个" in desk.ask(papers.HUBS).text
        assert "滨河校区" in desk.ask(papers.SCHOOL).text


def test_a_running_assistant_builds_anew_what_it_cannot_open(folder: Path) -> None:
    with Desk(folder) as desk:
        (folder / "index" / "g-broken").mkdir()
        (folder / "index" / "CURRENT").write_text("g-broken")
        desk.knowledge.catch_up()
        assert "20个" in desk.ask(papers.HUBS).text, "what served goes on serving"
        before = desk.index.state().generation
        desk.refresh()
        assert desk.index.state().generation not in {before, "g-broken"}
        assert "20个" in desk.ask(papers.HUBS).text


def test_a_changed_embedder_leads_to_a_new_base(folder: Path) -> None:
    with Desk(folder, wanted=Wanted(IDEAS)) as desk:
        desk.open_vectors()
        assert not desk.index.state().vectors, "vectors of another space are not asked"
        assert "滨河校区" in desk.ask(papers.SCHOOL).text
        desk.refresh()
        state = desk.index.state()
        assert (state.vectors, state.fingerprint) == (True, IDEAS.fingerprint)
        assert desk.database.read_now(lambda work: work.vectors.count(IDEAS.fingerprint)) == PASSAGES
        found = desk.ask("哪里可以下班后学手艺").passages
        assert "技能夜校" in found[0].text, "a paraphrase is found, of which the papers have no word"


def test_vectors_that_chroma_kept_before_serve_until_they_have_moved(folder: Path) -> None:
    generations = Generations(folder / "index")
    with Desk(folder, wanted=Wanted(kind="chroma")) as before:
        before.reindex()
    kept = generations.current()
    assert kept is not None
    told = json.loads((kept / NAME).read_text("utf-8"))
    # As it was written before there was a choice.
    del told["place"]
    (kept / NAME).write_text(json.dumps(told), "utf-8")
    with Desk(folder) as running:
        running.open_vectors()
        assert (running.index.state().vectors, running.index.state().generation) == (True, kept.name)
        running.refresh()
        moved = generations.current()
        assert moved is not None
        assert (Manifest.read(moved).place, running.index.state().generation) == ("numpy", moved.name)
        assert running.index.state().vectors
        running.refresh()
        assert generations.current() == moved, "once is enough"


def test_words_serve_while_the_embedder_is_down(folder: Path, tmp_path: Path) -> None:
    class Down(FailingEmbedder):
        fingerprint = "openai:down:3"

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise IndexProblem("向量服务没有回答。")

    with Desk(folder, wanted=Wanted(Down())) as desk:
        desk.open_vectors()
        with pytest.raises(IndexProblem, match="没有回答"):
            desk.ingest(papers.plan(tmp_path, hubs=35))
        assert "35个" in desk.ask(papers.HUBS).text


def test_only_one_builds_at_a_time_and_the_other_goes_on_answering(folder: Path) -> None:
    with Desk(folder) as desk, Generations(folder / "index").building():
        with pytest.raises(IndexProblem, match="另一个进程"):
            desk.reindex()
        assert "20个" in desk.ask(papers.HUBS).text


def test_an_index_that_cannot_be_written_is_told_in_words(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "index")
    (folder / "index").write_text("no folder")
    with Desk(folder) as desk:
        with pytest.raises(IndexProblem, match="写不了"):
            desk.ingest(papers.plan(tmp_path, hubs=35))
        assert "35个" in desk.ask(papers.HUBS).text


def test_memory_does_not_grow_with_the_number_of_papers(tmp_path: Path) -> None:
    few, lot = _peak(tmp_path / "few", 8), _peak(tmp_path / "lot", 32)
    assert lot < 1.3 * few, f"{few:,} bytes for 8 papers, {lot:,} for 32"


def _peak(folder: Path, count: int) -> int:
    """The most memory in use while so many papers are taken in and indexed, bytes."""
    source = papers.many(folder / "in", count)
    with Desk(folder, much=20) as desk:
        tracemalloc.start()
        try:
            desk.ingest(source)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            assert desk.index.state().delta == 0, "so much goes straight into a base"
