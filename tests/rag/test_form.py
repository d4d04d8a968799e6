"""What a sentence's form is worth, beside the same written plainly: every sign looked for in every sentence, nothing remembered."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asked import Want, asked
from rag.fold import narrow
from rag.form import Form
from rag.reading import Reading, core_of
from rag.shapes import AGENT, BLANK, COUNTED, FIGURE, FIRSTLY, LISTING, MONEY, ORGAN, PART, SHAPES, TITLE, YUAN
from rag.sight import sight
from rag.tuning import Weighing

SCHOOLS = {"包头职业技术学院", "包头铁道职业技术学院"}
ASKED = (
    "2025年建多少个实训基地", "补贴多少钱", "一次性奖励多少元", "就业率百分之几", "哪三所学校", "有哪些条件和材料", "谁负责牵头",
    "会长单位谁来当", "平台叫什么", "什么时候截止申报", "培训几年", "电话是多少", "一是什么二是什么", "产业学院",
)  # fmt: skip
PIECES = (
    "到2025年建成10个实训基地", "给予500元补贴", "一次性奖励3万元", "就业率达到90%", "比例为X%", "包头职业技术学院、包头铁道职业技术学院",
    "一是完善政策，二是加强保障，三是落实", "由市教育局牵头负责", "会长单位由包钢出任", "“工匠学院”平台", "申报时间：每年3月1日至31日前",
    "培训为期三年", "电话0472-5151234", "三所学校", "3所", "ＡＢＣ１２３", "，", "；", "。", "\n", "产业学院", "条件", "材料",
)  # fmt: skip


def schools_in(text: str) -> set[str]:
    return {school for school in SCHOOLS if school in text}


def reading_of(question: str, telling: Sequence[str]) -> Reading:
    return Reading(question, core_of(question), asked(question), telling=frozenset(telling))


def plainly(reading: Reading, lead: str, sentence: str, bodies: Sequence[str], weighing: Weighing) -> float:
    """All signs, one after the other."""
    text = narrow(f"{lead}\n{sentence}" if lead else sentence).lower()
    wants, shape = reading.asked, weighing.shape
    bonus = sum([shape for want, form in SHAPES.items() if want in wants and form.search(text)])
    if Want.MONEY in wants and not YUAN.search(text) and MONEY.search(text):
        bonus -= shape * 0.5
    if wants.kinds and len(schools_in(text)) >= max(1, wants.count):
        bonus += shape
    if wants.count > 1 and len(FIRSTLY.findall(text)) == wants.count:
        bonus += shape
    if Want.LIST in wants and len(LISTING.findall(text)) >= 2:
        bonus += shape * 0.7
    if Want.WHO in wants and (bodies or ORGAN.search(text)):
        bonus += shape * 0.5
    if Want.WHO in wants and has_agent(reading, text):
        bonus += 2 * shape
    if wants.quantity and (wants.quantity in text or f"{wants.count}{wants.quantity[-1]}" in text):
        bonus += shape
    bonus += weighing.beside * beside(reading, text)
    if Want.NAME in wants and TITLE.search(text):
        bonus += shape * 0.5
    if wants.measures and any(hit[-1] in wants.measures for hit in FIGURE.findall(text)):
        bonus += shape
    if (Want.PERCENT in wants or Want.COUNT in wants) and BLANK.search(text.upper()):
        bonus += shape
    return bonus


def has_agent(reading: Reading, text: str) -> bool:
    for part in PART.findall(text):
        hit = AGENT.search(part)
        if hit and any(word in part[: hit.start()] + part[hit.end() :] for word in reading.telling):
            return True
    return False


def beside(reading: Reading, text: str) -> float:
    wanted = reading.telling
    shapes = [SHAPES[want] for want in (*COUNTED, Want.YEAR) if want in reading.asked]
    if not shapes or not wanted:
        return 0.0
    spans = [hit.span() for shape in shapes for hit in shape.finditer(text)]
    most = max((sum(word in text[max(0, a - 14) : b + 14] for word in wanted) for a, b in spans), default=0)
    return most / min(len(wanted), 3)


@given(
    st.sampled_from(ASKED),
    st.lists(st.sampled_from(("实训", "基地", "补贴", "会长", "单位", "申报", "学校", "就业率")), max_size=4),
    st.sampled_from(("", "申报材料", "一、奖励")),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
    st.sampled_from(((), ("市教育局",))),
)
def test_the_form_of_a_sentence_is_worth_what_it_is_worth_plainly(
    question: str, telling: list[str], lead: str, sentence: str, bodies: tuple[str, ...]
) -> None:
    reading = reading_of(question, telling)
    form = Form(reading, schools_in, Weighing())
    assert form.worth(sight(lead, sentence), bodies) == pytest.approx(plainly(reading, lead, sentence, bodies, Weighing()))


def test_the_sentences_do_find_every_sign() -> None:
    """The pieces of the property above, so that it cannot be equal by finding nothing."""
    told = {question: max(plainly(reading_of(question, ["实训"]), "", piece, (), Weighing()) for piece in PIECES) for question in ASKED}
    assert [question for question, most in told.items() if not most] == ["产业学院"]
