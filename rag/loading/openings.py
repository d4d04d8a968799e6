"""Where the parts of a document begin: numbered lines, headings of Markdown, and the sections of a proposal with its reply."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.patterns import pattern
from rag.loading.bodies import namings
from rag.loading.labels import Label, label_at, labels_within
from rag.loading.spans import Span, trimmed

_HASHES = pattern(r"^[ \t]*(#{1,6})[ \t]+", re.MULTILINE)
_PROPOSAL = pattern(r"(?:一、|二、)?(?:(?:提案|议案|建议)(?:内容|正文|部分|原文)|提案|议案|案由)[:：]?")
_REPLY = pattern(r"(?:一、|二、)?(?:(?:办理)?(?:答复|回复)(?:内容|正文|部分|意见|原文)?|办理答复)[:：]?")
_FIELDS = pattern(r"(?:承办|主办|会办|分办|协办)单位|办理(?:结果|情况|类型)|(?:提案|建议|议案)(?:号|编号|者|人)|委员姓名|领衔代表")
_ADVICE = pattern(r"(?:(?:具体|相关|工作|对策|有关|几点|意见)?建议|建议(?:如下|措施|意见))[:：]?")
_CLOSING = pattern(
    r"最后[,，]|特此(?:通知|公告|通告|函告|函复|报告|答复|说明)|(?:专此|此复|以上(?:答复|意见|报告))|(?:再次)?感谢您|附件[:：]|附[:：]|联系人[:：]"
)
_SIGNED = pattern(
    r"(?:信息|文章|稿件|内容)?来源[:：].{2,40}|(?:\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
    r"|[（(]?此件(?:主动|依申请)?公开.{0,10}|(?:发布|成文|印发)日期[:：].{4,30}"
)
_MOSTLY_BODIES = 0.9


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a part. `start` is where its number (or heading) begins, `after` where its number ends.

    `part` goes into the path, "" for a part without number; `hashes` is the depth of a Markdown heading, 0 elsewhere; `section` is
    "proposal", "reply", "fields" or "tail" for a part that ends all others, "bodies" for a line that only names responsible bodies.
    """

    start: int
    after: int
    end: int
    part: str = ""
    style: str = ""
    hashes: int = 0
    section: str = ""


def openings(text: str, lines: Sequence[Span]) -> list[Opening]:
    """Every beginning of a part, in order; what comes before the first is the document's head."""
    paired = _has_sections(text, lines)
    found: list[Opening] = []
    for line in lines:
        found.extend(_of_line(text, line, paired))
    found = _plausible(text, found)
    tail = _tail(text, lines, found[-1].start if found else 0)
    return [one for one in found if tail is None or one.start < tail.start] + ([tail] if tail and found else [])


def _plausible(text: str, found: Sequence[Opening]) -> list[Opening]:
    """Without 第一条路径 (an article has a blank after its number, or two others beside it), and with one opening for a block of fields."""
    articles = sum(one.style == "article" for one in found)
    kept: list[Opening] = []
    for one in found:
        spaced = text[one.after : one.after + 1] in " \t\u3000\n【（(:："
        if one.style == "article" and articles < 3 and not spaced:
            continue
        if one.section == "fields" and (not kept or kept[-1].section == "fields"):
            continue
        kept.append(one)
    return kept


def heading_marks(text: str) -> list[Span]:
    """Where the # of Markdown's headings stand: part of the text, and of no clause."""
    return [hit.span() for hit in _HASHES.finditer(text)]


def is_bodies_line(text: str, start: int, end: int) -> bool:
    """Whether a line does nothing but name responsible bodies."""
    named = sum(naming.end - naming.start for naming in namings(text[start:end]))
    return named >= _MOSTLY_BODIES * (end - start)


def _of_line(text: str, line: Span, paired: bool) -> Iterator[Opening]:
    """The parts that begin in a line: at its start, at once after that, and a run of numbers in its middle."""
    start, end = line
    hashes = _HASHES.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
    depth = len(hashes[1]) if hashes else 0
    section = _section(text[start:end], depth) if paired else ""
    if section:
        yield Opening(start, start if section == "fields" else end, end, hashes=depth, section=section)
        return
    if paired and _ADVICE.fullmatch(text, start, end):
        yield Opening(start, end, end, "建议", "advice", depth)
        return
    first = label_at(text, start, end)
    if first is None:
        if depth > 1 or is_bodies_line(text, start, end):
            yield Opening(start, start, end, hashes=depth, section="" if depth else "bodies")
        return
    labels = _stacked(text, first, end)
    labels += labels_within(text, labels[-1].end, end)
    ends = [label.start for label in labels[1:]] + [end]
    for label, stop in zip(labels, ends, strict=True):
        yield Opening(label.start, label.end, stop, label.text, label.style, depth if label is first else 0)


def _stacked(text: str, first: Label, end: int) -> list[Label]:
    """A number and those that follow it at once: 三、1."""
    labels = [first]
    while len(labels) < 3:
        more = label_at(text, trimmed(text, labels[-1].end, end)[0], end)
        if more is None or more.style == first.style:
            break
        labels.append(more)
    return labels


def _section(line: str, hashes: int) -> str:
    """Which section of a proposal or its reply a whole line opens."""
    words = line.strip()
    if _PROPOSAL.fullmatch(words):
        return "proposal"
    if _REPLY.fullmatch(words):
        return "reply"
    return "fields" if not hashes and _FIELDS.fullmatch(words) else ""


def _has_sections(text: str, lines: Sequence[Span]) -> bool:
    """Whether the document holds a proposal and the reply to it, each under a heading of its own."""
    found = {_section(text[slice(*line)], 1) for line in lines if line[1] - line[0] <= 20}
    return {"proposal", "reply"} <= found


def _tail(text: str, lines: Sequence[Span], last: int) -> Opening | None:
    """The last lines, when they close the document: a greeting, a signature, a date, the source."""
    found = None
    for line in reversed(lines[-12:]):
        words = text[slice(*line)]
        if line[0] <= last:
            break
        if _SIGNED.fullmatch(words) or _CLOSING.match(words):
            found = Opening(line[0], line[0], line[1], section="tail")
        elif not (found and _is_signature(words)):
            if found is None and _is_signature(words):
                continue
            break
    return found


def _is_signature(words: str) -> bool:
    """Whether a line may be the name of whoever signs, or an item of the list of annexes."""
    return len(words) <= 40 and not re.search(r"[。；：:，,]", words)
