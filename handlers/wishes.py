"""有结果通知您？ after a question that the documents do not answer: yes hands the wish on, no keeps nothing."""

from collections.abc import Callable

from chat.flow import Effect
from chat.message import Message
from chat.reply import Choice, Reply, say
from services.answers import Answers
from services.questions import Questions, Said
from services.remembered import Remembered
from storage.work import Work

ASK = "这个问题已记下，转给工作人员。有结果通知您？"
ASK_PROPOSED = "有没有正式政策，可以转给工作人员核实。有结果通知您？"
YES, NO = "通知我", "不用了"
WILL_TELL = "好的，工作人员有了答复，就在这里通知您。"
NOT_TOLD = "好的，不打扰您。还想知道什么，接着问就行。"
TOLD_SO = "您已经选过了：有答复会通知您。"
NOT_TOLD_SO = "您已经选过了：不通知。"
ANSWERED = "这个问题已经有答复了，请把问题再发一次。"
GONE = Reply(toast="这条回答太久了，请把问题再发一次。")


class Wishes:
    """Takes the answer to our question, by button or in words. Only whoever asked has a say in it.

    `push` puts a question (its id) before the staff once somebody waits for its answer.
    """

    def __init__(self, answers: Answers, questions: Questions, push: Callable[[Work, int], None]) -> None:
        self._answers = answers
        self._questions = questions
        self._push = push

    async def yes(self, message: Message) -> Reply | Effect:
        """The button that says yes."""
        turn = await self._turn(message)
        return self.said(message, turn, yes=True) if turn else GONE

    async def no(self, message: Message) -> Reply | Effect:
        """The button that says no."""
        turn = await self._turn(message)
        return self.said(message, turn, yes=False) if turn else GONE

    def said(self, message: Message, turn: Remembered, *, yes: bool) -> Effect:
        """The word on that turn. What stands is looked at inside the unit, so that of two presses one counts."""

        def effect(work: Work) -> Reply:
            now = self._answers.now(work, turn)
            outcome = self._questions.wish(work, message, now) if yes else self._questions.decline(work, now)
            if outcome is Said.ALREADY:
                return Reply(toast=TOLD_SO if now.wish == "yes" else NOT_TOLD_SO)
            if outcome is Said.ANSWERED:
                return say(ANSWERED)
            if yes:
                self._push(work, self._answers.now(work, turn).unanswered)
            return say(WILL_TELL if yes else NOT_TOLD)

        return effect

    async def _turn(self, message: Message) -> Remembered | None:
        turn = await self._answers.remembered(message.pressed, message.sender)
        return turn if turn and turn.address == message.sender and turn.can_wish else None


def choices(turn: Remembered) -> tuple[Choice, ...]:
    """Yes and no, for the row below the answer."""
    return Choice(YES, f"tell:{turn.id}"), Choice(NO, f"skip:{turn.id}")
