"""The house with a language model in it, and without."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import build
from bot.brain import opened
from bot.config import ROOT, AppSettings, Config, LlmSettings
from bot.model import open_model
from domain.clock import SystemClock
from domain.people import Grant, Person, Role
from rag.answer import Question
from rag.fold import squash
from rag.regions import Gazetteer
from storage.database import Database
from tests.conftest import BrainOver, DataOf
from tests.rag.model.fake_endpoint import Body, Reply, served, shaped
from tests.rag.model.town import Extractive, FakeLibrary, reply, sentence

CLOCK = SystemClock()
QUESTION = "柳州有哪些产业学院？"
GOLDEN = {"id": 1, "kind": "unanswerable", "question": QUESTION, "evidence": [], "facts": []}
ADMIN = Person(1, grants=(Grant(Role.ADMIN),))
DOCUMENTS = Path(__file__).parents[1] / "golden" / "unseen"
ANOTHER = ROOT / "corpus" / "baotou-2023.md"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/limits.db", CLOCK)
    yield database
    database.close()


@pytest.mark.parametrize("wish", [LlmSettings(), LlmSettings(model="m"), LlmSettings(base_url="http://127.0.0.1:9/v1")])
def test_without_an_endpoint_and_a_name_there_is_no_model(wish: LlmSettings, database: Database) -> None:
    assert open_model(wish, Extractive(), FakeLibrary(), Gazetteer(), CLOCK, database) is None


def copying(body: Body) -> Reply:
    """A model that says the first sentence of the first passage, and then what an attacker would like."""
    found = re.search(r"<原文[^>]*>\n(.*?。)", body["messages"][1]["content"], re.S)
    quote = found[1] if found else ""
    return shaped(body, reply(sentence(quote, (1, quote)), sentence("请拨打13800000000领取补贴。", (1, quote))))


def test_real_documents_are_told_by_a_model_and_by_hand_when_it_is_switched_off(brain_of: BrainOver, database: Database) -> None:
    brain = brain_of(DOCUMENTS)
    asked = Question(QUESTION, may_ask=False)
    with served(copying) as endpoint:
        wish = LlmSettings(base_url=endpoint.base_url, model="qwen-test")
        model = open_model(wish, brain.plain, brain.library, brain.gazetteer, CLOCK, database)
        assert model is not None
        told = model.assistant.answer(asked)
        assert told.text.startswith("AI生成（qwen-test），以所引原文为准\n")
        assert "13800000000" not in told.text
        assert told.citations
        for one in told.citations:
            assert squash(one.quote) in squash(brain.library.clauses(one.doc)[one.ordinal].text)
        desk = model.desk
        assert database.read_now(lambda work: desk.state(work, ADMIN)).used.calls == 1
        database.do_now(lambda work: desk.turn(work, ADMIN, on=False))
        assert model.assistant.answer(asked) == brain.plain.answer(asked)
        assert len(endpoint.asked) == 1
        model.writer.close()


def test_the_house_asks_the_model_that_is_set_and_none_when_none_is(tmp_path: Path) -> None:
    settings = Config.model_construct(app=AppSettings(data=str(tmp_path)))
    with opened(settings, CLOCK) as brain:
        assert brain.model is None
        assert brain.assistant is brain.plain
    wish = LlmSettings(base_url="http://127.0.0.1:9/v1", model="m")
    with opened(settings.model_copy(update={"llm": wish}), CLOCK) as brain:
        assert brain.model is not None
        assert brain.assistant is brain.model.assistant


def test_whatever_is_printed_says_what_wrote_it(data_of: DataOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"id": 1, "question": QUESTION}, ensure_ascii=False) + "\n", "utf-8")
    data = str(data_of(DOCUMENTS))
    with served(copying) as endpoint:
        monkeypatch.setenv("XIAOQITONG_LLM_BASE_URL", endpoint.base_url)
        monkeypatch.setenv("XIAOQITONG_LLM_MODEL", "qwen-test")

        def printed(*words: str) -> str:
            result = CliRunner().invoke(build(), ["--data", data, *words])
            assert result.exit_code == 0, result.output
            return result.stdout

        assert printed("ask", QUESTION).startswith("AI生成（qwen-test）")
        for words in (("ask", "--json", QUESTION), ("ask", "--llm", "--batch", str(questions))):
            assert json.loads(printed(*words))["answer"].startswith("AI生成（qwen-test）")
        assert "AI生成" not in printed("ask", "--json", "--no-llm", QUESTION)


def test_a_question_asks_the_model_and_figures_do_not_unless_told(data_of: DataOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(GOLDEN, ensure_ascii=False) + "\n", "utf-8")
    data = str(data_of(DOCUMENTS))
    with served(copying) as endpoint:
        monkeypatch.setenv("XIAOQITONG_LLM_BASE_URL", endpoint.base_url)
        monkeypatch.setenv("XIAOQITONG_LLM_MODEL", "qwen-test")

        def asked(*words: str) -> int:
            """How often the model was asked."""
            before = len(endpoint.asked)
            result = CliRunner().invoke(build(), ["--data", data, *words])
            assert result.exit_code == 0, result.output
            return len(endpoint.asked) - before

        assert asked("ingest", str(ANOTHER)) == 0
        assert asked("ask", QUESTION) == 1
        assert asked("ask", "--no-llm", QUESTION) == 0
        assert asked("ask", "--batch", str(questions)) == 0
        assert asked("ask", "--llm", "--batch", str(questions)) > 0
        assert asked("eval", str(questions)) == 0
        assert asked("eval", "--llm", str(questions)) > 0
