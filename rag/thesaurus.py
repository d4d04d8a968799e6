"""The words that people use and the words that documents use for the same thing (thesaurus.toml, general usage of the field)."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files


class Thesaurus:
    """Finds everyday words in a question and says what the documents would call them."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = {word: tuple(official.split()) for word, official in entries.items()}
        longest_first = sorted(map(re.escape, self._entries), key=len, reverse=True)
        self._pattern = re.compile("|".join(longest_first) or r"(?!)")

    @classmethod
    def shipped(cls) -> "Thesaurus":
        """The one that comes with the product."""
        text = files("rag").joinpath("thesaurus.toml").read_text(encoding="utf-8")
        return cls({word: official for section in tomllib.loads(text).values() for word, official in section.items()})

    def official(self, question: str) -> tuple[str, ...]:
        """The documents' words for what a folded question says, without those that it uses itself."""
        found = dict.fromkeys(word for hit in self._pattern.finditer(question) for word in self._entries[hit[0]])
        return tuple(word for word in found if word not in question)

    def terms(self) -> frozenset[str]:
        """All the documents' words that there are."""
        return frozenset(word for official in self._entries.values() for word in official)
