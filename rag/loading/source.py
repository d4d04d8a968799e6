"""What a reader makes of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_TEXT = 5_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text as it will be quoted, and what the file itself says beside its text.

    `told` has the keys of corpus.toml (front matter of Markdown); `title` is a title that the format marks as such; `marked` tells that
    # at the start of a line is a heading.
    """

    text: str
    title: str = ""
    told: Mapping[str, object] = field(default_factory=dict)
    marked: bool = False
