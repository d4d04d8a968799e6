"""Slips are read by the names that count alone, whatever else was learnt; and by tables as by going through all names."""

from hypothesis import given
from hypothesis import strategies as st

from rag.looks import Looks
from rag.pinyin import Pinyin, _fit, pinyin
from rag.slips import Mender
from rag.spellings import Spellings, fit
from rag.targets import Targets
from tests.rag.plain import lettered, mistaken

SIGNS = "包头铁道轻工职业学院平顶山"
NAMES = st.sets(st.text(SIGNS, min_size=2, max_size=8), max_size=12)
WORDS = {"铁道", "职业", "学院", "山"}


def known(stretch: str) -> bool:
    return stretch in WORDS


@given(NAMES, st.lists(NAMES, max_size=3), st.text(f"{SIGNS}到平", max_size=12), st.data())
def test_what_no_longer_counts_is_as_if_it_had_never_been(names: set[str], others: list[set[str]], text: str, data: st.DataObject) -> None:
    spellings = Spellings()
    for batch in data.draw(st.permutations([names, *others])):
        spellings.learn(batch)
    question = text + data.draw(st.sampled_from(["", *(f" {pinyin(one)}在哪" for one in sorted(names.union(*others)))]))
    assert Mender(spellings, Targets(fit(names)), known, known).mend(question) == Mender.of(names, known).mend(question)


@given(NAMES, NAMES, st.data())
def test_letters_mean_what_going_through_all_names_finds(names: set[str], gone: set[str], data: st.DataObject) -> None:
    of_all = Pinyin()
    of_all.learn(sorted(names | gone))
    text = data.draw(st.text(SIGNS, min_size=1, max_size=4))
    before, after = data.draw(st.tuples(st.text(SIGNS, max_size=2), st.text(SIGNS, max_size=2)))
    letters = pinyin(text)
    found = of_all.read(letters, before, after, Targets(names))
    plain = lettered(names, letters, lambda part, name: _fit(part, name, before, after)) if len(letters) >= 4 else []
    assert found == plain


@given(NAMES, NAMES, st.text(SIGNS, min_size=5, max_size=9))
def test_a_long_name_one_mistake_away_is_found_by_its_pairs(names: set[str], gone: set[str], written: str) -> None:
    spellings = Spellings()
    spellings.learn(names | gone)
    looks = Looks(spellings.pairs, Targets(names), lambda _: False, lambda _: False)
    found = {target for start, end, target in looks._long(written) if (start, end) == (0, len(written))}
    assert found == mistaken(names, written)


def test_a_pair_that_too_many_names_have_tells_none_of_them_and_what_is_gone_is_not_counted() -> None:
    many = [f"南昌{chr(0x4E00 + number)}{chr(0x5E00 + number)}学院" for number in range(501)]
    spellings = Spellings()
    spellings.learn(many)
    assert list(spellings.pairs.telling("南昌", Targets(set(many)))) == []
    assert len(list(spellings.pairs.telling("南昌", Targets(set(many[:500]))))) == 501
