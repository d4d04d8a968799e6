"""What is known of a document: what was told, else what can be drawn from its text; that is shown for correction."""

from dataclasses import dataclass
from datetime import date

from domain.errors import BadDocument
from domain.knowledge import Document, Kind
from rag.loading import told as tell
from rag.loading.drawing import Drawer
from rag.loading.source import Source
from rag.loading.told import Told
from rag.regions import Gazetteer

_NAMES = {
    "title": "标题", "issuer": "发布单位", "number": "文号", "region": "地区", "published": "日期", "kind": "类型", "period": "期限",
}  # fmt: skip
_EVERYWHERE = "全国"


@dataclass(frozen=True, slots=True)
class Guess:
    """A fact that nobody told: its key in corpus.toml, and its value as it would be written there."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn from the text, and what was looked for and not found."""

    guesses: tuple[Guess, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """A line for whoever loads the document: 标题：…；地区：150200；没找到：文号。"""
        lines = [f"{_NAMES[guess.key]}：{guess.value}" for guess in self.guesses]
        if self.missing:
            lines.append(f"没找到：{'、'.join(_NAMES[key] for key in self.missing)}")
        return "；".join(lines)


def described(stem: str, source: Source, told: Told, gazetteer: Gazetteer) -> tuple[Document, Drawn]:
    """The document of a source. corpus.toml (`told`) goes before front matter, and both before the text."""
    known = {**source.told, **told}
    drawer = Drawer(source.text, source.title, gazetteer)
    title = tell.word(known, "title") or drawer.title() or stem
    issuer = tell.word(known, "issuer") or drawer.issuer(title)
    published = tell.published_of(known) or drawer.published()
    kind = tell.kind_of(known) or drawer.kind(title)
    document = Document(
        stem=stem,
        title=title,
        issuer=issuer,
        number=tell.word(known, "number") or drawer.number(),
        region=_region(known, gazetteer) if tell.word(known, "region") else drawer.region(title, issuer),
        published=published[0] if published else None,
        precision=published[1] if published else "day",
        kind=kind,
        period=tell.period_of(known) or drawer.period(title, kind, published[0] if published else None),
        digest=tell.flag(known, "digest"),
        superseded_by=tell.word(known, "superseded_by"),
    )
    return document, _drawn(document, known)


def _region(known: Told, gazetteer: Gazetteer) -> str:
    """A region that was told: by its code, by a name that only one place has, or 全国, which is none."""
    told = tell.word(known, "region")
    if told == _EVERYWHERE:
        return ""
    if gazetteer.region(told) is not None:
        return told
    codes = gazetteer.named(told)
    if len(codes) != 1:
        raise BadDocument(f"region 写的是“{told}”，{'有好几个地方叫这个名字' if codes else '没有这个地方'}：请写六位区划代码，如 150200。")
    return codes[0]


def _drawn(document: Document, known: Told) -> Drawn:
    values = {
        "title": document.title,
        "issuer": document.issuer,
        "number": document.number,
        "region": document.region,
        "published": _day(document.published, document.precision),
        "kind": document.kind.value if document.kind is not Kind.OTHER else "",
        "period": "-".join(map(str, document.period)) if document.period else "",
    }
    asked = [key for key in values if not tell.word(known, key)]
    return Drawn(tuple(Guess(key, values[key]) for key in asked if values[key]), tuple(key for key in asked if not values[key]))


def _day(day: date | None, precision: str) -> str:
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)] if day else ""
