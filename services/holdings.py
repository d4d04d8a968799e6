"""What the library holds, which of its places somebody means, and what they look for there."""

from dataclasses import dataclass

from domain.knowledge import Document
from domain.patterns import pattern
from domain.region import Region
from domain.subscription import Wish
from rag.reading import scope_of
from rag.regions import Gazetteer
from services.forms import subscribing
from services.forms.finding import Find, find_in, find_of, may_find
from services.forms.places import Places
from services.forms.seeking import is_search, may_search, wish_in
from services.forms.subscribing import Told, wish_of
from storage.database import Database

_AROUND = pattern(r"^(?:我)?(?:们)?(?:是|在|住|住在|人在|来自|选|就|那么?|换成?|改成?|看看)+|[的呢吧吗啊呀了这边那儿里。，,.!！?？\s]+$")
_AND = pattern(r"(?:和|跟|与|及|还有|、|,|，|/|\s)+")


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

    async def wish(self, text: str) -> Wish | None:
        """What somebody looks for; None for a sentence that does not look for posts."""
        if not may_search(text):
            return None
        homes = await self._homes()
        return wish_in(text, self._gazetteer, homes) if is_search(text, self._gazetteer, homes) else None

    def wish_in(self, text: str) -> Wish:
        """What is looked for in an answer to the question what that is."""
        return wish_of(text, self._gazetteer)

    async def wish_of(self, text: str) -> Wish:
        """What is looked for in words that look for posts."""
        return wish_of(text, self._gazetteer, await self._homes())

    async def find(self, text: str) -> Find | None:
        """Which of the five 找 a sentence looks for; None where it looks for none."""
        return find_in(text, self._gazetteer, await self._homes()) if may_find(text) else None

    async def find_of(self, text: str) -> Find:
        """What words look for that are known to look for something."""
        return find_of(text, self._gazetteer, await self._homes())

    async def subscription(self, text: str) -> Told | None:
        """The subscription that a sentence asks for; None where it asks for none."""
        return subscribing.read(text, self._gazetteer, await self._homes()) if subscribing.may_ask(text) else None

    async def meant(self, words: str) -> Region | None:
        """The place when the words name one and nothing else: 包头, 我在昆区. One that the documents speak of goes first."""
        name = _AROUND.sub("", _AROUND.sub("", words.strip()))
        codes = self._gazetteer.named(name)
        if not codes:
            return None
        known = await self._homes()
        code = self._gazetteer.pick(codes, known) or (codes[0] if len(codes) == 1 else "")
        return self.region(code) if code else None

    async def all_meant(self, words: str) -> list[Region]:
        """The places when the words name one or several (包头和普陀) and nothing else."""
        found = [await self.meant(name) for name in _AND.split(words.strip()) if name]
        return [place for place in found if place] if all(found) else []

    async def named_in(self, text: str) -> tuple[list[Region], str]:
        """The places that a sentence names and the documents speak of; where there is none, the name of another place ("" for none)."""
        homes = await self._homes()
        scope = scope_of(text, (), self._gazetteer, homes)
        return [self.region(code) for code in scope.codes], scope.foreign

    async def _homes(self) -> set[str]:
        return {document.region for document in await self._documents() if document.region}

    async def _documents(self) -> list[Document]:
        return await self._database.read(lambda work: work.library.documents())
