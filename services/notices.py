"""A word to somebody who did not ask for it just now: staff who have to decide, people whose matter was decided."""

from chat.reply import Reply
from chat.wire import reply_to_json
from storage.outbox import Lane, Owed
from storage.work import Work


def tell(work: Work, person: int, key: str, reply: Reply, lane: Lane = Lane.ALERT) -> int:
    """Owe somebody a word in each private chat in which they can be reached; gives back how many those are.

    `key` is unique to what is said: the same one is never said twice to the same person.
    """
    addresses = work.people.addresses_of(person)
    body = reply_to_json(reply)
    for one in addresses:
        work.outbox.put(Owed(f"{key}:{one.platform}:{one.person}", one.platform, one.chat, one.person, body, lane))
    return len(addresses)
