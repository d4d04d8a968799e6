"""People, the roles they hold by city, and the one question of what they may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to 校企通. Everybody is a guest; the staff's roles are granted for a region."""

    GUEST = "guest"
    GRADUATE = "graduate"
    MEMBER = "member"
    EDITOR = "editor"
    MODERATOR = "moderator"
    ADMIN = "admin"


STAFF = frozenset({Role.EDITOR, Role.MODERATOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for a region (GB/T 2260 code; "" is everywhere)."""

    role: Role
    region: str = ""

    def covers(self, region: str) -> bool:
        """Whether the grant reaches that region: 150000 covers 150200, 150200 covers 150203."""
        if not self.region:
            return True
        return bool(region) and region.startswith(self.region.rstrip("0") or self.region)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody that 校企通 knows. `id` is 0 for one who is not stored yet; `region` is the city they chose."""

    id: int
    name: str = ""
    region: str = ""
    grants: tuple[Grant, ...] = ()

    @property
    def is_staff(self) -> bool:
        """Whether any of the grants is a staff role."""
        return any(grant.role in STAFF for grant in self.grants)


class Action(StrEnum):
    """All that somebody has to be allowed to do."""

    ASK = "ask"
    READ_CLAUSE = "clause.read"
    RATE_ANSWER = "answer.rate"
    SEE_OWN = "own.see"
    CHANGE_OWN = "own.change"
    INVITE_STAFF = "staff.invite"
    REMOVE_STAFF = "staff.remove"
    CHANGE_CORPUS = "corpus.change"
    ANSWER_QUESTION = "question.answer"
    SEE_AUDIT = "audit.see"
    SWITCH_MODEL = "model.switch"
    ANNOUNCE = "announcement.send"
    REVIEW_ENTERPRISE = "enterprise.review"
    SEE_CONTACT = "contact.see"
    MANAGE_MEMBERS = "members.manage"
    PUBLISH_LISTING = "listing.publish"
    CHANGE_LISTING = "listing.change"
    CLOSE_LISTING = "listing.close"
    REVIEW_LISTING = "listing.review"
    SEE_REPORT = "report.see"
    PUBLISH_REPORT = "report.publish"


@dataclass(frozen=True, slots=True)
class Thing:
    """What an action is done to: where it belongs, whose it is (person id, 0 for nobody's), and who belongs to its enterprise."""

    region: str = ""
    owner: int = 0
    members: frozenset[int] = frozenset()


NOTHING = Thing()

_EVERYBODY = frozenset({Action.ASK, Action.READ_CLAUSE, Action.RATE_ANSWER})
_OWNER = frozenset({Action.SEE_OWN, Action.CHANGE_OWN, Action.MANAGE_MEMBERS})
_MEMBER = frozenset({Action.PUBLISH_LISTING, Action.CHANGE_LISTING, Action.CLOSE_LISTING})
_BY_ROLE: dict[Role, frozenset[Action]] = {
    Role.EDITOR: frozenset({Action.CHANGE_CORPUS, Action.ANSWER_QUESTION, Action.SEE_REPORT}),
    Role.MODERATOR: frozenset(
        {
            Action.ANSWER_QUESTION,
            Action.ANNOUNCE,
            Action.REVIEW_ENTERPRISE,
            Action.REVIEW_LISTING,
            Action.SEE_CONTACT,
            Action.SEE_REPORT,
            Action.PUBLISH_REPORT,
        }
    ),
    Role.ADMIN: frozenset(
        {
            Action.CHANGE_CORPUS,
            Action.ANSWER_QUESTION,
            Action.INVITE_STAFF,
            Action.REMOVE_STAFF,
            Action.SEE_AUDIT,
            Action.SWITCH_MODEL,
            Action.ANNOUNCE,
            Action.REVIEW_ENTERPRISE,
            Action.REVIEW_LISTING,
            Action.SEE_CONTACT,
            Action.SEE_REPORT,
            Action.PUBLISH_REPORT,
        }
    ),
}


def can(actor: Person, action: Action, thing: Thing = NOTHING) -> bool:
    """Whether the actor may do this to that, now. What no rule grants is denied."""
    if action in _EVERYBODY:
        return True
    if action in _OWNER and actor.id and actor.id == thing.owner:
        return True
    if action in _MEMBER and actor.id in thing.members:
        return True
    return any(grant.covers(thing.region) and action in _BY_ROLE.get(grant.role, frozenset()) for grant in actor.grants)
