"""/post and free words (招光伏技术员5名……): a post is read, what is missing is asked, what may not stand has to go, and it is sent in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open
from chat.message import Message
from chat.reply import Block, Choice, Reply, say
from domain.enterprise import Enterprise, Review
from domain.listing import Listing
from handlers.filling import FIRMS, firms_in, steps
from handlers.listing import blocks_of, numbers, share_of, title_of
from handlers.moderation import Moderation
from services import listings
from services.forms import days, pay
from services.forms.clues import ONLY_SCHOOL
from services.forms.fairness import findings
from services.forms.kinds import is_post
from services.listings import Change, Moved
from services.posting import LONGEST, Posting, answers_of, demand, drawn_from, marked, mended, pay_of, why
from storage.database import Database
from storage.work import Work

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]

IN_PRIVATE = "发布信息请私聊我，不在群里填。"
NO_FIRM = "发布信息要先登记企业，审核通过后就能发。发 /register 开始登记，几分钟填完；这段话到时再发一遍就行。"
NOT_YET = "“{name}”的登记还在审核，通过后就能发布信息。通过了会通知您。"
TOO_LONG = f"太长了，一次最多读{LONGEST}个字。请只发一个岗位的内容。"
HOPELESS = "这条不能发布：{why}。\n{marked}\n如果写的不是这个意思，请改写后再发。"
UNFAIR = "有内容不能发布：{marked}\n{why}。"
READ = "读到了：{told}。缺的一项一项问您。"
SENT = "已提交，编号{id}，等工作人员审核。审核通过前不会公开；有结果会通知您。"
OPENED = "已发布，编号{id}。"
CHANGED = "这条信息刚被改过，您的修改没有保存。请从 /mine 打开最新的再改。"
NOT_OWN = Reply(toast="这条信息已经变了，请从 /mine 重新打开。")
_TOLD = {"title": "名称", "headcount": "人数", "pay": "薪酬", "place": "地点", "closes": "截止", "duties": "内容", "requirements": "要求"}
_CHANGES = ("改成", "改为", "换成")


class Posts:
    """Recognises a post, fills it in with its author, and sends it in. `otherwise` takes every other message."""

    def __init__(self, database: Database, posting: Posting, moderation: Moderation, otherwise: Handler) -> None:
        self._database = database
        self._posting = posting
        self._moderation = moderation
        self._otherwise = otherwise
        self.flow = Flow(
            "post", steps(posting), self._finish, title="要发布的信息（发布后就是这样）", gather=self._gather, preview=self._preview
        )

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: a post, or anything else."""
        return await self.post(message) if is_post(message.text) else await self._otherwise(message)

    async def post(self, message: Message) -> Reply | Effect | Open:
        """/post, alone or with what is to be posted."""
        if not message.private:
            return say(IN_PRIVATE)
        if len(message.text) > LONGEST:
            return say(TOO_LONG)
        firms = await self._database.read(lambda work: listings.employers(work, message.sender))
        approved = [one for one in firms if one.state is Review.APPROVED]
        if not approved:
            return say(NOT_YET.format(name=firms[0].name) if firms else NO_FIRM)
        return self._begin(message.text, approved)

    async def words(self, message: Message) -> Reply | Effect | Open:
        """发布岗位 and the like: /post in words."""
        return await self.post(replace(message, text=""))

    async def edit(self, message: Message) -> Reply | Open:
        """改: the summary of a listing of one's own, to be changed field by field."""
        id_, seen = numbers(message.pressed)
        shown = await self._database.read(lambda work: listings.look(work, message.sender, id_))
        if shown is None or not shown.own or shown.enterprise is None or shown.listing.version != seen:
            return NOT_OWN
        return Open("post", answers_of(shown.listing) | offered([shown.enterprise]))

    def _begin(self, text: str, firms: Sequence[Enterprise]) -> Reply | Open:
        found = findings(text)
        rest = mended(text, found)
        if found and not rest:
            return say(HOPELESS.format(why=why(found), marked=marked(text, found)))
        draft = self._posting.read(rest, firms[0].region)
        told = drawn_from(draft, whole=True)
        notes = [UNFAIR.format(marked=marked(text, found), why=why(found))] if found else []
        read = "、".join(f"{name}“{_said(key, told[key])}”" for key, name in _TOLD.items() if key in told and len(told[key]) < 20)
        notes += [READ.format(told=read)] * ("title" in told)
        unfair = {"unfair": "yes"} if found else {}
        return Open("post", told | unfair | offered(firms), "\n".join([*notes, *draft.problems]))

    def _gather(self, text: str) -> Answers:
        """What a sentence tells in the middle of the questions: a whole post anew, or fields that rules know for certain."""
        if not text or findings(text) or any(word in text for word in _CHANGES):
            return {}
        draft, whole = self._posting.read(text), is_post(text)
        if not whole and draft.rest:
            return {}
        told = drawn_from(draft, whole=whole)
        if whole:
            return told | {"unfair": ""}
        certain = {name: value for name, value in told.items() if name not in {"kind", "side"}}
        if ONLY_SCHOOL.fullmatch(certain.get("requirements", "")):
            # The education alone, said a second time: what was required before stays.
            del certain["requirements"]
        return {} if "title" in certain and "headcount" not in certain else certain

    def _preview(self, told: Answers) -> Reply:
        listing, name = self._listing(told)
        return Reply(blocks_of(listing, name, self._posting.short(listing.region)))

    def _listing(self, told: Answers) -> tuple[Listing, str]:
        firms = firms_in(told)
        id_ = told.get("employer", next(iter(firms)))
        region, name = firms[id_]
        return self._posting.listing_of(told, int(id_), 0, region), name

    async def _finish(self, finished: Finished) -> Reply | Effect | Open:
        listing, _ = self._listing(finished.answers)
        try:
            demand(listing, self._posting.today)
        except Invalid as problem:
            # Only its day can have gone wrong since it was told: days may lie between question and answer.
            return Open("post", {name: value for name, value in finished.answers.items() if name != "closes"}, str(problem))

        def effect(work: Work) -> Reply:
            change = listings.submit(work, finished.sender, listing)
            self._moderation.call(work, change)
            return sent(change)

        return effect


def _said(key: str, value: str) -> str:
    """A value that was read, as people write it."""
    if key == "pay":
        return pay.told(pay_of(value))
    return days.told(date.fromisoformat(value)) if key == "closes" else value


def sent(change: Change) -> Reply:
    """What its author reads when a listing was sent in, or opened again."""
    one = change.listing
    if one is None or change.outcome is Moved.CHANGED:
        return say(CHANGED)
    look = ((Choice("看这条", f"job:{one.id}"), Choice("我的发布", "mine:")),)
    if change.outcome is Moved.WAITING:
        return say(f"{title_of(one)}：{SENT.format(id=one.id)}", choices=look)
    return Reply((Block(f"{title_of(one)}：{OPENED.format(id=one.id)}"), share_of(one)), look)


def offered(firms: Sequence[Enterprise]) -> dict[str, str]:
    """The enterprises to choose from; of one alone nothing is asked."""
    rows = {FIRMS: "\n".join(f"{one.id} {one.region} {one.name}" for one in firms)}
    return rows | ({"employer": str(firms[0].id)} if len(firms) == 1 else {})
