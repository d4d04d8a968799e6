"""A place as people write it: a city by a button, then its district; or both in free words (昆区, 包头市昆都仑区)."""

from collections.abc import Iterable

from chat.flow import Answers, Invalid, Step
from chat.reply import Choice
from domain.patterns import pattern
from domain.region import city_of, within
from rag.fold import narrow, simplified
from rag.regions import Gazetteer

CITIES = "cities"
"""The name under which an opened flow carries the codes of the cities to be offered, parted by blanks."""

NO_PLACE = "没认出这个地方。请写城市或区县的名字，例如：包头市昆都仑区。"
TWO_PLACES = "这里写了不止一个地方，请只写一个，例如：包头市昆都仑区。"

_LONGEST = 60
_MOST = 24
"""So many cities are offered; every other one is written."""
_AROUND = pattern(r"^(?:我们?|公司|企业|位于|坐落|是|在)+|[的呢吧啊了这边那儿里。，,.!！\s]+$")
_MARKED = pattern(
    r"(?:所在地|所在|地址|地区|区县|城市|地点)\s*(?:改成|改为|改到|改|换成|换到|换|是|为|在|:|\s)*(?P<place>[\u4e00-\u9fff]{2,30})"
)


class Places:
    """Reads, offers and names places. A canonical answer is one code of GB/T 2260; while it is picked it may be several."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def step(self, name: str, ask: str, label: str) -> Step:
        """The question for a place. The flow is opened with `CITIES` among its answers."""
        return Step(name, ask, self.read, label=label, show=self.told, pick=self.pick, offer=lambda told: self._offered(told, name))

    def read(self, text: str) -> str:
        """The codes that the words may mean, parted by blanks. Raises Invalid."""
        words = _AROUND.sub("", _AROUND.sub("", simplified(narrow(text)).strip()))
        if len(words) > _LONGEST:
            raise Invalid(NO_PLACE)
        codes = self._gazetteer.named(words) or self._within(words)
        if not codes:
            raise Invalid(NO_PLACE)
        return " ".join(codes)

    def drawn(self, text: str) -> str:
        """The one place that a sentence names as where something is (所在地改昆区); "" for none."""
        found = _MARKED.search(simplified(narrow(text)))
        try:
            codes = self.read(found["place"]) if found else ""
        except Invalid:
            return ""
        return _alone(codes)

    def exactly(self, words: str) -> str:
        """The code where the words name one place and nothing else; "" otherwise."""
        named = "".join(mention.name for mention in self._gazetteer.find(words))
        try:
            codes = self.read(words) if named == words or self._gazetteer.named(words) else ""
        except Invalid:
            return ""
        return _alone(codes)

    def pick(self, picked: str, value: str) -> tuple[str, bool]:
        """From a province to its city, from a city to its district; of several that share a name, the one in what was picked before."""
        inside = [code for code in value.split() if any(within(code, outer) for outer in picked.split())]
        codes = inside if picked and inside else value.split()
        if len(codes) > 1:
            return " ".join(codes), False
        whole = codes[0] == picked and not codes[0].endswith("0000")
        return codes[0], whole or not self._gazetteer.inside(codes[0])

    def told(self, codes: str) -> str:
        """A place in full: 包头市昆都仑区; several with 或."""
        return "，或".join(map(self._full, codes.split()))

    def _full(self, code: str) -> str:
        city = city_of(code) if city_of(code) != code else f"{code[:2]}0000"
        around = self._gazetteer.region(city) if not code.endswith("00") else None
        region = self._gazetteer.region(code)
        return f"{around.name if around else ''}{region.name if region else code}"

    def _offered(self, told: Answers, name: str) -> tuple[Choice, ...]:
        picked = told.get(f"{name}.draft", "").split()
        if not picked:
            return tuple(Choice(self._gazetteer.short(code), code) for code in told.get(CITIES, "").split()[:_MOST])
        if len(picked) > 1:
            return tuple(Choice(self._full(code), code) for code in picked)
        inside = tuple(Choice(one.name, one.code) for one in self._gazetteer.inside(picked[0]))
        return inside if picked[0].endswith("0000") else (*inside, Choice(f"只写{self._full(picked[0])}", picked[0]))

    def _within(self, words: str) -> tuple[str, ...]:
        """Where several names follow each other the nearest one in the others: 内蒙古包头市昆区. Raises Invalid where they lie apart."""
        codes: tuple[str, ...] = ()
        for mention in self._gazetteer.find(words):
            narrowed = _inside(mention.codes, codes) or _inside(codes, mention.codes)
            if codes and not narrowed:
                raise Invalid(TWO_PLACES)
            codes = narrowed or mention.codes
        return codes


def _alone(codes: str) -> str:
    """The code where it is one, and of more than a province."""
    return "" if " " in codes or codes.endswith("0000") else codes


def _inside(codes: Iterable[str], outer: Iterable[str]) -> tuple[str, ...]:
    around = tuple(outer)
    return tuple(code for code in codes if any(within(code, one) for one in around))
