"""/subscribe and 每周一给我推包头光伏实习: subscriptions, what stands in them, and how they are changed, paused and ended."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.subscription import Rhythm, Subscription, Topic, Wish
from handlers import announcement
from handlers.listing import numbers
from handlers.subscription import CHANGES, often, often_told, pace, rhythm_of, tools, what_told
from handlers.wish import packed, told, unpacked
from services import alerts, search
from services.alerts import pace_of
from services.forms.subscribing import Told
from services.holdings import Holdings
from storage.database import Database
from storage.work import Work

WHAT = "想收到什么？写一句话就行，例如：包头光伏实习、月薪6000以上的焊工。"
OFTEN = "多久推一次？点一个，或自己写，例如：每周五。"
NOTHING_TOLD = "没看出想找什么。请写城市、方向或类型，例如：包头光伏实习。"
SUBSCRIBED = "已订阅：{what}\n{often}，没有新的就不打扰。"
TODAY = "今天已有{count}条符合，点“看现在的”就能看。以后只推新的，推过的不再推。"
NONE_TODAY = "今天还没有符合的，有了按时告诉您。"
POLICY_TODAY = "以后有新文件、或文件换了新版，就告诉您。"
HAVE = "您的订阅："
HAVE_NONE = "还没有订阅。"
TOO_MANY = "订阅已经有{most}个了，请先退掉几个：/subscribe"
GONE = Reply(toast="这个订阅已经退掉了。")
REMOVED = "已退订：{what}。想再收时，再说一句就行，例如：每周一给我推包头光伏实习。"
PAUSED, RESUMED = "已暂停：{what}。这段时间的不补推。", "已恢复：{what}。{often}。"
HOW = "{what}\n{often}。要改成什么？"
TOO_MUCH = "推得太多了？“{what}”可以改成每月一次，或每次最多三条："
STILL = "岗位、政策的订阅另算，还有{count}个没退。要退哪个，点一下："
NOT_HERE = "订阅要推到您自己的聊天里。请私聊我再发一次。"

_RHYTHMS = (
    Choice("有新的就推", "at-once"), Choice("每天", "daily"), Choice("每周一", "weekly-0"), Choice("每周五", "weekly-4"),
    Choice("每月1号", "monthly"),
)  # fmt: skip
_TOO_MUCH = frozenset(
    {"太多", "太多了", "推得太多", "推太多了", "推得太多了", "太频繁", "太频繁了", "少推点", "少推一点", "推送太多", "推送太多了"}
)
_LIST = frozenset({"我的订阅", "订阅列表", "看订阅", "看我的订阅", "管理订阅", "我订阅了什么", "我订了什么"})
_PAUSE = dict.fromkeys(("暂停", "暂停推送", "暂停订阅", "先别推了", "先不要推了", "别推了", "不要推了"), "1")
_PAUSE |= dict.fromkeys(("恢复", "恢复推送", "恢复订阅", "继续推", "接着推"), "0")

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Subscribing:
    """Takes subscriptions in and changes them. `otherwise` takes every sentence that asks for none."""

    def __init__(self, database: Database, holdings: Holdings, otherwise: Handler) -> None:
        self._database = database
        self._holdings = holdings
        self._otherwise = otherwise
        steps = (
            Step("what", WHAT, self._what, label="内容", show=self._shown_wish),
            Step("often", OFTEN, pace, _RHYTHMS, label="频率", show=often_told),
        )
        self.flow = Flow("subscribe", steps, self._finish, title="订阅", confirm=False)

    async def subscribe(self, message: Message) -> Reply | Effect | Open:
        """/subscribe, alone or with what is wanted."""
        if not message.private:
            return say(NOT_HERE)
        if message.text:
            found = await self._holdings.subscription(f"订阅{message.text}")
            return await self._take(message, found or Told(Topic.LISTINGS, await self._holdings.wish_of(message.text)))
        mine = await self._database.read(lambda work: alerts.mine(work, message.sender))
        if not mine:
            return Open("subscribe")
        rows = tuple((Choice(f"{at}. 看或改", f"sub:{one.id}"),) for at, one in enumerate(mine, 1))
        lines = (Block(self._line(one), Look.ITEM, number=at) for at, one in enumerate(mine, 1))
        return Reply((Block(HAVE, Look.TITLE), *lines), (*rows, (Choice("再订一个", "sub-new:"),)))

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: a subscription, a word that it is too much, or anything else."""
        if about := await self._about_what_is(message):
            return about
        found = await self._holdings.subscription(message.text)
        if found is None:
            return await self._otherwise(message)
        return await self._take(message, found) if message.private else say(NOT_HERE)

    async def stop(self, message: Message) -> Effect:
        """退订: no more announcements, and which subscriptions there are still, for nobody knows which of the two was meant."""
        stopped = await announcement.stop(message)

        def effect(work: Work) -> Reply:
            reply, mine = stopped(work), alerts.mine(work, message.sender) if message.private else []
            if not mine:
                return reply
            rows = tuple((Choice(f"退订：{self._what_told(one)}", f"sub-end:{one.id}"),) for one in mine)
            return replace(reply, blocks=(*reply.blocks, Block(STILL.format(count=len(mine)))), choices=(*rows, *reply.choices))

        return effect

    async def _about_what_is(self, message: Message) -> Reply | Effect | Open | None:
        """What 太多, 暂停, 我的订阅 do to somebody who has subscriptions; None for every other sentence and everybody else."""
        words = message.text.strip(" 。！!")
        if words in _LIST and message.private:
            return await self.subscribe(replace(message, text=""))
        if words not in _TOO_MUCH and words not in _PAUSE:
            return None
        mine = await self._database.read(lambda work: alerts.mine(work, message.sender))
        if not mine:
            return None
        if words in _TOO_MUCH:
            last = await self._database.read(lambda work: alerts.last_told(work, message.sender))
            return self._too_much(last or mine[-1])
        if len(mine) == 1:
            return await self.set(replace(message, pressed=f"{mine[0].id}.paused.{_PAUSE[words]}"))
        return await self.subscribe(replace(message, text=""))

    async def new(self, message: Message) -> Reply | Open:
        """The button that subscribes to what was looked for."""
        if not message.private:
            return say(NOT_HERE)
        return Open("subscribe", {"what": message.pressed} if message.pressed else {})

    async def show(self, message: Message) -> Effect:
        """One subscription, with what may be done about it."""
        return self._about(message, lambda work, one: self._card(work, one, replace_=True))

    async def how(self, message: Message) -> Effect:
        """What may be changed about it."""
        return self._about(message, lambda _, one: self._changes(one))

    async def set(self, message: Message) -> Reply | Effect | Open:
        """One thing is changed: `id.field.value`."""
        id_, _, rest = message.pressed.partition(".")
        field, _, value = rest.partition(".")
        if field == "what":
            return Open("subscribe", {"id": str(numbers(id_)[0])})
        changed = CHANGES.get(field)

        def effect(work: Work) -> Reply:
            to = changed(value) if changed else None
            one = alerts.change(work, message.sender, numbers(id_)[0], to) if to else None
            if one is None:
                return GONE
            if field == "paused":
                words = (PAUSED if one.paused else RESUMED).format(what=self._what_told(one), often=often(one))
                return Reply((Block(words),), (tools(one),), edits=True)
            return self._card(work, one, replace_=True)

        return effect

    async def end(self, message: Message) -> Effect:
        """Unsubscribe."""

        def effect(work: Work) -> Reply:
            one = alerts.own(work, message.sender, numbers(message.pressed)[0])
            if one is None or not alerts.remove(work, message.sender, one.id):
                return GONE
            return say(REMOVED.format(what=self._what_told(one)))

        return effect

    async def _take(self, message: Message, found: Told) -> Reply | Effect | Open:
        """A sentence: kept at once where it says all, else asked for the rest. Where it names no place, one's own city is meant."""
        if not found.wish.region and (found.topic is Topic.POLICIES or found.wish != Wish()):
            me = await self._database.read(lambda work: work.people.find(message.sender))
            found = replace(found, wish=replace(found.wish, region=me.region if me else ""))
        if found.topic is Topic.POLICIES:
            wanted = Subscription(0, 0, found.topic, found.wish, found.rhythm or Rhythm.AT_ONCE, found.weekday, found.most or 5)
            return lambda work: self._keep(work, message.sender, wanted)
        known: Answers = {"most": str(found.most or 5)}
        if found.wish != Wish():
            known = {**known, "what": packed(found.wish)}
        if found.rhythm is None or found.wish == Wish():
            return Open("subscribe", known)
        wanted = Subscription(0, 0, Topic.LISTINGS, found.wish, found.rhythm, found.weekday, found.most or 5)
        return lambda work: self._keep(work, message.sender, wanted)

    async def _finish(self, finished: Finished) -> Effect:
        answers = finished.answers
        often_, day = rhythm_of(answers["often"])
        what = answers["what"]
        wish, _ = unpacked(what)
        most = int(answers.get("most", "5"))

        def effect(work: Work) -> Reply:
            if "id" not in answers:
                return self._keep(work, finished.sender, Subscription(0, 0, Topic.LISTINGS, wish, often_, day, most))
            to = lambda one: replace(one, topic=Topic.LISTINGS, wish=wish, rhythm=often_, weekday=day)  # noqa: E731
            one = alerts.change(work, finished.sender, int(answers["id"]), to)
            return self._card(work, one) if one else GONE

        return effect

    def _keep(self, work: Work, sender: Address, wanted: Subscription) -> Reply:
        one = alerts.add(work, work.people.meet(sender), wanted)
        return self._card(work, one) if one else say(TOO_MANY.format(most=alerts.MOST))

    def _card(self, work: Work, one: Subscription, *, replace_: bool = False) -> Reply:
        head = SUBSCRIBED.format(what=self._what_told(one), often=often(one))
        if one.topic is Topic.POLICIES:
            return Reply((Block(head), Block(POLICY_TODAY)), (tools(one),), edits=replace_)
        count = search.count(work, one.wish)
        return Reply((Block(head), Block(TODAY.format(count=count) if count else NONE_TODAY)), (tools(one),), edits=replace_)

    def _changes(self, one: Subscription) -> Reply:
        often_ = [Choice(choice.label, f"sub-set:{one.id}.often.{choice.value}") for choice in _RHYTHMS if choice.value != pace_of(one)]
        many = [Choice(f"最多{most}条", f"sub-set:{one.id}.most.{most}") for most in (3, 5, 10) if most != one.most]
        night = Choice("夜里也可以推", f"sub-set:{one.id}.quiet.0-0")
        if one.quiet_from == one.quiet_to:
            night = Choice("夜里不推", f"sub-set:{one.id}.quiet.22-8")
        what = (Choice("改内容", f"sub-set:{one.id}.what"),) if one.topic is Topic.LISTINGS else ()
        words = HOW.format(what=self._what_told(one), often=often(one))
        return Reply((Block(words),), (tuple(often_[:2]), tuple(often_[2:]), tuple(many), (night, *what)), edits=True)

    def _too_much(self, one: Subscription) -> Reply:
        fewer = (Choice("每月一次", f"sub-set:{one.id}.often.monthly"), Choice("最多三条", f"sub-set:{one.id}.most.3"))
        stop = (Choice("暂停", f"sub-set:{one.id}.paused.1"), Choice("退订", f"sub-end:{one.id}"))
        return say(TOO_MUCH.format(what=self._what_told(one)), choices=(fewer, stop))

    def _about(self, message: Message, reply: Callable[[Work, Subscription], Reply]) -> Effect:
        def effect(work: Work) -> Reply:
            one = alerts.own(work, message.sender, numbers(message.pressed)[0])
            return reply(work, one) if one else GONE

        return effect

    def _line(self, one: Subscription) -> str:
        return f"{self._what_told(one)}（{'已暂停' if one.paused else often(one)}）"

    def _what_told(self, one: Subscription) -> str:
        return what_told(one, self._holdings)

    def _what(self, text: str) -> str:
        wish = self._holdings.wish_in(text)
        if wish == Wish():
            raise Invalid(NOTHING_TOLD)
        return packed(wish)

    def _shown_wish(self, value: str) -> str:
        return told(unpacked(value)[0], self._holdings)
