"""The pictures of the architecture are the contracts and the tables of the code."""

import re
import tomllib

from bot.config import ROOT
from storage import tables_delivery, tables_knowledge
from storage.tables import metadata
from tests.docs.pages import blocks

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


def contracts() -> list[str]:
    """The layers that import-linter holds, top first."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers: list[str] = pyproject["tool"]["importlinter"]["contracts"][0]["layers"]
    return layers


def pictured() -> list[str]:
    """The layers as the page draws them, top first."""
    lines = blocks(PAGE, "")[0].splitlines()
    names = (re.match(r"[a-z]+(?: +\| +[a-z]+)?(?=  +)", line) for line in lines)
    return [re.sub(r" +", " ", name[0]) for name in names if name]


def test_the_picture_shows_the_layers_of_the_contract() -> None:
    assert pictured() == contracts()


def test_the_picture_names_every_package_and_no_other() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = {name for layer in pictured() for name in layer.split(" | ")}
    assert named == set(pyproject["tool"]["setuptools"]["packages"])
    assert all((ROOT / name / "__init__.py").exists() for name in named)


def test_the_decision_tells_the_same_layers() -> None:
    decision = (ROOT / "docs/decisions/0001-house.md").read_text("utf-8")
    assert " → ".join(contracts()) in decision


def test_the_page_lists_every_table_and_no_other() -> None:
    section = PAGE.split("## The tables")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {tables_knowledge.versions.name, tables_delivery.broadcasts.name} <= listed
    assert listed == set(metadata.tables)


def test_the_modules_of_the_answering_table_are_there() -> None:
    section = PAGE.split("## From a question")[1].split("\n## ")[0]
    cells = [line.split("|")[2] for line in section.splitlines() if line.startswith("| ")][2:]
    modules = {name for cell in cells for name in re.findall(r"`([\w/.]+)`", cell)}
    assert len(modules) > 10
    for name in modules:
        path = name if name.endswith(".py") else f"rag/{name}.py"
        assert (ROOT / path).exists(), name
