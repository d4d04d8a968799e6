"""An answer out of checked sentences: marked as written by a machine, with its quotations and their sources under it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rag import words
from rag.answer import Answer, Citation, Look, Part
from rag.fold import squash
from rag.model.check import Cited
from rag.model.draft import Sentence


def marked(model: str) -> str:
    """The line that stands over whatever a model has worded, in copies and exports too."""
    return f"AI生成（{model}），以所引原文为准"


def composed(sentences: Sequence[Sentence], plain: Answer, model: str, today: date) -> Answer:
    """The sentences in place of the extractive answer's words; what was retrieved, for which region, and how it was read stay."""
    cited = _kept([one for sentence in sentences for one in sentence.cited])
    parts = [Part(marked(model), Look.NOTE)]
    if plain.reading:
        parts.append(Part(words.read_as(plain.reading), Look.NOTE))
    if any(words.is_proposal(one.given.document, one.given.clause.voice) for one in cited):
        parts.append(Part(words.PROPOSED, Look.NOTE))
    parts += [Part(sentence.text) for sentence in sentences]
    if len({one.given.document.region for one in cited}) > 1:
        parts.append(Part(words.DIFFERENT, Look.NOTE))
    for stem in dict.fromkeys(one.given.document.stem for one in cited):
        parts += _sourced([one for one in cited if one.given.document.stem == stem], today)
    return replace(plain, parts=tuple(parts), citations=tuple(map(_citation, cited)))


def shown(sentences: Sequence[Sentence], model: str) -> str:
    """A draft: what is checked so far."""
    return "\n".join([marked(model), *(sentence.text for sentence in sentences)])


def _kept(cited: Sequence[Cited]) -> list[Cited]:
    """Each quotation once, and none that is part of another from the same clause."""
    kept: list[Cited] = []
    for one in sorted(dict.fromkeys(cited), key=lambda some: -len(some.quote)):
        if not any(one.given.clause == some.given.clause and squash(one.quote) in squash(some.quote) for some in kept):
            kept.append(one)
    return [one for one in dict.fromkeys(cited) if one in kept]


def _sourced(cited: Sequence[Cited], today: date) -> list[Part]:
    """The quotations from one document, and its source line."""
    labels = list(dict.fromkeys(one.given.clause.label for one in cited))
    source = words.source(cited[0].given.document, labels, today)
    return [*(Part(one.quote, Look.QUOTE) for one in cited), Part(source, Look.SOURCE)]


def _citation(one: Cited) -> Citation:
    return Citation(one.given.document.stem, one.given.clause.label, one.given.clause.ordinal, one.quote)
