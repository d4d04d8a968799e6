"""收藏 · 感兴趣 · 举报 under a listing, and the way to each other's numbers: each side is asked, and each step is told once."""

from dataclasses import replace

from chat.flow import Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.enterprise import Enterprise
from domain.listing import Listing
from domain.profile import Profile
from domain.subscription import FOR_PEOPLE
from handlers.listing import NOT_SHOWN, numbers, title_of
from handlers.resume import told_of
from services import interests, notices
from services.forms import phones
from services.holdings import Holdings
from services.interests import Step as Taken
from storage.database import Database
from storage.work import Work

NOT_HERE = "这一步涉及您的个人信息，请私聊我再点。"
KEPT, LET_GO = "已收藏。发 /jobs 点“我的收藏”就能看到。", "已取消收藏。"
FAVOURITES, NO_FAVOURITES = "我的收藏：", "还没有收藏。看到合适的，点“收藏”就记在这里。"
ASK = (
    "把您的意向告诉这家企业：{title}\n企业会看到：{profile}\n"
    "看不到：您的姓名和联系方式。企业愿意联系、您也同意以后，双方才互相看到电话。\n同意告诉企业吗？"
)
NO_PROFILE = "有一位求职者感兴趣（没有填写求职资料）"
NO_FIRM = "有一位用户感兴趣（没有用已审核的企业身份）"
FIRM = "{name}（{place}，已登记并审核）"
TOLD = "已告诉企业。企业回复后，在这里通知您。"
ALREADY = Reply(toast="已经告诉过企业了，请等回复。")
SOMEBODY = "有人对“{title}”感兴趣：\n{profile}\n愿意联系吗？双方都同意后，才互相看到电话。"
ANSWERED = Reply(toast="这条已经有人回复过了。")
WILLING_SAID, REFUSED_SAID = "已转告对方。对方同意后，双方就能看到电话。", "已转告对方。"
WILLING = "好消息：“{title}”的企业愿意联系您。要交换联系方式吗？"
REFUSED = "“{title}”的企业回复：目前不太合适。可以再看看别的：/jobs"
MOBILE = "您的手机号？只给这家企业看。"
EXCHANGED = "双方都同意了。\n{firm}\n联系人：{contact}，电话：{mobile}"
EXCHANGED_FIRM = "双方都同意了。“{title}”\n对方：{name}，电话：{mobile}。请尽快联系。"
WITHDRAWN, WITHDRAWN_FIRM = "好的，不交换。", "“{title}”：对方这次不交换联系方式。"
WHY = "有什么问题？点一个，或自己写。"
REASONS = ("虚假信息", "收押金或费用", "有歧视要求", "已经招满", "疑似诈骗")
COMPLAINED, COMPLAINED_BEFORE = "已转给工作人员核查，谢谢您。", "您已经举报过这一条，工作人员会核查。"
TO_STAFF = "有人举报“{title}”：{words}"
_LONGEST = 200


class Interests:
    """What a reader may do with a listing of somebody else's."""

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings
        mobile = Step("mobile", MOBILE, phones.mobile, label="手机号", show=phones.plain, number=True)
        self.contact = Flow("contact", (mobile,), self._exchanged, title="联系方式", confirm=False)
        reasons = tuple(Choice(one, one) for one in REASONS)
        self.complaint = Flow(
            "complaint", (Step("words", WHY, _words, reasons, label="原因"),), self._complained, title="举报", confirm=False
        )

    async def keep(self, message: Message) -> Effect:
        """收藏, and out again."""

        def effect(work: Work) -> Reply:
            person = work.people.meet(message.sender, message.name, private=message.private)
            now = interests.keep(work, person, numbers(message.pressed)[0])
            return Reply(toast=NOT_SHOWN if now is None else KEPT if now else LET_GO)

        return effect

    async def kept(self, message: Message) -> Reply:
        """What one has kept."""
        found = await self._database.read(lambda work: interests.kept(work, message.sender))
        if not found:
            return say(NO_FAVOURITES)
        lines = (Block(title_of(one), Look.ITEM, number=at) for at, one in enumerate(found, 1))
        buttons = [Choice(f"{at}", f"job:{one.id}") for at, one in enumerate(found, 1)]
        return Reply((Block(FAVOURITES, Look.TITLE), *lines), tuple(tuple(buttons[at : at + 5]) for at in range(0, len(buttons), 5)))

    async def want(self, message: Message) -> Reply:
        """感兴趣: what the enterprise would see, and whether it may."""
        if not message.private:
            return say(NOT_HERE)
        listing = numbers(message.pressed)[0]

        def look(work: Work) -> tuple[Listing, Profile, Enterprise | None] | None:
            found, person = interests.open_listing(work, listing), work.people.find(message.sender)
            id_ = person.id if person else 0
            return (found, work.profiles.of(id_), interests.asker_of(work, found, id_)) if found else None

        seen = await self._database.read(look)
        if seen is None:
            return say(NOT_SHOWN)
        found, told, asker = seen
        words = ASK.format(title=title_of(found), profile=self._about(told, asker, found))
        fill = ((Choice("先填求职资料", "profile:"),),) if found.kind in FOR_PEOPLE and told == Profile(told.person) else ()
        return say(words, choices=((Choice("同意，告诉企业", f"want-yes:{listing}"), Choice("先不了", "want-no:")), *fill))

    async def decline(self, message: Message) -> Reply:  # noqa: ARG002
        """They would rather not."""
        return Reply((Block("好的，没有告诉企业。"),), edits=True)

    async def agree(self, message: Message) -> Reply | Effect:
        """They agree: the enterprise's members are told, once."""
        if not message.private:
            return say(NOT_HERE)

        def effect(work: Work) -> Reply:
            step = interests.begin(work, work.people.meet(message.sender, message.name), numbers(message.pressed)[0])
            if step is None:
                return ALREADY
            id_ = step.interest.id
            row = (Choice("愿意联系", f"meet-yes:{id_}"), Choice("不合适", f"meet-no:{id_}"))
            words = SOMEBODY.format(title=title_of(step.listing), profile=self._about(step.profile, step.asker, step.listing))
            _tell_members(work, step, say(words, choices=(row,)))
            return Reply((Block(TOLD),), edits=True)

        return effect

    async def willing(self, message: Message) -> Effect:
        """The enterprise would like to talk."""
        return self._answer(message, yes=True)

    async def unwilling(self, message: Message) -> Effect:
        """It would not."""
        return self._answer(message, yes=False)

    async def exchange(self, message: Message) -> Reply | Effect | Open:
        """Whoever is interested gives their number, too."""
        return Open("contact", {"interest": str(numbers(message.pressed)[0])}) if message.private else say(NOT_HERE)

    async def withdraw(self, message: Message) -> Effect:
        """They would rather not exchange numbers."""

        def effect(work: Work) -> Reply:
            step = interests.settle(work, message.sender, numbers(message.pressed)[0], yes=False)
            if step is None:
                return ANSWERED
            _tell_members(work, step, say(WITHDRAWN_FIRM.format(title=title_of(step.listing))))
            return Reply((Block(WITHDRAWN),), edits=True)

        return effect

    async def complain(self, message: Message) -> Open:
        """举报."""
        return Open("complaint", {"listing": str(numbers(message.pressed)[0])})

    def _answer(self, message: Message, *, yes: bool) -> Effect:
        def effect(work: Work) -> Reply:
            step = interests.answer(work, message.sender, numbers(message.pressed)[0], yes=yes)
            if step is None:
                return ANSWERED
            id_ = step.interest.id
            row = (Choice("交换", f"swap-yes:{id_}"), Choice("不交换", f"swap-no:{id_}"))
            words = (WILLING if yes else REFUSED).format(title=title_of(step.listing))
            notices.tell(work, step.interest.person, f"interest:{id_}:{step.interest.state}", say(words, choices=(row,) if yes else ()))
            return Reply((Block(WILLING_SAID if yes else REFUSED_SAID),), edits=True)

        return effect

    async def _exchanged(self, finished: Finished) -> Effect:
        def effect(work: Work) -> Reply:
            step = interests.settle(work, finished.sender, int(finished.answers["interest"]), yes=True)
            if step is None:
                return ANSWERED
            person, mobile = work.people.get(step.interest.person), phones.plain(finished.answers["mobile"])
            name = " ".join(part for part in (step.asker.name if step.asker else "", person.name if person else "") if part)
            words = EXCHANGED_FIRM.format(title=title_of(step.listing), name=name or "没有留称呼", mobile=mobile)
            _tell_members(work, step, replace(say(words), about=step.interest.person))
            firm = step.firm
            if firm is None or not firm.mobile:
                return say("双方都同意了，您的电话已转给对方，请等对方联系您。")
            told = EXCHANGED.format(firm=firm.name, contact=firm.contact, mobile=phones.plain(firm.mobile))
            return replace(say(told), about=firm.owner)

        return effect

    async def _complained(self, finished: Finished) -> Effect:
        def effect(work: Work) -> Reply:
            person, words = work.people.meet(finished.sender), finished.answers["words"]
            kept = interests.complain(work, person, int(finished.answers["listing"]), words)
            if kept is None:
                return say(COMPLAINED_BEFORE)
            listing, staff = kept
            row = ((Choice("处理", f"complaints:{listing.id}"),),)
            for one in staff:
                words_ = TO_STAFF.format(title=title_of(listing), words=words)
                notices.tell(work, one.id, f"complaint:{listing.id}:{person.id}:{one.id}", say(words_, choices=row))
            return say(COMPLAINED)

        return effect

    def _about(self, told: Profile, asker: Enterprise | None, listing: Listing) -> str:
        """Who is interested: an enterprise by its name; a person by what they told of themselves, without name and contact."""
        if asker:
            return FIRM.format(name=asker.name, place=self._holdings.places.told(asker.region))
        return told_of(told, self._holdings, NO_PROFILE if listing.kind in FOR_PEOPLE else NO_FIRM)


def _tell_members(work: Work, step: Taken, reply: Reply) -> None:
    for member in step.members:
        notices.tell(work, member, f"interest:{step.interest.id}:{step.interest.state}:{member}", reply)


def _words(text: str) -> str:
    if not 2 <= len(text) <= _LONGEST:
        raise Invalid("请写清楚是什么问题，两个字以上，200字以内。")
    return text
