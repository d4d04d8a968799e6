"""The last look: every quotation stands in its document to the letter, or it does not leave the house."""

from rag.fold import squash


def stands(quote: str, text: str) -> bool:
    """Whether a quotation of six characters or more is contiguous text, white space and width apart."""
    wanted = squash(quote)
    return len(wanted) >= 6 and wanted in squash(text)
