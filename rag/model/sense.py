"""Words that turn, weigh or assign: a sentence that keeps every name and figure is still false when one of them is lost or added."""

import re
from collections.abc import Iterator

from domain.patterns import pattern

# They must come from the quotation.
_WEIGHTY = pattern(
    r"已|目前|现有|必须|应当|不|未|无需|没有|禁止|全额|免费|免除|免征|所有|一律|全部|任何|唯一|一定|保证|承诺|立即|自动|最高|最低|至少|仅|只"
)
_REFUSING = pattern(r"不得|不予|不能|不可|不享受|不适用|不包括|不含|禁止|除外|取消|暂停|尚未|没有")
_TURNING = pattern(r"不|未|无|非|禁|没|停|除外|取消")
_NEGATED = pattern(r"(?=(?:不[得予能可会应要]?|未[能经]?|没有|禁止|严禁)(..))")
_ROLE = pattern(r"牵头|配合|协助|承办|主办")
_SEGMENT = pattern(r"[、,;。!?()\n]")


def is_kept(sentence: str, source: str) -> bool:
    """Whether a sentence turns, weighs and assigns as its source does; both are levelled."""
    if any(word not in source for word in _WEIGHTY.findall(sentence)):
        return False
    if _REFUSING.search(source) and not _TURNING.search(sentence):
        return False
    return _turns_alike(sentence, source) and all(_has_role(one, source) for one in _roles(sentence))


def _turns_alike(sentence: str, source: str) -> bool:
    """What is negated here is negated there, and what is negated there is not affirmed here."""
    here, there = set(_NEGATED.findall(sentence)), set(_NEGATED.findall(source))
    return here <= there and all(_affirms(source, what) for what in there if _affirms(sentence, what))


def _affirms(text: str, what: str) -> bool:
    """Whether the text says it somewhere without a turning word just before it."""
    return any(not _TURNING.search(text[max(0, hit.start() - 3) : hit.start()]) for hit in re.finditer(re.escape(what), text))


def _roles(text: str) -> Iterator[tuple[str, str]]:
    """Each role with the stretch in which somebody has it: 市教育局牵头."""
    for stretch in _SEGMENT.split(text):
        for role in set(_ROLE.findall(stretch)):
            yield role, stretch


def _has_role(role: tuple[str, str], source: str) -> bool:
    """Whether the source gives the role to the same body: the four characters around it tell."""
    name, stretch = role
    bodies = re.findall(r"[\u4e00-\u9fff]{2}(?:局|委|厅|办|会|院|校|学|司|团|府|部)", stretch)
    return all(any(name == other and body in held for other, held in _roles(source)) for body in bodies)
