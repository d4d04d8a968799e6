"""The question of what somebody may do, asked when an action runs, and the word for who may not."""

from domain.errors import NotAllowed
from domain.people import NOTHING, Action, Person, Thing, can

REFUSED = "您没有这项权限。如有需要，请联系本地的管理员。"


def permit(actor: Person, action: Action, thing: Thing = NOTHING) -> None:
    """Let the actor go on, or raise NotAllowed. Called inside the unit of work, so that a role taken away works at once."""
    if not can(actor, action, thing):
        raise NotAllowed(REFUSED)
