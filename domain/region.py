"""Regions by their GB/T 2260 codes: 150000 province, 150200 city, 150203 district."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A place with its official name; `short` is what people say (包头, 巴州)."""

    code: str
    name: str
    short: str


def within(code: str, outer: str) -> bool:
    """Whether a region lies in another one, or is that one; everything lies in ""."""
    return code.startswith(stem(outer))


def concerns(code: str, place: str) -> bool:
    """Whether what is written for a region tells of a place: it lies in it, is it or holds it; what has no region is for everybody."""
    return within(code, place) or within(place, code)


def around(code: str) -> frozenset[str]:
    """All codes in which a region lies: its own, those of city and province, and ""."""
    digits = stem(code)
    return frozenset({"", *(digits[:end].ljust(6, "0") for end in range(2, len(digits) + 1, 2)), code})


def stem(code: str) -> str:
    """The digits of a code that tell, two by two: 150000 → 15, 150200 → 1502, 411000 → 4110."""
    return code.removesuffix("00").removesuffix("00")


def city_of(code: str) -> str:
    """The prefecture-level region of a code: 150203 → 150200. Districts of a municipality (310107) stand for themselves."""
    if code[:2] in {"11", "12", "31", "50"}:
        return code
    return f"{code[:4]}00" if len(code) == 6 else code
