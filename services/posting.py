"""From what an enterprise tells to a listing, and back: the fields as the answers of a conversation, and what a listing must have."""

from collections.abc import Mapping
from datetime import date, datetime

from chat.flow import Answers, Invalid
from domain.clock import Clock, today
from domain.listing import RECRUITING, Kind, Listing, Pay, PayUnit, Side
from domain.masking import masked
from rag.regions import Gazetteer
from services.forms.fairness import REASONS, Finding, Ground, findings, without
from services.forms.posting import Draft, read, region_in

LONGEST = 3000
"""So many characters of a pasted description are read; longer ones are refused."""

ANY = "不限"
NONE = "无"
_FIELD_LONGEST = {"title": 40, "place": 80, "duties": 1500, "requirements": 1500, "remark": 500}
_LABELS: Mapping[str, str] = {
    "title": "名称", "headcount": "人数", "place": "地点", "pay": "薪酬", "duties": "内容", "requirements": "要求", "closes": "截止日期",
}  # fmt: skip
UNFAIR = "这里有不能发布的内容：{marked}\n{why}，请去掉。"
_HOPELESS = frozenset({Ground.FRAUD, Ground.PYRAMID})


class Posting:
    """Reads posts, today and with the country's places."""

    def __init__(self, clock: Clock, gazetteer: Gazetteer) -> None:
        self._clock = clock
        self._gazetteer = gazetteer

    @property
    def today(self) -> date:
        """The day on people's calendar."""
        return today(self._clock)

    @property
    def now(self) -> datetime:
        """The moment."""
        return self._clock.now()

    def read(self, text: str, home: str = "") -> Draft:
        """What a text tells; `home` is the region of the enterprise."""
        return read(text[:LONGEST], self.today, self._gazetteer, (home,) if home else ())

    def region_in(self, place: str, home: str) -> str:
        """The region of a place that was told in words; the enterprise's own where it names none."""
        return region_in(place, self._gazetteer, (home,) if home else ()) or home

    def short(self, region: str) -> str:
        """What people call a region."""
        return self._gazetteer.short(region) if region else ""

    def listing_of(self, told: Answers, enterprise: int, author: int, home: str) -> Listing:
        """The listing that answers come to; `listing` and `version` among them name one that is changed."""
        return Listing(
            id=int(told.get("listing", "0")),
            kind=Kind(told["kind"]),
            side=Side(told.get("side", Side.OFFERED)),
            title=told["title"],
            enterprise=enterprise,
            author=author,
            region=self.region_in(told["place"], home),
            place=told["place"],
            headcount=int(told.get("headcount", "0")),
            duties=told.get("duties", ""),
            requirements=told.get("requirements", ""),
            pay=pay_of(told["pay"]) if "pay" in told else None,
            majors=() if told.get("majors", ANY) == ANY else tuple(told["majors"].split()),
            education="" if told.get("education", ANY) == ANY else told["education"],
            remark="" if told.get("remark", NONE) == NONE else told["remark"],
            closes=date.fromisoformat(told["closes"]),
            version=int(told.get("version", "1")),
        )


def answers_of(listing: Listing) -> dict[str, str]:
    """A listing as the answers that it came from."""
    told = {
        "listing": str(listing.id), "version": str(listing.version), "kind": listing.kind.value, "side": listing.side.value,
        "title": listing.title, "place": listing.place, "duties": listing.duties, "requirements": listing.requirements,
        "headcount": str(listing.headcount or ""), "pay": written(listing.pay) if listing.pay else "",
        "closes": listing.closes.isoformat() if listing.closes else "",
    }  # fmt: skip
    return {name: value for name, value in told.items() if value} | _optional(listing.majors, listing.education, listing.remark)


def drawn_from(draft: Draft, *, whole: bool) -> dict[str, str]:
    """What was read, as answers. Of a `whole` description what no rule knows is kept as its remark, and what may be left out is."""
    told = {
        "title": tidy(draft.title), "place": tidy(draft.place), "duties": tidy(told_as(draft.duties)),
        "requirements": tidy(told_as(draft.requirements).removeprefix("要求")), "headcount": str(draft.headcount or ""),
        "pay": written(draft.pay) if draft.pay else "", "closes": draft.closes.isoformat() if draft.closes else "",
        "kind": draft.kind.value if draft.kind else "", "side": draft.side.value if draft.side else "",
    }  # fmt: skip
    told = {name: value[: _FIELD_LONGEST.get(name, 40)] for name, value in told.items() if value}
    if draft.kind is not None and draft.kind not in RECRUITING:
        told = {name: value for name, value in told.items() if name not in {"headcount", "pay", "requirements"}}
    remark = tidy(told_as([*draft.remark, *draft.rest] if whole else draft.remark))[: _FIELD_LONGEST["remark"]]
    if whole:
        return told | _optional(draft.majors, draft.education, remark)
    some = {"majors": " ".join(draft.majors), "education": draft.education, "remark": remark}
    return told | {name: value for name, value in some.items() if value}


def told_as(lines: list[str]) -> str:
    """Several pieces as one text: a line for each where they are long, else one sentence."""
    return ("\n" if sum(map(len, lines)) > 60 else "；").join(lines)


def tidy(text: str) -> str:
    """Words as they are kept: without what tells who somebody is."""
    return masked(text.strip())


def fair(text: str, name: str = "duties") -> str:
    """Free words for a field. Raises Invalid for what may not stand in a post, and for what is too long."""
    found = findings(text)
    if found:
        raise Invalid(UNFAIR.format(marked=marked(text, found), why=why(found)))
    if len(text) > _FIELD_LONGEST[name]:
        raise Invalid(f"太长了，请写在{_FIELD_LONGEST[name]}个字以内。")
    return tidy(text)


def marked(text: str, found: list[Finding]) -> str:
    """The text with 【 】 around what may not stand there; of a long one the sentences around it."""
    for one in reversed(found):
        text = f"{text[: one.start]}【{one.words}】{text[one.end :]}"
    if len(text) <= 120:
        return f"“{text.strip()}”"
    lines = [line.strip() for line in text.replace("。", "。\n").splitlines() if "【" in line]
    return "；".join(f"“{line[:120]}”" for line in lines)


def why(found: list[Finding]) -> str:
    """The reasons, each once."""
    return "；".join(dict.fromkeys(f"{one.words}：{REASONS[one.ground]}" for one in found))


def mended(text: str, found: list[Finding]) -> str:
    """The text without what may not stand there; "" where nothing of it can be trusted."""
    return "" if any(one.ground in _HOPELESS for one in found) else without(text, found)


def demand(listing: Listing, day: date) -> None:
    """Raises Invalid for a listing that lacks what its kind demands, says what it may not, or ends before it begins."""
    lacks = [_LABELS[name] for name in needed(listing.kind) if not getattr(listing, name)]
    if lacks:
        raise Invalid(f"还缺：{'、'.join(lacks)}。")
    for name in _FIELD_LONGEST:
        fair(getattr(listing, name), name)
    if listing.closes and listing.closes < day:
        raise Invalid("截止日期已经过了，请改一个以后的日期。")


def needed(kind: Kind) -> tuple[str, ...]:
    """The fields that a kind of listing cannot do without."""
    more = ("headcount", "pay", "requirements") if kind in RECRUITING else ()
    return ("title", "place", "duties", "closes", *more)


def written(value: Pay) -> str:
    """Pay as an answer is kept: 6000-8000-month."""
    return f"{value.low}-{value.high}-{value.unit.value}"


def pay_of(answer: str) -> Pay:
    """The pay of a kept answer."""
    low, high, unit = answer.split("-")
    return Pay(int(low), int(high), PayUnit(unit))


def _optional(majors: tuple[str, ...], education: str, remark: str) -> dict[str, str]:
    return {"majors": " ".join(majors) or ANY, "education": education or ANY, "remark": remark or NONE}
