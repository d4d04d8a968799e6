"""Enumerations in a sentence, taken apart: the items, each as the text writes it, without what leads in and trails off."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rag.fold import numeral

_AND_SO_ON = re.compile(r"(?<=..)等(?:.*)$")
_SEGMENT = re.compile(r"[^，,；;。：:！？!?\n]+")
_TWO = re.compile(r"(?<![\d.])2(?:个|所|家|项|种|类|门|条)|[两二](?:个|所|家|项|种|类|门|条)")
_LAST = re.compile(r"(?:以及|和|与|及)(?=[^和与及、]{2,}$)")
_LEAD = re.compile(
    r"^.*(?:支持|推动|推进|建设|建成|设立|增设|新增|新开|加快|培育|打造|围绕|聚焦|包括|涵盖|采取|依托|实行|开放|提供|组建|创办|开设|集聚了?|拥有|发展|采用|保留|做[强优大]|停办|停招|撤销|新设|开办)(?=.{2,})"
)
_TAIL = re.compile(r"(?:等|[\d二三四五六七八九十]+[个家所项种类].*|建设$|的建设|的发展|协同发展|制度$|培养$).*$")
_OPEN, _CLOSE = "“《(（", "”》)）"


@dataclass(frozen=True, slots=True)
class Listing:
    """Items as the text writes them; `lead` is what stands before the first one in its `segment`."""

    lead: str
    items: tuple[str, ...]
    segment: str


def _split(segment: str) -> list[str]:
    """The segment cut at 、 outside of quotation marks and brackets."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(segment):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign == "、" and depth <= 0:
            parts.append(segment[begin:place])
            begin = place + 1
    return [*parts, segment[begin:]]


def listings(sentence: str, names: Collection[str] = ()) -> list[Listing]:
    """Every enumeration of three or more items, or of two where the text counts them.

    `names` are the schools and places that a first item may begin with.
    """
    found = []
    for hit in _SEGMENT.finditer(sentence):
        parts = _split(hit[0])
        parts[-1] = _AND_SO_ON.sub("", parts[-1])
        parts = [*parts[:-1], *(_LAST.split(parts[-1], maxsplit=1) if len(parts) > 1 else parts[-1:])]
        if len(parts) < (2 if _TWO.search(hit[0]) else 3):
            continue
        last = _without_tail(parts[-1], parts[1:-1])
        lead, first = _without_lead(parts[0], [*parts[1:-1], last], names)
        items = [first, *parts[1:-1], last]
        items = [item.strip() for item in items]
        if all(1 < len(item) <= 40 for item in items):
            found.append(Listing(lead, tuple(items), hit[0]))
    return found


def _without_lead(first: str, others: list[str], names: Collection[str]) -> tuple[str, str]:
    """What leads in, and the first item: behind a name that the question calls, else behind a verb where the item is far longer."""
    for name in names:
        at = first.find(name)
        if at >= 0 and len(first) > at + len(name) + 1:
            cut = at + len(name)
            return first[:cut], first[cut:]
    usual = max(map(len, others))
    lead = _LEAD.match(first)
    if lead and len(first) > min(usual, 12) and len(first) - lead.end() >= 2:
        return lead[0], first[lead.end() :]
    return "", first


def _without_tail(last: str, others: list[str]) -> str:
    """The last item without what the other items do not share: 通航航空产业学院建设 → 通航航空产业学院."""
    cut = _TAIL.sub("", last)
    shared = any(other.endswith(last[-2:]) for other in others)
    return last if shared or len(cut) < 2 else cut


_AMBIGUOUS = re.compile(r"[和与及]")
_VERB = re.compile(r"^(?:在|聚焦|新增|采取|集聚|围绕|包括|涵盖|以|对|把|由|从|向|将|按|要|再|又|已|并|如|等|使|让|用|靠)")
_NUMBER = re.compile(r"([\d一二两三四五六七八九十]+)(?:个|家|所|大|项|条|种|类|挂钩|方面|要素)")


def is_sure(listing: Listing, sentence: str, count: int) -> bool:
    """Whether the items may be shown one by one: their number is said, or they end alike, or nothing about their bounds is in doubt."""
    if _VERB.match(listing.items[0]):
        return False
    if count == len(listing.items):
        return True
    said = {int(word) if word.isdigit() else numeral(word) for word in _NUMBER.findall(sentence)}
    if len(listing.items) in said:
        return True
    endings = {item.rstrip("”》)）")[-2:] for item in listing.items}
    return len(endings) == 1 or not any(_AMBIGUOUS.search(item) for item in listing.items)


def apart(items: Collection[str], asked: str) -> tuple[list[str], list[str]]:
    """The items that are of the asked kind by their own last word, and those that are not; all belong where none says so."""
    kinds = [
        kind for kind in ("产业学院", "实验室", "研究院", "研究中心", "创新中心", "工作站", "专业", "集团", "基地", "平台") if kind in asked
    ]
    if not kinds:
        return list(items), []
    of_kind = [item for item in items if any(item.rstrip("”）)").endswith(kind) for kind in kinds)]
    if len(of_kind) < 2:
        return list(items), []
    return of_kind, [item for item in items if item not in of_kind]
