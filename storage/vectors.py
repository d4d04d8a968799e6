"""The vectors of passages, by the space that they live in (an embedder's fingerprint)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import and_, bindparam, delete, func, select, tuple_

from domain.knowledge import Passage
from storage.columns import insert
from storage.library import PASSAGE
from storage.repository import Repository
from storage.tables_knowledge import passages, vectors

_PUT = insert(vectors)
_PUT = _PUT.on_conflict_do_update(index_elements=["passage_id", "space"], set_={"vector": _PUT.excluded.vector})
_IN_SPACE = and_(vectors.c.passage_id == passages.c.id, vectors.c.space == bindparam("in_"))
_MISSING = PASSAGE.outerjoin(vectors, _IN_SPACE).where(vectors.c.passage_id.is_(None), passages.c.id > bindparam("last"))
_MISSING = _MISSING.order_by(passages.c.id).limit(bindparam("most"))
_PAGE = select(vectors.c.passage_id, vectors.c.vector).where(vectors.c.space == bindparam("in_"), vectors.c.passage_id > bindparam("last"))
_PAGE = _PAGE.order_by(vectors.c.passage_id).limit(bindparam("most"))
_COUNT = select(func.count()).select_from(vectors).where(vectors.c.space == bindparam("in_"))
_FOREIGN = select(vectors.c.passage_id, vectors.c.space).where(vectors.c.space != bindparam("in_")).limit(bindparam("most"))
_DROP = delete(vectors).where(tuple_(vectors.c.passage_id, vectors.c.space).in_(_FOREIGN))


class Vectors(Repository):
    """Float32 little-endian bytes under passage ids; they go with their passages."""

    __slots__ = ()

    def put_many(self, space: str, vectors: Sequence[tuple[int, bytes]]) -> None:
        """Keep vectors of live passages. Raises StoreProblem when one of the passages is gone: ask `missing` again."""
        if vectors:
            self.connection.execute(_PUT, [{"passage_id": id_, "space": space, "vector": vector} for id_, vector in vectors])

    def missing(self, space: str, limit: int, after: int = 0) -> list[Passage]:
        """Live passages without a vector in that space, by id, from behind `after`."""
        rows = self.connection.execute(_MISSING, {"in_": space, "last": after, "most": limit})
        return [Passage(*row) for row in rows]

    def page(self, space: str, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Ids with their vectors, by id, from behind `after`."""
        return [(id_, vector) for id_, vector in self.connection.execute(_PAGE, {"in_": space, "last": after, "most": limit})]

    def stream(self, space: str, batch: int = 1000) -> Iterator[tuple[int, bytes]]:
        """All ids with their vectors, by id, read in batches; it ends with its unit of work, and is used up inside it."""
        last = 0
        while rows := self.page(space, last, batch):
            yield from rows
            last = rows[-1][0]

    def count(self, space: str) -> int:
        """How many live passages have a vector in that space."""
        return self.connection.scalar(_COUNT, {"in_": space}) or 0

    def drop_other_spaces(self, space: str, limit: int = 1000) -> int:
        """Drop vectors of all other spaces, so many at most, to keep the unit short. Gives back how many; 0 when all are gone."""
        return self.connection.execute(_DROP, {"in_": space, "most": limit}).rowcount
