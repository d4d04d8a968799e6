"""The questions of a profile, how answers become one and back, and how others read it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chat.flow import Answers, Invalid, Step
from chat.reply import Choice
from domain.profile import Profile
from domain.subscription import LEVELS
from handlers.registration import AGREED
from handlers.telling import NO, UNKNOWN, YES, yes_or_no
from services.forms import profile as forms
from services.forms.places import Places
from services.forms.profile import SKIP
from services.holdings import Holdings

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

LABELS = {
    "school": "学校", "speciality": "专业", "year": "毕业年份", "education": "学历", "region": "想去的城市", "skills": "会什么",
    "pay": "最低月薪", "findable": "被企业找到",
}  # fmt: skip
_SKIP = Choice("跳过", SKIP)
_CHOICE = {True: YES, False: NO}


def steps(places: Places, today: Callable[[], date]) -> tuple[Step, ...]:
    """The questions in reading order: consent first, each field after it may be skipped, and whether one is to be found last."""

    def year(text: str) -> str:
        return forms.year(text, today())

    def years(_: Answers) -> tuple[Choice, ...]:
        this = today().year
        return (*(Choice(f"{one}届", str(one)) for one in (this, this + 1, this + 2)), _SKIP)

    levels = (*(Choice(one, one) for one in LEVELS[1:]), _SKIP)
    skip = _offering(_SKIP)
    both = (Choice("要", YES), Choice("不要", NO))
    return (
        Step("consent", NOTICE, _agreed, (Choice("同意", YES),), lambda told: AGREED not in told, "个人信息", gate=True),
        Step("school", SCHOOL, forms.school, label=LABELS["school"], show=shown, offer=skip),
        Step("speciality", SPECIALITY, forms.speciality, label=LABELS["speciality"], show=shown, offer=skip),
        Step("year", YEAR, year, label=LABELS["year"], show=shown, offer=years, number=True),
        Step("education", EDUCATION, forms.education, label=LABELS["education"], show=shown, offer=_offering(*levels)),
        city_step(places, "region", REGION, LABELS["region"]),
        Step("skills", SKILLS, forms.skills, label=LABELS["skills"], show=shown, offer=skip),
        Step("pay", PAY, forms.pay, label=LABELS["pay"], show=shown, offer=skip, number=True),
        Step("findable", FINDABLE, _findable, both, label=LABELS["findable"]),
    )


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
        show=lambda codes: shown(codes) if codes == SKIP else places.told(codes),
        pick=lambda _, value: (value, " " not in value),
        offer=lambda told: (*step.offered(told), skip),
    )


def _offering(*choices: Choice) -> Callable[[Answers], tuple[Choice, ...]]:
    """Choices whose labels do not stand for the answer in the summary, where what was skipped reads 未填."""
    return lambda _: choices


def shown(value: str) -> str:
    """An answer as people read it."""
    return "未填" if value == SKIP else value


def _agreed(text: str) -> str:
    words = text.strip(" 。.!！")
    if words in {"同意", "我同意", "同意保存", "好", "好的", "是", "是的", "可以", "行", "嗯"}:
        return YES
    raise Invalid(REFUSED if words.startswith(("不", "拒绝", "否", "算了")) or "不同意" in words else NOT_YET)


def _findable(text: str) -> str:
    words = text.strip(" 。.!！")
    if words in {"要", "愿意", "让", "可以找到", "要的", "可以", "同意", "行", "好", "好的", "好啊", "没问题"}:
        return YES
    if forms.skipped(words) or words.startswith(("不", "别")):
        return NO
    answer = yes_or_no(words)
    if answer == UNKNOWN:
        raise Invalid(YES_OR_NO)
    return answer
