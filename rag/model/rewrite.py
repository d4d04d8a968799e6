"""A follow-up made into a question of its own by the model; kept only when it adds nothing that nobody has said."""

from collections.abc import Mapping

from domain.masking import anonymous
from rag.answer import Question
from rag.fold import fold, squash
from rag.model import names
from rag.model.check import is_covered, is_plain
from rag.model.facts import facts_of, years_of
from rag.regions import Gazetteer

LONGEST_FOLLOW_UP = 40
_LONGEST = 80
_ASKING = "什么 哪些 哪个 多少 怎么 如何 是否 有没有 谁负责 归谁管 请问 呢 吗"


def may_lean(question: Question) -> bool:
    """Whether a question is short enough to leave something out, with something said before it."""
    return bool(question.history) and len(fold(question.text)) <= LONGEST_FOLLOW_UP


def alone(reply: Mapping[str, object], question: Question, gazetteer: Gazetteer) -> str:
    """The question that stands by itself; "" when the reply is none, says the same, or names what nobody has named."""
    text = reply.get("question")
    if not isinstance(text, str):
        return ""
    text = text.strip()
    said = [anonymous(question.text), *(anonymous(some) for turn in question.history for some in (turn.question, turn.reading))]
    source = "\n".join(names.level(fold(one)) for one in said)
    if squash(fold(text)) == squash(fold(question.text)) or not 4 <= len(text) <= _LONGEST or not is_plain(text):
        return ""
    return text if _adds_nothing(names.level(text), source, gazetteer) else ""


def _adds_nothing(text: str, source: str, gazetteer: Gazetteer) -> bool:
    figures = {(fact.value, fact.unit) for fact in facts_of(source)}
    return (
        names.titles_stand(text, source)
        and names.literals_stand(text, source)
        and names.latin_stands(text, source)
        and names.institutions_stand(text, source + _ASKING)
        and years_of(text) <= years_of(source)
        and {(fact.value, fact.unit) for fact in facts_of(text)} <= figures
        and all(mention.name in source for mention in gazetteer.find(text))
        and is_covered(text, source + _ASKING, 0.75, 2)
    )
