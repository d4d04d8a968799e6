"""An announcement at the moment when it is sent, corrected or taken back, and how to get none, or some again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Reply, say
from chat.wire import reply_from_json
from handlers.bulletin import TAKEN_BACK, fitted, for_person
from services import announcements, bulletins
from storage.broadcasts import State
from storage.outbox import Owed
from storage.work import Work

STOPPED = "好的，以后不再给您发公告。提问和回答不受影响。想再收到时，发“订阅”或点下面的按钮。"
RESUMED = "好的，以后有公告会发给您。不想收时，随时发“退订”。"

_RESUME = Choice("重新订阅", "resume:")


def draw(work: Work, owed: Owed) -> Reply | None:
    """The words of a row of the outbox; None where nobody wants it any more."""
    body = announcements.announcement(work, owed)
    return _as_read(body, owed.platform, owed.public) if body else None


def correct(work: Work, owed: Owed) -> Reply | None:
    """Other words in the place of an announcement; None where it has them already, or its reader wants none any more."""
    found, row = work.broadcasts.get(_number(owed.subject)), work.outbox.row(_number(owed.key))
    if found is None or row is None or found.state is State.CANCELLED:
        return None
    if not announcements.wanted(work, owed):
        return None
    reply = _as_read(found.body, owed.platform, owed.public)
    if row.owed.body and reply_from_json(row.owed.body).blocks == reply.blocks:
        return None
    # Its picture, or its file, is a message of its own, and stays.
    return replace(reply, picture=None, file=None, edits=True)


def take_back(work: Work, owed: Owed) -> Reply | None:
    """An announcement disappears, with all that corrected it, here and in what we keep."""
    row, recall = work.outbox.row(_number(owed.key)), work.broadcasts.get(_number(owed.subject))
    if row is None or recall is None:
        return None
    keys = [f"{bulletins.CORRECTION}:{one}:{row.id}" for one in work.broadcasts.following(recall.audience.follows, bulletins.CORRECTION)]
    gone = dict.fromkeys([*(id_ for key in keys for id_ in work.outbox.sent_as(key)), *row.sent])
    work.outbox.erase([row.owed.key, *keys])
    return Reply((Block(TAKEN_BACK),), edits=True, gone=tuple(gone))


@lru_cache(maxsize=2)
def _as_read(body: str, platform: str, public: bool) -> Reply:
    """The words of an announcement, found once for all who get the same."""
    reply = fitted(reply_from_json(body), platform)
    return reply if public else for_person(reply)


def _number(words: str) -> int:
    return int(words.rpartition(":")[2])


DRAWS: Mapping[str, Callable[[Work, Owed], Reply | None]] = {
    announcements.KIND: draw,
    bulletins.CORRECTION: correct,
    bulletins.WITHDRAWAL: take_back,
}
"""What finds words for a row, by the kind of its subject."""


async def stop(message: Message) -> Effect:
    """No more announcements."""

    def effect(work: Work) -> Reply:
        announcements.opt_out(work, message)
        return say(STOPPED, choices=((_RESUME,),))

    return effect


async def resume(message: Message) -> Effect:
    """Announcements again."""

    def effect(work: Work) -> Reply:
        announcements.opt_in(work, message)
        return say(RESUMED)

    return effect
