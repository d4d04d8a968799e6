"""Targets and what was reached, drawn from statements: indicator, year, figure, and whether it is aimed at or there."""

import re
from collections.abc import Iterable, Iterator

from domain.knowledge import Document, Kind
from domain.patterns import pattern
from rag.directory.entities import Target, Tense
from rag.directory.figures import Figure, figures
from rag.directory.incentives import offers
from rag.directory.indicators import FLOOR, YEAR, indicator_of, noun_of
from rag.directory.schedules import MONEY
from rag.directory.statements import Statement
from rag.directory.words import HAN, SCHOOL

_QUOTED = pattern("“[^”]*”|《[^》]*》")
_ERA = pattern(r"20\d\d年?[-—~至]20\d\d年|“?十[一二三四五]五”?(?:期间|末)")
_SPAN = pattern(rf"{_ERA.pattern}|每批次|每五年|每[两三]年|每年|年内|每学期|每学年|每月")
_AS_OF = pattern(r"^[(]?截[止至]到?(20\d\d)年")
_OPENING = pattern(rf"^(?:(?:截[止至]?|目标是|目标为|力争|争取|预计|计划|确保|其中|并|要|到|在|至|于|[{HAN}]{{2,12}}目标[{HAN}]{{0,6}})*)$")
_AIMED = pattern(r"到20\d\d年|力争|争取|目标|预计|将达|拟(?!仿真)|计划(?!项目)|不少于|不低于|至少|确保")
_REACHED = pattern(
    r"已|现有|目前|拥有|近年来|截[止至]|据答复|据提案|据申报|获批|挂牌|建成|成功|设有|累计建|出台|现为|立项|通过[^,]{0,4}认证|共建设|开办|形成了"
)
_THERE = pattern(r"已|现有|目前|拥有|近年来|截[止至]|据答复|据提案|据申报")
_PAST = pattern(r"概况|现状|开展情况|完成情况|回顾|问题")
_AHEAD = pattern(r"目标|任务|要点|计划|措施|重点")
# 工作要点分五个部分，共24项 counts the paper itself.
_STRUCTURE = pattern(r"部分$|^原文|名称$")
_ASIDE = pattern(r"写作[^,]*$|原文[^,]*$")
_WHO = pattern(rf"(?:[{HAN}]{{2,4}}[市州区县省])?(?:中职|高职|公办中职|高等|本科)(?:学校|院校)|在[{HAN}]各高校")
_NO_SUBJECT = pattern(r"[与和同]|^(?:实施|支持|鼓励|推动|引导)|(?:产业|融合)学院$")


def targets(statements: Iterable[Statement], document: Document) -> Iterator[Target]:
    """The figures of a document."""
    for statement in statements:
        yield from _of_statement(statement, document)


def _of_statement(statement: Statement, document: Document) -> Iterator[Target]:
    text, known = statement.text, ""
    for figure in figures(text):
        if _ASIDE.search(figure.left) or _is_rate(text, figure):
            continue
        subject = _subject(text[: figure.start]) or _subject(statement.introduction) or _subject(statement.clause.heading)
        indicator = indicator_of(figure, known).removeprefix(subject) or known or noun_of(_piece_before(text, figure))
        if not indicator or _STRUCTURE.search(indicator):
            continue
        known = indicator
        year, when = _time(statement, figure)
        floor = FLOOR.search(figure.left)
        relation = figure.relation or (floor[0] if floor else "")
        tense = _tense(statement, figure, document, when)
        yield Target(subject, indicator, year, when, figure.value.replace(",", ""), figure.unit, relation, tense, statement.source)


def _is_rate(text: str, figure: Figure) -> bool:
    """Whether the figure is what an incentive pays or a condition of it, and so no target."""
    begin = max(text.rfind(mark, 0, figure.start) for mark in ";。") + 1
    segment = re.split("[;。]", text[begin:])[0]
    return offers(segment) and (figure.unit in MONEY or any(one.unit in MONEY for one in figures(segment)))


def _piece_before(text: str, figure: Figure) -> str:
    """The part of the sentence before the one that holds the figure."""
    parts = re.split("[,:;。]", text[: figure.start])
    return parts[-2] if len(parts) > 1 else ""


def _time(statement: Statement, figure: Figure) -> tuple[int | None, str]:
    """The year that the text says of a figure, and how it says it; never one of another clause."""
    text = statement.text
    if after := _AS_OF.match(text[figure.end :]):
        return int(after[1]), after[0].strip("(")
    before = text[: figure.start]
    piece = re.split("[,;。:]", before)[-1]
    span = _SPAN.search(piece + figure.right) or _ERA.match(before)
    here = list(YEAR.finditer(piece))
    opening = [hit for hit in YEAR.finditer(before) if _opens(before, hit)]
    years = here or opening or list(YEAR.finditer(_QUOTED.sub("", statement.introduction)))
    if not here and span and re.search("力争|争取", piece):
        years = []
    if years:
        return int(years[-1]["year"]), years[-1]["when"]
    return None, span[0] if span else ""


def _opens(text: str, year: "re.Match[str]") -> bool:
    """Whether a year stands at the head of its part of the sentence, so that it holds for what follows."""
    return bool(_OPENING.match(re.split("[,;。:]", text[: year.start()])[-1]))


def _subject(before: str) -> str:
    """Whose figure it is: the school, or the sort of schools, that a part of the same sentence begins with; the nearest."""
    for piece in reversed(re.split("[,:;。]", before)):
        hit = _WHO.match(piece) or SCHOOL.match(piece)
        if hit and not _NO_SUBJECT.search(hit[0]) and hit.end() < len(piece):
            return hit[0]
    return ""


def _tense(statement: Statement, figure: Figure, document: Document, when: str) -> Tense:
    """Whether the figure is aimed at: the words of its part of the sentence decide, then the sentence, the headings, the paper."""
    before = statement.text[: figure.start]
    ahead = when.startswith("到") or (bool(when) and "目标" in statement.headings)
    if ahead and not _THERE.search(_QUOTED.sub("", f"{statement.introduction} {before}")):
        return Tense.TARGET
    piece = re.split("[,;。:]", before)[-1] + statement.text[figure.start : figure.end] + figure.right
    for words in (_QUOTED.sub("", piece), _QUOTED.sub("", f"{statement.introduction} {before}")):
        if _AIMED.search(words):
            return Tense.TARGET
        if _REACHED.search(words):
            return Tense.PRESENT
    if _PAST.search(statement.headings):
        return Tense.PRESENT
    planned = document.kind in {Kind.PLAN, Kind.WORK_PLAN, Kind.NOTICE} or "X" in figure.value
    return Tense.TARGET if planned or _AHEAD.search(statement.headings) else Tense.PRESENT
