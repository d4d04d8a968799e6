"""Figures become a table without anything made up between the years."""

from domain.knowledge import Document
from rag.directory.entities import Source, Target, Tense
from services.courses import rows
from services.directory import Listed


def figure(
    indicator: str, year: int | None, value: str, *, subject: str = "", tense: Tense = Tense.TARGET, region: str = "150200"
) -> Listed[Target]:
    target = Target(subject, indicator, year, "", value, "个", "", tense, Source("x", 0, ""))
    return Listed(target, Document("x", "x", region=region), "一", target.key, f"{indicator}{year}{value}")


def table(*listed: Listed[Target]) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    return [
        (row.subject + row.indicator, [(year, [one.entry.value for one in held]) for year, held in sorted(row.cells.items())])
        for row in rows(listed)
    ]


def test_years_of_one_indicator_stand_in_one_row() -> None:
    assert table(figure("实训基地", 2025, "500"), figure("实训基地", 2023, "200")) == [("实训基地", [(2023, ["200"]), (2025, ["500"])])]


def test_the_same_figure_in_other_words_is_one_row() -> None:
    listed = (figure("校企实训基地", 2025, "500", subject="在包各高校"), figure("实训基地", 2023, "200"), figure("实训基地", 2025, "500"))
    assert table(*listed) == [("实训基地", [(2023, ["200"]), (2025, ["500", "500"])])]


def test_like_names_with_other_figures_stay_apart() -> None:
    assert len(rows([figure("实训基地", 2025, "500"), figure("校内实训基地", 2025, "300")])) == 2
    assert len(rows([figure("实训基地", None, "661"), figure("校内实训基地", None, "661")])) == 2


def test_targets_and_what_is_there_are_never_one_row() -> None:
    assert len(rows([figure("实训基地", 2025, "500"), figure("实训基地", 2025, "500", tense=Tense.PRESENT)])) == 2


def test_cities_and_schools_keep_their_own_rows() -> None:
    assert len(rows([figure("专业", 2025, "3"), figure("专业", 2025, "3", region="410400")])) == 2
    assert len(rows([figure("专业", 2025, "3", subject="甲学院"), figure("专业", 2025, "2", subject="乙学院")])) == 2


def test_two_figures_without_year_are_two_rows() -> None:
    assert len(rows([figure("专业", None, "90"), figure("专业", None, "136")])) == 2


def test_a_year_with_two_different_figures_is_not_drawn() -> None:
    [row] = rows([figure("专业", 2023, "1"), figure("专业", 2025, "2"), figure("专业", 2025, "3")])
    assert row.years == [2023]
