"""/register: an enterprise tells of itself, and is sent to the staff of its region."""

import re
from collections.abc import Awaitable, Callable

from chat.flow import Answers, Effect, Finished, Flow, Open
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from chat.walk import is_question
from domain.enterprise import Enterprise, Review
from domain.patterns import pattern
from handlers.registration import AGREED, CALLED, ID, Form, answers_of, enterprise_of, state_of
from handlers.reviews import Reviews
from services import membership, registry
from services.clusters import Clusters
from services.holdings import Holdings
from services.registry import CONSENT, Sent, Submission
from storage.database import Database
from storage.work import Work

NOT_HERE = "登记要填联系电话，不适合在群里填。请私聊我发：注册企业"
SENT = "已提交，待审核。\n“{name}”的登记已转给{place}的工作人员，有结果在这里告诉您。发 /enterprise 随时看进度。"
KEPT = "已提交，待审核。\n“{name}”的登记先存下了。{place}暂时没有审核人员，有人处理时在这里告诉您。发 /enterprise 随时看进度。"
CHANGED = "已保存。“{name}”的资料已更新，不用重新审核。"
OWN = "“{name}”您已经登记过了，现在的状态：{state}。发 /enterprise 查看。"
DOUBLE = "这个信用代码已经登记过了：“{name}”。\n您是这家企业的人吗？可以申请加入，登记的人同意后就能一起用，不用再登记一遍。"
MANY = "您已经有 5 家企业在等审核了，请等有了结果再登记别的。"
STANDS = "这个信用代码已经登记过了：“{name}”。是同一家就不用再填：先点“取消”，再发 /join {code} 申请加入。"
BUSY = "刚才同时有别的改动，这次没有提交。请再发一次：注册企业"
HAVE = "您登记过的企业："
RETURNED = "上次退回的原因：{reason}。填过的都在下面，改好再提交。"
NOT_YOURS = "这家企业不是您登记的，改不了。请联系登记的人。"


_WANTS = pattern(r"(?:我们?|我司|帮我们?|[要想请]|公司|企业)*(?:注册|登记)(?:一下|一个|一家)?(?:企业|公司|单位)?(?P<rest>.*)", re.DOTALL)
_TELLS = pattern(r"[0-9A-Za-z]{15,20}|有限公司|集团")

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Registrations:
    """Opens the form, filled in as far as things are known, and sends it in. `otherwise` takes free words that ask for no registration."""

    def __init__(self, database: Database, holdings: Holdings, reviews: Reviews, otherwise: Handler) -> None:
        self._otherwise = otherwise
        self._database = database
        self._clusters = Clusters(database)
        self._places = holdings.places
        self._reviews = reviews
        form = Form(holdings.places)
        self.flow = Flow("register", form.steps(), self._finish, title="企业登记", gather=form.gather, remark=self._twin)

    async def begin(self, message: Message) -> Reply | Open:
        """/register, or 注册企业: a new form; one that was returned; or what there is already."""
        if not message.private:
            return say(NOT_HERE)
        mine = await self._own(message)
        returned = next((one for one in mine if one.state is Review.RETURNED), None)
        if returned:
            return await self._open(message, returned)
        return _held(mine) if mine else await self._open(message)

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: a registration with what it tells (登记企业 名称 代码 …), or anything else."""
        return await self.begin(message) if _wanted(message.text) else await self._otherwise(message)

    async def new(self, message: Message) -> Reply | Open:
        """The button for one more enterprise."""
        return await self._open(message) if message.private else say(NOT_HERE)

    async def edit(self, message: Message) -> Reply | Open:
        """The button that changes what stands in the register."""
        if not message.private:
            return say(NOT_HERE)
        mine = {str(one.id): one for one in await self._own(message)}
        one = mine.get(message.pressed)
        return await self._open(message, one) if one else say(NOT_YOURS)

    async def _own(self, message: Message) -> list[Enterprise]:
        held = await self._database.read(lambda work: membership.of(work, message.sender))
        return [one.enterprise for one in held if one.owned]

    async def _open(self, message: Message, one: Enterprise | None = None) -> Open:
        agreed = await self._database.read(lambda work: _agreed(work, message))
        note = RETURNED.format(reason=one.reason) if one and one.state is Review.RETURNED else ""
        known: Answers = answers_of(one) if one else {}
        return Open("register", {**await self._clusters.offered(), **agreed, CALLED: message.name, **known}, note)

    async def _twin(self, before: Answers, after: Answers) -> str:
        """A word as soon as the code is told that stands in the register already, before the rest is typed for nothing."""
        code = after.get("code", "")
        if not code or code == before.get("code"):
            return ""
        twin = await self._database.read(lambda work: work.enterprises.by_code(code))
        return STANDS.format(name=twin.name, code=code) if twin and str(twin.id) != after.get(ID) else ""

    async def _finish(self, finished: Finished) -> Effect:
        told, called = enterprise_of(finished.answers), finished.answers.get(CALLED, "")

        def effect(work: Work) -> Reply:
            submission = registry.submit(work, work.people.meet(finished.sender, called), told)
            self._reviews.call(work, submission)
            return self._outcome(submission)

        return effect

    def _outcome(self, submission: Submission) -> Reply:
        one = submission.enterprise
        match submission.outcome:
            case Sent.WAITING:
                return say((SENT if submission.staff else KEPT).format(name=one.name, place=self._places.told(one.region)))
            case Sent.CHANGED:
                return say(CHANGED.format(name=one.name))
            case Sent.OWN:
                return say(OWN.format(name=one.name, state=state_of(one)))
            case Sent.DOUBLE:
                return say(DOUBLE.format(name=one.name), choices=((Choice("申请加入", f"firm-join:{one.id}"),),))
            case Sent.MANY:
                return say(MANY)
            case Sent.BUSY:
                return say(BUSY)


def _wanted(text: str) -> bool:
    """Whether free words want a registration: they say so and nothing else, or tell a name or a code with it."""
    hit = _WANTS.fullmatch(text.strip(" 。！!"))
    return hit is not None and not is_question(text) and (not hit["rest"] or bool(_TELLS.search(hit["rest"])))


def _agreed(work: Work, message: Message) -> Answers:
    person = registry.actor_of(work, message.sender)
    return {AGREED: CONSENT} if person.id and work.consents.has(person.id, CONSENT) else {}


def _held(mine: list[Enterprise]) -> Reply:
    """What somebody registered already, and what to do with it."""
    lines = (Block(f"{one.name}：{state_of(one)}", Look.ITEM) for one in mine)
    rows = tuple((Choice(f"改资料：{one.name}", f"firm-edit:{one.id}"),) for one in mine)
    return Reply((Block(HAVE), *lines), (*rows, (Choice("再登记一家", "firm-new:"),)))
