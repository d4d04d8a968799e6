"""A word to somebody who did not ask for it just now: staff who have to decide, people whose matter was decided."""

import hashlib
from dataclasses import replace

from chat.reply import Reply
from chat.wire import reply_to_json
from storage.outbox import Lane, Owed
from storage.work import Work


def tell(work: Work, person: int, key: str, reply: Reply, lane: Lane = Lane.ALERT, *, platform: str = "") -> int:
    """Owe somebody a word in each private chat in which they can be reached (on one `platform`); gives back how many those are.

    `key` is unique to what is said: the same one is never said twice to the same person.
    """
    addresses = [one for one in work.people.addresses_of(person) if platform in {"", one.platform}]
    body = reply_to_json(reply)
    for one in addresses:
        work.outbox.put(Owed(f"{key}:{one.platform}:{one.person}", one.platform, one.chat, one.person, body, lane, about=reply.about))
    return len(addresses)


def keep_told(work: Work, person: int, key: str, reply: Reply) -> None:
    """Tell somebody how something goes on: in one message, which changes with it. What says the same as before is not said again."""
    body = reply_to_json(replace(reply, edits=True))
    version = hashlib.blake2s(body.encode(), digest_size=8).hexdigest()
    for one in work.people.addresses_of(person):
        first = f"{key}:{one.platform}:{one.person}"
        sent = work.outbox.sent_as(first)
        if sent:
            work.outbox.put(Owed(f"{first}:{version}", one.platform, one.chat, one.person, body, Lane.ALERT, origin=sent[-1]))
        else:
            work.outbox.put(Owed(first, one.platform, one.chat, one.person, reply_to_json(reply), Lane.ALERT))
