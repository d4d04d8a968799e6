"""The buttons under an answer that tell us whether it was of use."""

from chat.flow import Effect
from chat.message import Message
from chat.reply import Reply
from domain.people import Action
from handlers.wishes import GONE
from services.answers import Answers
from services.people import People
from services.permission import permit
from services.remembered import Remembered
from storage.work import Work

THANKS = "谢谢，记下了。"
SORRY = "记下了，我们会改进。换个说法再问一次，也许能查到。"


class Ratings:
    """Keeps what people think of answers."""

    def __init__(self, answers: Answers, people: People) -> None:
        self._answers = answers
        self._people = people

    async def good(self, message: Message) -> Reply | Effect:
        """It was useful."""
        return await self._rated(message, useful=True)

    async def bad(self, message: Message) -> Reply | Effect:
        """It was useless."""
        return await self._rated(message, useful=False)

    async def _rated(self, message: Message, *, useful: bool) -> Reply | Effect:
        turn = await self._turn(message)
        if turn is None:
            return GONE

        def effect(work: Work) -> Reply:
            person = self._people.meet(work, message)
            permit(person, Action.RATE_ANSWER)
            work.feedback.rate(turn.id, person.id, useful=useful)
            return Reply(toast=THANKS if useful else SORRY)

        return effect

    async def _turn(self, message: Message) -> Remembered | None:
        return await self._answers.remembered(message.pressed, message.sender)
