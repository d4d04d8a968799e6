"""How a 明白纸 reads: what may fit with its arithmetic, what lacks a figure or a fact, what does not fit and why."""

from collections.abc import Iterable, Iterator

from chat.reply import Block, Look
from domain.knowledge import Standing
from domain.patterns import pattern
from handlers.papers import foot
from rag.directory.amounts import said
from rag.directory.benefits import Reason, Verdict, Why
from rag.directory.deeds import STATUSES
from rag.directory.estimates import Estimate, Need
from rag.directory.facts import Facts
from services.benefits import Item, Sheet
from services.paper import Paper

HEADS = {Verdict.FITS: "一、可能符合", Verdict.OPEN: "二、可能符合，但缺资料或没写金额", Verdict.UNFIT: "三、不符合"}
NONE_FITS = "按您说的，没有一项能算作符合。"
UNTOUCHED = "查了{place}的{documents}份文件，没有写到专门给“{deeds}”的支持。"
NOT_LISTED = "还没列入名单的话，可以接着问：怎样列入产教融合型企业？"
NOT_ADDED = "几项能不能同时享受、怎么叠加，原文没有写，所以不加总。"
ADDED_SO = "几项能不能同时享受，看原文："
ONLY_A_GUIDE = "估算只按所引原文算，不是承诺，以主管部门核定为准。"
TO_BE_CHECKED = "能不能享受，以主管部门核定为准。"
ON_PAPER = "按公开文件整理，不是审批结论；摘要以原件为准，能不能享受以主管部门核定为准。"
ENDED = "规划期已过，还执不执行，请先向{whom}核实。"
NOT_YOURS = "不是给企业的："
TAX_OFFICE = "税务部门"
_OFFICE = "原文没有写找谁办，请先向{whom}确认。"
_BODIES = "责任单位：{bodies}。"
_LIMIT = "抵的是{duties}，最多抵到实际应缴的数；怎么办理、能不能结转，请向税务部门确认。"
_LACKS = {Need.YUAN: "没说投了多少钱，算不出。", Need.HEADS: "没说多少人，算不出。"}
_WHY = {
    Why.UNKNOWN_STATUS: "是不是{of}还不清楚",
    Why.VAGUE: "怎样才算“{of}”，这一句没有写",
    Why.CHECK: "请对照条件：{of}",
    Why.NO_SUM: "原文没有写金额",
    Why.NOT_DONE: "要{of}，您没有说到",
    Why.NOT_A: "要求是{of}",
    Why.TOO_FEW: "要{of}人以上",
    Why.OTHER_LEVEL: "说的是{of}学生",
}
_LISTED = STATUSES[0].name
_PROPOSED = "只是提案的建议，不是已定的政策："
_APPLIED = "只是申报方案里写的，还没有批："
_MOST = 4
_TELLING = 8
_JOINING = pattern(r"^(?:并且?|还|也|同时|要|再)(?=.{3})")
_LONGEST = 36


def blocks_of(sheet: Sheet) -> tuple[Block, ...]:
    """The sheet as text, sources and standing included."""
    fitting, open_, unfit = (sheet.of(verdict) for verdict in (Verdict.FITS, Verdict.OPEN, Verdict.UNFIT))
    shown = fitting + open_
    head = (Block(f"明白纸 · {sheet.region.short}", Look.TITLE), Block(_told(sheet.facts), Look.NOTE))
    body = [*_section(fitting, Verdict.FITS, 1), *_section(open_, Verdict.OPEN, 1 + len(fitting))]
    missed = _unfit(unfit)
    sources = [Block(line, Look.SOURCE) for line in sheet.sources]
    unlisted = any(reason.why is Why.NOT_A and reason.of == _LISTED for item in unfit for reason in item.judged.reasons)
    nothing = () if shown else (Block(NONE_FITS), *((Block(NOT_LISTED),) if unlisted else ()))
    return (*head, *_untouched(sheet), *nothing, *body, *missed, *_after(sheet, shown), *sources)


def paper_of(sheet: Sheet) -> Paper:
    """The sheet as a paper to be carried away: what is in the chat, and the day."""
    head, *others = blocks_of(sheet)
    return Paper(head.text, tuple(others), foot(sheet.day, ON_PAPER))


def _untouched(sheet: Sheet) -> Iterator[Block]:
    """What the enterprise does and no paper offers anything for."""
    if sheet.untouched:
        deeds = "、".join(sheet.untouched)
        yield Block(UNTOUCHED.format(place=sheet.region.short, documents=sheet.documents, deeds=deeds))


def _section(items: list[Item], verdict: Verdict, first: int) -> Iterator[Block]:
    if items:
        yield Block(f"{HEADS[verdict]}（{len(items)}项）", Look.TITLE)
    for number, item in enumerate(items, first):
        source = item.listed.entry.source
        yield Block(_name(item), Look.ITEM, number=number)
        yield Block(f"{source.lead}\n{source.quote}" if source.lead else source.quote, Look.QUOTE)
        yield Block("".join(_remarks(item)))


def _name(item: Item) -> str:
    """What may be had, in one line."""
    reckoned = item.judged.estimate
    if reckoned is None or reckoned.sum is None:
        return _called(item)
    most = "最多" if reckoned.offset or "上限" in reckoned.working else "约"
    return f"{reckoned.told}，{most}{reckoned.each}{said(reckoned.sum)}"


def _remarks(item: Item) -> Iterator[str]:
    """The arithmetic, what is not known, and who is in charge."""
    one, reckoned = item.listed.entry, item.judged.estimate
    if reckoned:
        yield from _arithmetic(reckoned)
    why = [_worded(reason) for reason in item.judged.reasons]
    if why:
        yield f"{'；'.join(why)}。"
    elif len(one.condition) > _TELLING + 4:
        yield f"条件：{one.condition}。"
    if not (reckoned and reckoned.offset):
        yield _BODIES.format(bodies="、".join(one.bodies)) if one.bodies else ""


def _arithmetic(reckoned: Estimate) -> Iterator[str]:
    if reckoned.sum is not None and "=" in reckoned.working:
        yield f"估算：{reckoned.working}{f'（{reckoned.each}）' if reckoned.each else ''}。"
    if reckoned.missing:
        yield _LACKS[reckoned.missing]
    if reckoned.offset:
        yield _LIMIT.format(duties=reckoned.offset)


def _unfit(items: list[Item]) -> Iterator[Block]:
    """What does not fit: item by item with the reason; in one line each what is no policy, and what is for others."""
    groups: dict[str, list[str]] = {}
    if items:
        yield Block(f"{HEADS[Verdict.UNFIT]}（{len(items)}项）", Look.TITLE)
    for item in items:
        reason = item.judged.reasons[0]
        if reason.why is Why.OTHERS:
            groups.setdefault(NOT_YOURS, []).append(f"{_called(item)}（{_short(reason.of)}）")
        elif reason.why is Why.PROPOSAL:
            groups.setdefault(_APPLIED if item.standing is Standing.APPLICATION else _PROPOSED, []).append(_called(item))
        else:
            yield Block(f"{_called(item)}：{'；'.join(_worded(one) for one in item.judged.reasons)}。", Look.ITEM)
    for why, named in groups.items():
        more = f"等{len(named)}项" if len(named) > _MOST else ""
        yield Block(f"{why}{'；'.join(named[:_MOST])}{more}。", Look.ITEM)


def _called(item: Item) -> str:
    """What an incentive is called in a line: its own words, with whom it is for where they are too few to tell."""
    one = item.listed.entry
    what = _JOINING.sub("", one.what)
    return _short(what if len(what) >= _TELLING else f"{one.condition or one.who}，{what}".lstrip("，"))


def _after(sheet: Sheet, shown: list[Item]) -> Iterator[Block]:
    """How the items go together, and what they are worth today."""
    if len(shown) > 1 and sheet.stacking:
        yield Block(ADDED_SO, Look.NOTE)
        yield from (Block(rule.entry.quote, Look.QUOTE) for rule in sheet.stacking)
    elif len(shown) > 1:
        yield Block(NOT_ADDED, Look.NOTE)
    taxed = any(item.judged.estimate and item.judged.estimate.offset for item in shown)
    if shown:
        ended = any(item.standing is Standing.ENDED for item in shown)
        whom = TAX_OFFICE if taxed else "责任单位或发文单位"
        reckoned = any(item.judged.estimate and item.judged.estimate.sum is not None for item in shown)
        yield Block(
            (ONLY_A_GUIDE if reckoned else TO_BE_CHECKED) + (ENDED.format(whom=whom) if ended else _whom(shown, taxed=taxed)), Look.NOTE
        )


def _whom(shown: Iterable[Item], *, taxed: bool) -> str:
    """Where to ask, when no item names a body."""
    named = any(item.listed.entry.bodies for item in shown)
    return "" if named or taxed else _OFFICE.format(whom="发文单位")


def _told(facts: Facts) -> str:
    """What was gathered from the words of the enterprise."""
    parts = []
    for one in facts.done:
        figures = "，".join((*([said(one.yuan)] if one.yuan is not None else []), *([f"{one.heads}人"] if one.heads is not None else [])))
        parts.append(f"{one.deed.name}（{figures}）" if figures else one.deed.name)
    if facts.yuan is not None:
        parts.append(f"投入{said(facts.yuan)}")
    words = {True: "是{}", False: "不是{}", None: "是不是{}还不清楚"}
    parts += [words[facts.statuses[one.key]].format(one.name) for one in STATUSES if one.key in facts.statuses]
    return f"按您说的：{'；'.join(parts)}。" if parts else ""


def _worded(reason: Reason) -> str:
    return _WHY[reason.why].format(of=_short(reason.of.removesuffix("的")))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
