"""Made corpora are the same every time, share wording between towns, and grow in words."""

from itertools import islice

from bench.generate import NATIONWIDE, TOWNS, passage, passages, questions, sentences


def test_the_same_seed_makes_the_same_passages_and_another_one_others() -> None:
    assert list(passages(50)) == list(passages(50))
    assert list(passages(50)) != list(passages(50, seed=8))


def test_a_passage_is_the_same_in_every_size() -> None:
    assert list(passages(20)) == list(islice(passages(1_000), 20))
    assert passage(20) == list(passages(20))[-1]


def test_ids_ascend_and_texts_are_passages() -> None:
    made = list(passages(300))
    assert [entry.id for entry in made] == list(range(1, 301))
    assert all(40 < len(entry.text) < 400 and "{" not in entry.text for entry in made)


def test_towns_have_codes_of_their_own_and_share_wording() -> None:
    assert len({town.code for town in TOWNS}) == len({town.name for town in TOWNS}) == len(TOWNS) == 300
    made = list(passages(2_000))
    assert {entry.region for entry in made} - {""} <= {town.code for town in TOWNS}
    assert 0.5 * NATIONWIDE < sum(not entry.region for entry in made) / len(made) < 2 * NATIONWIDE
    plain = next(sentence for sentence in sentences() if "{}" not in sentence and not any(letter.isdigit() for letter in sentence))
    assert len({entry.region for entry in passages(5_000) if plain in entry.text}) > 3


def test_the_vocabulary_grows() -> None:
    def pairs(count: int) -> int:
        return len({entry.text[at : at + 3] for entry in passages(count) for at in range(len(entry.text) - 2)})

    assert pairs(1_000) > 3 * pairs(100)


def test_questions_are_the_same_every_time_and_come_from_their_passage() -> None:
    asked = list(questions(50, 1_000))
    assert asked == list(questions(50, 1_000))
    for one in asked:
        assert 1 <= one.passage <= 1_000
        assert passage(one.passage).region == one.region
        assert set(one.text[:4]) & set(passage(one.passage).text)
