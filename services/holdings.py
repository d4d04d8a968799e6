"""What the library holds, and which of its places somebody means."""

import re
from dataclasses import dataclass

from domain.knowledge import Document
from domain.region import Region
from rag.reading import scope_of
from rag.regions import Gazetteer
from services.forms.places import Places
from storage.database import Database

_AROUND = re.compile(r"^(?:我)?(?:们)?(?:是|在|住|住在|人在|来自|选|就)+|[的呢吧吗啊呀了这边那儿里。，,.!！?？\s]+$")
_AND = re.compile(r"(?:和|跟|与|及|还有|、|,|，|/|\s)+")


@dataclass(frozen=True, slots=True)
class Held:
    """How many documents there are, how many of them are digests only, and their regions."""

    documents: int
    digests: int
    regions: tuple[Region, ...]


class Holdings:
    """Documents by place."""

    def __init__(self, database: Database, gazetteer: Gazetteer) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self.places = Places(gazetteer)
        """Places as people write them in forms."""

    async def held(self) -> Held:
        """What there is now."""
        documents = await self._documents()
        codes = dict.fromkeys(document.region for document in documents if document.region)
        regions = tuple(self.region(code) for code in sorted(codes))
        return Held(len(documents), sum(document.digest for document in documents), regions)

    def region(self, code: str) -> Region:
        """The place of a code, under the name that people use."""
        region = self._gazetteer.region(code)
        return Region(code, region.name if region else code, self._gazetteer.short(code))

    async def meant(self, words: str) -> Region | None:
        """The place when the words name one and nothing else: 包头, 我在昆区. One that the documents speak of goes first."""
        name = _AROUND.sub("", _AROUND.sub("", words.strip()))
        codes = self._gazetteer.named(name)
        if not codes:
            return None
        known = {document.region for document in await self._documents() if document.region}
        code = self._gazetteer.pick(codes, known) or (codes[0] if len(codes) == 1 else "")
        return self.region(code) if code else None

    async def all_meant(self, words: str) -> list[Region]:
        """The places when the words name one or several (包头和普陀) and nothing else."""
        found = [await self.meant(name) for name in _AND.split(words.strip()) if name]
        return [place for place in found if place] if all(found) else []

    async def named_in(self, text: str) -> tuple[list[Region], str]:
        """The places that a sentence names and the documents speak of; where there is none, the name of another place ("" for none)."""
        homes = {document.region for document in await self._documents() if document.region}
        scope = scope_of(text, (), self._gazetteer, homes)
        return [self.region(code) for code in scope.codes], scope.foreign

    async def _documents(self) -> list[Document]:
        return await self._database.read(lambda work: work.library.documents())
