"""Chinese words by jieba, with the corpus's own names; the one module that knows jieba."""

import logging
import marshal
import warnings
from collections.abc import Iterable
from functools import lru_cache, partial
from pathlib import Path

with warnings.catch_warnings():
    # Its patterns are written with escapes that Python 3.12 complains of when it compiles them.
    warnings.simplefilter("ignore", SyntaxWarning)
    import jieba

# jieba's own floor for a word that is to be kept whole.
_COMMON = 3
# What jieba calls the dictionary that it has compiled.
_COMPILED = "jieba.cache"
_KEPT, _SHORT = 2048, 60
"""How many short runs of characters are remembered with their words, and how long those are at most."""


class JiebaSegmenter:
    """Words for searching: a long word comes with the shorter ones inside it.

    `names` are the corpus's own (schools, plans, platforms); `cache` is a folder that keeps jieba's compiled dictionary,
    which would otherwise lie in the system's shared temporary folder. Safe for many threads.
    """

    def __init__(self, names: Iterable[str], cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        jieba.setLogLevel(logging.ERROR)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = str(cache)
        _initialize(self._tokenizer, cache / _COMPILED)
        # The same question is cut for finding, weighing and judging; the same official words come with many.
        self._cut = lru_cache(_KEPT)(partial(_words, self._tokenizer))
        for name in names:
            self._tokenizer.add_word(name, max(_COMMON, self._tokenizer.suggest_freq(name)))

    def words(self, text: str) -> list[str]:
        """The words of a text, in order, shorter ones before the long one that holds them.

        Words that no dictionary knows are not guessed (HMM): character pairs find those, and guesses change with their surroundings.
        """
        return list(self._cut(text) if len(text) <= _SHORT else _words(self._tokenizer, text))

    def knows(self, word: str) -> bool:
        """Whether it is a word of the language (or one of the names), and not just characters in a row."""
        return bool(self._tokenizer.FREQ.get(word))


def _initialize(tokenizer: jieba.Tokenizer, compiled: Path) -> None:
    """Load the dictionary as jieba does, in less than half the time: it reads its file value by value instead of at once."""
    try:
        tokenizer.FREQ, tokenizer.total = marshal.loads(compiled.read_bytes())
        tokenizer.initialized = True
    except (OSError, EOFError, ValueError, TypeError):
        # Not compiled yet, or damaged.
        tokenizer.initialize()


def _words(tokenizer: jieba.Tokenizer, text: str) -> tuple[str, ...]:
    return tuple(tokenizer.cut_for_search(text, HMM=False))
