"""Two cities with a document each, and an assistant that answers from them without a model."""

from dataclasses import dataclass, field
from datetime import date

from domain.knowledge import Clause, Document, Kind, Passage
from rag.answer import Answer, Citation, Found, Look, Part, Question

BASES = "到2025年，建成市级公共实训基地5个、产业学院10个。"
GRANT = "对接收学生实习的企业，每年最高补贴10万元，不得重复享受。"
BODIES = "责任单位：市教育局、包头轻工职业技术学院。"
ASKED_FOR = "建议市政府到2026年建成产教融合型企业30家。"
BAOTOU = Document("baotou", "包头市产教融合工作方案", region="150200", published=date(2023, 3, 1), kind=Kind.WORK_PLAN, period=(2023, 2027))
PING = Document("ping", "关于产教融合的提案", region="410400", published=date(2024, 3, 1), kind=Kind.PROPOSAL_REPLY)
EXTRACT = Answer(
    (Part(BASES, Look.QUOTE), Part("——《包头市产教融合工作方案》二(一)（2023-03-01）", Look.SOURCE)),
    (Citation("baotou", "二(一)", 0, BASES),),
    (Found("baotou", "二(一)", BASES + GRANT + BODIES, 2.0), Found("ping", "建议", ASKED_FOR, 1.0)),
    region="150200",
)


def clause(doc: str, label: str, text: str, voice: str = "") -> Clause:
    return Clause(1, doc, 0, -1, (label,), label, "", text, 0, len(text), 0, voice=voice)


@dataclass
class FakeLibrary:
    """Both documents, one clause each."""

    held: dict[Document, Clause] = field(
        default_factory=lambda: {
            BAOTOU: clause("baotou", "二(一)", BASES + GRANT + BODIES),
            PING: clause("ping", "建议", ASKED_FOR, "proposal"),
        }
    )

    def revision(self) -> int:
        return 1

    def documents(self) -> list[Document]:
        return list(self.held)

    def stamps(self) -> dict[str, str]:
        return {document.stem: "1" for document in self.held}

    def read(self, stem: str) -> tuple[Document, list[Clause]] | None:
        return next(((document, [one]) for document, one in self.held.items() if document.stem == stem), None)

    def clauses(self, stem: str) -> list[Clause]:
        return [one for document, one in self.held.items() if document.stem == stem]

    def passages(self, ids: object) -> list[Passage]:
        return []


@dataclass
class Extractive:
    """Gives the answer that is laid out for a question, and remembers what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer = EXTRACT
    asked: list[str] = field(default_factory=list)

    def answer(self, question: Question, on_text: object = None) -> Answer:
        self.asked.append(question.text)
        return self.answers.get(question.text, self.otherwise)


def sentence(text: str, *cited: tuple[int, str]) -> dict[str, object]:
    """A sentence as the model writes it."""
    return {"text": text, "citations": [{"passage": number, "quote": quote} for number, quote in cited]}


def reply(*sentences: dict[str, object]) -> dict[str, object]:
    return {"sentences": list(sentences)}


GOOD = reply(
    sentence("到2025年，包头市级公共实训基地要建成5个。", (1, BASES)),
    sentence("接收学生实习的企业每年最高补贴10万元，不得重复享受。", (1, GRANT)),
)
