"""Prints papers. Each library is loaded when something is first printed with it: together they cost half a second."""

from pathlib import Path

from services.paper import Paper, Picture


class Press:
    """Prints with the font of that file. Everything here blocks, and is called off the event loop."""

    def __init__(self, font: Path) -> None:
        self._font = font

    def picture(self, paper: Paper) -> Picture:
        """As a picture."""
        from services.paper_png import drawn  # noqa: PLC0415

        return drawn(paper, self._font)

    def pdf(self, paper: Paper) -> bytes:
        """As a PDF. Raises Problem where it would be too long."""
        from services.paper_pdf import written  # noqa: PLC0415

        return written(paper, self._font)

    def book(self, paper: Paper) -> bytes:
        """As an xlsx workbook of its tables."""
        from services.paper_xlsx import bound  # noqa: PLC0415

        return bound(paper)
