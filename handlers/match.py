"""/match: for graduates the best open posts, for an enterprise the best people for a post of its own; each with the reasons in words."""

from collections.abc import Mapping, Sequence

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.enterprise import Need
from domain.listing import Listing
from domain.profile import Profile
from domain.region import city_of
from domain.subscription import Wish, text_of
from handlers.listing import NOT_SHOWN, brief, numbers, title_of
from handlers.needs import packed
from handlers.region import in_rows
from handlers.resume import told_of
from handlers.wish import button
from services import interests, matching, membership, notices, profiles
from services.forms.finding import Find
from services.forms.firms import NEEDS
from services.forms.majors import majors
from services.holdings import Holdings
from services.matching import Agreement, Candidate, Fit, Post
from storage.database import Database
from storage.work import Work

NOT_HERE = "匹配要用到您的资料，请私聊我发 /match。"
NOBODY = (
    "先告诉我您要找什么：\n找工作、实习的，填一下求职资料，每一项都可以跳过；\n"
    "企业招人的，登记企业、发布岗位后，再发 /match 就能看到合适的人。"
)
NO_POSTS = "还没有发布中的岗位或实习，没法按岗位找人。发一句话就能发布，例如：招光伏技术员5名，月薪6000到8000，包头，12月31日截止。"
NO_SUCH_POST = "您发布中的岗位里没有写“{words}”的。先发布一个，就按它找人；或者看别的岗位："
TOO_LITTLE = "您的求职资料里，专业、城市、会什么这几项填上一项，才能按资料推荐。"
NO_FIT = "现在没有和您的资料相符的岗位。可以订阅，有了就告诉您；也可以放宽资料再看。"
POSTS = "按您的资料，最合适的{count}个："
PEOPLE = "{title}\n最合适的{count}位（都同意被企业找到；姓名和电话双方同意后才交换）："
NO_PEOPLE = "{title}\n现在没有合适的人。只有同意被企业找到的人才会出现在这里；有人对岗位感兴趣时，我会告诉您。"
PROPOSED = "“{firm}”想和您对接：\n{title}\n他们看到的是您的求职资料，没有姓名和电话。要和他们交换联系方式吗？"
HIDDEN = "不想再让企业找到您，发 /profile 改一下就行。"
TOLD = "已转告对方。对方同意后，双方才看到电话；有结果我告诉您。"
ALREADY = Reply(toast="已经联系过这位了，或对方现在不想被找到。")

_REASONS: Mapping[Agreement, str] = {
    Agreement.MAJOR: "专业相符", Agreement.CITY: "同城", Agreement.PAY: "薪资达到", Agreement.EDUCATION: "学历符合",
    Agreement.YEAR: "届别相符", Agreement.ANY_MAJOR: "专业不限",
}  # fmt: skip


class Matching:
    """Shows who fits what. Nobody is shown who did not agree, and nobody's name or number."""

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings

    async def match(self, message: Message) -> Reply:
        """/match: for whom there are posts of their own, people; for everybody else posts. The button names a post, or `me`."""
        if not message.private:
            return say(NOT_HERE)
        if id_ := numbers(message.pressed)[0]:
            return await self._database.read(lambda work: self._people(work, message, id_))
        if message.pressed == "me":
            return await self._database.read(lambda work: self._posts(work, profiles.own(work, message.sender)))
        return await self._database.read(lambda work: self._either(work, message))

    async def talent(self, message: Message, words: Sequence[str]) -> Reply | None:
        """找人才 of somebody who speaks for an enterprise: people for its post that says those words; None for everybody else."""
        return await self._database.read(lambda work: self._talent(work, message, words)) if message.private else None

    async def reach(self, message: Message) -> Reply | Effect:
        """发起对接: the enterprise says that it is willing, and the person is asked (`listing.person`)."""
        if not message.private:
            return say(NOT_HERE)
        listing, person = numbers(message.pressed)

        def effect(work: Work) -> Reply:
            step = interests.propose(work, message.sender, listing, person)
            if step is None:
                return ALREADY
            id_ = step.interest.id
            rows = ((Choice("看岗位", f"job:{listing}"),), (Choice("交换", f"swap-yes:{id_}"), Choice("不交换", f"swap-no:{id_}")))
            words = PROPOSED.format(firm=step.firm.name if step.firm else "", title=title_of(step.listing))
            notices.tell(work, person, f"interest:{id_}:{step.interest.state}", say(words, HIDDEN, choices=rows))
            return say(TOLD)

        return effect

    def _either(self, work: Work, message: Message) -> Reply:
        mine, posts = profiles.own(work, message.sender), matching.open_posts(work, message.sender)
        if posts:
            return self._people(work, message, matching.likeliest(work, message.sender, posts).id)
        if mine:
            return self._posts(work, mine)
        if any(membership.of(work, message.sender)):
            return say(NO_POSTS, choices=self._needs(work, message))
        return say(NOBODY, choices=((Choice("填求职资料", "profile:"), Choice("登记企业", "firm-new:")),))

    def _talent(self, work: Work, message: Message, words: Sequence[str]) -> Reply | None:
        if not membership.of(work, message.sender):
            return None
        posts = matching.open_posts(work, message.sender)
        if not posts:
            return say(NO_POSTS, choices=self._needs(work, message))
        if not words:
            return self._people(work, message, matching.likeliest(work, message.sender, posts).id)
        said = {one.id: _said(one, words) for one in posts}
        best = max(posts, key=lambda one: said[one.id])
        if not said[best.id]:
            rows = tuple((_other(one),) for one in posts[:4])
            return say(NO_SUCH_POST.format(words="、".join(words)), choices=rows)
        return self._people(work, message, best.id)

    def _posts(self, work: Work, mine: Profile | None) -> Reply:
        fill = Choice("修改资料" if mine else "填求职资料", "profile:")
        if mine is None or not (mine.major or mine.region or mine.skills):
            return say(TOO_LITTLE if mine else NOBODY, choices=((fill,),))
        found = matching.posts_for(work, mine)
        wish = Wish(
            region=city_of(mine.region) if mine.region else "", major=mine.major, education=mine.education, lowest_pay=mine.lowest_pay
        )
        rows = ((button("有新的告诉我", wish, prefix="sub-new"), fill),)
        if not found:
            return say(NO_FIT, choices=rows)
        items = [block for number, one in enumerate(found, 1) for block in self._post(one, number)]
        buttons = tuple(Choice(str(number), f"job:{one.hit.listing.id}") for number, one in enumerate(found, 1))
        return Reply((Block(POSTS.format(count=len(found)), Look.TITLE), *items), (buttons, *rows))

    def _post(self, post: Post, number: int) -> tuple[Block, Block]:
        one = post.hit.listing
        facts = brief(one, post.hit.firm, self._holdings.region(one.region).short)
        return Block(title_of(one), Look.ITEM, number=number), Block(f"{facts}\n符合：{reasons(post.fit)}")

    def _people(self, work: Work, message: Message, listing: int) -> Reply:
        found = matching.people_for(work, message.sender, listing)
        if found is None:
            return say(NOT_SHOWN)
        post, people = found
        rows = (*self._others(work, message, post), *self._needs(work, message))
        if not people:
            return say(NO_PEOPLE.format(title=title_of(post)), choices=rows)
        items = [block for number, one in enumerate(people, 1) for block in self._person(one, number)]
        reach = in_rows([Choice(f"发起对接 {at}", f"reach:{post.id}.{one.profile.person}") for at, one in enumerate(people, 1)])
        return Reply((Block(PEOPLE.format(title=title_of(post), count=len(people)), Look.TITLE), *items), (*reach, *rows))

    def _person(self, one: Candidate, number: int) -> tuple[Block, Block]:
        told = told_of(one.profile, self._holdings, "")
        return Block(told, Look.ITEM, number=number), Block(f"符合：{reasons(one.fit, wanted='期望薪资相符')}")

    def _others(self, work: Work, message: Message, post: Listing) -> tuple[tuple[Choice, ...], ...]:
        others = [one for one in matching.open_posts(work, message.sender) if one.id != post.id]
        return tuple((_other(one),) for one in others[:4])

    def _needs(self, work: Work, message: Message) -> tuple[tuple[Choice, ...], ...]:
        """What the enterprise said it looks for, beside people."""
        firms = [seat.enterprise for seat in membership.of(work, message.sender)]
        wanted = {need for one in firms for need in one.needs} - {Need.TALENT}
        row = tuple(Choice(words[0], f"find:{packed(Find((need,)))}") for need, words in NEEDS.items() if need in wanted)
        return (row,) if row else ()


def _other(post: Listing) -> Choice:
    return Choice(f"给这个岗位找：{post.title[:16]}", f"match:{post.id}")


def _said(post: Listing, words: Sequence[str]) -> int:
    """How much of what is looked for a post says: words, and the majors that they speak of."""
    told = text_of(post)
    return sum(word.lower() in told for word in words) + len(set(majors(" ".join(words))) & set(post.majors))


def reasons(fit: Fit, wanted: str = "") -> str:
    """What agrees, in words: 专业相符 · 同城 · 薪资达到; `wanted` says of pay what an enterprise reads."""
    told = []
    for one in fit.agreed:
        if one is Agreement.SKILL:
            told += [f"写明{skill}" for skill in fit.skills]
        elif one is Agreement.PAY and wanted:
            told.append(wanted)
        else:
            told.append(_REASONS[one])
    return " · ".join(told)
