"""Places by the names that people use."""

from rag.regions import Gazetteer, short_of

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
    assert GAZETTEER.short("652800") == "巴州"
    region = GAZETTEER.region("652800")
    assert region is not None
    assert region.short == "巴州"
    assert codes("巴音郭楞的学校") == ["652800"]


def test_and_does_not_swallow_the_next_city() -> None:
    assert codes("包头和平顶山") == ["150200", "410400"]
