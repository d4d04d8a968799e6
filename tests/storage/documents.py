"""Documents to put on the shelf."""

from dataclasses import replace
from datetime import date

from domain.knowledge import Clause, Document, Kind, Passage, Version

HEADING, FIRST, SECOND = "一、总则\n", "（一）本办法适用于示范市。\n", "（二）奖励十万元，由市教育局负责。\n"


def document(stem: str = "plan", title: str = "示范市实施方案") -> Document:
    return Document(stem, title, "示范市人民政府", "示政发〔2024〕1号", "150200", date(2024, 5, 1), "month", Kind.PLAN, (2024, 2027))


def version(stem: str = "plan", second: str = SECOND, title: str = "示范市实施方案") -> Version:
    text = HEADING + FIRST + second
    at, end = len(HEADING), len(HEADING) + len(FIRST)
    clauses = (
        Clause(0, stem, 0, -1, ("一、",), "一", "总则", text, 0, len(text), len(HEADING)),
        Clause(0, stem, 1, 0, ("一、", "（一）"), "一(一)", "", FIRST, at, end, at + 3),
        Clause(0, stem, 2, 0, ("一、", "（二）"), "一(二)", "", second, end, len(text), end + 3, ("市教育局",), "reply"),
    )
    passages = (
        Passage(0, stem, 1, 0, at, end, FIRST, f"{title} 总则", "150200"),
        Passage(0, stem, 2, 1, end, len(text), second, f"{title} 总则", "150200"),
    )
    return Version(document(stem, title), text, f"sha-{hash(text)}", clauses, passages)


def unlike_its_text() -> Version:
    right = version()
    return replace(right, passages=(replace(right.passages[0], text="这一句原文里没有。"),))
