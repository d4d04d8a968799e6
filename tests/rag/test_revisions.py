"""While the documents change, and the picture of them is made anew, others are answered from the one before."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from bot.brain import Brain
from domain.knowledge import Clause, Document, Passage
from rag.answer import Question
from rag.assistant import Assistant
from rag.ports import Library
from tests.fakes import FakeClock

PAPERS = Path(__file__).parent / "papers"
ASKED = Question("德阳到2026年建成多少个共享车间？")


class Changing:
    """A library that changes when it is told to, and that is slow to read when it is asked to be."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.changes, self.readings = 0, 0
        self.begun, self.gate = Event(), Event()
        self.gate.set()

    def revision(self) -> int:
        return self._library.revision() + self.changes

    def stamps(self) -> Mapping[str, str]:
        self.readings += 1
        self.begun.set()
        assert self.gate.wait(30)
        return self._library.stamps()

    def documents(self) -> Sequence[Document]:
        return self._library.documents()

    def read(self, stem: str) -> tuple[Document, Sequence[Clause]] | None:
        return self._library.read(stem)

    def clauses(self, stem: str) -> Sequence[Clause]:
        return self._library.clauses(stem)

    def passages(self, ids: Sequence[int]) -> Sequence[Passage]:
        return self._library.passages(ids)


def test_one_reads_anew_and_the_others_need_not_wait(brain_of: Callable[[Path], Brain]) -> None:
    brain = brain_of(PAPERS)
    library = Changing(brain.library)
    assistant = Assistant(library, brain.index, FakeClock(), brain.gazetteer, lambda _: True)
    told = assistant.answer(ASKED).text
    library.changes, library.readings = 1, 0
    library.begun.clear()
    library.gate.clear()
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(assistant.answer, ASKED)
        assert library.begun.wait(30)
        assert assistant.answer(ASKED).text == told, "answered while the other one reads"
        library.gate.set()
        assert slow.result(30).text == told
    assistant.answer(ASKED)
    assert library.readings == 1


def test_where_somebody_keeps_up_no_question_reads_anything(brain_of: Callable[[Path], Brain]) -> None:
    brain = brain_of(PAPERS)
    library = Changing(brain.library)
    assistant = Assistant(library, brain.index, FakeClock(), brain.gazetteer, lambda _: True)
    assistant.keep_up()
    told = assistant.answer(ASKED).text
    library.changes, library.readings = 1, 0
    assert (assistant.answer(ASKED).text, library.readings) == (told, 0)
    assistant.keep_up()
    assistant.keep_up()
    assert (assistant.answer(ASKED).text, library.readings) == (told, 1)
