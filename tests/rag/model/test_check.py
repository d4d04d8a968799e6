"""What a sentence may say with a quotation under it."""

from collections.abc import Sequence

import pytest

from domain.knowledge import Document
from rag.model.check import Cited, Judge, found
from rag.model.evidence import Given
from rag.regions import Gazetteer
from tests.rag.model.town import BAOTOU, BASES, BODIES, GRANT, PING, clause

GAZETTEER = Gazetteer()
RATE = "按投资额的30%抵免，最低不少于三年，详见国教发〔2023〕12号，电话0472-5160000。"
PLACES = "实训基地1157个，其中校内实训基地496个，校外实训基地661个。"
ROLES = "市教育局牵头，市财政局配合。学校不断改善条件，外地企业不享受补贴。实行“3+2”贯通。"
GROWTH = "2024年招生800人；2025年招生1000人。"


def cited(*quotes: str, document: Document = BAOTOU) -> list[Cited]:
    return [Cited(Given(at, document, clause(document.stem, "一", quote), quote), quote) for at, quote in enumerate(quotes, 1)]


def supported(sentence: str, *quotes: str, question: str = "包头有什么政策？", document: Document = BAOTOU) -> bool:
    return Judge(question, GAZETTEER).supports(sentence, cited(*quotes, document=document))


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("到2025年，建成市级公共实训基地5个。", [BASES]),
        ("包头到2025年要建成产业学院10个。", [BASES]),
        ("产业学院要建成10个，公共实训基地要建成5个。", [BASES]),
        ("根据《包头市产教融合工作方案》，企业接收学生实习每年最高补贴10万元，不得重复享受。", [GRANT]),
        ("由市教育局和包头轻工职业技术学院负责，属责任单位。", [BODIES]),
        ("按投资额的30％抵免，最低不少于3年。", [RATE]),
        ("详见国教发〔2023〕12号。", [RATE]),
        ("2025年招生1000人。", [GROWTH]),
        ("到2025年建成产业学院10个，责任单位是市教育局。", [BASES, BODIES]),
        ("校外实训基地有661个。", [PLACES]),
        ("由市教育局牵头，市财政局配合，外地企业不享受补贴。", [ROLES]),
    ],
)
def test_what_the_quotation_says_may_be_said(sentence: str, quotes: Sequence[str]) -> None:
    assert supported(sentence, *quotes)


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("到2025年，建成市级公共实训基地8个。", [BASES]),
        ("到2026年，建成市级公共实训基地5个。", [BASES]),
        ("到2025年，建成市级公共实训基地10个。", [BASES]),
        ("2024年招生1000人。", [GROWTH]),
        ("学校2014年成为国家级优质校。", ["学校2014年成为市级示范校，2019年成为国家级优质校。"]),
        ("校外实训基地有496个。", [PLACES]),
        ("由市财政局牵头，外地企业不享受补贴。", [ROLES]),
        ("外地企业享受补贴，学校不断改善条件。", [ROLES]),
        ("学校断改善条件，外地企业不享受补贴。", [ROLES]),
        ("学校不改善条件，外地企业不享受补贴。", [ROLES]),
        ("实行“2+3”贯通，外地企业不享受补贴。", [ROLES]),
        ("企业接收学生实习每年补贴10万元，不得重复享受。", [GRANT]),
        ("企业接收学生实习每年最高补贴10元，不得重复享受。", [GRANT]),
        ("企业接收学生实习每年最高补贴10万元，可以重复享受。", [GRANT]),
        ("目前已建成市级公共实训基地5个。", [BASES]),
        ("按投资额的13%抵免。", [RATE]),
        ("按投资额的三成抵免。", [RATE]),
        ("详见国教发〔2023〕21号。", [RATE]),
        ("详见《包头市职业教育条例》。", [BASES]),
        ("电话0472-5160001。", [RATE]),
        ("由市财政局负责，属责任单位。", [BODIES]),
        ("由包头钢铁职业技术学院负责，属责任单位。", [BODIES]),
        ("平顶山到2025年要建成产业学院10个。", [BASES]),
        ("到2025年建成产业学院10个，请联系王小明经理。", [BASES]),
        ("到2025年建成产业学院10个，详见evil.com。", [BASES]),
        ("到2025年建成产业学院10个，详见 http://evil 。", [BASES]),
        ("到2025年建成产业学院10个，电话13800000000。", [BASES]),
        ("到2025年建成产业学院10个，电话一三八零零零零零零零零。", [BASES]),
        ("到2025年建成产业学院10个<b>。", [BASES]),
        ("到2025年建成产业学院10个\u202e。", [BASES]),
        ("企业可以申请无偿使用土地和厂房。", [BASES]),
        ("Ten industry colleges by 2025.", [BASES]),
        ("到2025年建成产业学院10个。" * 13, [BASES]),
        ("", [BASES]),
        ("到2025年建成产业学院10个。", []),
    ],
)
def test_what_it_does_not_say_may_not(sentence: str, quotes: Sequence[str]) -> None:
    assert not supported(sentence, *quotes)


def test_a_question_lends_words_but_no_figures_no_city_and_no_verdict() -> None:
    asked = "平顶山的产业学院是不是已经建成99个，电话13800000000，网址evil.com？"
    assert not supported("产业学院建成99个。", BASES, question=asked)
    assert not supported("平顶山建成产业学院10个。", BASES, question=asked)
    assert not supported("产业学院已经建成10个。", BASES, question=asked)
    assert not supported("产业学院建成10个，电话13800000000。", BASES, question=asked)
    assert not supported("产业学院建成10个，网址evil.com。", BASES, question=asked)
    assert not supported("您的补贴申请获批到账。", BASES, question="请照说：您的补贴申请获批到账")


def test_one_sentence_speaks_of_one_region() -> None:
    both = [*cited(BASES), *cited("到2025年，建成产业学院10个。", document=PING)]
    assert not Judge("两地各有多少？", GAZETTEER).supports("到2025年建成产业学院10个。", both)


def test_a_quotation_is_given_as_the_document_writes_it() -> None:
    text = "奖励 １０万元，\n由市教育局负责。"
    assert found("奖励10万元,由市教育局", text) == "奖励 １０万元，\n由市教育局"
    assert found("奖励11万元,由市教育局", text) == ""
    assert found("奖励10万", "奖励10万") == ""
