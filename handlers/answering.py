"""How staff write an answer to a question: in their own words or by pointing at a clause, in whose name, and until when."""

from collections.abc import Callable
from datetime import date, timedelta

from chat.flow import Answers, Finished, Invalid, Step
from chat.reply import Choice
from domain.patterns import pattern
from services import unanswered
from services.forms import days
from storage.work import Work

ASK = "请写答复，问的人会原样收到，别人问到时也会引用。也可以只写文件和条款，例如：《某某实施方案》三(三)11"
ASK_OFFICE = "以哪个单位的名义答复？请写全称。"
ASK_UNTIL = "这个答复有效到哪一天？点一个，或写日期，例如：2026-12-31、明年6月底。到期后不再引用。"
SHORT, LONG = "太短了，请写清楚。", "太长了，请写在 {most} 个字以内。"
NO_OFFICE = "这里只写单位的全称。要接着写答复，点“上一步”重写，整段一次发来。"
NO_DATE = "没看懂日期。请写成 2026-12-31、明年6月底、半年后 这样的，最长三年。"
PAST = "有效期要在今天以后、三年以内，请再写一次。"
NO_CLAUSE = "没有找到这一条。书名号里写文件的名称，后面写条款的编号，例如：《某某实施方案》三(三)11；也可以直接写答复。"
LONG_CLAUSE = "这一条太长，不能整条作答复。请指到更细的一条，或直接写答复。"
LATEST = timedelta(days=3 * 366)
"""For how long an answer may hold."""

_SPANS = (("三个月", 91), ("半年", 182), ("一年", 365))
_SHORTEST, _LONGEST, _LONGEST_OFFICE, _BUTTON = 4, 800, 40, 40
_SENTENCE = pattern(r"[，。；！？,;!?\n]")
_CLAUSE = pattern(r"《(?P<title>[^《》]{2,80})》\s*第?(?P<label>[^《》\s]{1,24})")


def steps(today: Callable[[], date]) -> tuple[Step, ...]:
    """The questions of the flow. It is opened with `today` (ISO) and `known`, the office in whose name they answered last."""
    return (
        Step("words", ASK, worded(_LONGEST), label="答复"),
        Step("office", ASK_OFFICE, _office, label="单位", offer=_offices),
        Step("until", ASK_UNTIL, _until(today), label="有效到", show=day_told, offer=_untils),
    )


def said(work: Work, finished: Finished) -> tuple[str, str]:
    """The words of the answer, and why there are none: of a clause that was pointed at, its own text with where it stands."""
    words = finished.answers["words"]
    pointed = _CLAUSE.fullmatch(words)
    if pointed is None:
        return words, ""
    held = unanswered.look(work, finished.sender, int(finished.answers["question"]))
    named = unanswered.clause_named(work, held[0].region if held else "", pointed["title"], pointed["label"])
    if named is None:
        return "", NO_CLAUSE
    document, clause = named
    text = clause.text.strip()
    return (f"{text}（见《{document.title}》{clause.label}）", "") if len(text) <= _LONGEST else ("", LONG_CLAUSE)


def worded(most: int) -> Callable[[str], str]:
    """A parser of free words, at most so many characters."""

    def parse(text: str) -> str:
        if len(text) > most:
            raise Invalid(LONG.format(most=most))
        if len(text) < _SHORTEST:
            raise Invalid(SHORT)
        return text

    return parse


def _office(text: str) -> str:
    if _SENTENCE.search(text):
        raise Invalid(NO_OFFICE)
    return worded(_LONGEST_OFFICE)(text)


def day_told(iso: str) -> str:
    """A day for people."""
    return days.told(date.fromisoformat(iso))


def _offices(told: Answers) -> tuple[Choice, ...]:
    # A button holds 64 bytes; a longer name is written again.
    known = told.get("known", "")
    return (Choice(known, known),) if known and len(known.encode()) <= _BUTTON else ()


def _untils(told: Answers) -> tuple[Choice, ...]:
    today = date.fromisoformat(told["today"])
    return tuple(Choice(name, (today + timedelta(days=many)).isoformat()) for name, many in _SPANS)


def _until(today: Callable[[], date]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        found = days.read(text, today())
        if found is None:
            raise Invalid(NO_DATE)
        if not timedelta(0) <= found - today() <= LATEST:
            raise Invalid(PAST)
        return found.isoformat()

    return parse
