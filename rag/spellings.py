"""How names and terms are written, sound and look, so that what somebody mistyped can be looked up."""

import re
from collections.abc import Iterable

from rag.looks import Pairs
from rag.pinyin import Pinyin, sound

LONGEST = 12
_FIT = re.compile(rf"[\u4e00-\u9fff]{{2,{LONGEST}}}")


def fit(texts: Iterable[str]) -> set[str]:
    """Those texts that a slip may be read as: two to twelve Chinese characters."""
    return {text for text in texts if _FIT.fullmatch(text)}


class Spellings:
    """Keeps all that it ever learns: whoever looks something up says what still counts. One thread learns while others look up."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._sounds: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.pinyin = Pinyin()
        self.pairs = Pairs()

    def __len__(self) -> int:
        """How many it knows."""
        return len(self._known)

    def learn(self, targets: Iterable[str]) -> None:
        """Know these from now on; what does not fit is passed over."""
        new = sorted(fit(targets) - self._known)
        for target in new:
            key = sound(target)
            self._sounds[key] = (*self._sounds.get(key, ()), target)
            self.pairs.learn(target)
        self.pinyin.learn(new)
        self._known.update(new)

    def sounding(self, syllables: tuple[str, ...]) -> tuple[str, ...]:
        """What sounds like that."""
        return self._sounds.get(syllables, ())
