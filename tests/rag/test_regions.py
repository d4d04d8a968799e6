"""Places by the names that people use."""

from hypothesis import given
from hypothesis import strategies as st

from rag.regions import Gazetteer, Mention, short_of

GAZETTEER = Gazetteer()


def codes(text: str, home: tuple[str, ...] = ()) -> list[str]:
    return [mention.codes[0] for mention in GAZETTEER.find(text, home)]


def test_cities_are_found_by_short_name() -> None:
    assert codes("包头和郑州") == ["150200", "410100"]


def test_a_county_is_found_by_its_short_name_only_at_home() -> None:
    assert codes("若羌新城", ("652800",)) == ["652824"]
    assert codes("能合作的学校", ("652800",)) == []


def test_of_several_places_the_one_at_home_is_meant() -> None:
    assert GAZETTEER.pick(GAZETTEER.named("普陀区"), ["310107"]) == "310107"
    assert GAZETTEER.pick(GAZETTEER.named("昆区"), ["150200", "310107"]) == "150200"
    assert GAZETTEER.pick(GAZETTEER.named("郑州"), ["150200"]) == ""


def test_ranks_and_peoples_are_left_out_of_short_names() -> None:
    assert short_of("巴音郭楞蒙古自治州") == "巴音郭楞"
    assert short_of("白云鄂博矿区") == "白云鄂博矿区"
    assert GAZETTEER.short("652800") == "巴州"
    region = GAZETTEER.region("652800")
    assert region is not None
    assert region.short == "巴州"
    assert codes("巴音郭楞的学校") == ["652800"]


def test_and_does_not_swallow_the_next_city() -> None:
    assert codes("包头和平顶山") == ["150200", "410400"]


TEXTS = st.lists(
    st.sampled_from(
        [
            "包头",
            "包头市",
            "昆区",
            "若羌",
            "若羌县",
            "巴音郭楞蒙古自治州",
            "巴州",
            "和",
            "平顶山",
            "新",
            "市",
            "普陀区",
            "内蒙古",
            "能合作的学校",
            "1502",
        ]
    ),
    max_size=12,
).map("".join)


def plainly(text: str, home: tuple[str, ...]) -> list[Mention]:
    found, place = list[Mention](), 0
    while place < len(text):
        ends = (end for end in range(len(text), place + 1, -1) if not text[place:end].isdigit())
        known = ((end, GAZETTEER.named(text[place:end])) for end in ends)
        meant = ((end, codes) for end, codes in known if codes and GAZETTEER._is_meant(text[place:end], codes, home))
        end, codes = next(meant, (0, ()))
        if end:
            found.append(Mention(text[place:end], codes, place, end))
        place = end or place + 1
    return found


@given(TEXTS, st.sampled_from([(), ("652800",), ("150200", "310107")]))
def test_places_are_those_that_trying_every_stretch_finds(text: str, home: tuple[str, ...]) -> None:
    assert GAZETTEER.find(text, home) == plainly(text, home)
