"""How well mistyped questions are read, measured over the digests: they lead where the clean ones do, and what was right is not bent."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain
from rag.answer import Answer, Question
from tests.rag.slipping import CLEAN, slipped

ROOT = Path(__file__).parents[2]
ON_PURPOSE = ("产教容合", "产教溶合", "产业学员", "实训基底", "实训机地", "普坨", "平顶上", "轻功")
"""The slips that the golden questions have on purpose."""
SAME_CLAUSE = 0.95
"""The least share of mistyped questions that lead to the clause of the clean one; measured: 0.98."""


@pytest.fixture(scope="module")
def brain(brain_of: Callable[[Path], Brain]) -> Brain:
    return brain_of(ROOT / "corpus")


def asked(brain: Brain, question: str) -> Answer:
    return brain.assistant.answer(Question(question, may_ask=False))


def clause(answer: Answer) -> tuple[str, int] | None:
    return (answer.citations[0].doc, answer.citations[0].ordinal) if answer.citations else None


def test_mistyped_questions_lead_to_the_same_clause(brain: Brain) -> None:
    meant = {question: clause(asked(brain, question)) for question, _ in CLEAN}
    assert None not in meant.values()
    made = slipped()
    assert len(made) >= 150
    missed = [one for one in made if clause(asked(brain, one.written)) != meant[one.meant]]
    told = [f"{one.kind}：{one.written}" for one in missed]
    assert len(missed) <= (1 - SAME_CLAUSE) * len(made), "\n".join(told)
    by_kind = Counter(one.kind for one in made)
    assert all(missed_of <= 0.15 * by_kind[kind] for kind, missed_of in Counter(one.kind for one in missed).items()), "\n".join(told)


def test_what_is_written_right_is_never_bent(brain: Brain) -> None:
    rows = [json.loads(line) for path in sorted((ROOT / "tests/golden").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    questions = [question for question, _ in CLEAN] + [row["question"] for row in rows if not row.get("history")]
    right = [question for question in questions if not any(slip in question for slip in ON_PURPOSE)]
    assert {question: reading for question in right if (reading := asked(brain, question).reading)} == {}
