"""The truth about documents: versions whole or not at all, their clauses and passages."""

from array import array
from collections.abc import Sequence

from sqlalchemy import Integer, Text, bindparam, cast, delete, func, select, update

from domain.errors import BadDocument
from domain.knowledge import Clause, Document, Passage, Version
from domain.text import storable
from storage.columns import insert
from storage.repository import Repository, Rows
from storage.rows import check_offsets, clause_of, clause_values, corrected, document_of, passage_values, version_values
from storage.tables import notes
from storage.tables_knowledge import clauses, corrections, passages, versions

_CURRENT = versions.c.ended_at.is_(None)
_OF_STEM = versions.c.stem == bindparam("of")
_HELD = select(*(column for column in versions.c if column.name != "text")).where(_CURRENT).order_by(versions.c.stem)
_DOCUMENT = _HELD.where(_OF_STEM)
_STEMS = select(versions.c.stem).where(_CURRENT).order_by(versions.c.stem)
_VERSIONS = select(versions.c.stem, versions.c.id).where(_CURRENT)
_FINGERPRINT = select(versions.c.fingerprint).where(_CURRENT, _OF_STEM)
_TEXT = select(versions.c.id, versions.c.text).where(_CURRENT, _OF_STEM)
_EVER = select(versions.c.id).limit(1)
_LAST = select(func.max(versions.c.version)).where(_OF_STEM)
_CURRENT_ID = select(versions.c.id).where(_CURRENT, _OF_STEM)
_END = update(versions).where(versions.c.id == bindparam("row")).values(ended_at=bindparam("at"), text=None)
_DROP_CLAUSES = delete(clauses).where(clauses.c.version_id == bindparam("row"))
_DROP_PASSAGES = delete(passages).where(passages.c.version_id == bindparam("row"))
_NEW = insert(versions).returning(versions.c.id)
_NEW_CLAUSE = insert(clauses).inline()
_NEW_PASSAGE = insert(passages).inline()
_CLAUSES = select(clauses).where(clauses.c.version_id == bindparam("row")).order_by(clauses.c.ordinal)
_CUT = func.substr(versions.c.text, clauses.c.start + 1, clauses.c.end - clauses.c.start).label("cut")
_CLAUSE = select(clauses, _CUT).join(versions).where(_CURRENT, _OF_STEM, clauses.c.ordinal == bindparam("nth"))
PASSAGE = select(
    passages.c.id,
    passages.c.doc,
    passages.c.clause,
    passages.c.ordinal,
    passages.c.start,
    passages.c.end,
    passages.c.text,
    passages.c.context,
    passages.c.region,
)
_PASSAGES = PASSAGE.where(passages.c.id.in_(bindparam("ids", expanding=True)))
_PAGE = PASSAGE.where(passages.c.id > bindparam("last")).order_by(passages.c.id).limit(bindparam("most"))
# Ids that follow one another differ from their place by the same: a hundred thousand come as a few runs, not as rows one by one.
_PLACED = select(passages.c.id, (passages.c.id - func.row_number().over(order_by=passages.c.id)).label("shift")).subquery()
_FIRST, _LAST_ID = func.min(_PLACED.c.id), func.max(_PLACED.c.id)
_RUNS = select(_FIRST, _LAST_ID).group_by(_PLACED.c.shift).order_by(_FIRST)
_REVISION = select(notes.c.value).where(notes.c.name == "corpus_revision")
# Counted by the database itself: two processes that take documents in at the same moment make two steps.
_BUMP = insert(notes).values(name="corpus_revision", value="1")
_BUMP = _BUMP.on_conflict_do_update(index_elements=["name"], set_={"value": cast(cast(notes.c.value, Integer) + 1, Text)})
_CORRECTIONS = select(corrections.c.stem, corrections.c.field, corrections.c.value).order_by(corrections.c.stem, corrections.c.field)
_CORRECT = insert(corrections)
_CORRECT = _CORRECT.on_conflict_do_update(
    index_elements=["stem", "field"], set_={"value": _CORRECT.excluded.value, "at": _CORRECT.excluded.at}
)
_AT_ONCE = 500


class Library(Repository):
    """One current version for each stem. Ids of passages are never used twice, and what stands under one never changes."""

    __slots__ = ()

    def put(self, version: Version) -> int:
        """Take a version in whole, in place of the stem's current one, and give back its number (1, 2, …).

        Of the old one the row about the document stays; text, clauses, passages and vectors go. Raises BadDocument for text that
        no database takes, ValueError when offsets and text disagree.
        """
        stem = version.document.stem
        if storable(version.text) != version.text:
            raise BadDocument(f"{stem}：文中有不能保存的字符（空字符或半个代理对），没有收入。请用文本编辑器另存为 UTF-8 后再试。")
        check_offsets(version)
        self._end(stem)
        number = (self.connection.scalar(_LAST, {"of": stem}) or 0) + 1
        row = {**version_values(version), "version": number, "added_at": self.now}
        id_: int = self.connection.execute(_NEW, row).scalar_one()
        if version.clauses:
            self.connection.execute(_NEW_CLAUSE, [clause_values(id_, clause) for clause in version.clauses])
        if version.passages:
            self.connection.execute(_NEW_PASSAGE, [passage_values(id_, passage) for passage in version.passages])
        self._bump()
        return int(number)

    def remove(self, stem: str) -> bool:
        """Take a document out. False where there was none."""
        if not self._end(stem):
            return False
        self._bump()
        return True

    def documents(self) -> list[Document]:
        """All current documents by stem, with what people set right in them."""
        rows = self.connection.execute(_HELD).mappings().all()
        mended: dict[str, dict[str, str]] = {}
        for stem, field, value in self.connection.execute(_CORRECTIONS):
            mended.setdefault(stem, {})[field] = value
        return [document_of(row, mended.get(row["stem"], {})) for row in rows]

    def stamps(self) -> dict[str, str]:
        """By the stem of every current document what changes with it: another version, something set right."""
        found = {row.stem: str(row.id) for row in self.connection.execute(_VERSIONS)}
        for stem, field, value in self.connection.execute(_CORRECTIONS):
            if stem in found:
                found[stem] += f"\n{field}={value}"
        return found

    def stems(self) -> list[str]:
        """The stems of all current documents, sorted."""
        return list(self.connection.scalars(_STEMS))

    def document(self, stem: str) -> Document | None:
        """The current document of a stem."""
        row = self.connection.execute(_DOCUMENT, {"of": stem}).mappings().one_or_none()
        return document_of(row, self.corrections(stem)) if row else None

    def fingerprint(self, stem: str) -> str | None:
        """The fingerprint of the current version; None where there is none."""
        value: str | None = self.connection.scalar(_FINGERPRINT, {"of": stem})
        return value

    def is_empty_ever(self) -> bool:
        """Whether no document was ever held: only such a store is seeded."""
        return self.connection.scalar(_EVER) is None

    def text(self, stem: str) -> str | None:
        """The whole text of the current version; None where there is none."""
        row = self.connection.execute(_TEXT, {"of": stem}).one_or_none()
        return row.text if row else None

    def clauses(self, stem: str) -> list[Clause]:
        """The clauses of the current version in reading order; none where there is no such document."""
        held = self.connection.execute(_TEXT, {"of": stem}).one_or_none()
        if held is None:
            return []
        rows = self.connection.execute(_CLAUSES, {"row": held.id}).mappings()
        return [clause_of(stem, row, held.text[row["start"] : row["end"]]) for row in rows]

    def clause(self, stem: str, ordinal: int) -> Clause | None:
        """One clause of the current version, without reading the whole text."""
        row = self.connection.execute(_CLAUSE, {"of": stem, "nth": ordinal}).mappings().one_or_none()
        return clause_of(stem, row, row["cut"]) if row else None

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order; those that are no longer live are left out."""
        found: dict[int, Passage] = {}
        for at in range(0, len(ids), _AT_ONCE):
            wanted = [int(id_) for id_ in ids[at : at + _AT_ONCE]]
            found.update((row.id, row) for row in self._passages(_PASSAGES, {"ids": wanted}))
        return [found[id_] for id_ in ids if id_ in found]

    def all_passages(self, after: int, limit: int) -> list[Passage]:
        """Live passages by id, from behind `after`: page by page for an index that is built."""
        return self._passages(_PAGE, {"last": after, "most": limit})

    def live_ids(self) -> "array[int]":
        """The ids of all live passages, ascending, as 64-bit integers."""
        found = array("q")
        for first, last in self.connection.execute(_RUNS):
            found.extend(range(first, last + 1))
        return found

    def revision(self) -> int:
        """A number that grows with every change of the corpus."""
        return int(self.connection.scalar(_REVISION) or 0)

    def corrections(self, stem: str) -> dict[str, str]:
        """What people set right about a document, by field."""
        rows = self.connection.execute(_CORRECTIONS.where(corrections.c.stem == stem))
        return {row.field: row.value for row in rows}

    def set_correction(self, stem: str, field: str, value: str) -> None:
        """Set a field right; it outlives later versions. Raises Problem for a field or value that cannot be.

        Passages keep the context that they were made with: who changes title or region puts the version anew for the index.
        """
        corrected(field, value)
        self.connection.execute(_CORRECT, {"stem": stem, "field": field, "value": value.strip(), "at": self.now})
        self._bump()

    def _end(self, stem: str) -> bool:
        id_ = self.connection.scalar(_CURRENT_ID, {"of": stem})
        if id_ is None:
            return False
        self.connection.execute(_DROP_PASSAGES, {"row": id_})
        self.connection.execute(_DROP_CLAUSES, {"row": id_})
        self.connection.execute(_END, {"row": id_, "at": self.now})
        return True

    def _bump(self) -> None:
        self.connection.execute(_BUMP)

    def _passages(self, statement: Rows, values: dict[str, object]) -> list[Passage]:
        return [Passage(*row) for row in self.connection.execute(statement, values)]
