"""Links lead somewhere, pictures are small, and what must not be named is not."""

import re
from pathlib import Path

import pytest

from bot.config import ROOT, SECRETS, Config, variable
from tests.docs.pages import PAGES, anchors, links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_resolves(page: Path) -> None:
    for link in links(page.read_text("utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_links_are_found_on_the_pages() -> None:
    assert "docs/running.md#telegram" in links((ROOT / "README.md").read_text("utf-8"))


def test_every_page_is_reached_from_the_readme() -> None:
    reached, open_ = set(), [ROOT / "README.md"]
    while open_:
        page = open_.pop()
        reached.add(page)
        if page.is_dir():
            found = sorted(page.glob("*.md"))
        else:
            targets = [link.partition("#")[0] for link in links(page.read_text("utf-8")) if "://" not in link]
            found = [(page.parent / target).resolve() for target in targets if target]
        open_ += [one for one in found if one not in reached and (one.is_dir() or one.suffix == ".md")]
    assert [page.name for page in PAGES if page not in reached] == []


def test_pictures_that_are_shown_are_small() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page.read_text("utf-8")) if link.endswith(".png")}
    assert shown
    assert [picture.name for picture in shown if picture.stat().st_size > 250_000] == []


def test_decisions_are_numbered_once() -> None:
    numbers = [page.name[:4] for page in PAGES if page.parent.name == "decisions"]
    assert numbers == sorted(set(numbers))
    for page in PAGES:
        if page.parent.name == "decisions":
            assert page.read_text("utf-8").startswith(f"# {int(page.name[:4])}. "), page.name


def test_every_variable_that_is_named_is_a_setting() -> None:
    known = {variable(name, key) for name in Config.model_fields for key in type(getattr(Config(), name)).model_fields}
    known |= {variable(*secret) for secret in SECRETS} | {"XIAOQITONG_DATA", "XIAOQITONG_SECTION_KEY"}
    for page in PAGES:
        named = set(re.findall(r"XIAOQITONG_[A-Z]+(?:_[A-Z]+)*", page.read_text("utf-8")))
        assert named <= known, page.name
