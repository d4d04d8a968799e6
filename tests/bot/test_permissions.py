"""Who may do what: every command, button, flow and action, with everybody who could try it. One that is new must be entered here.

What a route does for somebody is seen by what comes of it: a word that is not for everybody, a change in the store, or a flow that opens.
"""

import ast
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bot.config import ROOT
from chat.flow import Effect, Finished
from chat.message import Address
from chat.reply import Reply
from domain.enterprise import Enterprise, Review, Size
from domain.errors import NotAllowed
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.people import Action, Grant, Person, Role, Thing, can
from domain.profile import Profile
from rag.loading.load import Loader
from rag.regions import Gazetteer
from storage.broadcasts import Audience, Broadcast
from storage.bulletins import Bulletin
from storage.bulletins import Course as Stage
from storage.channels import Channel
from storage.interests import Course
from storage.questions import Answered, Outcome, Unanswered
from storage.tables import metadata
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.handlers.directory.conftest import PLAN
from tests.talk import Talk

CITY, ELSEWHERE = "150200", "310107"
CAST = ("guest", "graduate", "member", "editor", "moderator", "admin", "chief", "removed", "elsewhere")
"""`chief` administers everything, `removed` was a moderator, `elsewhere` holds every staff role of another city."""

GRANTS = {
    "editor": (Grant(Role.EDITOR, CITY),),
    "moderator": (Grant(Role.MODERATOR, CITY),),
    "admin": (Grant(Role.ADMIN, CITY),),
    "chief": (Grant(Role.ADMIN),),
    "elsewhere": tuple(Grant(role, ELSEWHERE) for role in (Role.EDITOR, Role.MODERATOR, Role.ADMIN)),
}
ANSWERING = {"editor", "moderator", "admin", "chief"}
REVIEWING = {"moderator", "admin", "chief"}
CORPUS = {"editor", "admin", "chief"}
ADMINS = {"admin", "chief"}
CHIEF = {"chief"}
MEMBER = {"member"}

SECRETS = (
    "虚构制造",
    "虚构岗位",
    "虚构问题",
    "13912345678",
    "的工作人员，",
    "确定移除",
    "确定撤回",
    "绑定频道",
    "操作记录（只增不改",
    "没有设置语言模型",
    "看哪一段时间",
    "技能人才供需报告",
    "一行填一条",
)
"""Words that not everybody may read."""

COMMANDS: dict[str, set[str] | None] = {
    "questions": ANSWERING,
    "reviews": REVIEWING,
    "moderate": REVIEWING,
    "complaints": REVIEWING,
    # Whoever announces elsewhere writes for elsewhere, and sees elsewhere's channels.
    "announce": {*REVIEWING, "elsewhere"},
    "channel": {*REVIEWING, "elsewhere"},
    "enterprise": MEMBER,
    "mine": MEMBER,
    "post": MEMBER,
    "import": MEMBER,
    "audit": CHIEF,
    "model": CHIEF,
    # Reports are of one's own region.
    "report": {"editor", "moderator", "admin", "chief", "elsewhere"},
    # To colleagues it shows colleagues, each their own; to everybody else that a code is needed.
    "staff": {"editor", "moderator", "admin", "chief", "elsewhere"},
}
"""Who gets something out of a command; those that are not named here stand in EVERYBODY."""

BUTTONS: dict[str, tuple[str, set[str]]] = {
    "questions": ("open.0", ANSWERING),
    "question": ("1", ANSWERING),
    "settle": ("1.answer", ANSWERING),
    "merge": ("1.2", ANSWERING),
    "invite": ("", {*ADMINS, "elsewhere"}),
    "remove": ("{moderator}", ADMINS),
    "removed": ("{moderator}", ADMINS),
    "audit": ("", CHIEF),
    "model": ("on", CHIEF),
    "report": ("150200.2026", ANSWERING),
    "report-as": ("150200.2026.xlsx", ANSWERING),
    "publish": ("150200.2026.yes", REVIEWING),
    "amend": ("{entry}.hidden", CORPUS),
    "add": ("college.150200", CORPUS),
    "post": ("1", REVIEWING),
    "post-yes": ("1.1", REVIEWING),
    "post-no": ("1.1", REVIEWING),
    "post-trust": ("1.1", REVIEWING),
    "reviews": ("", REVIEWING),
    "moderate": ("", REVIEWING),
    "complained": ("", REVIEWING),
    "complaints": ("2", REVIEWING),
    "complaint-fine": ("2.1", REVIEWING),
    "complaint-down": ("2.1", REVIEWING),
    "news-yes": ("1", REVIEWING),
    "news-no": ("1", REVIEWING),
    "news-fix": ("2", REVIEWING),
    "news-back": ("2", REVIEWING),
    "news-gone": ("2", REVIEWING),
    "channel-digest": ("on test -1", REVIEWING),
    "channel-end": ("test -1", REVIEWING),
    "firm": ("2", REVIEWING),
    "firm-all": ("2", REVIEWING),
    "firm-yes": ("2.1", REVIEWING),
    "firm-no": ("2.1", REVIEWING),
    "firm-edit": ("1", MEMBER),
    "firm-invite": ("1", MEMBER),
    "firm-in": ("1.{guest}", MEMBER),
    "firm-out": ("1.{guest}", MEMBER),
    "job": ("1", {*REVIEWING, *MEMBER}),
    "mine": ("0", MEMBER),
    "job-edit": ("1.1", MEMBER),
    "job-close": ("1.1", MEMBER),
    "meet-yes": ("1", MEMBER),
    "meet-no": ("1", MEMBER),
    "swap-no": ("2", {"graduate"}),
    "match": ("2", MEMBER),
    "reach": ("2.{removed}", MEMBER),
}
"""A value that counts, and who gets something out of it."""

GOOD = [{"kind": "training", "side": "offered", "title": "焊工班", "place": "包头", "closes": "2027-01-01", "duties": "教焊接", "row": "2"}]


def _fill(value: object) -> str:
    """A value whose braces are no names."""
    return json.dumps(value, ensure_ascii=False).replace("{", "{{").replace("}", "}}")


FLOWS: dict[str, tuple[dict[str, str], set[str]]] = {
    "staff-invite": ({"role": "editor", "region": CITY}, ADMINS),
    "question-answer": (
        {"question": "1", "words": "有这项补贴。", "office": "虚构局", "until": "2027-01-01", "today": "2026-11-21", "anew": ""},
        ANSWERING,
    ),
    "question-dismiss": ({"question": "1", "reason": "scope"}, ANSWERING),
    "amend": ({"entry": "{entry}", "field": "name", "value": "某某学院"}, CORPUS),
    "add": ({"sort": "college", "quote": "包头医学院已建成现代健康产业学院。", "name": "健康产业学院", "school": "包头医学院"}, CORPUS),
    "firm-return": ({"id": "2", "seen": "1", "reason": "code"}, REVIEWING),
    "take-down": ({"id": "2", "seen": "1", "reason": "fee"}, REVIEWING),
    "post-return": ({"id": "1", "seen": "1", "reason": "原因"}, REVIEWING),
    "import": ({"good": _fill(GOOD), "bad": "[]", "head": "[]", "sort": "csv", "words": "[]", "firms": f"1 {CITY} 虚构制造"}, MEMBER),
    "renew": ({"id": "3", "seen": "1", "closes": "2027-01-01"}, MEMBER),
    "announce": (
        {
            "text": "虚构公告",
            "attached": "-",
            "people": "-",
            "channels": "0",
            "when": "now",
            "platform": "test",
            "sizes": "0",
            "regions": '["150200"]',
            "rooms": '[["test", "-1", "虚构频道", "150200", 3]]',
        },
        REVIEWING,
    ),
    "announce-fix": ({"id": "2", "text": "虚构更正", "platform": "test"}, REVIEWING),
    "channel": ({"platform": "test", "chat": "-2", "title": "虚构频道二", "members": "3", "region": CITY}, REVIEWING),
    "contact": ({"interest": "2", "mobile": "+8613812345678"}, {"graduate"}),
}
"""Answers with which a flow ends, and for whom it does something."""

EVERYBODY = {
    "commands": {
        "start", "help", "colleges", "platforms", "targets", "policies", "benefits", "region", "jobs", "subscribe", "register", "join",
        "profile", "match", "find", "stop", "privacy", "mydata", "delete", "annual",
    },
    "buttons": {
        "help", "stop", "resume", "regions", "region", "at", "city", "name", "clause", "who", "good", "bad", "tell", "skip", "colleges",
        "platforms", "targets", "policies", "sheet", "sheet-as", "entry", "jobs", "keep", "kept", "want", "want-yes", "want-no",
        "find", "link", "link-yes", "link-no",
        "complain", "share", "firm-new", "firm-join", "annual", "annual-as",
    },
    "flows": {"benefits", "register", "subscribe", "seek", "profile", "complaint"},
}  # fmt: skip
"""What is for everybody, about nobody else."""

OWN = {
    "buttons": {
        "forget", "export", "delete", "erase", "sub", "sub-new", "sub-how", "sub-set", "sub-end", "alert", "swap-yes", "job-open",
        "job-renew", "firm-leave", "profile", "profile-show", "profile-drop",
    },
    "flows": {"post"},
}  # fmt: skip
"""What does something to one's own only, whoever presses it, or opens a flow that ends in FLOWS: tested where it is at home."""

ACTIONS: dict[Action, set[str]] = {
    Action.ASK: set(CAST),
    Action.READ_CLAUSE: set(CAST),
    Action.RATE_ANSWER: set(CAST),
    Action.SEE_OWN: MEMBER,
    Action.CHANGE_OWN: MEMBER,
    Action.MANAGE_MEMBERS: MEMBER,
    Action.PUBLISH_LISTING: MEMBER,
    Action.CHANGE_LISTING: MEMBER,
    Action.CLOSE_LISTING: MEMBER,
    Action.INVITE_STAFF: ADMINS,
    Action.REMOVE_STAFF: ADMINS,
    Action.CHANGE_CORPUS: CORPUS,
    Action.ANSWER_QUESTION: ANSWERING,
    Action.SEE_AUDIT: ADMINS,
    Action.SWITCH_MODEL: ADMINS,
    Action.ANNOUNCE: REVIEWING,
    Action.REVIEW_ENTERPRISE: REVIEWING,
    Action.REVIEW_LISTING: REVIEWING,
    Action.SEE_CONTACT: REVIEWING,
    Action.SEE_REPORT: ANSWERING,
    Action.PUBLISH_REPORT: REVIEWING,
}
"""Who may do what to a thing of the city that is the member's."""


@dataclass
class Town:
    """A city with an enterprise, posts, questions, and everybody of the cast; `ids` are people's, `entry` one of the directory's."""

    desk: Desk
    ids: dict[str, int]
    entry: str

    def talk(self, who: str) -> Talk:
        """Somebody of the cast."""
        return self.desk.talk(who)

    def fill(self, words: str) -> str:
        """A value with the numbers of people in it."""
        return words.format(entry=self.entry, **self.ids)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is stored, but for who was met and where they stand."""

        def read(work: Work) -> dict[str, list[tuple[object, ...]]]:
            tables = metadata.tables.keys() - {"people", "addresses", "places", "notes"}
            return {name: [tuple(row) for row in work.connection.exec_driver_sql(f'SELECT * FROM "{name}"')] for name in tables}

        return self.desk.database.read_now(read)


def settle(work: Work) -> dict[str, int]:
    """Let everybody move in."""
    ids = {}
    for who in CAST:
        person = work.people.meet(Address("test", who, who), who)
        ids[who] = person.id
        for grant in GRANTS.get(who, ()):
            work.people.grant(person.id, grant)
    work.people.grant(ids["removed"], Grant(Role.MODERATOR, CITY))
    work.people.revoke(ids["removed"], Grant(Role.MODERATOR, CITY))
    firm = Enterprise(0, "虚构制造", "91150200MA0QHX2K1H", CITY, "C", Size.SMALL, "虚构某", "+8613912345678", owner=ids["member"])
    for code, review in (("91150200MA0QHX2K1H", Review.APPROVED), ("91150200MA0QHX2K2X", Review.PENDING)):
        work.enterprises.join(work.enterprises.add(replace(firm, code=code, state=review)), ids["member"])
    work.enterprises.join(1, ids["guest"], asking=True)
    for state in (State.PENDING, State.OPEN, State.CLOSED):
        work.listings.add(_job(state, ids["member"], work))
    for who in ("guest", "graduate"):
        work.interests.add(2, ids[who])
    work.interests.move(2, Course.TOLD, Course.WILLING)
    work.profiles.put(Profile(ids["removed"], "虚构职院", region=CITY, findable=True))
    work.channels.add(Channel("test", "-1", "虚构频道", CITY))
    to = (Audience(platform="test", chat="-1"),)
    for course in (Stage.WAITING, Stage.SENDING):
        part = work.broadcasts.begin(Broadcast("announcement", '{"blocks":[{"text":"虚构公告"}]}', to[0], ids["removed"]))
        work.bulletins.add(Bulletin(ids["removed"], '{"blocks":[{"text":"虚构公告"}]}', to, 3, course, parts=(part,)))
    work.interests.complain(2, ids["graduate"], "虚构问题")
    work.audit.record(0, "staff.invited", "虚构")
    for words in ("虚构问题一", "虚构问题二", "虚构问题三"):
        work.questions.keep(Unanswered(words, CITY, tell=Address("test", "guest", "guest")))
    work.questions.close(3, Answered(Outcome.ANSWERED, ids["editor"], "答", "虚构局", date(2027, 1, 1)))
    return ids


def _job(state: State, author: int, work: Work) -> Listing:
    pay = Pay(6000, 8000, PayUnit.MONTH)
    opened = None if state is State.PENDING else work.now
    return Listing(
        0, Kind.JOB, Side.OFFERED, "虚构岗位", 1, author, CITY, "包头", 2, "做事", "会做", pay, closes=date(2027, 3, 1), state=state,
        opened_at=opened,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which everybody has moved in."""
    folder = tmp_path_factory.mktemp("town")
    desk = Desk(folder, Gazetteer())
    (folder / "baotou.txt").write_text(PLAN, "utf-8")
    told: dict[str, object] = {"title": "示范方案", "region": CITY, "kind": "plan"}
    desk.holds(Loader(Gazetteer()).load(folder / "baotou.txt", told).version)
    (folder / "ids.json").write_text(json.dumps(desk.database.do_now(settle)), "utf-8")
    desk.database.close()
    return folder


@pytest.fixture
async def town(built: Path, tmp_path: Path, gazetteer: Gazetteer) -> AsyncIterator[Town]:
    folder = Path(shutil.copytree(built, tmp_path / "data"))
    desk = Desk(folder, gazetteer)
    with closing(desk.database):
        talk = desk.talk("guest")
        await talk.say("/colleges 健康")
        entry = next(value for value in _values(talk.reply) if value.startswith("entry:"))
        yield Town(desk, json.loads((folder / "ids.json").read_text("utf-8")), entry.removeprefix("entry:"))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def _values(reply: Reply) -> list[str]:
    return [choice.value for row in reply.choices for choice in row]


async def got_through(town: Town, talk: Talk, *, text: str = "", value: str = "") -> bool:
    """Whether something came of what somebody typed or pressed: secret words, an open flow, or a change in the store."""
    before = town.rows()
    with suppress(NotAllowed):
        await (talk.say(text) if text else talk.press_value(value))
    told = talk.heard + "".join(talk.buttons)
    return any(words in told for words in SECRETS) or bool(talk.place.flow) or town.rows() != before


async def ended(town: Town, who: str, flow: str, answers: dict[str, str]) -> bool:
    """Whether something came of the end of a flow."""
    before = town.rows()
    found = next(one for one in town.desk.routes.flows if one.name == flow)
    told = {name: town.fill(words) for name, words in answers.items()}
    with suppress(NotAllowed):
        outcome = await found.finish(Finished(Address("test", who, who), "t", told))
        effect: Effect | None = outcome if callable(outcome) else None
        if effect:
            await town.desk.database.do(effect)
    return town.rows() != before


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_command_serves_those_it_is_for(town: Town, name: str) -> None:
    served = {who for who in CAST if await got_through(town, town.talk(who), text=f"/{name}")}
    assert served == COMMANDS[name]


@pytest.mark.parametrize("name", BUTTONS)
async def test_a_button_does_nothing_for_others(town: Town, name: str) -> None:
    value, allowed = BUTTONS[name]
    others = [who for who in CAST if who not in allowed]
    assert [who for who in others if await got_through(town, town.talk(who), value=f"{name}:{town.fill(value)}")] == []


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, (_, allowed) in BUTTONS.items() for who in sorted(allowed)])
async def test_a_button_works_for_those_it_is_for(town: Town, name: str, who: str) -> None:
    assert await got_through(town, town.talk(who), value=f"{name}:{town.fill(BUTTONS[name][0])}")


@pytest.mark.parametrize("name", FLOWS)
async def test_the_end_of_a_flow_does_nothing_for_others(town: Town, name: str) -> None:
    answers, allowed = FLOWS[name]
    assert [who for who in CAST if who not in allowed and await ended(town, who, name, answers)] == []


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, (_, allowed) in FLOWS.items() for who in sorted(allowed)])
async def test_the_end_of_a_flow_works_for_those_it_is_for(town: Town, name: str, who: str) -> None:
    assert await ended(town, who, name, FLOWS[name][0])


def test_every_route_is_entered(town: Town) -> None:
    routes = town.desk.routes
    assert set(routes.commands) == set(COMMANDS) | EVERYBODY["commands"]
    assert set(routes.buttons) == set(BUTTONS) | EVERYBODY["buttons"] | OWN["buttons"]
    assert {flow.name for flow in routes.flows} == set(FLOWS) | EVERYBODY["flows"] | OWN["flows"]


def test_every_action_is_entered() -> None:
    assert set(ACTIONS) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_an_action_is_for_those_who_may(action: Action) -> None:
    ids = {who: number for number, who in enumerate(CAST, 1)}
    thing = Thing(CITY, owner=ids["member"], members=frozenset({ids["member"]}))
    cast = {who: Person(ids[who], who, grants=GRANTS.get(who, ())) for who in CAST}
    assert {who for who, person in cast.items() if can(person, action, thing)} == ACTIONS[action]


ACTORS = {"address", "actor", "author", "person", "sender", "message"}
FREE: dict[str, set[str]] = {
    # They concern whoever calls them, and nobody else. `propose` and `people_for` ask by `listings.own`.
    "alerts.py": {"last_told", "mine"},
    "answers.py": {"keep"},
    "interests.py": {"kept", "asker_of", "propose"},
    "listings.py": {"employers", "mine"},
    "matching.py": {"likeliest", "open_posts", "people_for"},
    "membership.py": {"ask", "join", "of"},
    "people.py": {"meet", "redeem", "welcome_back", "remove"},
    "profiles.py": {"agreed", "own"},
    "questions.py": {"hand_on"},
    # They only look for somebody, or are called by what has asked. `people.remove` is the operator's, and called by `staff.remove`.
    "erasure.py": {"erase"},
    "mydata.py": {"must_stay"},
    "notices.py": {"keep_told", "tell"},
    "registry.py": {"actor_of"},
    "staff.py": {"is_last_admin"},
}
"""Functions of services that act for somebody without asking whether they may."""


def acting() -> set[tuple[str, str]]:
    """Module and name of every public function of the services that works for somebody and does not ask whether they may."""
    found = set()
    for path in sorted((ROOT / "services").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        asked = asking(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in asked:
                names = {one.arg for one in node.args.args}
                if "work" in names and names & ACTORS:
                    found.add((path.name, node.name))
    return found


def test_every_service_that_acts_for_somebody_asks_or_is_entered() -> None:
    assert acting() == {(module, name) for module, names in FREE.items() for name in names}


def asking(tree: ast.Module) -> set[str]:
    """The names of functions that ask `permit`, themselves or through another one of their module."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    called = {name: {_called(node) for node in ast.walk(body) if isinstance(node, ast.Call)} for name, body in functions.items()}
    known = {"permit", "can"}
    while more := {name for name, calls in called.items() if calls & known} - known:
        known |= more
    return known


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
