"""The error tree. Every message is written for the person who meets it: what happened, then what to do.

Problem                     anything that 校企通 itself raises
├── ConfigProblem           config.toml or the environment is wrong
├── NotAllowed              can(actor, action, thing) said no
├── BadDocument             a file cannot be taken in; nothing was changed
├── StoreProblem            the database cannot do it now
│   ├── StoreFull           no room on the disk; nothing of the unit was kept
│   ├── StoreDamaged        the file is no sound database; `restore` mends it
│   └── StoreTooNew         written by a newer version; nothing was touched
├── BackupProblem           a backup cannot be written, opened or trusted; the data folder is as it was
├── IndexProblem            the derived index is missing, damaged or locked; `reindex` mends it
└── DeliveryProblem         a platform did not take a message
    ├── Unreachable         never will: blocked, deleted, no rights
    ├── Moved               the chat has another id now
    ├── TryLater            asks for a pause (seconds)
    │   ├── TooFast         we spoke too fast, to everybody or in one chat
    │   └── Revoked         our token is no longer known
    └── Refused             does not like this message (too long, bad markup)
"""


class Problem(Exception):
    """The root: `str(problem)` may be shown to people, in Chinese."""


class ConfigProblem(Problem):
    """A setting is missing, unknown or of the wrong kind."""


class NotAllowed(Problem):
    """The actor may not do this to that; asked when the action runs."""


class BadDocument(Problem):
    """A file that cannot become a document, with the reason and a way out."""


class StoreProblem(Problem):
    """The database cannot do what was asked at this moment."""


class StoreFull(StoreProblem):
    """The disk or the database's page limit is full."""


class StoreDamaged(StoreProblem):
    """The database file is corrupt."""


class StoreTooNew(StoreProblem):
    """The schema belongs to a newer version of 校企通."""


class BackupProblem(Problem):
    """A backup cannot be written, opened or trusted."""


class IndexProblem(Problem):
    """A derived index cannot be opened, built or locked."""


class DeliveryProblem(Problem):
    """A platform did not take a message."""


class Unreachable(DeliveryProblem):
    """The recipient cannot be reached any more."""


class Moved(DeliveryProblem):
    """The chat goes on under another id, `chat`."""

    def __init__(self, chat: str) -> None:
        super().__init__(f"这个群换了编号：{chat}")
        self.chat = chat


class TryLater(DeliveryProblem):
    """The platform, or the road to it, asks for patience.

    `seconds` is how long to wait; `everything` tells that the whole bot must pause, not one chat.
    `ambiguous` tells that the message may have been delivered although no word came back.
    """

    def __init__(self, words: str, seconds: float, *, everything: bool = False, ambiguous: bool = False) -> None:
        super().__init__(words)
        self.seconds = seconds
        self.everything = everything
        self.ambiguous = ambiguous


class TooFast(TryLater):
    """The platform took nothing and asks us to be slower: the whole bot (`everything`), or in this chat."""


class Revoked(TryLater):
    """The platform does not know our token (any more); nothing can be sent until an operator sets another one."""


class Refused(DeliveryProblem):
    """The platform will never take this very message."""
