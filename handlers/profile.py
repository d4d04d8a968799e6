"""/profile: what a graduate tells of themselves, each field freely, and whether enterprises may find them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chat.flow import Answers, Effect, Finished, Flow, Open
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.profile import Profile
from handlers.registration import AGREED, CALLED
from handlers.resume import LABELS, answers_of, profile_of, shown, steps
from handlers.telling import NO, YES
from services import profiles
from services.forms import profile as forms
from services.forms.places import CITIES
from services.forms.profile import SKIP
from services.holdings import Holdings
from services.profiles import CONSENT
from storage.database import Database
from storage.work import Work

NOT_HERE = "求职资料是您个人的，不在群里填，也不在群里显示。请私聊我发 /profile。"
EMPTY = "还没有填任何一项，没有保存。想填时再发 /profile。"
KEPT = "已保存。{seen}\n发 /match 看最合适的岗位。"
SEEN, UNSEEN = "审核过的企业能找到您（看不到姓名和电话）。", "企业找不到您。"
MINE = "您的求职资料："
NONE = "您还没有填求职资料。"
GONE = Reply(toast="您还没有填求职资料，发 /profile 填写。")
SURE = "确定删除求职资料吗？删除后企业找不到您，/match 也不能按资料推荐。已经交换过的联系方式收不回来。"
REMOVED = "已删除求职资料。"


class Profiles:
    """Takes a profile in, shows and changes it, and forgets it."""

    def __init__(self, database: Database, holdings: Holdings, today: Callable[[], date]) -> None:
        self._database = database
        self._holdings = holdings
        self._today = today
        self.flow = Flow("profile", steps(holdings.places, today), self._finish, title="求职资料", gather=self._gather)

    async def profile(self, message: Message) -> Reply | Open:
        """/profile: what there is, or the questions."""
        if not message.private:
            return say(NOT_HERE)
        mine = await self._database.read(lambda work: profiles.own(work, message.sender))
        return self._card(mine) if mine and not message.text else await self._open(message, mine)

    async def words(self, message: Message) -> Reply | Open:
        """我的资料 and the like: /profile in words."""
        return await self.profile(replace(message, text=""))

    async def edit(self, message: Message) -> Reply | Open:
        """The button that fills it in, or opens it to be changed field by field."""
        if not message.private:
            return say(NOT_HERE)
        return await self._open(message, await self._database.read(lambda work: profiles.own(work, message.sender)))

    async def show(self, message: Message) -> Reply | Effect:
        """The button that lets enterprises find somebody (`yes`), or no longer."""
        if not message.private:
            return say(NOT_HERE)

        def effect(work: Work) -> Reply:
            now = profiles.show(work, message.sender, findable=message.pressed == YES)
            return replace(self._card(now), edits=True) if now else GONE

        return effect

    async def drop(self, message: Message) -> Reply | Effect:
        """The button that forgets it; it asks once more, and then carries a word."""
        if not message.private:
            return say(NOT_HERE)
        if message.pressed != YES:
            return say(SURE, choices=((Choice("确定删除", f"profile-drop:{YES}"),),))

        def effect(work: Work) -> Reply:
            return Reply((Block(REMOVED if profiles.remove(work, message.sender) else NONE),), edits=True)

        return effect

    async def _open(self, message: Message, mine: Profile | None) -> Open:
        agreed = await self._database.read(lambda work: profiles.agreed(work, message.sender))
        cities = " ".join(one.code for one in (await self._holdings.held()).regions)
        told = answers_of(mine) if mine else {}
        return Open("profile", {CITIES: cities, CALLED: message.name, **({AGREED: CONSENT} if agreed else {}), **told})

    async def _finish(self, finished: Finished) -> Reply | Effect:
        told = profile_of(finished.answers)
        if told == Profile(0, findable=told.findable):
            return say(EMPTY)

        def effect(work: Work) -> Reply:
            now = profiles.keep(work, work.people.meet(finished.sender, finished.answers.get(CALLED, "")), told)
            words = KEPT.format(seen=SEEN if now.findable else UNSEEN)
            return say(words, choices=((Choice("看合适的岗位", "match:me"),),))

        return effect

    def _card(self, mine: Profile) -> Reply:
        told = answers_of(mine)
        words = {**told, "region": self._holdings.places.told(mine.region) if mine.region else SKIP}
        lines = [Block(f"{label}：{shown(words[name])}", Look.ITEM) for name, label in LABELS.items() if name != "findable"]
        change = Choice("不让企业找到我", f"profile-show:{NO}") if mine.findable else Choice("让企业找到我", f"profile-show:{YES}")
        rows = ((Choice("看合适的岗位", "match:me"), Choice("修改", "profile:")), (change, Choice("删除", "profile-drop:")))
        return Reply((Block(MINE, Look.TITLE), *lines, Block(SEEN if mine.findable else UNSEEN, Look.NOTE)), rows)

    def _gather(self, text: str) -> Answers:
        return forms.drawn(text, self._holdings.places, self._today())
