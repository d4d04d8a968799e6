"""The language model, put together when `[llm]` names one: its endpoint behind switch, budget and rest, around the extractive assistant."""

from dataclasses import dataclass

from bot.config import LlmSettings
from domain.clock import Clock
from rag.model.assistant import ModelledAssistant
from rag.model.late import Closing, Late
from rag.model.limits import Guarded, Rest
from rag.model.ports import Answering
from rag.ports import Library
from rag.regions import Gazetteer
from services.model import ModelDesk, Use
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Model:
    """The assistant with the model, and `desk`, where the staff reads what today has cost and stops it at once."""

    assistant: ModelledAssistant
    desk: ModelDesk
    writer: Late


def open_model(
    wish: LlmSettings, inner: Answering, library: Library, gazetteer: Gazetteer, clock: Clock, database: Database
) -> Model | None:
    """The model that is set; None where none is. Nothing is imported and nothing sent before it is needed."""
    if not (wish.base_url and wish.model):
        return None

    def made() -> Closing:
        from rag.model.chain import ChatWriter, Endpoint  # noqa: PLC0415

        return ChatWriter(Endpoint(wish.base_url, wish.model, wish.key.get_secret_value()), clock)

    writer = Late(wish.model, made)
    desk = ModelDesk(database, clock, wish.model, Use(wish.daily_calls, wish.daily_characters))
    guarded = Guarded(writer, desk, desk, Rest(clock))
    return Model(ModelledAssistant(inner, library, gazetteer, guarded, clock, wish.timeout), desk, writer)
