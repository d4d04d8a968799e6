"""The answer of an office to one question, as a document of its own: found by what was asked, quoted for what was answered."""

import hashlib
from dataclasses import dataclass
from datetime import date

from domain.knowledge import Clause, Document, Kind, Version
from rag.loading.passages import passages

TITLE = "工作人员答复"
_ASKED, _REPLY = "问：", "答："


@dataclass(frozen=True, slots=True)
class Reply:
    """What an office answers; `region` is a code ("" for everywhere), `place` its name, `until` the last day on which it holds."""

    question: str
    answer: str
    office: str
    region: str
    place: str
    day: date
    until: date


def version_of(stem: str, reply: Reply) -> Version:
    """The document of a reply. Only the answer itself can be quoted; question and place are what it is found by."""
    lead = f"{_ASKED}{reply.question}\n{_REPLY}"
    body = f"{lead}{reply.answer}\n"
    text = f"{body}{reply.office}于{reply.day.isoformat()}答复，{reply.until.isoformat()}前有效。\n"
    document = Document(stem, TITLE, reply.office, region=reply.region, published=reply.day, kind=Kind.QA)
    answer = Clause(0, stem, 0, -1, (), "", reply.question, body, 0, len(body), len(lead))
    signed = Clause(0, stem, 1, -1, (), "", "", text[len(body) :], len(body), len(text), len(body))
    holes = [(0, len(lead)), (len(body), len(text))]
    found = passages(document, text, [answer], holes, reply.place)
    return Version(document, text, hashlib.sha256(text.encode()).hexdigest(), (answer, signed), found)
