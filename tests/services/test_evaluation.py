"""What each figure counts, over answers that are made up here."""

import json
from collections.abc import Mapping

import pytest

from rag.answer import Answer, Citation, Found, Part, Question
from services.batch import BadLine
from services.evaluation import Evaluation, Report
from tests.fakes import FakeClock

Row = Mapping[str, object]

TEXT = "到2025年，建设实训基地30个。\n由教育局牵头，人社局配合。"
QUOTE = "建设实训基地30个"
GOLDEN: Row = {
    "id": "q1",
    "question": "实训基地多少个",
    "region": None,
    "kind": "number",
    "evidence": [{"doc": "plan", "quote": QUOTE}],
    "facts": ["30个"],
}
UNANSWERABLE: Row = {"id": "q2", "question": "局长手机号多少", "region": None, "kind": "unanswerable", "evidence": [], "facts": []}
CHITCHAT: Row = {**UNANSWERABLE, "id": "q3", "question": "你好", "kind": "chitchat"}


class Teller:
    """Gives one answer to everything; each takes a second longer than the one before."""

    def __init__(self, answer: Answer, clock: FakeClock) -> None:
        self._answer = answer
        self._clock = clock
        self.heard: list[Question] = []

    def answer(self, question: Question) -> Answer:
        self.heard.append(question)
        self._clock.forward(len(self.heard))
        return self._answer


def says(
    text: str = f"{QUOTE}。", quote: str = QUOTE, doc: str = "plan", *, passages: tuple[str, ...] = (TEXT,), no: bool = False
) -> Answer:
    """An answer with one citation."""
    found = tuple(Found("plan", "一", passage, 1.0) for passage in passages)
    return Answer((Part(text),), (Citation(doc, "一", 0, quote),), found, no)


def report_on(answer: Answer, *rows: Row) -> Report:
    """The report on questions to all of which the same answer is given."""
    clock = FakeClock()
    evaluation = Evaluation(Teller(answer, clock), lambda stem: TEXT if stem == "plan" else "", lambda name: name, clock)
    return evaluation.report([json.dumps(row) for row in rows])


def figure(name: str, answer: Answer, row: Row = GOLDEN) -> float | None:
    """One figure of one question."""
    return report_on(answer, row).figures[name]


def test_a_right_answer_is_right_in_every_way() -> None:
    report = report_on(says(), GOLDEN)
    whole = ("recall@1", "recall@5", "coverage@8", "facts", "complete", "cited", "region", "grounded", "answered", "faithful")
    assert [report.figures[name] for name in whole] == [1.0] * len(whole)
    assert report.figures["abstain_recall"] is None
    assert not report.failures


def test_the_evidence_is_looked_for_among_the_first_passages() -> None:
    late = says(passages=(*["别的"] * 5, TEXT))
    assert figure("recall@1", says(passages=("别的", TEXT))) == 0
    assert figure("recall@5", says(passages=("别的", TEXT))) == 1
    assert figure("recall@5", late) == 0
    assert figure("coverage@8", late) == 1
    assert figure("coverage@8", says(passages=(*["别的"] * 8, TEXT))) == 0


def test_only_four_hundred_characters_of_a_passage_count() -> None:
    assert figure("recall@1", says(passages=("字" * (400 - len(QUOTE)) + QUOTE,))) == 1
    assert figure("recall@1", says(passages=("字" * (401 - len(QUOTE)) + QUOTE,))) == 0


def test_half_of_the_evidence_covers_half() -> None:
    evidence = [{"doc": "plan", "quote": QUOTE}, {"doc": "plan", "quote": "由企业牵头"}]
    assert figure("coverage@8", says(), {**GOLDEN, "evidence": evidence}) == 0.5


def test_facts_are_counted_and_all_of_them_make_it_complete() -> None:
    row = {**GOLDEN, "facts": ["30个", "教育局"]}
    assert figure("facts", says(), row) == 0.5
    assert figure("complete", says(), row) == 0
    assert figure("complete", says("３０ 个，教育局"), row) == 1


@pytest.mark.parametrize(("kind", "longest"), [("number", 800), ("list", 1500), ("process", 1500), ("compare", 1500)])
def test_what_is_said_too_late_does_not_count(kind: str, longest: int) -> None:
    row = {**GOLDEN, "kind": kind}
    assert figure("facts", says("字" * (longest - 3) + "30个"), row) == 1
    assert figure("facts", says("字" * (longest - 2) + "30个"), row) == 0


def test_citing_another_document_besides_is_not_the_region_that_was_meant() -> None:
    two = Answer((Part(QUOTE),), (Citation("plan", "一", 0, QUOTE), Citation("other", "一", 0, QUOTE)))
    assert figure("cited", two) == 1
    assert figure("region", two) == 0
    assert figure("region", Answer((Part(QUOTE),))) == 0


@pytest.mark.parametrize(
    ("quote", "doc", "good"),
    [(QUOTE, "plan", 1), ("建设 实训\n基地30个", "plan", 1), ("建设实训基地31个", "plan", 0), (QUOTE, "other", 0), ("30个", "plan", 0)],
)
def test_a_faithful_quotation_stands_in_its_document_to_the_letter(quote: str, doc: str, good: int) -> None:
    assert figure("faithful", says(quote=quote, doc=doc)) == good


def test_figures_come_from_quotations_or_from_what_was_asked() -> None:
    assert figure("grounded", says("30个，另有5家")) == 0.5
    assert figure("grounded", says("30个，另有5家"), {**GOLDEN, "history": ["要5家行不行"]}) == 1
    assert figure("grounded", says("第一条没有数字")) == 1


def test_declining_is_right_where_nothing_is_told_and_wrong_elsewhere() -> None:
    declined, told = report_on(says(no=True), GOLDEN, UNANSWERABLE), report_on(says(), GOLDEN, UNANSWERABLE)
    assert (declined.figures["answered"], declined.figures["abstain_recall"]) == (0, 1)
    assert (told.figures["answered"], told.figures["abstain_recall"]) == (1, 0)
    assert [one.asked.id for one in told.failures] == ["q2"]


def test_small_talk_counts_in_no_figure_and_is_wrong_when_declined() -> None:
    assert report_on(says(), CHITCHAT).figures["answered"] is None
    assert not report_on(says(), CHITCHAT).failures
    assert report_on(says(no=True), CHITCHAT).failures


def test_an_answer_that_holds_the_facts_but_cites_nothing_is_a_failure() -> None:
    assert report_on(Answer((Part(QUOTE),)), GOLDEN).failures


def test_lengths_and_times() -> None:
    figures = report_on(says("四 个 字！"), GOLDEN, GOLDEN, GOLDEN).figures
    assert (figures["chars_p50"], figures["ms_p50"], figures["ms_p99"]) == (4, 2000, 3000)


def test_each_kind_by_itself() -> None:
    kinds = report_on(says(), GOLDEN, {**GOLDEN, "kind": "list", "facts": ["31个"]}, UNANSWERABLE).kinds
    assert kinds["number"] == {"n": 1, "right": 1, "recall@5": 1, "facts": 1, "complete": 1}
    assert kinds["list"] == {"n": 1, "right": 0, "recall@5": 1, "facts": 0, "complete": 0}
    assert kinds["unanswerable"] == {"n": 1, "right": 0, "recall@5": None, "facts": None, "complete": None}


def test_nothing_asked_gives_nothing() -> None:
    report = report_on(says())
    assert set(report.figures.values()) == {None}
    assert report.kinds == {}


def test_the_key_is_never_shown_to_what_answers() -> None:
    clock = FakeClock()
    teller = Teller(says(), clock)
    rows = [{**GOLDEN, "region": "甲", "history": ["先前"]}, {**GOLDEN, "region": "甲", "history": ["先前"], "facts": [], "note": "x"}]
    Evaluation(teller, lambda _: TEXT, lambda name: name, clock).report([json.dumps(row) for row in rows])
    assert teller.heard[0] == teller.heard[1]
    assert (teller.heard[0].text, teller.heard[0].region, teller.heard[0].may_ask) == ("实训基地多少个", "甲", False)


@pytest.mark.parametrize(
    "change",
    [{"id": None}, {"question": 7}, {"kind": None}, {"evidence": []}, {"evidence": [{"doc": "plan"}]}, {"evidence": "x"}, {"facts": [3]}],
)
def test_a_bad_line_is_named_before_anything_is_asked(change: Row) -> None:
    clock = FakeClock()
    teller = Teller(says(), clock)
    lines = [json.dumps(GOLDEN), "", json.dumps({key: value for key, value in {**GOLDEN, **change}.items() if value is not None})]
    with pytest.raises(BadLine, match="第3行"):
        Evaluation(teller, lambda _: TEXT, lambda name: name, clock).report(lines)
    assert not teller.heard
