"""/profile: what a graduate tells of themselves, each field freely, and whether enterprises may find them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.profile import Profile
from domain.subscription import LEVELS
from handlers.registration import AGREED, CALLED
from handlers.telling import NO, UNKNOWN, YES, yes_or_no
from services import profiles
from services.forms import profile as forms
from services.forms.places import CITIES, Places
from services.forms.profile import SKIP
from services.holdings import Holdings
from services.profiles import CONSENT
from storage.database import Database
from storage.work import Work

NOT_HERE = "求职资料是您个人的，不在群里填，也不在群里显示。请私聊我发 /profile。"
NOTICE = (
    "填了求职资料，就能按您的专业、城市和要求找岗位。先跟您说清楚：\n"
    "存什么：学校、专业、毕业年份、学历、想去的城市、会什么、想要的薪资，每一项都可以跳过。不问姓名和电话。\n"
    "做什么用：给您找合适的岗位。您对哪个岗位点“感兴趣”并同意了，那家企业才看到这些；要不要让企业主动找到您，最后单独问您。\n"
    "存多久：到您删除为止。发 /profile 随时改、随时删；/delete 连别的一起删。\n"
    "同意保存吗？"
)
REFUSED = "不同意也没关系，不填资料一样能找岗位：/jobs。请点“取消”；同意的话点“同意”。"
NOT_YET = "还没有保存。先点“同意”，刚才的话再发一遍就行；不想存就点“取消”。"
SCHOOL = "在哪个学校？几项一起写也行，例如：包头职业技术学院2026届光伏大专。"
SPECIALITY = "学什么专业？"
YEAR = "哪年毕业？例如：2026届。"
EDUCATION = "学历？"
REGION = "想在哪里工作或实习？点城市，或直接写，例如：包头。"
SKILLS = "会什么、有什么证？一句话就行，例如：焊接、电工证。请不要写姓名和电话。"
PAY = "月薪最少想要多少？例如：5000。低于这个数的岗位就不推荐了。"
FINDABLE = (
    "要不要让企业找到您？\n"
    "要：登记并审核过的企业按岗位找人时，能看到上面这些资料，看不到您的姓名和电话；他们想联系，我先问您。\n"
    "不要：谁也看不到。以后随时可以改。"
)
YES_OR_NO = "请点“要”或“不要”。"
EMPTY = "还没有填任何一项，没有保存。想填时再发 /profile。"
KEPT = "已保存。{seen}\n发 /match 看最合适的岗位。"
SEEN, UNSEEN = "审核过的企业能找到您（看不到姓名和电话）。", "企业找不到您。"
MINE = "您的求职资料："
NONE = "您还没有填求职资料。"
GONE = Reply(toast="您还没有填求职资料，发 /profile 填写。")
SURE = "确定删除求职资料吗？删除后企业找不到您，/match 也不能按资料推荐。已经交换过的联系方式收不回来。"
REMOVED = "已删除求职资料。"

_LABELS = {
    "school": "学校", "speciality": "专业", "year": "毕业年份", "education": "学历", "region": "想去的城市", "skills": "会什么",
    "pay": "最低月薪", "findable": "被企业找到",
}  # fmt: skip
_SKIP = Choice("跳过", SKIP)
_CHOICE = {True: YES, False: NO}


class Profiles:
    """Takes a profile in, shows and changes it, and forgets it."""

    def __init__(self, database: Database, holdings: Holdings, today: Callable[[], date]) -> None:
        self._database = database
        self._holdings = holdings
        self._today = today
        self.flow = Flow("profile", self._steps(), self._finish, title="求职资料", gather=self._gather)

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
        shown = {**told, "region": self._holdings.places.told(mine.region) if mine.region else SKIP}
        lines = [Block(f"{label}：{_shown(shown[name])}", Look.ITEM) for name, label in _LABELS.items() if name != "findable"]
        change = Choice("不让企业找到我", f"profile-show:{NO}") if mine.findable else Choice("让企业找到我", f"profile-show:{YES}")
        rows = ((Choice("看合适的岗位", "match:me"), Choice("修改", "profile:")), (change, Choice("删除", "profile-drop:")))
        return Reply((Block(MINE, Look.TITLE), *lines, Block(SEEN if mine.findable else UNSEEN, Look.NOTE)), rows)

    def _gather(self, text: str) -> Answers:
        return forms.drawn(text, self._holdings.places, self._today())

    def _steps(self) -> tuple[Step, ...]:
        levels = (*(Choice(one, one) for one in LEVELS[1:]), _SKIP)
        skip = _offering(_SKIP)
        both = (Choice("要", YES), Choice("不要", NO))
        return (
            Step("consent", NOTICE, _agreed, (Choice("同意", YES),), lambda told: AGREED not in told, "个人信息", gate=True),
            Step("school", SCHOOL, forms.school, label=_LABELS["school"], show=_shown, offer=skip),
            Step("speciality", SPECIALITY, forms.speciality, label=_LABELS["speciality"], show=_shown, offer=skip),
            Step("year", YEAR, self._year, label=_LABELS["year"], show=_shown, offer=self._years, number=True),
            Step("education", EDUCATION, forms.education, label=_LABELS["education"], show=_shown, offer=_offering(*levels)),
            city_step(self._holdings.places, "region", REGION, _LABELS["region"]),
            Step("skills", SKILLS, forms.skills, label=_LABELS["skills"], show=_shown, offer=skip),
            Step("pay", PAY, forms.pay, label=_LABELS["pay"], show=_shown, offer=skip, number=True),
            Step("findable", FINDABLE, _findable, both, label=_LABELS["findable"]),
        )

    def _year(self, text: str) -> str:
        return forms.year(text, self._today())

    def _years(self, _: Answers) -> tuple[Choice, ...]:
        this = self._today().year
        return (*(Choice(f"{year}届", str(year)) for year in (this, this + 1, this + 2)), _SKIP)


def told_of(told: Profile, holdings: Holdings, nothing: str) -> str:
    """What somebody told of themselves in one line, without name and contact."""
    facts = (
        told.school,
        told.speciality or told.major.removesuffix("大类"),
        told.education,
        f"{told.year}年毕业" if told.year else "",
        f"想在{holdings.region(told.region).short}工作" if told.region else "",
        f"会：{told.skills}" if told.skills else "",
    )
    return "，".join(fact for fact in facts if fact) or nothing


def profile_of(answers: Answers) -> Profile:
    """The profile that answers tell of; the person is added where it is kept."""
    told = {name: value for name, value in answers.items() if value != SKIP}
    speciality = told.get("speciality", "")
    return Profile(
        0,
        school=told.get("school", ""),
        major=forms.major_of(speciality),
        speciality=speciality,
        year=int(told.get("year", "0")),
        education=told.get("education", ""),
        region=told.get("region", ""),
        skills=told.get("skills", ""),
        lowest_pay=int(told.get("pay", "0")),
        findable=told.get("findable") == YES,
    )


def answers_of(profile: Profile) -> dict[str, str]:
    """The answers that would tell of it."""
    told = {
        "school": profile.school,
        "speciality": profile.speciality,
        "year": str(profile.year or ""),
        "education": profile.education,
        "region": profile.region,
        "skills": profile.skills,
        "pay": str(profile.lowest_pay or ""),
        "findable": _CHOICE[profile.findable],
    }
    return {name: value or SKIP for name, value in told.items()}


def city_step(places: Places, name: str, ask: str, label: str, skip: Choice = _SKIP) -> Step:
    """The question for a city or a district, which may be left out. The flow is opened with `CITIES` among its answers."""
    step = places.step(name, ask, label)

    def read(text: str) -> str:
        return SKIP if forms.skipped(text) or text.strip() in {skip.label, "不限", "都行"} else places.read(text)

    return replace(
        step,
        parse=read,
        show=lambda codes: _shown(codes) if codes == SKIP else places.told(codes),
        pick=lambda _, value: (value, " " not in value),
        offer=lambda told: (*step.offered(told), skip),
    )


def _offering(*choices: Choice) -> Callable[[Answers], tuple[Choice, ...]]:
    """Choices whose labels do not stand for the answer in the summary, where what was skipped reads 未填."""
    return lambda _: choices


def _shown(value: str) -> str:
    return "未填" if value == SKIP else value


def _agreed(text: str) -> str:
    words = text.strip(" 。.!！")
    if words in {"同意", "我同意", "同意保存", "好", "好的", "是", "是的", "可以", "行", "嗯"}:
        return YES
    raise Invalid(REFUSED if words.startswith(("不", "拒绝", "否", "算了")) or "不同意" in words else NOT_YET)


def _findable(text: str) -> str:
    words = text.strip(" 。.!！")
    if words in {"要", "愿意", "让", "可以找到", "要的"}:
        return YES
    if forms.skipped(words) or words.startswith(("不", "别")):
        return NO
    answer = yes_or_no(words)
    if answer == UNKNOWN:
        raise Invalid(YES_OR_NO)
    return answer
