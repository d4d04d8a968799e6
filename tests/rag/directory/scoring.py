"""How well the rules did: what was drawn, set against the hand-made keys. `python -m tests.rag.directory.scoring FOLDER …` prints it."""

import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.knowledge import Version
from rag.directory.draw import directory_of
from rag.directory.entities import Entities, Incentive, IndustryCollege, Platform, Target
from rag.fold import narrow
from rag.loading.files import found_in
from rag.loading.load import Loader
from rag.regions import Gazetteer

Entry = Any


@dataclass(frozen=True, slots=True)
class Score:
    """What was drawn wrongly, and what was overlooked."""

    drawn: int
    known: int
    wrong: list[str]
    missed: list[str]

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.drawn if self.drawn else 1.0

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.known if self.known else 1.0


@cache
def key() -> dict[str, dict[str, list[Any]]]:
    files = (Path(__file__).with_name(name) for name in ("key.toml", "unseen.toml"))
    return {stem: known for file in files for stem, known in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def same_college(known: list[str], drawn: IndustryCollege) -> bool:
    return known == [drawn.school, narrow(drawn.name)]


def same_target(known: list[Any], drawn: Target) -> bool:
    words = narrow(drawn.subject + drawn.indicator)
    return known[0] in words and known[1:] == [drawn.year or 0, drawn.value, drawn.unit, drawn.tense]


def same_incentive(known: list[str], drawn: Incentive) -> bool:
    words = f"{drawn.who} {drawn.what} {drawn.rate} {drawn.condition}"
    return all(word in words for word in known)


def same_platform(known: str, drawn: Platform) -> bool:
    return _bare(known) == _bare(drawn.name)


def _bare(name: str) -> str:
    return re.sub(r"[“”]|\([^)]*\)", "", narrow(name))


SORTS: dict[str, tuple[Callable[[Any, Any], bool], Callable[[Entities], Iterable[Entry]]]] = {
    "colleges": (same_college, lambda drawn: drawn.colleges),
    "targets": (same_target, lambda drawn: drawn.targets),
    "incentives": (same_incentive, lambda drawn: drawn.incentives),
    "platforms": (same_platform, lambda drawn: drawn.platforms),
}


def score(versions: Iterable[Version], sort: str) -> Score:
    same, entries = SORTS[sort]
    wrong, missed, drawn_count, known_count = [], [], 0, 0
    for version in versions:
        stem = version.document.stem
        known, drawn = key()[stem][sort], list(entries(directory_of(version)))
        wrong += [f"{stem}: {one.key}" for one in drawn if not any(same(truth, one) for truth in known)]
        missed += [f"{stem}: {truth}" for truth in known if not any(same(truth, one) for one in drawn)]
        drawn_count, known_count = drawn_count + len(drawn), known_count + len(known)
    return Score(drawn_count, known_count, wrong, missed)


def main(folders: list[str]) -> None:
    """A line for each folder and sort that its keys hold."""
    loader = Loader(Gazetteer())
    for folder in folders:
        versions = [loader.load(found.path, found.told).version for found in found_in([Path(folder)])]
        for sort in SORTS:
            keyed = [version for version in versions if sort in key().get(version.document.stem, {})]
            if keyed:
                found = score(keyed, sort)
                sys.stdout.write(
                    f"{folder} {sort}: {found.precision:.2f} / {found.recall:.2f} ({found.drawn} drawn, {found.known} known)\n"
                )


if __name__ == "__main__":
    main(sys.argv[1:])
