"""jieba's dictionary, compiled into a file that is read where it lies; the one module that knows jieba.

jieba itself keeps half a million strings in memory: 61 MB, and a sixth of a start. Here an entry is a number; all numbers lie in order in
a file that is mapped into memory, and are searched by halving where those of a word's first character begin: what nobody asks for is not
read, and processes share what is.
"""

import logging
import marshal
import mmap
import struct
import warnings
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from secrets import token_hex

import numpy as np

# How many entries are numbers, how many bytes the others take, how often all words are met together.
_HEAD = struct.Struct("=QQQ")
_WIDE = 8
"""Bytes of UTF-16 that make a number: four characters, as nearly all entries have at most. Longer ones are kept as they are."""
_FIRSTS = 1 << 16
"""How many beginnings a number can have: what UTF-16 has for a character."""


class Dictionary:
    """How often words are met; `total` is for all of them together."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        """Over what `compiled` made. Raises ValueError where it is something else."""
        if len(content) < _HEAD.size:
            raise ValueError("no dictionary")
        count, long, self.total = _HEAD.unpack_from(content)
        ends = list(accumulate((_HEAD.size, 8 * count, 4 * count, 4 * (_FIRSTS + 1), long)))
        if len(content) != ends[-1]:
            raise ValueError("cut short")
        numbers, counts, firsts, rest = (memoryview(content)[begin:end] for begin, end in pairwise(ends))
        self._numbers, self._counts, self._firsts = numbers.cast("Q"), counts.cast("I"), firsts.cast("I")
        self._long: dict[str, int] = marshal.loads(rest)

    @classmethod
    def open(cls, folder: Path) -> "Dictionary":
        """jieba's, compiled in a folder, which is made; in memory alone where the folder cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"jieba-{version('jieba')}.words"
        # Not compiled yet, or damaged.
        with suppress(OSError, ValueError, EOFError, TypeError), file.open("rb") as opened:
            return cls(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        content = compiled(*_jiebas())
        with suppress(OSError):
            _put(file, content)
        return cls(content)

    def count(self, word: str) -> int | None:
        """How often a word is met; 0 for what only begins words, None for what does not even that."""
        letters = _letters(word)
        if len(letters) > _WIDE:
            return self._long.get(word)
        number = int.from_bytes(letters.ljust(_WIDE, b"\0"), "big")
        first = number >> 48
        end = self._firsts[first + 1]
        place = bisect_left(self._numbers, number, self._firsts[first], end)
        return self._counts[place] if place < end and self._numbers[place] == number else None


def compiled(counts: Mapping[str, int], total: int) -> bytes:
    """What `Dictionary` reads, of words and beginnings of words (0) with how often they are met."""
    numbers, often, long = bytearray(), list[int](), dict[str, int]()
    for word, count in counts.items():
        letters = _letters(word)
        if len(letters) > _WIDE:
            long[word] = count
            continue
        numbers += letters.ljust(_WIDE, b"\0")
        often.append(count)
    row, rest = np.frombuffer(numbers, ">u8").astype(np.uint64), marshal.dumps(long)
    order = np.argsort(row)
    ordered = row[order]
    firsts = np.searchsorted(ordered >> np.uint64(48), np.arange(_FIRSTS + 1, dtype=np.uint64)).astype(np.uint32)
    met = np.array(often, np.uint32)[order]
    return _HEAD.pack(len(row), len(rest), total) + ordered.tobytes() + met.tobytes() + firsts.tobytes() + rest


def _letters(word: str) -> bytes:
    return word.encode("utf-16-be", "surrogatepass")


def _jiebas() -> tuple[dict[str, int], int]:
    with warnings.catch_warnings():
        # Its patterns are written with escapes that Python 3.12 complains of when it compiles them.
        warnings.simplefilter("ignore", SyntaxWarning)
        # Needed once in the life of a data folder.
        import jieba  # noqa: PLC0415

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    counts, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return counts, total


def _put(file: Path, content: bytes) -> None:
    """Whole or not at all: other processes may be about to read it."""
    draft = file.with_suffix(f".{token_hex(4)}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
