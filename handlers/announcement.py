"""An announcement as its reader sees it, and how to get none, or some again."""

from dataclasses import replace

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from services import announcements
from storage.outbox import Owed
from storage.work import Work

STOPPED = "好的，以后不再给您发公告。提问和回答不受影响。想再收到时，发“订阅”或点下面的按钮。"
RESUMED = "好的，以后有公告会发给您。不想收时，随时发“退订”。"
WHY = "您会收到这条公告，是因为您用过校企通。"

_STOP = Choice("退订公告", "stop:")
_RESUME = Choice("重新订阅", "resume:")


def draw(work: Work, owed: Owed) -> Reply | None:
    """The words of a row of the outbox, at the moment when it is sent; None where nobody wants it any more."""
    found = announcements.announcement(work, owed)
    if found is None or found.public:
        return found.reply if found else None
    reply = found.reply
    return replace(reply, blocks=(*reply.blocks, Block(WHY, Look.NOTE)), choices=(*reply.choices, (_STOP,)))


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
