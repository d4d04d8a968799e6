"""What a law's articles say of each other: 违反本条例第六条第二款规定的 speaks of what stands there, and is looked for by its words."""

from collections.abc import Sequence

from domain.knowledge import Clause
from domain.patterns import pattern

_NUMBER = "[〇零一二三四五六七八九十百]{1,6}"
_REFERENCE = pattern(rf"(?:本(?:条例|办法|规定|细则|法|意见))?(第{_NUMBER}条)(?:第({_NUMBER})款)?")
_FOREIGN = pattern(r"》$")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")}
_LONGEST = 120
_MOST = 2


def references(text: str, clauses: Sequence[Clause]) -> list[str]:
    """What the articles say that a text names, its own number aside: at most two, each in its first 120 characters."""
    found: list[str] = []
    for hit in _REFERENCE.finditer(text):
        if hit.start() == 0 or _FOREIGN.search(text[: hit.start()]):
            continue
        article = next((clause for clause in clauses if clause.label == hit[1]), None)
        if article is not None and (said := _paragraph(article, hit[2] or "")):
            found.append(said[:_LONGEST])
    return list(dict.fromkeys(found))[:_MOST]


def _paragraph(article: Clause, number: str) -> str:
    """A paragraph (款) of an article; all of a short one where none is named."""
    lines = [line.strip() for line in article.text[article.body_start - article.start :].split("\n") if line.strip()]
    if not number:
        return " ".join(lines)
    at = _DIGITS.get(number, 0)
    return lines[at - 1] if 0 < at <= len(lines) else ""
