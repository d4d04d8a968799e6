"""Patterns that are compiled late are what `re.compile` would have given at once."""

import copy
import re
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from domain.patterns import pattern

FORM = r"(?P<year>\d{4})年|([一-十]+)月|x"
_ALL = """
import pkgutil, re
from importlib import import_module
import domain.patterns
domain.patterns.pattern = re.compile
for package in ("domain", "chat", "rag", "services", "handlers"):
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not module.name.endswith(("worker", "__main__")):
            import_module(module.name)
"""


@given(st.text(alphabet="0123456789年月一二三十xX ", max_size=40))
def test_a_late_pattern_finds_what_a_compiled_one_finds(text: str) -> None:
    late, plain = pattern(FORM, re.IGNORECASE), re.compile(FORM, re.IGNORECASE)
    assert [hit.groupdict() | {"span": hit.span()} for hit in late.finditer(text)] == [
        hit.groupdict() | {"span": hit.span()} for hit in plain.finditer(text)
    ]
    assert late.sub("·", text) == plain.sub("·", text)
    assert bool(late.search(text, 1)) == bool(plain.search(text, 1))
    assert late.split(text) == plain.split(text)


def test_it_tells_what_it_is() -> None:
    late, plain = pattern(FORM), re.compile(FORM)
    assert (late.pattern, late.flags, late.groups, late.groupindex) == (plain.pattern, plain.flags, plain.groups, plain.groupindex)
    assert copy.deepcopy(late).findall("3月") == plain.findall("3月")


def test_every_pattern_of_the_project_is_one() -> None:
    """A slip in one would come out when somebody's words first meet it."""
    done = subprocess.run([sys.executable, "-c", _ALL], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
