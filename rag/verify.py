"""The last look: every quotation stands in its document to the letter, or it does not leave the house."""

from collections.abc import Iterable

from rag.answer import Citation
from rag.fold import squash


def stands(quote: str, text: str) -> bool:
    """Whether a quotation of six characters or more is contiguous text, white space and width apart."""
    wanted = squash(quote)
    return len(wanted) >= 6 and wanted in squash(text)


def verified(citations: Iterable[tuple[Citation, str]]) -> tuple[Citation, ...]:
    """The citations that stand in the text of their clause; each comes with that text."""
    return tuple(citation for citation, text in citations if stands(citation.quote, text))
