"""The numbers that official documents give their parts: 第一章 · 一、 · (一) · 1、 · 1. · (1) · ① · 建议一、"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.patterns import pattern

_CN = "[〇零一二三四五六七八九十百]"
_GAP = r"[ \t\u3000]*"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, pattern(form))
    for style, form in (
        ("part", rf"第(?:{_CN}{{1,4}}|\d{{1,3}})(?:编|篇|部分)(?=[\s:：、]|$)"),
        ("chapter", rf"第{_GAP}(?:{_CN}{{1,5}}|\d{{1,3}}){_GAP}章(?!程|鱼)"),
        ("section", rf"第{_GAP}(?:{_CN}{{1,5}}|\d{{1,3}}){_GAP}节(?!课|点|假|能|约)"),
        ("article", rf"第{_GAP}(?:{_CN}{{1,6}}|\d{{1,4}}){_GAP}条(?:之{_CN}{{1,3}})?(?![件线款例规的])"),
        ("word", rf"(?:建议|意见|措施|问题|专栏|附件|附表){_GAP}(?:{_CN}{{1,3}}|\d{{1,2}})(?:{_GAP}[、:：.．]|(?=[\s《])|$)"),
        ("cn、", rf"{_CN}{{1,3}}{_GAP}[、．.]"),
        ("(cn)", rf"[(（]{_GAP}{_CN}{{1,3}}{_GAP}[)）]{_GAP}[、．.]?"),
        ("num、", r"\d{1,3}[ \t]*、"),
        ("n.n.n", r"\d{1,2}(?:[.．]\d{1,2}){2}[.．、]?(?![\d%％.])(?=[\s\u4e00-\u9fff“《])"),
        (
            "n.n",
            r"\d{1,2}[.．]\d{1,2}[.．、]?(?![\d%％.])(?=[\s\u4e00-\u9fff“《])(?!\s*(?:万|亿|千|百|元|倍|个|%|公里|平方|米|吨|亩|版|折|分))",
        ),
        ("num.", r"\d{1,3}[ \t]*[.．](?!\d)"),
        ("(num)", r"[(（][ \t]*\d{1,3}[ \t]*[)）]"),
        ("num)", r"\d{1,2}[)）]"),
        ("circled", r"[①-⑳㉑-㉟]"),
    )
)
LISTED = frozenset({"(cn)", "num、", "num.", "(num)", "num)", "circled"})
_INLINE = frozenset({"(cn)", "(num)", "num)", "num.", "circled"})
_INLINE_START = pattern(r"[。；;：:][ \t\u3000]*(?=[(（\d①-⑳])")
_CIRCLED = pattern("[①-⑳㉑-㉟]")
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}


@dataclass(frozen=True, slots=True)
class Label:
    """A part's number: its style, its value (1 for 一 or ①), its text as written, and where it stands, [start, end)."""

    style: str
    value: int
    text: str
    start: int
    end: int


def label_at(text: str, start: int, end: int) -> Label | None:
    """The number that a line, or what is left of it, begins with."""
    for style, rule in _STYLES:
        hit = rule.match(text, start, end)
        if hit:
            return Label(style, _value(hit[0]), re.sub(r"\s+", "", hit[0]), hit.start(), hit.end())
    return None


def labels_within(text: str, start: int, end: int) -> list[Label]:
    """Numbers in the middle of a line: only a run that counts from one without a gap, each after the end of a sentence or a colon."""
    found = [label for label in _candidates(text, start, end) if label.style in _INLINE]
    return [label for run in _runs(found) if len(run) >= 2 for label in run]


def joined(path: Sequence[str]) -> str:
    """A path for people: ("三、", "(三)", "12.") → 三(三)12; an article stands for itself; 1. before 1.2 is left out."""
    parts = [unicodedata.normalize("NFKC", re.sub(r"[、．.:：\s]+$", "", part)) if not _CIRCLED.fullmatch(part) else part for part in path]
    article = next((at for at in range(len(parts) - 1, -1, -1) if re.match(r"第.+条", parts[at])), 0)
    label = ""
    for part in parts[article:]:
        if label and part.startswith(f"{label}."):
            label = part
        else:
            label += f"-{part}" if label[-1:].isdigit() and part[:1].isdigit() else part
    return label


def _candidates(text: str, start: int, end: int) -> Iterator[Label]:
    for hit in _INLINE_START.finditer(text, start, end):
        label = label_at(text, hit.end(), end)
        if label:
            yield label


def _runs(labels: Sequence[Label]) -> Iterator[list[Label]]:
    """Labels of one style that count 1, 2, 3 … in a row."""
    open_runs: dict[str, list[Label]] = {}
    for label in labels:
        run = open_runs.get(label.style)
        if label.value == 1:
            if run:
                yield run
            open_runs[label.style] = [label]
        elif run and label.value == run[-1].value + 1:
            run.append(label)
    yield from open_runs.values()


def _value(written: str) -> int:
    """The number that a label counts."""
    digits = re.findall(r"\d+", unicodedata.normalize("NFKC", written))
    if digits:
        return int(digits[-1])
    numeral = "".join(re.findall(_CN, written))
    value = digit = 0
    for sign in numeral:
        if sign in "十百":
            value += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(sign, 0)
    return value + digit
