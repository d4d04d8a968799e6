"""Which sentences look for one of the five 找, and for what; questions of policy are none of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.enterprise import Need
from domain.listing import Kind
from handlers.needs import ROOM_ALONE, packed, unpacked
from rag.regions import Gazetteer
from services.forms.finding import Find, find_in, find_of
from services.forms.seeking import bare

GOLDEN = Path(__file__).parents[2] / "golden"
GAZETTEER, HOME = Gazetteer(), ("150200", "310107", "652800", "410400")
SERVICE, TALENT, EQUIPMENT, TECHNOLOGY, COOPERATION = Need


@pytest.mark.parametrize(
    ("said", "find"),
    [
        ("找稀土虚拟仿真设备合作", Find((EQUIPMENT, COOPERATION), ("稀土", "虚拟仿真"))),
        ("找稀土，虚拟仿真设备", Find((EQUIPMENT,), ("稀土", "虚拟仿真"))),
        ("我们公司想找光伏检测服务", Find((SERVICE,), ("光伏", "检测"))),
        ("有没有光伏实验室？", Find((EQUIPMENT,), ("光伏",))),
        ("包头找稀土设备", Find((EQUIPMENT,), ("稀土",), "150200")),
        ("找设备合作伙伴，最好在昆区", Find((EQUIPMENT, COOPERATION), (), "150203")),
        ("帮忙找下光伏设备呗", Find((EQUIPMENT,), ("光伏",))),
        ("寻求冶金技术合作", Find((TECHNOLOGY, COOPERATION), ("冶金",))),
        ("找包头职业技术学院合作", Find((COOPERATION,), ("包头职业技术学院",))),
        ("想找几个机电毕业生", Find((TALENT,), ("机电",))),
        ("找光伏技术员", Find((TALENT,), ("光伏",))),
        ("找焊工", Find((TALENT,), ("焊工",))),
        *((f"找{word}", Find((need,))) for need, word in zip(Need, ("服务", "人才", "设备", "技术", "合作"), strict=True)),
    ],
)
def test_what_is_looked_for(said: str, find: Find) -> None:
    assert find_in(said, GAZETTEER, HOME) == find


@pytest.mark.parametrize(
    "said",
    [
        "找谁办", "找人社局", "找工作人员", "找人工客服", "找女朋友", "找老师", "找实习", "找工作", "求购二手车床", "需要什么设备",
        "找设备有补贴吗", "有没有设备补贴", "有没有产业学院", "有没有校企合作", "有没有校企合作的政策", "找哪个部门申请设备",
        "包头有哪些实训基地", "企业找设备怎么申报", "有没有人", "找", "",
    ],
)  # fmt: skip
def test_what_is_asked_or_meant_otherwise_stays_so(said: str) -> None:
    assert find_in(said, GAZETTEER, HOME) is None


@pytest.mark.parametrize("file", ["digests", "papers", "unseen", "voices"])
def test_no_question_for_the_documents_is_taken(file: str) -> None:
    questions = [json.loads(line)["question"] for line in (GOLDEN / f"{file}.jsonl").read_text("utf-8").splitlines()]
    assert len(questions) > 50
    assert [one for one in questions if find_in(one, GAZETTEER, HOME) or bare(one)] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("暑假想去实习", (Kind.INTERNSHIP, "")),
        ("我是大三学生，想去包头实习", (Kind.INTERNSHIP, "包头")),
        ("找个培训班", (Kind.TRAINING, "")),
        ("我要上班", (Kind.JOB, "")),
        ("毕业前要实习多久", None),
        ("我要工作证明", None),
        ("我们想做实习基地", None),
    ],
)
def test_a_sentence_that_only_says_that_one_looks(said: str, told: tuple[Kind, str] | None) -> None:
    assert bare(said) == told


def test_words_behind_the_command_need_no_verb() -> None:
    assert find_of("稀土设备", GAZETTEER, HOME) == Find((EQUIPMENT,), ("稀土",))
    assert find_of("石墨烯", GAZETTEER, HOME) == Find((), ("石墨烯",))


@given(st.text(max_size=90))
def test_no_text_breaks_the_reader(text: str) -> None:
    for find in (find_in(text, GAZETTEER, HOME), find_of(text, GAZETTEER, HOME)):
        assert find is None or (len(find.words) <= 4 and len(find.region) in (0, 6))


@given(
    st.lists(st.sampled_from(Need), unique=True),
    st.lists(st.text("稀土光伏虚拟仿真", min_size=1, max_size=8), max_size=4),
    st.integers(0, 99),
)
def test_a_search_travels_on_a_button(needs: list[Need], words: list[str], at: int) -> None:
    search = Find(tuple(needs), tuple(words), "150200")
    value = packed(search, at, ROOM_ALONE)
    assert len(f"link-yes:0123456789ab.{packed(search)}".encode()) <= 64
    assert len(f"find:{value}".encode()) <= 64
    find, page = unpacked(value)
    assert (find.needs, find.region, page) == (tuple(needs), "150200", at)
    assert list(find.words) == words[: len(find.words)]


@given(st.text(max_size=64))
def test_a_forged_button_looks_for_little(value: str) -> None:
    find, at = unpacked(value)
    assert 0 <= at <= 99
    assert len(" ".join(find.words)) <= ROOM_ALONE
