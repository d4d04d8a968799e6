"""Every command and button, and where it leads."""

from collections.abc import Mapping

from chat.message import Sort
from chat.room import FindRoom
from chat.router import Routes
from handlers import announcement, unanswered
from handlers.additions import Additions
from handlers.alerts import Alerting
from handlers.announce import Announcing
from handlers.ask import Asking
from handlers.audit import Audit
from handlers.benefits import Sheets
from handlers.bulletin_desk import Desk
from handlers.channels import Channels
from handlers.clause import Clauses
from handlers.colleges import Colleges
from handlers.complaints import Complaints
from handlers.drafts import Drafts
from handlers.entries import Entries
from handlers.finding import Finds
from handlers.help import Help, no_text, unknown
from handlers.howto import HowTo
from handlers.importing import Fetch, Imports, Read, not_held
from handlers.interests import Interests
from handlers.jobs import Jobs
from handlers.listing import Cards
from handlers.match import Matching
from handlers.members import Members
from handlers.menu import FOR_ALL, FOR_STAFF
from handlers.mine import Mine
from handlers.model import Models
from handlers.moderation import Moderation
from handlers.mydata import MyRecords
from handlers.papers import Press
from handlers.platforms import Platforms
from handlers.policies import Policies
from handlers.post import Posts
from handlers.privacy import Privacy, identity_notice
from handlers.profile import Profiles
from handlers.rating import Ratings
from handlers.region import Regions
from handlers.register import Registrations
from handlers.report import Reports
from handlers.reviews import Reviews
from handlers.scope import Scope
from handlers.seek import Seeking
from handlers.staff import Staff
from handlers.staff_list import StaffList
from handlers.start import Start
from handlers.subscribe import Subscribing
from handlers.targets import Targets
from handlers.wishes import Wishes
from rag.loading.sandbox import rows_apart
from services.answers import Answers
from services.benefits import Benefits
from services.directory import Directory
from services.finding import Finding
from services.holdings import Holdings
from services.model import ModelDesk
from services.mydata import MyData
from services.people import People
from services.posting import Posting
from services.questions import Questions
from services.staff import Crew
from storage.database import Database


def routes(
    database: Database,
    answers: Answers,
    holdings: Holdings,
    people: People,
    directory: Directory,
    press: Press,
    posting: Posting,
    mydata: MyData,
    *,
    longest: int = 1000,
    drafts: Drafts | None = None,
    model: ModelDesk | None = None,
    read: Read = rows_apart,
    fetch: Fetch = not_held,
    rooms: Mapping[str, FindRoom] | None = None,
) -> Routes:
    """All routes, over the services that they need; `drafts` show answers that take time to write, `model` is the language model's desk.

    `press` prints papers, `read` reads the tables that people send, `fetch` gets them from where they are held; `rooms` ask platforms for
    their channels.
    """
    reports = Reports(database, holdings, press)
    reviews, members = Reviews(database, holdings.places), Members(database, holdings.places)
    cards, moderation = Cards(database, posting), Moderation(database, posting)
    crew = Crew(people)
    colleagues = StaffList(database, crew, holdings)
    staff, audit = Staff(people, colleagues), Audit(database, crew)
    start, help_ = (
        Start(holdings, people, {"staff": staff.staff, "join": members.join, "job": cards.card}),
        Help(FOR_ALL, FOR_STAFF, people),
    )
    regions, privacy, records = Regions(holdings, people), Privacy(people), MyRecords(database, mydata, holdings)
    left_open = unanswered.Questions(database, holdings, lambda: posting.today)
    wishes = Wishes(answers, Questions(people), left_open.push)
    asking = Asking(answers, holdings, people, regions, wishes, longest, drafts)
    clauses, ratings = Clauses(answers), Ratings(answers, people)
    models = Models(people, model)
    scope, entries, additions = Scope(holdings, people), Entries(directory, people), Additions(directory, people)
    colleges, targets = Colleges(directory, scope, additions), Targets(directory, scope, additions, press)
    policies, platforms = Policies(directory, scope, additions), Platforms(directory, scope, additions)
    sheets = Sheets(Benefits(directory, holdings), answers, holdings, people, asking.ask, press, longest)
    registrations = Registrations(database, holdings, reviews, sheets.ask)
    posts, mine = Posts(database, posting, moderation, registrations.ask), Mine(database, posting, moderation)
    announcing, bulletins = Announcing(database, holdings, lambda: posting.now, rooms or {}), Desk()
    channels = Channels(database, holdings, rooms or {})
    reported = Complaints(database, posting)
    imports = Imports(database, posting, moderation, read, fetch)
    matching = Matching(database, holdings)
    finds = Finds(database, holdings, people, Finding(directory), matching.talent, left_open.push, posts.ask)
    jobs = Jobs(database, holdings, people, finds.ask)
    seeking = Seeking(database, holdings, people, jobs)
    profiles = Profiles(database, holdings, lambda: posting.today)
    subscribing, interests, alerting = (
        Subscribing(database, holdings, seeking.ask),
        Interests(database, holdings),
        Alerting(database, holdings),
    )
    return Routes(
        commands={
            "start": start.start,
            "help": help_.help,
            "colleges": colleges.colleges,
            "platforms": platforms.platforms,
            "targets": targets.targets,
            "policies": policies.policies,
            "benefits": sheets.command,
            "region": regions.region,
            "jobs": jobs.jobs,
            "profile": profiles.profile,
            "match": matching.match,
            "find": finds.find,
            "subscribe": subscribing.subscribe,
            "register": registrations.begin,
            "enterprise": members.enterprise,
            "join": members.join,
            "post": posts.post,
            "import": imports.begin,
            "mine": mine.mine,
            "reviews": reviews.waiting,
            "moderate": moderation.waiting,
            "complaints": reported.waiting,
            "announce": announcing.announce,
            "channel": channels.channel,
            "stop": announcement.stop,
            "privacy": privacy.privacy,
            "mydata": records.mydata,
            "delete": records.delete,
            "questions": left_open.command,
            "staff": staff.staff,
            "audit": audit.audit,
            "model": models.model,
            "report": reports.report,
            "annual": reports.annual,
        },
        buttons={
            "help": help_.help,
            "stop": announcement.stop,
            "resume": announcement.resume,
            "regions": regions.choices,
            "region": regions.chosen,
            "forget": privacy.forget,
            "export": records.export,
            "delete": records.delete,
            "erase": records.erase,
            "at": asking.at,
            "city": asking.cities,
            "name": asking.name,
            "clause": clauses.clause,
            "who": clauses.bodies,
            "good": ratings.good,
            "bad": ratings.bad,
            "questions": left_open.turned,
            "question": left_open.show,
            "settle": left_open.settle,
            "merge": left_open.merge,
            "tell": wishes.yes,
            "skip": wishes.no,
            "invite": colleagues.invite,
            "remove": colleagues.remove,
            "removed": colleagues.removed,
            "audit": audit.audit,
            "model": models.turned,
            "report": reports.show,
            "report-as": reports.printed,
            "publish": reports.publish,
            "annual": reports.annual,
            "annual-as": reports.annual_printed,
            "colleges": colleges.show,
            "platforms": platforms.show,
            "targets": targets.show,
            "policies": policies.show,
            "sheet": sheets.show,
            "sheet-as": sheets.printed,
            "entry": entries.card,
            "amend": entries.amend,
            "add": additions.begin,
            "jobs": jobs.show,
            "profile": profiles.edit,
            "profile-show": profiles.show,
            "profile-drop": profiles.drop,
            "match": matching.match,
            "reach": matching.reach,
            "find": finds.show,
            "link": finds.link,
            "link-yes": finds.agree,
            "link-no": finds.decline,
            "keep": interests.keep,
            "kept": interests.kept,
            "want": interests.want,
            "want-yes": interests.agree,
            "want-no": interests.decline,
            "meet-yes": interests.willing,
            "meet-no": interests.unwilling,
            "swap-yes": interests.exchange,
            "swap-no": interests.withdraw,
            "complain": interests.complain,
            "reviews": reviews.waiting,
            "moderate": moderation.waiting,
            "complained": reported.waiting,
            "complaints": reported.show,
            "complaint-fine": reported.clear,
            "complaint-down": reported.down,
            "sub": subscribing.show,
            "sub-new": subscribing.new,
            "sub-how": subscribing.how,
            "sub-set": subscribing.set,
            "sub-end": subscribing.end,
            "alert": alerting.turn,
            "job": cards.card,
            "share": cards.share,
            "job-edit": posts.edit,
            "job-close": mine.close,
            "job-open": mine.reopen,
            "job-renew": mine.renew,
            "mine": mine.mine,
            "post": moderation.show,
            "post-yes": moderation.approve,
            "post-no": moderation.send_back,
            "post-trust": moderation.trust,
            "news-yes": bulletins.confirm,
            "news-no": bulletins.decline,
            "news-fix": announcing.correct,
            "news-back": bulletins.ask,
            "news-gone": bulletins.withdraw,
            "channel-digest": channels.digest,
            "channel-end": channels.end,
            "firm": reviews.show,
            "firm-all": reviews.whole,
            "firm-yes": reviews.approve,
            "firm-no": reviews.send_back,
            "firm-new": registrations.new,
            "firm-edit": registrations.edit,
            "firm-join": members.ask,
            "firm-in": members.let_in,
            "firm-out": members.keep_out,
            "firm-invite": members.invite,
            "firm-leave": members.leave,
        },
        flows=(
            colleagues.flow,
            left_open.flow,
            left_open.dismissal,
            entries.flow,
            additions.flow,
            sheets.flow,
            registrations.flow,
            reviews.flow,
            subscribing.flow,
            seeking.flow,
            profiles.flow,
            interests.contact,
            interests.complaint,
            posts.flow,
            imports.flow,
            reported.flow,
            mine.flow,
            moderation.flow,
            announcing.flow,
            announcing.correction,
            channels.flow,
        ),
        words={
            "退订": subscribing.stop,
            "订阅": announcement.resume,
            **dict.fromkeys(("注册企业", "企业注册", "登记企业", "企业登记"), registrations.begin),
            "我的企业": members.enterprise,
            **dict.fromkeys(("我的资料", "求职资料", "我的简历", "填简历", "填求职资料"), profiles.words),
            **dict.fromkeys(("发布岗位", "发布信息", "发布招聘", "我要招人", "我要招聘"), posts.words),
            "我的发布": mine.mine,
        },
        question=HowTo(subscribing.ask).ask,
        unknown=unknown,
        notice=identity_notice,
        sorts={sort: no_text for sort in Sort if sort not in {Sort.TEXT, Sort.PRESS}} | {Sort.FILE: imports.file},
    )
