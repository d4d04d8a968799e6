"""The one place where the parts of a running assistant meet.

Heavy parts are imported in the functions that build them: whoever has no token does not pay for Telegram, and Chroma joins when keywords
are already serving.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from starlette.routing import BaseRoute

from bot import ops
from bot.asgi import Site
from bot.brain import Brain
from bot.config import ROOT, Config
from bot.counting import Counting
from bot.courier import Courier, Draw
from bot.drafts import drafting
from bot.dues import Dues, deeds
from bot.duty import on_duty
from bot.flood import Buckets, Flood
from bot.health import Canary, Health, Vital, able, has_room, hears, sends, writes
from bot.intake import InboxIntake
from bot.learning import Learning
from bot.metrics import Metrics, Timed, figures
from bot.platforms.base import Platform
from bot.press import Press
from bot.running import App
from bot.spread import Spread
from bot.tracing import Span, no_span
from bot.watch import Watch
from bot.workers import Workers
from chat.message import File, Message
from chat.reply import Offer
from chat.room import FindRoom
from chat.router import Router
from domain.clock import Clock
from domain.errors import ConfigProblem
from handlers import announcement, bulletin_desk
from handlers.alerts import Alerting
from handlers.channels import Digests
from handlers.drafts import Drafts
from handlers.importing import Fetch, not_held
from handlers.inline import Inline
from handlers.menu import MENU
from handlers.routes import routes
from services import alerts, channels
from services.answers import Answers
from services.directory import Directory
from services.erasure import Erasure
from services.folder import LEDGER
from services.holdings import Holdings
from services.mydata import MyData
from services.people import People
from services.posting import Posting
from services.wanting import ByColumns
from storage.database import Database
from storage.outbox import Lane

FONT = ROOT / "assets" / "fonts" / "NotoSansSC-subset.otf"
"""What pictures and papers are drawn with, on a machine without any Chinese font too."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A platform with its way in, what it adds to the web server, its signs of life, where it holds files that people send, how its
    channels are found, and how it gets what it offers to those who ask from elsewhere."""

    platform: Platform
    intake: InboxIntake
    routes: tuple[BaseRoute, ...] = ()
    vitals: tuple[Vital, ...] = ()
    fetch: Callable[[File], Awaitable[bytes]] | None = None
    room: FindRoom | None = None
    offering: Callable[[Callable[[str], Awaitable[Sequence[Offer]]]], None] | None = None


class Switchboard:
    """Carries wake-up calls between parts that are built one after the other."""

    def __init__(self) -> None:
        self.workers: Workers | None = None
        self.couriers: Mapping[str, Courier] = {}

    def received(self) -> None:
        """Something came in."""
        if self.workers:
            self.workers.wake()

    def owed(self, platform: str) -> None:
        """Something is owed on a platform."""
        if courier := self.couriers.get(platform):
            courier.wake()


Join = Callable[[Config, Database, Clock, Callable[[], None]], Joined]
"""Builds a platform; the last argument is to be called when something came in."""


def chosen(config: Config) -> list[Join]:
    """What joins the platforms that the configuration turns on. Raises ConfigProblem where that cannot be, before anything is opened."""
    joins: list[Join] = []
    if config.web.enabled:
        joins.append(join_web)
    if config.telegram.on:
        joins.append(join_telegram)
    if not joins:
        raise ConfigProblem("没有打开任何平台：请打开 [web]，或设置环境变量 XIAOQITONG_TELEGRAM_TOKEN。")
    wish = config.telegram
    if wish.on and wish.mode == "webhook" and not (wish.webhook_url and wish.secret.get_secret_value()):
        raise ConfigProblem("webhook 方式需要 [telegram] webhook_url 和环境变量 XIAOQITONG_TELEGRAM_SECRET。")
    return joins


def build(config: Config, database: Database, brain: Brain, clock: Clock, joins: list[Join], span: Span = no_span) -> App:
    """The assistant with these platforms; `span` stands around its steps."""
    board = Switchboard()
    joined = [join(config, database, clock, board.received) for join in joins]
    platforms = {one.platform.name: one.platform for one in joined}
    metrics = Metrics()
    seen = partial(_sending, metrics, span)
    draws = draws_of(database, brain)
    board.couriers = {name: Courier(database, platform, clock, draws=draws, seen=seen) for name, platform in platforms.items()}
    inline = Inline(database, Holdings(database, brain.gazetteer))
    for one in joined:
        if one.offering:
            one.offering(inline.offers)
    timed = replace(brain, assistant=Timed(brain.assistant, metrics, clock, span))
    rooms = {one.platform.name: one.room for one in joined if one.room}
    talk = router(config, database, timed, clock, drafting(platforms, board.couriers, clock), _fetching(joined), rooms)
    board.workers = Workers(database, talk, platforms, board.owed, chats=config.limits.chats, span=span)
    vitals = [
        *_vitals(config, database, brain, clock, list(platforms)),
        *(vital for one in joined for vital in one.vitals),
        *(able(name, courier) for name, courier in board.couriers.items()),
    ]
    intakes = tuple(one.intake for one in joined)
    told, wanting = _figures(metrics, database, brain, intakes), ByColumns()
    return App(
        platforms=tuple(platforms.values()),
        intakes=intakes,
        workers=board.workers,
        couriers=tuple(board.couriers.values()),
        dues=Dues(database, deeds(wanting)),
        watch=Watch(brain),
        site=_site(config, [route for one in joined for route in one.routes], Health(vitals, clock), told),
        beats=(
            lambda: metrics.beat(clock),
            Spread(database).run,
            Counting(database, bulletin_desk.count).run,
            Learning(database, wanting).run,
        ),
    )


def draws_of(database: Database, brain: Brain) -> Mapping[str, Draw]:
    """What finds words for what is drawn when it is sent, by the kind of its subject."""
    holdings = Holdings(database, brain.gazetteer)
    return {**announcement.DRAWS, alerts.KIND: Alerting(database, holdings).draw, channels.KIND: Digests(holdings).draw}


def _vitals(config: Config, database: Database, brain: Brain, clock: Clock, platforms: list[str]) -> list[Vital]:
    canary = Canary(database, brain.index.search, clock)
    return [writes(database), sends(database, platforms), canary.vital, has_room(config.folder)]


def _figures(metrics: Metrics, database: Database, brain: Brain, intakes: tuple[InboxIntake, ...]) -> Callable[[], Awaitable[bytes]]:
    desk = brain.model.desk if brain.model else None

    def told() -> Awaitable[bytes]:
        for intake in intakes:
            metrics.received(intake.platform, intake.taken)
        return figures(metrics, database, brain.index.state, lambda work: desk.used(work).calls if desk else 0)

    return told


@contextmanager
def _sending(metrics: Metrics, span: Span, platform: str, lane: Lane) -> Iterator[None]:
    with metrics.sending(platform, lane), span("send", platform=platform, lane=lane.name.lower()):
        yield


def _site(config: Config, served: list[BaseRoute], health: Health, told: Callable[[], Awaitable[bytes]]) -> Site:
    """One server for everything; on a port of its own where nothing but health and figures is served."""
    where, section = (config.web, "web") if served else (config.ops, "ops")
    return Site([*ops.routes(health, told, config.ops.token.get_secret_value()), *served], where.host, where.port, section)


def _fetching(joined: list[Joined]) -> Fetch:
    """Gets a file from the platform that it came to."""
    holders = {one.platform.name: one.fetch for one in joined if one.fetch}

    async def fetch(message: Message) -> bytes:
        holder = holders.get(message.sender.platform)
        return await (holder(message.file) if holder and message.file else not_held(message))

    return fetch


def router(
    config: Config,
    database: Database,
    brain: Brain,
    clock: Clock,
    drafts: Drafts | None = None,
    fetch: Fetch = not_held,
    rooms: Mapping[str, FindRoom] | None = None,
) -> Router:
    """The conversation over its services. `drafts` are the platforms'; only a language model writes slowly enough for them.

    `fetch` gets the files that people sent from where their platforms hold them, `rooms` ask platforms for their channels.
    """
    answers = Answers(database, brain.assistant, clock, config.app.region)
    holdings = Holdings(database, brain.gazetteer)
    shown, desk = (drafts, brain.model.desk) if brain.model else (None, None)
    directory, press = Directory(database, clock, brain.gazetteer), Press(FONT)
    people, posting, longest = People(database), Posting(clock, brain.gazetteer), config.limits.question
    mydata = MyData(database, Erasure(database, config.folder / LEDGER))
    return Router(
        routes(
            database,
            answers,
            holdings,
            people,
            directory,
            press,
            posting,
            mydata,
            longest=longest,
            drafts=shown,
            model=desk,
            fetch=fetch,
            rooms=rooms,
        )
    )


def flood(config: Config, clock: Clock) -> Flood | None:
    """What slows people down, where anything does."""
    per_minute = config.limits.per_minute
    return Flood(clock, per_minute) if per_minute else None


def join_web(config: Config, database: Database, clock: Clock, received: Callable[[], None]) -> Joined:
    """The web chat."""
    from bot.platforms.web.elsewhere import Elsewhere  # noqa: PLC0415
    from bot.platforms.web.guard import Door  # noqa: PLC0415
    from bot.platforms.web.identity import PLATFORM  # noqa: PLC0415
    from bot.platforms.web.platform import WebPlatform  # noqa: PLC0415
    from bot.platforms.web.routes import routes as web_routes  # noqa: PLC0415
    from bot.platforms.web.stored import StoredMailbox  # noqa: PLC0415
    from bot.platforms.web.streams import Streams  # noqa: PLC0415

    streams = Streams()
    intake = InboxIntake(database, PLATFORM, received, flood(config, clock))
    posts, looks = Buckets(clock, burst=60, per_minute=300), Buckets(clock, burst=200, per_minute=1200)
    door = Door(posts, looks, files=Buckets(clock, burst=5, per_minute=6))
    mailbox = StoredMailbox(database)
    elsewhere = Elsewhere(mailbox, streams) if database.shared else None
    pages = web_routes(intake, mailbox, streams, door, ROOT / "assets" / "web")
    return Joined(WebPlatform(streams, elsewhere), intake, tuple(pages))


def join_telegram(config: Config, database: Database, clock: Clock, received: Callable[[], None]) -> Joined:
    """Telegram, by polling or by webhook."""
    from bot.platforms.telegram.api import Api  # noqa: PLC0415
    from bot.platforms.telegram.platform import Telegram  # noqa: PLC0415
    from bot.platforms.telegram.reader import PLATFORM  # noqa: PLC0415
    from bot.platforms.telegram.webhook import PATH, webhook  # noqa: PLC0415

    wish = config.telegram
    secret = wish.secret.get_secret_value()
    pushed = wish.mode == "webhook"
    intake = InboxIntake(database, PLATFORM, received, flood(config, clock))
    api = Api(wish.token.get_secret_value(), wish.api_base)
    push = (wish.webhook_url.rstrip("/") + PATH, secret) if pushed else ("", "")
    platform = Telegram(api, intake, clock, MENU, push, alone=partial(on_duty, database))
    heard = hears(PLATFORM, lambda: platform.silence if platform.me else None)
    return Joined(
        platform, intake, (webhook(platform, intake, secret),) if pushed else (), (heard,), platform.fetch, platform.room, platform.offering
    )
