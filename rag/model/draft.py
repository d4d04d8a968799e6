"""The model's reply, read without trust: whatever is not a sentence with quotations that stand is passed over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.fold import squash
from rag.model.check import Cited, Judge, found
from rag.model.evidence import Given

_SENTENCES = 12
_CITATIONS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that its quotations carry."""

    text: str
    cited: tuple[Cited, ...]


def sentences_of(reply: Mapping[str, object], passages: Sequence[Given], judge: Judge, *, unfinished: bool = False) -> tuple[Sentence, ...]:
    """The sentences that stand. Of an `unfinished` reply the last one may lack its end, and waits."""
    rows = _rows(reply.get("sentences"), _SENTENCES)
    kept: dict[str, Sentence] = {}
    for row in rows[:-1] if unfinished else rows:
        text = row.get("text")
        if not isinstance(text, str):
            continue
        text = " ".join(text.split())
        cited = tuple(_cited(row.get("citations"), passages))
        if judge.supports(text, cited):
            kept.setdefault(squash(text), Sentence(text, cited))
    return tuple(kept.values())


def _cited(value: object, passages: Sequence[Given]) -> Iterator[Cited]:
    """The quotations that stand in the passage that they name."""
    by_number = {one.number: one for one in passages}
    for row in _rows(value, _CITATIONS):
        given, quote = by_number.get(_number(row.get("passage"))), row.get("quote")
        text = found(quote, given.text) if given and isinstance(quote, str) else ""
        if given and text:
            yield Cited(given, text)


def _rows(value: object, most: int) -> list[Mapping[str, object]]:
    return [row for row in value[:most] if isinstance(row, dict)] if isinstance(value, list) else []


def _number(value: object) -> int:
    """A passage's number, also from models that write it as text; 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
