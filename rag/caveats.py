"""What has to be said beside a quotation so that nobody takes more from it than it gives: a target, a proposal, no office named."""

import re
from collections.abc import Sequence

from domain.knowledge import Clause
from rag import words
from rag.answer import Citation
from rag.asked import Want
from rag.loading.bodies import bodies_in
from rag.reading import Reading
from rag.shapes import YUAN
from rag.shelf import Shelf

_SOUGHT = frozenset({Want.MONEY, Want.PERCENT, Want.YESNO})
_AIMED = re.compile(r"到20\d\d年|达到|突破")
_SAID = re.compile(r"目标|力争|争取|已|现有|目前|截[至止]")
_BENEFIT = re.compile(r"抵免|减免|补贴|补助|奖励|奖补|贴息|优惠")
_OFFICE = re.compile(r"向[^，,。；;]{2,20}(?:申报|申请|提出|办理)|受理|报[^，,。；;]{0,12}(?:局|委|办|部门)")


def caveats(reading: Reading, citations: Sequence[Citation], shelf: Shelf) -> list[str]:
    """The sentences to add to an answer that stands on these quotations."""
    if not citations:
        return []
    first = citations[0]
    clauses = shelf.clauses(first.doc)
    around = shelf.enclosing(clauses[first.ordinal])
    quoted = "".join(one.quote for one in citations)
    told = []
    if Want.COUNT in reading.asked and _AIMED.search(quoted) and not _SAID.search(quoted):
        told.append(words.AIM)
    if words.is_proposal(shelf.documents[first.doc], around[0].voice):
        told.append(_of_proposal(quoted, clauses, shelf.documents[first.doc].issuer))
    elif _asks_benefit(reading, quoted) and not _office(clauses, around):
        told.append(words.NO_OFFICE)
    return [one for one in told if one]


def _asks_benefit(reading: Reading, quoted: str) -> bool:
    return bool(_SOUGHT & reading.asked.wants and _BENEFIT.search(quoted))


def _office(clauses: Sequence[Clause], around: Sequence[Clause]) -> bool:
    """Whether the text names who is in charge of the clause, or anywhere to whom one applies."""
    return any(one.bodies for one in around) or any(_OFFICE.search(one.text) for one in clauses if one.parent < 0)


def _of_proposal(quoted: str, clauses: Sequence[Clause], issuer: str) -> str:
    """Who deals with a proposal, and that the reply promises no sum where one was looked for."""
    bodies = next((found for one in clauses if "承办" in one.text and (found := bodies_in(one.text))), ()) or ((issuer,) if issuer else ())
    replied = any(YUAN.search(one.text) for one in clauses if one.voice == "reply")
    return words.proposed(bodies, no_sum=bool(_BENEFIT.search(quoted)) and not replied)
