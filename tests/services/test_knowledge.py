"""How papers get in, are replaced, and leave."""

from pathlib import Path

import pytest

from rag.loading.load import Loader
from services.indexing import Indexing
from services.knowledge import Knowledge, Outcome, Taken
from tests.services import papers
from tests.services.desk import GAZETTEER, Desk, Watched
from vectorstore.generations import Generations


def test_the_same_file_again_does_nothing(desk: Desk, folder: Path) -> None:
    before = desk.revision()
    taken = desk.ingest(folder / "papers")
    assert [one.outcome for one in taken] == [Outcome.SAME, Outcome.SAME]
    assert desk.revision() == before


def test_a_changed_file_takes_the_place_of_the_old_one(desk: Desk, folder: Path) -> None:
    assert "20个" in desk.ask(papers.HUBS).text
    (taken,) = desk.ingest(papers.plan(folder / "papers", hubs=35))
    assert (taken.outcome, taken.version) == (Outcome.REPLACED, 2)
    answer = desk.ask(papers.HUBS)
    assert "35个" in answer.text
    assert "20个" not in answer.text
    assert "20个" not in desk.text("plan")


def test_the_old_version_serves_while_the_new_one_is_read(folder: Path) -> None:
    heard: list[str] = []
    with Desk(folder) as reader, Desk(folder, loader=Watched(GAZETTEER, lambda: heard.append(reader.ask(papers.HUBS).text))) as writer:
        writer.ingest(papers.plan(folder / "papers", hubs=35))
        assert "20个" in heard[0]
        reader.knowledge.catch_up()
        assert "35个" in reader.ask(papers.HUBS).text


@pytest.mark.parametrize("junk", [b"", b"   \n\n  ", b"\x00\x01\x02\xff\xfe\xfd" * 300], ids=["empty", "blank", "binary"])
def test_a_file_that_fails_changes_nothing_and_says_why(desk: Desk, folder: Path, junk: bytes) -> None:
    before, text = desk.revision(), desk.text("plan")
    path = folder / "papers" / "plan.txt"
    path.write_bytes(junk)
    (taken,) = desk.ingest(path)
    assert taken.outcome is Outcome.FAILED
    assert taken.words.endswith("。")
    assert (desk.revision(), desk.text("plan")) == (before, text)
    assert "20个" in desk.ask(papers.HUBS).text


def test_one_file_that_fails_does_not_keep_the_others_out(desk: Desk, tmp_path: Path) -> None:
    papers.write(tmp_path / "in", "bad.txt", "")
    papers.plan(tmp_path / "in", name="second.txt")
    reported: list[tuple[str, int, int]] = []

    def report(taken: Taken, done: int, of: int) -> None:
        reported.append((taken.stem, done, of))

    taken = desk.knowledge.ingest([tmp_path / "in"], report, lambda *_: None)
    assert {one.stem: one.outcome for one in taken} == {"bad": Outcome.FAILED, "second": Outcome.NEW}
    assert reported == [("bad", 1, 2), ("second", 2, 2)]
    assert desk.stems() == ["notice", "plan", "second"]


def test_an_original_replaces_the_digest_of_its_stem(desk: Desk, tmp_path: Path) -> None:
    desk.remove("plan")
    desk.ingest(papers.digest(tmp_path / "digests"))
    told = desk.ask(papers.HUBS).text
    assert "18个" in told
    assert "摘要（非原文，以原件为准）" in told
    (taken,) = desk.ingest(papers.plan(tmp_path / "originals"))
    assert taken.outcome is Outcome.REPLACED
    told = desk.ask(papers.HUBS).text
    assert "20个" in told
    assert "摘要" not in told


def test_a_digest_never_replaces_an_original(desk: Desk, tmp_path: Path) -> None:
    before = desk.revision()
    (taken,) = desk.ingest(papers.digest(tmp_path))
    assert taken.outcome is Outcome.KEPT
    assert "原件" in taken.words
    assert desk.revision() == before
    assert "20个" in desk.ask(papers.HUBS).text


def test_a_newer_digest_replaces_an_older_one(desk: Desk, tmp_path: Path) -> None:
    desk.remove("plan")
    desk.ingest(papers.digest(tmp_path))
    (taken,) = desk.ingest(papers.digest(tmp_path, hubs=19))
    assert taken.outcome is Outcome.REPLACED
    assert "19个" in desk.ask(papers.HUBS).text


def test_two_files_of_one_stem_clash_and_neither_gets_in(empty: Desk, tmp_path: Path) -> None:
    papers.plan(tmp_path / "in" / "a")
    papers.digest(tmp_path / "in" / "b")
    taken = empty.ingest(tmp_path / "in")
    assert [one.outcome for one in taken] == [Outcome.FAILED, Outcome.FAILED]
    assert all("重名" in one.words for one in taken)
    assert empty.stems() == []


def test_a_removed_paper_answers_no_more(desk: Desk) -> None:
    assert desk.remove("plan")
    assert desk.stems() == ["notice"]
    assert desk.ask(papers.HUBS).abstained
    assert "滨河校区" in desk.ask(papers.SCHOOL).text
    assert not desk.remove("plan")


def test_a_removed_paper_can_come_back(desk: Desk, folder: Path) -> None:
    desk.remove("plan")
    (taken,) = desk.ingest(folder / "papers" / "plan.txt")
    assert (taken.outcome, taken.version) == (Outcome.NEW, 2)
    assert "20个" in desk.ask(papers.HUBS).text


def test_only_a_store_that_never_held_a_document_is_seeded(desk: Desk, empty: Desk, folder: Path) -> None:
    assert empty.seed(folder / "papers")
    assert "20个" in empty.ask(papers.HUBS).text
    for stem in desk.stems():
        assert desk.remove(stem)
    assert not desk.seed(folder / "papers")
    assert desk.stems() == []


def test_nothing_is_seeded_from_a_folder_that_is_not_there(empty: Desk, tmp_path: Path) -> None:
    assert not empty.seed(tmp_path / "nowhere")


def test_a_full_disk_refuses_the_file_and_keeps_what_was_there(folder: Path, tmp_path: Path) -> None:
    pages = (folder / "xiaoqitong.db").stat().st_size // 4096
    large = papers.many(tmp_path / "in", 1)
    with Desk(folder, max_pages=pages + 2) as desk:
        before = desk.revision()
        (taken,) = desk.ingest(large)
        assert taken.outcome is Outcome.FAILED
        assert taken.words.startswith("磁盘满了")
        assert (desk.revision(), desk.stems()) == (before, ["notice", "plan"])
        assert "20个" in desk.ask(papers.HUBS).text
        assert desk.database.integrity() == []
    with Desk(folder) as desk:
        assert [one.outcome for one in desk.ingest(large)] == [Outcome.NEW]


def test_a_bot_takes_in_a_little_at_a_time_and_builds_once_documents_have_come_to_rest(folder: Path, tmp_path: Path) -> None:
    with Desk(folder, step=2) as running, Desk(folder) as other:
        before = running.index.state().generation
        other.remove("notice")
        other.ingest(papers.plan(tmp_path, hubs=35))
        found = []
        for _ in range(4):
            running.follow()
            found.append(running.index.state().delta)
        assert found == [2, 4, 4, 4]
        assert running.ask(papers.SCHOOL).abstained
        assert "35个" in running.ask(papers.HUBS).text
        assert running.index.state().generation == before, "so little is worth no new base"


def test_what_is_too_much_for_memory_waits_for_the_base_that_is_built_when_no_more_comes(folder: Path, tmp_path: Path) -> None:
    with Desk(folder, much=3) as running, Desk(folder) as other:
        other.remove("notice")
        other.ingest(papers.plan(tmp_path / "first", hubs=35))
        running.follow()
        assert (running.index.state().delta, running.ask(papers.SCHOOL).abstained) == (0, True)
        other.ingest(papers.plan(tmp_path / "second", hubs=36))
        running.follow()
        assert running.index.state().base == 7, "documents were still coming"
        running.follow()
        running.follow()
        state = running.index.state()
        assert (state.base, state.delta, state.buried) == (4, 0, 0)
        assert "36个" in running.ask(papers.HUBS).text


def test_a_bot_goes_on_following_while_another_process_builds(folder: Path, tmp_path: Path) -> None:
    with Desk(folder, much=3) as running, Desk(folder) as other, Generations(folder / "index").building():
        other.ingest(papers.plan(tmp_path, hubs=35))
        running.follow()
        running.follow()
        other.remove("notice")
        running.follow()
        assert running.ask(papers.SCHOOL).abstained, "what left is found no more, although a base was due and could not be built"


@pytest.mark.parametrize(("much", "anew"), [(3, True), (100, False)])
def test_a_command_that_answers_nothing_builds_a_base_where_one_is_due(folder: Path, tmp_path: Path, much: int, anew: bool) -> None:
    with Desk(folder) as desk:
        before = desk.index.state().generation
        indexing = Indexing(desk.database, folder / "index", folder / "cache", GAZETTEER, desk.wanted)
        Knowledge(desk.database, Loader(GAZETTEER), indexing, None, much).ingest(
            [papers.plan(tmp_path, hubs=35)], lambda *_: None, lambda *_: None
        )
        desk.knowledge.catch_up()
        assert (desk.index.state().generation != before) == anew
        assert "35个" in desk.ask(papers.HUBS).text
