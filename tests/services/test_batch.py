"""A file of questions: a line in, a line out, and nothing but `id`, `question`, `region` and `history` counts."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.ask import ask_batch
from bot.config import ROOT, load
from domain.errors import ConfigProblem, StoreProblem
from rag.answer import Answer, Citation, Found, Look, Part, Question
from services.batch import LONGEST_LINE, answered
from tests.fakes import FakeClock
from tests.services import papers
from tests.services.desk import Desk

KEYS = ["id", "answer", "abstained", "citations", "passages", "latency_ms"]
Row = dict[str, Any]


@dataclass
class Parrot:
    """Says again what it was asked, with region and earlier turns; each answer takes it a quarter of a second."""

    clock: FakeClock = field(default_factory=FakeClock)
    heard: list[Question] = field(default_factory=list)

    def answer(self, question: Question) -> Answer:
        if question.text == "坏了":
            raise StoreProblem("数据库打不开。")
        self.heard.append(question)
        self.clock.forward(0.25)
        said = Part(f"{question.text}@{question.region}<{'|'.join(turn.question for turn in question.history)}")
        source = Part("——《方案》一", Look.SOURCE)
        return Answer((said, source), (Citation("plan", "一", 1, "原文如此。"),), (Found("plan", "一", "原文。", 0.51236),))


def rows(*lines: str | Row) -> list[Row]:
    """What comes out for these lines."""
    parrot = Parrot()
    written = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    return list(answered(written, parrot, _code, parrot.clock))


def _code(name: str) -> str:
    return {"包头": "150200", "包头市": "150200", "150200": "150200"}.get(name, "")


def test_an_answer_as_one_object() -> None:
    (row,) = rows({"id": "a1", "question": "补多少？", "region": "包头", "history": ["有补贴吗？"]})
    assert row == {
        "id": "a1",
        "answer": "补多少？@150200<有补贴吗？\n——《方案》一",
        "abstained": False,
        "citations": [{"doc": "plan", "clause": "一", "quote": "原文如此。"}],
        "passages": [{"doc": "plan", "clause": "一", "text": "原文。", "score": 0.5124}],
        "latency_ms": 250.0,
    }
    assert list(row) == KEYS


def test_answers_keep_the_order_of_the_questions_and_their_ids_as_they_are() -> None:
    told = rows({"id": "b", "question": "二"}, "", "  \n", {"id": 7, "question": "七"}, {"id": "b", "question": "又二"})
    assert [(row["id"], row["answer"][:2].rstrip("@")) for row in told] == [("b", "二"), (7, "七"), ("b", "又二")]


def test_nothing_is_asked_back() -> None:
    parrot = Parrot()
    list(answered(['{"id": 1, "question": "补多少？"}'], parrot, _code, parrot.clock))
    assert [question.may_ask for question in parrot.heard] == [False]


@pytest.mark.parametrize(("region", "code"), [("包头", "150200"), ("包头市", "150200"), ("150200", "150200"), ("火星", ""), (None, "")])
def test_the_region_is_the_askers_own(region: str | None, code: str) -> None:
    assert f"@{code}<" in rows({"id": 1, "question": "补多少？", "region": region})[0]["answer"]


others = st.dictionaries(
    st.text(max_size=8).filter(lambda key: key not in {"id", "question", "region", "history"}), st.integers() | st.text()
)


@given(others)
def test_other_keys_change_nothing(other: Row) -> None:
    plain = {"id": "q", "question": "补多少？", "region": "包头", "history": ["有补贴吗？"]}
    tempting = {"kind": "unanswerable", "facts": ["15%"], "evidence": [{"doc": "plan", "quote": "按15%补"}]}
    assert rows({**tempting, **other, **plain}) == rows(plain)


@pytest.mark.parametrize(
    ("line", "id_", "words"),
    [
        ("这不是 JSON", None, "JSON"),
        ("[" * 50_000, None, "JSON"),
        ('["q1"]', None, "JSON"),
        ('{"question": "补多少？"}', None, "id"),
        ('{"id": true, "question": "补多少？"}', None, "id"),
        ('{"id": "q1"}', "q1", "question"),
        ('{"id": "q1", "question": 5}', "q1", "question"),
        ('{"id": "q1", "question": "补多少？", "region": ["包头"]}', "q1", "region"),
        ('{"id": "q1", "question": "补多少？", "history": "上一句"}', "q1", "history"),
        ('{"id": "q1", "question": "补多少？", "history": [1]}', "q1", "history"),
        ('{"id": "q1", "question": "' + "长" * LONGEST_LINE + '"}', "q1", "太长"),
        ('{"id": "q1", "question": "坏了"}', "q1", "打不开"),
    ],
)
def test_a_bad_line_gets_its_reason_and_the_next_one_its_answer(line: str, id_: str | None, words: str) -> None:
    bad, good = rows(line, {"id": "q2", "question": "补多少？"})
    assert list(bad) == ["id", "error"]
    assert bad["id"] == id_
    assert words in bad["error"]
    assert list(good) == KEYS


@given(st.text(max_size=200) | st.recursive(st.none() | st.floats() | st.text(), st.lists, max_leaves=5).map(json.dumps))
def test_no_line_stops_the_batch(line: str) -> None:
    told = rows(line, {"id": "last", "question": "补多少？"})
    assert told[-1]["id"] == "last"
    assert len(told) == 1 + bool(line.strip())


QUESTIONS: list[Row] = [
    {"id": "by-name", "question": papers.HUBS, "region": "柳州市", "history": []},
    {"id": "by-short", "question": papers.HUBS, "region": "柳州", "kind": "number", "facts": ["20"]},
    {"id": "by-code", "question": papers.HUBS, "region": "450200"},
    {"id": "anywhere", "question": papers.HUBS, "region": None},
    {"id": "elsewhere", "question": papers.HUBS, "region": "宜昌"},
    {"id": "no-such-place", "question": papers.HUBS, "region": "火星"},
    {"id": "follow-up", "question": "那归谁管？", "region": "柳州", "history": ["企业自建实训基地有补贴吗？"]},
    {"id": "hello", "question": "你好", "region": None},
    {"id": "half a pair \ud83d", "question": "补\ud83d多少？", "region": None},
]


def test_the_command_line_from_standard_input(held: Path) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in QUESTIONS[:4]) + "{\n" + "".join(json.dumps(row) + "\n" for row in QUESTIONS[4:])
    # A machine that speaks another encoding: the lines are UTF-8 all the same.
    spoken = {**os.environ, "PYTHONIOENCODING": "gbk"}
    command = [sys.executable, "-m", "bot", "--data", str(held), "ask", "--batch", "-"]
    done = subprocess.run(command, input=lines.encode(), capture_output=True, cwd=ROOT, env=spoken, check=False, timeout=120)
    assert done.returncode == 1, done.stderr.decode(errors="replace")
    told = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [row["id"] for row in told] == [row["id"] for row in QUESTIONS[:4]] + [None] + [row["id"] for row in QUESTIONS[4:]]
    by_id = {row["id"]: row for row in told if "error" not in row}
    assert all(list(row) == KEYS for row in by_id.values())
    for name in ("by-name", "by-short", "by-code", "anywhere", "no-such-place"):
        assert "20个" in by_id[name]["answer"], name
        assert not by_id[name]["abstained"]
    assert by_id["elsewhere"]["abstained"]
    assert "市财政局" in by_id["follow-up"]["answer"]
    assert (by_id["hello"]["abstained"], by_id["hello"]["citations"], by_id["hello"]["passages"]) == (False, [], [])


def test_the_command_line_from_a_file(held: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = papers.write(tmp_path, "questions.jsonl", "\ufeff" + "\r\n".join(json.dumps(row) for row in QUESTIONS))
    assert ask_batch(load(data=held), file) == 0
    told = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    with Desk(held) as desk:
        texts = {stem: desk.text(stem) for stem in desk.stems()}
    assert len(told) == len(QUESTIONS)
    for row in told:
        assert len(row["passages"]) <= 10
        assert all(one["quote"] in texts[one["doc"]] for one in row["citations"])
        assert all(one["text"] in texts[one["doc"]] for one in row["passages"])
        assert [one["score"] for one in row["passages"]] == sorted((one["score"] for one in row["passages"]), reverse=True)


def test_a_file_that_is_not_there_is_told_in_words(held: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="读不了"):
        ask_batch(load(data=held), tmp_path / "nowhere.jsonl")
