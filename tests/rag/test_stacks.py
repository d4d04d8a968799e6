"""A picture that follows its documents step by step is the one that reading all of them would give, and stays as it is afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.knowledge import Clause, Document, Passage
from rag import lexicon, stacks
from rag.regions import Gazetteer
from rag.shelf import Shelf
from rag.stacks import Stacks
from vectorstore.index import Hit, Query

GAZETTEER = Gazetteer()
SENTENCES = (
    "支持包头职业技术学院建设稀土产业学院。",
    "包头轻工职业技术学院牵头组建乳业联合体。",
    "推动平顶山学院与“五业联动”示范园对接。",
    "“包头职业技术学院”的名单见《实施办法》。",
    "柳州铁道职业技术学院承担培训。",
    "没有名字的一句话。",
)
QUESTIONS = ("包职有几个专业", "包头轻职业技术学院在哪", "pingdingshan学院", "五业连动是什么", "铁道职院", "实施办发", "柳舟的产教溶合")
TERMS = ("产教融合", "校企合作")


@dataclass
class Papers:
    """A library in memory: what is held under a stem, and how often it was put there."""

    held: dict[str, tuple[Document, tuple[str, ...]]] = field(default_factory=dict)
    steps: int = 0
    read_: list[str] = field(default_factory=list)
    _stamps: dict[str, str] = field(default_factory=dict)

    def put(self, stem: str, region: str, sentences: Sequence[str]) -> None:
        self.steps += 1
        self.held[stem] = Document(stem, f"《{stem}》", region=region), tuple(sentences)
        self._stamps[stem] = str(self.steps)

    def correct(self, stem: str, region: str) -> None:
        if stem in self.held:
            self.put(stem, region, self.held[stem][1])

    def remove(self, stem: str) -> None:
        self.steps += 1
        self.held.pop(stem, None)
        self._stamps.pop(stem, None)

    def revision(self) -> int:
        return self.steps

    def stamps(self) -> Mapping[str, str]:
        return dict(self._stamps)

    def documents(self) -> Sequence[Document]:
        return [document for document, _ in self.held.values()]

    def clauses(self, stem: str) -> Sequence[Clause]:
        return [Clause(0, stem, at, -1, (), "", "", text, 0, len(text), 0) for at, text in enumerate(self.held[stem][1])]

    def read(self, stem: str) -> tuple[Document, Sequence[Clause]] | None:
        self.read_.append(stem)
        return (self.held[stem][0], self.clauses(stem)) if stem in self.held else None

    def passages(self, ids: Sequence[int]) -> Sequence[Passage]:
        return []


class Pairs:
    """A finder that knows which pairs of characters the sentences have."""

    def search(self, query: Query) -> list[Hit]:
        return []

    def rarity(self, term: str) -> float:
        return 1.0 if any(term in sentence for sentence in (*SENTENCES, *TERMS)) else 9.0

    def terms(self, text: str) -> Iterable[str]:
        return text.split()


def over(library: Papers) -> Stacks:
    return Stacks(library, Pairs(), GAZETTEER, {"专业", "学院"}.__contains__, TERMS)


def told(shelf: Shelf) -> object:
    """All that can be seen of a picture."""
    names = shelf.lexicon
    seen = [(names.find(one, "150200"), names.schools_in(one), shelf.mender.mend(one)) for one in (*QUESTIONS, *SENTENCES)]
    clauses = [shelf.clauses(stem) for stem in shelf.documents]
    return list(shelf.documents.items()), shelf.homes, clauses, dict(names.names), seen


STEMS = st.sampled_from("abc")
REGIONS = st.sampled_from(["", "150200", "410400"])
PUT = st.tuples(st.just("put"), STEMS, REGIONS, st.lists(st.sampled_from(SENTENCES), max_size=4))
STEPS = st.lists(st.one_of(PUT, st.tuples(st.just("correct"), STEMS, REGIONS), st.tuples(st.just("remove"), STEMS)), max_size=12)


@pytest.mark.parametrize("spare", [5000, 0], ids=["nothing thrown away", "thrown away often"])
@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_following_gives_what_reading_all_would(spare: int, steps: list[tuple[str, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicon, "_SPARE", spare)
        patch.setattr(stacks, "_SPARE", spare)
        library = Papers()
        following, before = over(library), None
        for name, *values in steps:
            getattr(library, name)(*values)
            now = following.present()
            assert told(now) == told(over(library).present())
            if before:
                picture, as_it_was = before
                assert told(picture) == as_it_was
            before = now, told(now)


def test_only_what_changed_is_read_again() -> None:
    library = Papers()
    for stem in "abc":
        library.put(stem, "150200", SENTENCES[:2])
    following = over(library)
    following.present()
    library.read_.clear()
    library.put("b", "150200", SENTENCES[2:4])
    library.remove("c")
    following.present()
    assert library.read_ == ["b"]


def test_a_document_that_leaves_while_it_is_read_is_left_out() -> None:
    class Leaving(Papers):
        def read(self, stem: str) -> tuple[Document, Sequence[Clause]] | None:
            return None if stem == "a" else super().read(stem)

    library = Leaving()
    library.put("a", "150200", SENTENCES[:2])
    library.put("b", "", SENTENCES[2:4])
    assert list(over(library).present().documents) == ["b"]


def test_units_of_a_replaced_document_are_those_of_its_new_text() -> None:
    library = Papers()
    library.put("a", "150200", ["原来的一句话很长很长。"])
    following = over(library)
    (old,) = (clause for clause in following.present().clauses("a"))
    following.present().units(old)
    library.put("a", "150200", ["新。"])
    shelf = following.present()
    assert [unit.end for unit in shelf.units(shelf.clauses("a")[0])] == [2]
