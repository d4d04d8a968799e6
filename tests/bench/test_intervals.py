"""Differences are counted question by question."""

from bench.intervals import difference, share
from rag.answer import Answer, Question
from services.batch import Asked
from services.evaluation import Key, Marked


def marked(*facts: float | None) -> tuple[Marked, ...]:
    """Questions with these figures; None for one that has no part in it."""
    asked = Asked("t1", Question("？"))
    return tuple(Marked(asked, Key("fact", (), ()), Answer(), 1.0, {} if one is None else {"facts": one}, ()) for one in facts)


def test_the_mean_leaves_out_who_has_no_part_in_it() -> None:
    assert share(marked(1.0, None, 0.5), "facts") == 0.75


def test_no_difference_has_no_width() -> None:
    one = difference(marked(1, 0, 1), marked(1, 0, 1), "facts")
    assert one is not None
    assert (one.mean, one.low, one.high, one.shows) == (0, 0, 0, False)


def test_a_loss_on_most_questions_shows() -> None:
    one = difference(marked(*[1.0] * 20, None), marked(*[0.0] * 15, *[1.0] * 5, None), "facts")
    assert one is not None
    assert one.mean == -0.75
    assert one.low < -0.75 < one.high < 0
    assert one.shows
    assert one.of == 20


def test_a_loss_on_one_question_does_not_show() -> None:
    one = difference(marked(*[1.0] * 20), marked(0.0, *[1.0] * 19), "facts")
    assert one is not None
    assert not one.shows


def test_what_nobody_has_a_part_in_has_no_difference() -> None:
    assert difference(marked(None), marked(None), "facts") is None
