"""The language model, put together when `[llm]` names one: its endpoint behind switch, budget and rest, around the extractive assistant."""

from dataclasses import dataclass

from bot.config import LlmSettings
from domain.clock import Clock
from rag.model.assistant import ModelledAssistant
from rag.model.late import Closing, Late
from rag.model.limits import DailyGauge, Guarded, HandSwitch, Rest
from rag.model.ports import Answering
from rag.ports import Library
from rag.regions import Gazetteer


@dataclass(frozen=True, slots=True)
class Model:
    """The assistant with the model, and what the staff reads and presses: `switch` stops it at once, `gauge` tells what today has cost."""

    assistant: ModelledAssistant
    switch: HandSwitch
    gauge: DailyGauge
    writer: Late


def open_model(wish: LlmSettings, inner: Answering, library: Library, gazetteer: Gazetteer, clock: Clock) -> Model | None:
    """The model that is set; None where none is. Nothing is imported and nothing sent before it is needed."""
    if not (wish.base_url and wish.model):
        return None

    def made() -> Closing:
        from rag.model.chain import ChatWriter, Endpoint  # noqa: PLC0415

        return ChatWriter(Endpoint(wish.base_url, wish.model, wish.key.get_secret_value()), clock)

    writer, switch = Late(wish.model, made), HandSwitch()
    gauge = DailyGauge(clock, wish.daily_calls, wish.daily_characters)
    guarded = Guarded(writer, switch, gauge, Rest(clock))
    return Model(ModelledAssistant(inner, library, gazetteer, guarded, clock, wish.timeout), switch, gauge, writer)
