"""The made corpus cut into words once, as flat numbers: every engine is given the same tokens.

Passage n is the same in every size, so one long array serves all sizes; it is kept in the scratch folder for the next run.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import rjieba
from numpy.typing import NDArray

from bench import generate
from vectorstore.terms import STOP, fold


@dataclass(frozen=True, slots=True)
class Tokens:
    """Passage i (from 0) has the words `vocabulary[n]` for each n in `numbers[starts[i] : starts[i + 1]]`."""

    vocabulary: Sequence[str]
    starts: NDArray[np.int64]
    numbers: NDArray[np.int32]
    regions: Sequence[str]

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.starts) - 1

    def first(self, count: int) -> "Tokens":
        """The passages of a smaller corpus."""
        numbers = self.numbers[: self.starts[count]]
        return Tokens(self.vocabulary[: int(numbers.max()) + 1], self.starts[: count + 1], numbers, self.regions[:count])

    def passages(self) -> Iterator[list[str]]:
        """The words of each passage."""
        words = self.vocabulary
        for start, end in zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True):
            yield [words[number] for number in self.numbers[start:end].tolist()]


def words(text: str) -> list[str]:
    """The words of a text or a question, by rjieba, as searching wants them."""
    return [word for word in rjieba.cut_for_search(fold(text), False) if word not in STOP and word.isalnum()]


def tokens(count: int, folder: Path) -> Tokens:
    """The words of the made corpus of a size, from the folder where they are there already."""
    made = blake2b(Path(generate.__file__).read_bytes() + Path(__file__).read_bytes(), digest_size=4).hexdigest()
    file = folder / f"tokens-{count}-{made}.npz"
    if not file.is_file():
        for old in folder.glob(f"tokens-{count}-*.npz"):
            old.unlink()
        _write(file, count)
    with np.load(file) as kept:
        vocabulary = kept["vocabulary"].tobytes().decode().split("\n")
        return Tokens(vocabulary, kept["starts"], kept["numbers"], kept["regions"].tobytes().decode().split("\n"))


def _write(file: Path, count: int) -> None:
    numbers, starts, known, regions = array("i"), array("q", [0]), dict[str, int](), list[str]()
    for entry in generate.passages(count):
        numbers.extend([known.setdefault(word, len(known)) for word in words(entry.text)])
        starts.append(len(numbers))
        regions.append(entry.region)
    np.savez(
        file,
        vocabulary=np.frombuffer("\n".join(known).encode(), dtype=np.uint8),
        starts=np.array(starts, dtype=np.int64),
        numbers=np.array(numbers, dtype=np.int32),
        regions=np.frombuffer("\n".join(regions).encode(), dtype=np.uint8),
    )
