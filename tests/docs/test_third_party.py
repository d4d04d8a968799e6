"""The table of third parties names every direct dependency, and nothing that is installed is under GPL or AGPL."""

import re
import tomllib
from importlib.metadata import Distribution, distributions

from bot.config import ROOT

PAGE = (ROOT / "docs/third-party.md").read_text("utf-8")
_STRONG = re.compile(r"(?<![\w])A?GPL|(?<!Lesser )General Public License|Affero", re.IGNORECASE)


def licences(distribution: Distribution) -> str:
    """All that a distribution says of its licence in short: expression, classifiers, or the first line of its licence field."""
    metadata = distribution.metadata
    classifiers = [one for one in metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    short = [*(metadata.get_all("License-Expression") or []), *classifiers]
    return "; ".join(short or [one.strip().partition("\n")[0] for one in metadata.get_all("License") or []])


def direct() -> set[str]:
    """The direct dependencies by name."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {re.split(r"[\[<>=,]", line)[0] for line in pyproject["project"]["dependencies"]}


def table() -> dict[str, str]:
    """What the page says of each: name to licence."""
    section = PAGE.split("## 直接依赖")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in section.splitlines() if line.startswith("| ")]
    return {name: licence for name, licence in rows if name != "包"}


def test_the_table_names_every_direct_dependency() -> None:
    assert set(table()) == direct()


def test_lesser_licences_are_told() -> None:
    lesser = {name.metadata["Name"].lower() for name in distributions() if re.search(r"LGPL|Lesser", licences(name))}
    assert {name for name, licence in table().items() if "LGPL" in licence} == lesser & direct()


def test_nothing_that_is_installed_is_under_gpl_or_agpl() -> None:
    assert {one.metadata["Name"]: licences(one) for one in distributions() if _STRONG.search(licences(one))} == {}


def test_every_distribution_tells_its_licence() -> None:
    silent = {one.metadata["Name"] for one in distributions() if not licences(one)}
    assert silent <= {"xiaoqitong"}


def test_strong_licences_would_be_found() -> None:
    assert all(map(_STRONG.search, ("GPL-3.0-only", "AGPL-3.0", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)")))
    lesser = ("LGPL-3.0-only", "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)")
    assert not any(map(_STRONG.search, lesser))
