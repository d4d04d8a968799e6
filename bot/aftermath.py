"""What follows when a delivery does not arrive: units of work that keep it, and tell staff what staff must know."""

from chat.reply import Reply
from chat.wire import reply_to_json
from handlers.delivery import channel_lost, post_held
from storage.outbox import Claimed, Lane, Owed
from storage.work import Work


def died(row: Claimed, token: str, words: str, work: Work) -> None:
    """It can never be sent: it goes to the dead letters, and the next one may go."""
    work.outbox.give_up(row.id, token, words)


def lost(row: Claimed, token: str, words: str, work: Work) -> None:
    """Nobody is there any more: owe the chat nothing else. A person gets no announcements until they are back, a channel until it is."""
    if not work.outbox.lose(row.id, token, words):
        return
    owed = row.owed
    work.outbox.cancel_for(owed.platform, owed.chat)
    work.people.lose(owed.platform, owed.chat)
    channel = work.channels.get(owed.platform, owed.chat)
    if channel and work.channels.lose(owed.platform, owed.chat, words):
        _tell(work, f"channel-lost:{row.id}", channel.region, channel_lost(channel.title, words))


def held(row: Claimed, token: str, words: str, work: Work) -> None:
    """A post that may be out already is left to staff: everybody would see it twice."""
    owed = row.owed
    if work.outbox.give_up(row.id, token, words):
        channel = work.channels.get(owed.platform, owed.chat)
        region, title = (channel.region, channel.title) if channel else ("", owed.chat)
        _tell(work, f"post-held:{row.id}:{token}", region, post_held(title, row.id))


def moved(row: Claimed, token: str, chat: str, work: Work) -> None:
    """The chat has another id: everything goes along, and this row goes out at once."""
    work.chats.move(row.owed.platform, row.owed.chat, chat)
    work.outbox.later(row.id, token, 0, "", count=False)


def _tell(work: Work, key: str, region: str, reply: Reply) -> None:
    """Owe every member of staff there a word, or, where there is none, those who look after everything."""
    for person in work.people.staff_of(region):
        for to in work.people.addresses_of(person.id)[:1]:
            work.outbox.put(Owed(f"{key}:{person.id}", to.platform, to.chat, to.person, reply_to_json(reply), Lane.ALERT))
