"""Every command and button, and where it leads."""

from collections.abc import Mapping

from chat.message import Sort
from chat.router import Routes
from handlers.ask import Asking
from handlers.clause import Clauses
from handlers.drafts import Drafts
from handlers.help import Help, no_text, unknown
from handlers.model import Models
from handlers.privacy import Privacy
from handlers.rating import Ratings
from handlers.region import Regions
from handlers.staff import Staff
from handlers.start import Start
from services.answers import Answers
from services.holdings import Holdings
from services.model import ModelDesk
from services.people import People

MENU: Mapping[str, str] = {
    "start": "从头开始",
    "help": "能做什么",
    "region": "选择城市",
    "cancel": "取消正在填写的内容",
    "privacy": "我的信息怎么用、怎么清除",
    "staff": "工作人员登记",
    "model": "语言模型的用量和开关（管理员）",
}
"""The menu of commands. `cancel` is the router's own."""


def routes(
    answers: Answers,
    holdings: Holdings,
    people: People,
    *,
    longest: int = 1000,
    drafts: Drafts | None = None,
    model: ModelDesk | None = None,
) -> Routes:
    """All routes, over the services that they need; `drafts` show answers that take time to write, `model` is the language model's desk."""
    start, help_ = Start(holdings, people), Help(MENU)
    regions, privacy = Regions(holdings, people), Privacy(people)
    asking = Asking(answers, holdings, people, regions, longest, drafts)
    clauses, ratings = Clauses(answers), Ratings(answers, people)
    models = Models(people, model)
    return Routes(
        commands={
            "start": start.start,
            "help": help_.help,
            "region": regions.region,
            "privacy": privacy.privacy,
            "staff": Staff(people, holdings).staff,
            "model": models.model,
        },
        buttons={
            "help": help_.help,
            "regions": regions.choices,
            "region": regions.chosen,
            "forget": privacy.forget,
            "at": asking.at,
            "city": asking.cities,
            "clause": clauses.clause,
            "who": clauses.bodies,
            "good": ratings.good,
            "bad": ratings.bad,
            "tell": ratings.tell,
            "model": models.turned,
        },
        question=asking.ask,
        unknown=unknown,
        sorts={sort: no_text for sort in Sort if sort not in {Sort.TEXT, Sort.PRESS}},
    )
