"""Responsible bodies (责任单位): where a text names them, and who they are, in the text's own words and order."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.patterns import pattern

_WORD = (
    r"(?:责任|牵头|配合|承办|主办|会办|分办|协办|参与|参加|实施|落实|承担|协同|主责|责任主体)(?:责任)?(?:单位|部门|处室|科室)"
    r"|责任主体|责任处室|牵头(?=\s*[:：])|配合(?=\s*[:：])"
)
_KEYED = pattern(rf"(?:(?P<open>[(（\[【])[ \t]{{0,4}})?(?:{_WORD})\s*(?:[:：]|(?=\n))")
_KEY = pattern(rf"^\s*(?:{_WORD})\s*[:：]\s*")
_DUTY = pattern(r"[(（](?:[^()（）\n。]|[(（][^()（）\n]{0,20}[)）]){2,300}?(?:负责|牵头|配合|落实|组织实施)[)）]")
_OPEN, _CLOSE = "(（[【", ")）]】"
_BREAK = pattern(r"[、,，;；\s]|以及")
_PART = (
    r"(?:等(?:部门|单位)?)?(?:[(（](?:牵头|配合|负责)[)）])?"
    r"(?:(?:按照?|依|根据)(?:各自)?(?:的)?(?:职责|职能|任务|工作)*(?:分工)?)?(?:分别|共同|具体|各自|自行)?"
    r"(?:牵头|负责|配合|参与|协同|落实|承担|组织实施)*"
)
_TRAIL = pattern(rf"{_PART}$")
_OTHER_KEY = pattern(r"^[^()（）]{1,12}[:：]")
_ORGAN = pattern(
    r"(?:局|委|办|部|厅|院|会|府|署|处|站|所|行|室|组|馆|社|团|网|联|校|企业|中心|单位|部门|公司|集团|街道|[镇乡区县市旗盟州])(?:[(（][^()（）]*[)）])?$"
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where bodies are named: [start, end) with its brackets, and the names."""

    start: int
    end: int
    names: tuple[str, ...]


def bodies_in(text: str) -> tuple[str, ...]:
    """The responsible bodies that a text names, in its order, each once: (责任单位:市发改委、教育局) → 市发改委, 教育局."""
    return tuple(dict.fromkeys(name for naming in namings(text) for name in naming.names))


def namings(text: str) -> list[Naming]:
    """Every place where a text names bodies: after a word such as 责任单位, or in brackets that end in 负责."""
    found = list(_keyed(text))
    taken = [(naming.start, naming.end) for naming in found]
    for hit in _DUTY.finditer(text):
        if not any(start < hit.end() and hit.start() < end for start, end in taken):
            names = [name for name in _split(hit[0][1:-1]) if len(name) > 2 and _ORGAN.search(name)]
            if names:
                found.append(Naming(hit.start(), hit.end(), tuple(names)))
    return sorted(found, key=lambda naming: naming.start)


def _keyed(text: str) -> Iterator[Naming]:
    """Lists that follow a word such as 责任单位 and a colon, or stand in the line below it."""
    done = 0
    for hit in _KEYED.finditer(text):
        if hit.start() < done:
            continue
        bracketed = bool(hit["open"])
        begin = hit.end()
        if text[hit.end() : hit.end() + 1] == "\n":
            if text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()].strip(" \t•·-*"):
                continue
            begin = hit.end() + len(text[hit.end() :]) - len(text[hit.end() :].lstrip())
        end = _list_end(text, begin, bracketed)
        names = tuple(_split(text[begin:end]))
        done = end + bracketed
        if names:
            yield Naming(hit.start(), min(done, len(text)), names)


def _list_end(text: str, begin: int, bracketed: bool) -> int:
    """Where a list ends: at the bracket that closes it, else at the end of the sentence or the line."""
    depth = 0
    for place in range(begin, min(len(text), begin + 1000)):
        sign = text[place]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            if depth == 0:
                return place
            depth -= 1
        elif sign == "。" or (sign == "\n" and not bracketed):
            return place
    return min(len(text), begin + 1000)


def _split(listed: str) -> Iterator[str]:
    """The names of a list, without the words that say who leads and who helps."""
    for part in _parts(listed):
        key = _KEY.match(part)
        name = part[key.end() :] if key else part
        if not key and _OTHER_KEY.match(name):
            return
        name = _TRAIL.sub("", name.strip().removeprefix("由")).strip(" \t.。:：")
        if name and len(name) <= _LONGEST:
            yield name


def _parts(listed: str) -> Iterator[str]:
    """Cut at the marks that stand outside of brackets: 各县(市、区)、市教育局 are two."""
    depth, begin, place = 0, 0, 0
    while place < len(listed):
        sign = listed[place]
        depth += (sign in _OPEN) - (sign in _CLOSE)
        cut = _BREAK.match(listed, place) if depth <= 0 else None
        if cut:
            yield listed[begin:place]
            begin = place = cut.end()
        else:
            place += 1
    yield listed[begin:]
