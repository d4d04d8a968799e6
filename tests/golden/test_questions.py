"""The golden questions themselves: every quotation stands in its document, every expected fact in one of the quotations.

Runs over the digests that ship and over the invented documents of `unseen/`; it asks nothing of the assistant.
"""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DIGESTS = (HERE.parents[1] / "corpus", "*.md")
SETS = {
    "digests.jsonl": DIGESTS,
    "voices.jsonl": DIGESTS,
    "unseen.jsonl": (HERE / "unseen", "*.txt"),
    "papers.jsonl": (HERE / "papers", "*.txt"),
}
KINDS = {"fact", "number", "list", "who", "process", "compare", "followup", "unanswerable", "chitchat"}
FIELDS = {"id", "question", "region", "kind", "history", "evidence", "facts"}
LOOKALIKE = str.maketrans("０１２３４５６７８９％，：；（）", "0123456789%,:;()")
MARKS = re.compile(r"^(#+ |- |[①-⑩]|（[一二三四五六七八九十]）)")
BOUND = set(",。;:()、？！“”《》")

Question = dict[str, Any]


def squash(text: str) -> str:
    """Text as the evaluation compares it: no white space, full-width digits and punctuation folded."""
    return re.sub(r"\s+", "", text.translate(LOOKALIKE))


def read(name: str) -> list[Question]:
    """The questions of one set, in the file's order."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def documents(name: str) -> dict[str, list[str]]:
    """Squashed lines of each document of a set, without Markdown marks, by file stem."""
    folder, pattern = SETS[name]
    return {path.stem: lines(path) for path in folder.glob(pattern)}


def lines(path: Path) -> list[str]:
    """Squashed lines of one file; a table's cells end with the punctuation that a sentence would have."""
    text = path.read_text(encoding="utf-8")
    return [squash(MARKS.sub("", line).replace("\t", "、")) for line in text.splitlines() if line.strip()]


def stands_whole(quote: str, line: str) -> bool:
    """Whether a quotation occurs in a line from one clause boundary to another."""
    at = line.find(quote)
    if at < 0:
        return False
    end = at + len(quote)
    opens = at == 0 or line[at - 1] in BOUND or quote[0] in BOUND
    return opens and (end == len(line) or line[end] in BOUND or quote[-1] in BOUND)


def cases(wanted: set[str] | None = None) -> list[Any]:
    """(set, question) of every question of the kinds that are wanted, as test parameters."""
    asked = [(name, question) for name in SETS for question in read(name)]
    return [pytest.param(name, q, id=q["id"]) for name, q in asked if wanted is None or q["kind"] in wanted]


@pytest.mark.parametrize(("name", "question"), cases())
def test_a_question_has_its_fields(name: str, question: Question) -> None:
    assert FIELDS <= set(question) <= FIELDS | {"note"}
    assert question["kind"] in KINDS
    assert question["question"].strip()
    assert bool(question["history"]) == (question["kind"] == "followup")


@pytest.mark.parametrize(("name", "question"), cases())
def test_quotations_stand_in_their_document(name: str, question: Question) -> None:
    library = documents(name)
    for piece in question["evidence"]:
        quote = squash(piece["quote"].replace("\t", "、"))
        within = [line for line in library[piece["doc"]] if stands_whole(quote, line)]
        assert within, piece["quote"]
        assert len(within) == 1, "a quotation that stands in two places points at neither"
        assert len(quote) <= 80, piece
        assert len(quote) >= 12 or quote == within[0].rstrip(";。"), "only a whole item of a list may be shorter"


@pytest.mark.parametrize(("name", "question"), cases(KINDS - {"unanswerable", "chitchat"}))
def test_facts_stand_in_the_quotations(name: str, question: Question) -> None:
    quotes = [squash(piece["quote"]) for piece in question["evidence"]]
    assert quotes
    assert question["facts"]
    for fact in question["facts"]:
        assert any(squash(fact) in quote for quote in quotes), fact


@pytest.mark.parametrize(("name", "question"), cases({"unanswerable", "chitchat"}))
def test_nothing_is_expected_where_nothing_is_told(name: str, question: Question) -> None:
    assert question["facts"] == []


@pytest.mark.parametrize("name", SETS)
def test_ids_and_questions_are_unique_and_every_document_is_asked_about(name: str) -> None:
    questions = read(name)
    assert [q["id"] for q in questions] == [f"{name[0].replace('d', 't')}{n:03}" for n in range(1, len(questions) + 1)]
    assert max(Counter((q["question"], *q["history"]) for q in questions).values()) == 1
    assert {piece["doc"] for q in questions for piece in q["evidence"]} == set(documents(name))


@pytest.mark.parametrize("folder", ["unseen", "papers"])
def test_invented_documents_say_that_they_are_invented(folder: str) -> None:
    told = tomllib.loads((HERE / folder / "corpus.toml").read_text(encoding="utf-8"))
    assert set(told) == set(documents(f"{folder}.jsonl"))
    for path in (HERE / folder).glob("*.txt"):
        assert "测试用虚构文本" in path.read_text(encoding="utf-8")
