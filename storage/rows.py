"""Documents, clauses and passages between rows and values."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from domain.errors import Problem
from domain.knowledge import Clause, Document, Kind, Passage, Version

CORRECTABLE = frozenset({"title", "issuer", "number", "region", "published", "kind", "period", "superseded_by"})
"""Fields of a document that people may set right."""

Values = dict[str, Any]


def version_values(version: Version) -> Values:
    """The columns of a version that come from its document and file."""
    document = version.document
    first, last = document.period or (None, None)
    return {
        "stem": document.stem,
        "fingerprint": version.fingerprint,
        "title": document.title,
        "issuer": document.issuer,
        "number": document.number,
        "region": document.region,
        "published": document.published,
        "precision": document.precision,
        "kind": document.kind,
        "period_from": first,
        "period_to": last,
        "digest": document.digest,
        "superseded_by": document.superseded_by,
        "text": version.text,
    }


def document_of(row: RowMapping, corrections: Mapping[str, str]) -> Document:
    """The document of a row of `versions`, with what people set right in it."""
    values: Values = {
        "title": row["title"],
        "issuer": row["issuer"],
        "number": row["number"],
        "region": row["region"],
        "published": row["published"],
        "precision": row["precision"],
        "kind": Kind(row["kind"]),
        "period": (row["period_from"], row["period_to"]) if row["period_from"] is not None else None,
        "digest": row["digest"],
        "superseded_by": row["superseded_by"],
    }
    for field, value in corrections.items():
        values.update(corrected(field, value))
    return Document(stem=row["stem"], **values)


def corrected(field: str, value: str) -> Values:
    """What a correction sets. Raises Problem for a field that cannot be corrected, or a value that it cannot have."""
    if field not in CORRECTABLE:
        raise Problem(f"“{field}”不能更正。可以更正的有：{'、'.join(sorted(CORRECTABLE))}。")
    try:
        return _corrected(field, value.strip())
    except ValueError as error:
        raise Problem(f"“{value}”不能用作 {field}。日期写成 2022-05-01、2022-05 或 2022，期间写成 2021-2025。") from error


def _corrected(field: str, value: str) -> Values:
    if field == "kind":
        return {"kind": Kind(value)}
    if field == "published":
        return _published(value)
    if field == "period":
        return {"period": _period(value) if value else None}
    if field == "region" and not re.fullmatch(r"(\d{6})?", value):
        raise ValueError(value)
    return {field: value}


def _period(value: str) -> tuple[int, int]:
    years = re.fullmatch(r"(\d{4})-(\d{4})", value)
    if not years:
        raise ValueError(value)
    return int(years[1]), int(years[2])


def _published(value: str) -> Values:
    if not value:
        return {"published": None, "precision": "day"}
    parts = value.split("-")
    precision = {1: "year", 2: "month", 3: "day"}.get(len(parts), "")
    if not precision:
        raise ValueError(value)
    year, month, day = (*map(int, parts), 1, 1)[:3]
    return {"published": date(year, month, day), "precision": precision}


def clause_values(version_id: int, clause: Clause) -> Values:
    """The columns of a clause; its text is that of the version between its offsets."""
    return {
        "version_id": version_id,
        "ordinal": clause.ordinal,
        "parent": clause.parent,
        "path": _list(clause.path),
        "label": clause.label,
        "heading": clause.heading,
        "start": clause.start,
        "end": clause.end,
        "body_start": clause.body_start,
        "bodies": _list(clause.bodies),
        "voice": clause.voice,
    }


def clause_of(stem: str, row: RowMapping, text: str) -> Clause:
    """The clause of a row, with its own text."""
    return Clause(
        id=row["id"],
        doc=stem,
        ordinal=row["ordinal"],
        parent=row["parent"],
        path=_words(row["path"]),
        label=row["label"],
        heading=row["heading"],
        text=text,
        start=row["start"],
        end=row["end"],
        body_start=row["body_start"],
        bodies=_words(row["bodies"]),
        voice=row["voice"],
    )


def passage_values(version_id: int, passage: Passage) -> Values:
    """The columns of a passage."""
    return {
        "version_id": version_id,
        "doc": passage.doc,
        "clause": passage.clause,
        "ordinal": passage.ordinal,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "context": passage.context,
        "region": passage.region,
    }


def check_offsets(version: Version) -> None:
    """Refuse, with ValueError, a version whose clauses and passages are not its text to the letter."""
    parts: Sequence[Clause | Passage] = (*version.clauses, *version.passages)
    for part in parts:
        if version.text[part.start : part.end] != part.text:
            raise ValueError(f"{version.document.stem}: not the text at [{part.start}, {part.end}): {part.text[:40]!r}")


def _list(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


@lru_cache(4096)
def _words(listed: str) -> tuple[str, ...]:
    # Most clauses of a document share their path's beginning, their bodies, or have none.
    return tuple(json.loads(listed))
