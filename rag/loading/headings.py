"""A clause's own title: a line of its own, a short first sentence (1.优化学科专业设置。…), or a few words before a colon."""

import re

from domain.patterns import pattern
from rag.loading.openings import Opening
from rag.loading.spans import trimmed

_FIRST_SENTENCE = pattern(r"[\s、.．]*([^。！？!?；;\n]{2,40})。\s*(?=\S)")
_BRACKETED = pattern(r"\s*[【\[（(]([^【】\[\]（）()\n]{2,20})[】\]）)]\s*")
_BEFORE_COLON = pattern(r"\s*([\u4e00-\u9fff“”]{2,10})[:：]\s*(?=\S)")
# What an explanation of a policy asks itself is the heading of what it answers below.
_QUESTION = pattern(r"[\s、.．]*(?:问\s*[:：]\s*)?([^。；;！!？?\n]{4,60}[？?])\s*")
_NAME_OF_ARTICLE = pattern(r"[^。；;：:，,！!？?\d]{2,16}")
_RULE = pattern(
    r"、[^、]+、|\d\s*(?:%|个|家|名|人|万|元|所|项)|X{1,2}%|应当|可以|不得|不少于|不超过|必须|没有|不予|不再|是指|共有|截至|自.{1,10}起"
    r"|(?:^|，|,)(?:对|由|凡)|[:：]"
)
_LONGEST_LINE = 60
_LONGEST_ALONE = 16
_OUTER = frozenset({"part", "chapter", "section"})


def heading_of(text: str, opening: Opening, end: int) -> tuple[str, int]:
    """The heading of the clause that begins there and ends at `end`, "" where it has none, and where its body begins."""
    heading, begin = _heading(text, opening, end)
    return heading, min(trimmed(text, begin, end)[0], end)


def _heading(text: str, opening: Opening, end: int) -> tuple[str, int]:
    if opening.section in {"tail", "fields"}:
        return "", opening.after
    if opening.section or opening.style == "advice":
        return text[opening.start : opening.end].rstrip(":： ").strip(), opening.end
    more = bool(text[opening.end : end].strip())
    if opening.style == "article":
        bracketed = _BRACKETED.match(text, opening.after, opening.end)
        if bracketed:
            return bracketed[1], bracketed.end()
        line = text[opening.after : opening.end].strip()
        return (line, opening.end) if more and _NAME_OF_ARTICLE.fullmatch(line) else ("", opening.after)
    asked = _QUESTION.fullmatch(text, opening.after, opening.end) if more else None
    if asked:
        return asked[1], opening.end
    for found, begin in _candidates(text, opening, more):
        if not _RULE.search(found) and len(re.findall("[，,]", found)) <= 1:
            return found, begin
    return "", opening.after


def _candidates(text: str, opening: Opening, more: bool) -> list[tuple[str, int]]:
    """What may be the heading, likeliest first, with the place where the body would begin. `more` tells that lines follow beneath."""
    found = []
    sentence = _FIRST_SENTENCE.match(text, opening.after, opening.end)
    line = re.sub(r"[*_]{2}", "", text[opening.after : opening.end]).strip()
    # A line that is one long sentence with its full stop is an item of a list, whatever follows in the next paragraph.
    is_item = line.endswith("。") and line.count("。") == 1 and len(line) > _LONGEST_ALONE
    if sentence and not is_item:
        found.append((sentence[1].strip(), sentence.end()))
    if not is_item and (more or opening.hashes or opening.style in _OUTER) and len(line) <= _LONGEST_LINE:
        plain = re.sub(r"[。:：]$", "", line).strip()
        if plain and not re.search(r"[。；;！？]", plain):
            found.append((plain, opening.end))
    colon = _BEFORE_COLON.match(text, opening.after, opening.end)
    if colon:
        found.append((colon[1], colon.end()))
    return found
