"""The assistant with a language model in the composing step. Whatever the model does, the extractive answer is there and in time."""

import logging
from dataclasses import replace

from domain.clock import Clock, today
from domain.masking import anonymous
from rag import words
from rag.answer import Answer, Look, Part, Question
from rag.model.check import Judge
from rag.model.compose import composed, shown
from rag.model.draft import Sentence, sentences_of
from rag.model.evidence import Given, given
from rag.model.ports import Answering, ModelProblem, OnText, Writer
from rag.model.prompts import composing, rewriting
from rag.model.rewrite import alone, may_lean
from rag.ports import Library
from rag.regions import Gazetteer

_LOG = logging.getLogger(__name__)
_SHARE = 0.4


class ModelledAssistant:
    """Answers like the assistant that it wraps, in the model's words where these stand. `seconds` is the limit of a whole answer."""

    def __init__(
        self, inner: Answering, library: Library, gazetteer: Gazetteer, writer: Writer, clock: Clock, seconds: float = 20.0
    ) -> None:
        self._inner = inner
        self._library = library
        self._gazetteer = gazetteer
        self._writer = writer
        self._clock = clock
        self._seconds = seconds

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        """The answer, whatever was typed; `on_text` is shown the checked sentences while it is being written."""
        until = self._clock.monotonic() + self._seconds
        plain = self._inner.answer(question)
        if not plain.chitchat and may_lean(question):
            question, plain = self._understood(question, plain, until)
        if plain.chitchat or plain.abstained or plain.regions or not plain.citations:
            return plain
        try:
            return self._written(question, plain, until, on_text) or plain
        except ModelProblem as problem:
            _LOG.warning("answered without the model: %s", problem)
            return plain

    def _understood(self, question: Question, plain: Answer, until: float) -> tuple[Question, Answer]:
        """The question and its answer as the model completes it, where that is no worse."""
        text = self._alone(question, until)
        if not text:
            return question, plain
        answer = self._inner.answer(replace(question, text=text))
        if answer.chitchat or (answer.abstained and not plain.abstained):
            return question, plain
        return replace(question, text=text), _read_as(answer, text)

    def _alone(self, question: Question, until: float) -> str:
        # Reading may not eat up the time for answering.
        soon = until - (1 - _SHARE) * self._seconds
        try:
            *_, reply = ({}, *self._writer.write(rewriting(question), soon))
        except ModelProblem as problem:
            _LOG.warning("a follow-up was read without the model: %s", problem)
            return ""
        return alone(reply, question, self._gazetteer)

    def _written(self, question: Question, plain: Answer, until: float, on_text: OnText | None) -> Answer | None:
        """The model's answer; None when no sentence of it stands."""
        passages = given(plain, self._library)
        if not passages:
            return None
        sentences = self._sentences(anonymous(plain.reading or question.text), passages, until, on_text)
        return composed(sentences, plain, self._writer.name, today(self._clock)) if sentences else None

    def _sentences(self, asked: str, passages: tuple[Given, ...], until: float, on_text: OnText | None) -> tuple[Sentence, ...]:
        judge = Judge(asked, self._gazetteer)
        prompt = composing(asked, passages, today(self._clock))
        reply: object = {}
        most = 0
        for reply in self._writer.write(prompt, until, stream=on_text is not None):
            so_far = sentences_of(reply, passages, judge, unfinished=True) if on_text else ()
            if on_text and len(so_far) > most:
                most = len(so_far)
                on_text(shown(so_far, self._writer.name))
        return sentences_of(reply, passages, judge) if isinstance(reply, dict) else ()


def _read_as(answer: Answer, text: str) -> Answer:
    """The answer that tells how the question was read."""
    if answer.reading:
        return answer
    return replace(answer, parts=(Part(words.read_as(text), Look.NOTE), *answer.parts), reading=text)
