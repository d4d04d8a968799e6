"""Every sentence of the digests against itself: as it stands it passes, with one thing changed it does not.

`python -m tests.rag.model.test_mutations FOLDER` prints how many pass.
"""

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.model.check import Cited, Judge
from rag.model.evidence import Given
from rag.regions import Gazetteer
from tests.rag.model.town import BAOTOU, clause

CORPUS = Path(__file__).parents[3] / "corpus"
JUDGE = Judge("有什么政策？", Gazetteer())
Change = Callable[[str, random.Random], str]


def sentences(folder: Path = CORPUS) -> list[str]:
    """The sentences of all documents of a folder, without headings and front matter."""
    lines = [
        line
        for file in sorted([*folder.glob("*.md"), *folder.glob("*.txt")])
        for line in file.read_text("utf-8").split("---", 2)[-1].splitlines()
    ]
    found = [part.strip() for line in lines if not line.startswith("#") for part in re.split(r"(?<=[。；])", line)]
    return [one for one in found if 15 <= len(one) <= 150]


def passing(change: Change, folder: Path = CORPUS) -> tuple[list[str], int]:
    """The changed sentences that pass under the sentence as it stood, and how many could be changed."""
    dice = random.Random(1)
    changed = [(one, change(one, dice)) for one in sentences(folder)]
    tried = [(one, other) for one, other in changed if other and other != one]
    return [other for one, other in tried if supported(other, one)], len(tried)


def supported(sentence: str, quote: str) -> bool:
    return JUDGE.supports(sentence, [Cited(Given(1, BAOTOU, clause("baotou", "一", quote), quote), quote)])


def another_digit(text: str, dice: random.Random) -> str:
    places = [hit.start() for hit in re.finditer(r"\d", text)]
    at = dice.choice(places) if places else len(text)
    return text[:at] + str((int(text[at]) + dice.randint(1, 9)) % 10) + text[at + 1 :] if places else ""


def another_school(text: str, dice: random.Random) -> str:
    return text.replace("职业技术学院", "师范学院", 1)


def another_city(text: str, dice: random.Random) -> str:
    return text.replace("包头", "上海", 1).replace("平顶山", "上海", 1)


def done_already(text: str, dice: random.Random) -> str:
    return text if "已" in text else "已" + text


@pytest.mark.parametrize("change", [another_digit, another_school, another_city, done_already])
def test_no_changed_sentence_passes(change: Change) -> None:
    passed, tried = passing(change)
    assert tried > 50
    assert passed == []


def swapped(text: str, dice: random.Random) -> str:
    """Two of its figures in each other's place."""
    found = list(re.finditer(r"\d+(?:\.\d+)?", text))
    if len(found) < 2:
        return ""
    first, second = sorted(dice.sample(found, 2), key=lambda hit: hit.start())
    return text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]


def affirmed(text: str, dice: random.Random) -> str:
    return re.sub(r"不得|不予|未|不", "", text, count=1)


@pytest.mark.parametrize("change", [swapped, affirmed])
def test_hardly_any_twisted_sentence_passes(change: Change) -> None:
    passed, tried = passing(change)
    assert tried > 20
    assert len(passed) <= 0.05 * tried, passed


def test_a_sentence_or_its_first_half_passes_as_it_stands() -> None:
    whole = sentences()
    assert sum(supported(one, one) for one in whole) >= 0.97 * len(whole)
    halves = [(one, "，".join(one.split("，")[:-1]) + "。") for one in whole if one.count("，") > 1]
    assert sum(supported(half, one) for one, half in halves) >= 0.95 * len(halves)


if __name__ == "__main__":
    where = Path(sys.argv[1]) if sys.argv[1:] else CORPUS
    for each in (another_digit, another_school, another_city, done_already, affirmed, swapped):
        through, of = passing(each, where)
        sys.stdout.write(f"{each.__name__}: {len(through)} of {of}\n")
    every = sentences(where)
    sys.stdout.write(f"as it stands: {sum(supported(one, one) for one in every)} of {len(every)}\n")
