"""Whether a sentence of the model follows from what it quotes. In doubt it does not: the extractive answer is there anyway."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.patterns import pattern
from domain.text import clean
from rag.fold import fold, narrow, squash
from rag.model import names, sense
from rag.model.evidence import Given
from rag.model.facts import facts_of, is_said, pairs
from rag.regions import Gazetteer
from rag.verify import stands

LONGEST = 160
_QUOTE = 300
_PLAIN = pattern(r"[\u4e00-\u9fff\w \-,.;:!?%‰()/+~'\"“”‘’《》、。·—–…〔〕℃①-⑳]+", re.ASCII)
_HAN = pattern(r"[\u4e00-\u9fff]")
_GLUE = pattern(
    r"根据|按照|原文|文件|规定|明确|提出|其中|包括|分别|以及|同时|此外|因此|可以|需要|通过|对于|关于|属于|作为|如果|由于|进行|内容|方面"
    r"|[\d.]+[年个家所项人名]?|[到要共的是和与在由对等了为有及将把可也都就并而或您该此这其]"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage with the stretch of it that the model quotes, as the passage has it."""

    given: Given
    quote: str


def found(quote: str, text: str) -> str:
    """The quotation as it stands in the text, white space and width as there; "" where it does not, to the letter."""
    if not stands(quote, text) or len(quote) > _QUOTE:
        return ""
    kept = [at for at, sign in enumerate(text) if squash(sign)]
    wanted = squash(quote)
    begin = squash(text).find(wanted)
    return text[kept[begin] : kept[begin + len(wanted) - 1] + 1]


def is_plain(text: str) -> bool:
    """Whether a text is a line of ordinary writing: no markup, nothing invisible, nothing that a screen may run."""
    return bool(text) and clean(text) == text and _PLAIN.fullmatch(narrow(text)) is not None


def is_covered(text: str, source: str, share: float, gap: int) -> bool:
    """Whether a `share` of the Chinese characters stands in the source in pairs, and no foreign stretch is longer than `gap`."""
    known = pairs(source)
    total = foreign = longest = 0
    for run in re.findall(r"[\u4e00-\u9fff]+", _GLUE.sub(" ", text)):
        held = [False] * len(run)
        for at in range(len(run) - 1):
            if run[at : at + 2] in known:
                held[at] = held[at + 1] = True
        total += len(run)
        foreign += held.count(False) if len(run) > 1 else 0
        stretches = "".join("x" if one else " " for one in held).split("x")
        longest = max(longest, *map(len, stretches))
    return longest <= gap and foreign <= (1 - share) * total


class Judge:
    """Judges sentences of one answer. `question` is what was asked, as the model saw it."""

    def __init__(self, question: str, gazetteer: Gazetteer) -> None:
        self._question = names.level(fold(question))
        self._gazetteer = gazetteer

    def supports(self, sentence: str, cited: Sequence[Cited]) -> bool:
        """Whether the quotations carry the sentence."""
        if not cited or not is_plain(sentence) or len(sentence) > LONGEST or not _HAN.search(sentence):
            return False
        if len({one.given.document.region for one in cited}) > 1:
            return False
        source = _lines(one.quote for one in cited)
        titled = _lines((source, *(text for one in cited for text in (one.given.document.title, one.given.document.number))))
        rest = names.without_titles(names.level(sentence))
        return (
            names.titles_stand(sentence, titled)
            and names.literals_stand(rest, titled)
            and names.latin_stands(rest, source + "\n" + self._question)
            and names.institutions_stand(rest, titled + "\n" + self._question)
            and self._places_stand(rest, titled, cited)
            and self._figures_stand(rest, [one.quote for one in cited])
            and sense.is_kept(rest, source)
            and is_covered(rest, titled, 0.55, 8)
            and is_covered(rest, _lines((titled, self._question, self._region(cited))), 0.75, 4)
        )

    def _figures_stand(self, sentence: str, quotes: Sequence[str]) -> bool:
        """Figures and years come from the quotations, each said of the same thing."""
        known = [fact for quote in quotes for fact in facts_of(quote)]
        return all(is_said(fact, known) for fact in facts_of(sentence))

    def _places_stand(self, sentence: str, source: str, cited: Sequence[Cited]) -> bool:
        """A place comes from the quotation, or is the one that the document is for: never another city because the question names it."""
        allowed = source + "\n" + self._region(cited)
        return all(mention.name in allowed for mention in self._gazetteer.find(sentence))

    def _region(self, cited: Sequence[Cited]) -> str:
        code = cited[0].given.document.region
        region = self._gazetteer.region(code)
        return f"{region.name}\n{self._gazetteer.short(code)}" if region else ""


def _lines(texts: Iterable[str]) -> str:
    """Levelled texts on lines of their own, so that nothing is found across two of them."""
    return "\n".join("\n".join(map(names.level, text.splitlines())) for text in texts)
