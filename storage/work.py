"""The unit of work: all that one transaction may touch."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.audit import Audit
from storage.broadcasts import Broadcasts
from storage.bulletins import Bulletins
from storage.channels import Channels
from storage.chats import Chats
from storage.complaints import Complaints
from storage.consents import Consents
from storage.conversation import Conversation
from storage.directory import Directory
from storage.due import Dues
from storage.enterprises import Enterprises
from storage.erasure import Erasure
from storage.feedback import Feedback
from storage.held import Held
from storage.inbox import Inbox
from storage.interests import Interests
from storage.library import Library
from storage.listing_search import ListingSearch
from storage.listings import Listings
from storage.notes import Notes
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.profiles import Profiles
from storage.questions import Questions
from storage.reports import Reports
from storage.subscriptions import Subscriptions
from storage.turns import Turns
from storage.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Work:
    """What a unit works with, and all that it may touch: it may run twice before it is committed once.

    `now` is the unit's moment (aware, UTC). No repository outlives the function that the work was given to.
    """

    connection: Connection
    now: datetime

    @property
    def inbox(self) -> Inbox:
        """What came in."""
        return Inbox(self.connection, self.now)

    @property
    def outbox(self) -> Outbox:
        """What is owed to people."""
        return Outbox(self.connection, self.now)

    @property
    def broadcasts(self) -> Broadcasts:
        """What goes to many."""
        return Broadcasts(self.connection, self.now)

    @property
    def bulletins(self) -> Bulletins:
        """Announcements as staff make them."""
        return Bulletins(self.connection, self.now)

    @property
    def channels(self) -> Channels:
        """Where announcements are posted for everybody."""
        return Channels(self.connection, self.now)

    @property
    def chats(self) -> Chats:
        """Chats under their ids."""
        return Chats(self.connection, self.now)

    @property
    def conversation(self) -> Conversation:
        """Both sides of a chat, as they were."""
        return Conversation(self.connection, self.now)

    @property
    def places(self) -> Places:
        """Where people stand in conversations."""
        return Places(self.connection, self.now)

    @property
    def turns(self) -> Turns:
        """What was asked and answered."""
        return Turns(self.connection, self.now)

    @property
    def due(self) -> Dues:
        """What is to happen later."""
        return Dues(self.connection, self.now)

    @property
    def people(self) -> People:
        """Who we know, and what they may do."""
        return People(self.connection, self.now)

    @property
    def audit(self) -> Audit:
        """Who did what."""
        return Audit(self.connection, self.now)

    @property
    def notes(self) -> Notes:
        """Small things to remember."""
        return Notes(self.connection, self.now)

    @property
    def enterprises(self) -> Enterprises:
        """The register."""
        return Enterprises(self.connection, self.now)

    @property
    def consents(self) -> Consents:
        """What people agreed to."""
        return Consents(self.connection, self.now)

    @property
    def listings(self) -> Listings:
        """What is offered and sought."""
        return Listings(self.connection, self.now)

    @property
    def listing_search(self) -> ListingSearch:
        """Looking through what is open."""
        return ListingSearch(self.connection, self.now)

    @property
    def complaints(self) -> Complaints:
        """What people complained of, for staff."""
        return Complaints(self.connection, self.now)

    @property
    def interests(self) -> Interests:
        """Favourites, interests, complaints."""
        return Interests(self.connection, self.now)

    @property
    def profiles(self) -> Profiles:
        """What people tell of themselves."""
        return Profiles(self.connection, self.now)

    @property
    def subscriptions(self) -> Subscriptions:
        """What people want to be told of."""
        return Subscriptions(self.connection, self.now)

    @property
    def reports(self) -> Reports:
        """Supply and demand in figures, and what was published of them."""
        return Reports(self.connection, self.now)

    @property
    def library(self) -> Library:
        """The documents."""
        return Library(self.connection, self.now)

    @property
    def vectors(self) -> Vectors:
        """The vectors of passages."""
        return Vectors(self.connection, self.now)

    @property
    def feedback(self) -> Feedback:
        """What people thought of answers."""
        return Feedback(self.connection, self.now)

    @property
    def questions(self) -> Questions:
        """What nobody could answer yet."""
        return Questions(self.connection, self.now)

    @property
    def directory(self) -> Directory:
        """What staff set right in the directory."""
        return Directory(self.connection, self.now)

    @property
    def held(self) -> Held:
        """What is kept of people."""
        return Held(self.connection, self.now)

    @property
    def erasure(self) -> Erasure:
        """Forgetting people whole."""
        return Erasure(self.connection, self.now)
