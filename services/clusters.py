"""What a form offers before anything else is known: the cities that documents speak of, and each city's industrial clusters."""

from collections.abc import Mapping

from domain.region import city_of
from services.forms.industry import CLUSTERS_OF, ranked
from services.forms.places import CITIES
from storage.database import Database
from storage.work import Work


class Clusters:
    """Reads the documents once for each state of the corpus."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, Mapping[str, str]] = (-1, {})

    async def offered(self) -> Mapping[str, str]:
        """Answers with which a flow is opened that asks for a place and an industry."""
        revision = await self._database.read(lambda work: work.library.revision())
        if self._known[0] != revision:
            self._known = (revision, await self._database.read(_read))
        return self._known[1]


def _read(work: Work) -> Mapping[str, str]:
    texts: dict[str, list[str]] = {}
    cities: dict[str, None] = {}
    for document in work.library.documents():
        texts.setdefault(city_of(document.region), []).append(work.library.text(document.stem) or "")
        cities.update({document.region: None} if document.region else {})
    everything = [text for one in texts.values() for text in one]
    ranks = {f"{CLUSTERS_OF}{city}": " ".join(ranked(of_city)) for city, of_city in texts.items() if city}
    return {CITIES: " ".join(sorted(cities)), CLUSTERS_OF: " ".join(ranked(everything)), **ranks}
