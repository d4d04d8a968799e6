"""What somebody tells of a document: corpus.toml beside the files, or the front matter of a Markdown file. Same keys, same values."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from domain.errors import BadDocument
from domain.knowledge import Kind

NAME = "corpus.toml"
KEYS = frozenset({"title", "issuer", "number", "region", "published", "published_precision", "kind", "period", "digest", "superseded_by"})
_PARTS = {1: "year", 2: "month", 3: "day"}

Told = Mapping[str, object]


def told_by(folder: Path) -> dict[str, Told]:
    """What a folder's corpus.toml tells, by stem; empty where there is none. Raises BadDocument when it cannot be read."""
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BadDocument(f"{path} 读不了：{problem}。请改好后再导入，文档本身没有问题。") from problem
    return {stem: table for stem, table in tables.items() if isinstance(table, dict)}


def relevant(told: Told) -> dict[str, str]:
    """The keys that matter, as text that stays the same from run to run: part of a version's fingerprint."""
    return {key: str(told[key]) for key in sorted(KEYS & told.keys())}


def word(told: Told, key: str) -> str:
    """A value that is text; "" where nothing is told."""
    return str(told.get(key, "")).strip()


def flag(told: Told, key: str) -> bool:
    """A value that is yes or no; no where nothing is told."""
    return word(told, key).lower() in {"true", "yes", "1", "是"}


def kind_of(told: Told) -> Kind | None:
    """The kind of paper; None where nothing is told."""
    if not word(told, "kind"):
        return None
    try:
        return Kind(word(told, "kind"))
    except ValueError as problem:
        raise BadDocument(f"kind 写的是“{word(told, 'kind')}”，只能是：{'、'.join(Kind)}。") from problem


def published_of(told: Told) -> tuple[date, str] | None:
    """The date of publication and how much of it is known (day, month, year); None where nothing is told."""
    value = told.get("published", "")
    if not value:
        return None
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        value, known = _date(str(value)), _PARTS[len(_figures(str(value)))]
    else:
        known = "day"
    return value, word(told, "published_precision") or known


def period_of(told: Told) -> tuple[int, int] | None:
    """The first and the last year; None where nothing is told."""
    value = told.get("period", "")
    if not value:
        return None
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    years = [int(year) for part in listed for year in re.findall(r"\d{4}", str(part))]
    if not years or max(years) < min(years) or len(years) > 2:
        raise BadDocument(f'period 写的是“{value}”，应当像 ["2023", "2025"] 或 2023-2025。')
    return min(years), max(years)


def _figures(value: str) -> list[int]:
    figures = [int(figure) for figure in re.findall(r"\d+", value)][:3]
    if not figures or not 1900 <= figures[0] <= 2200:
        raise BadDocument(f"published 写的是“{value}”，应当像 2023-07-06、2023-07 或 2023。")
    return figures


def _date(value: str) -> date:
    """A date of which the month or the day may be missing: then the first."""
    figures = [*_figures(value), 1, 1][:3]
    try:
        return date(*figures)
    except ValueError as problem:
        raise BadDocument(f"published 写的是“{value}”，没有这一天。") from problem
