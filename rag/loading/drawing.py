"""Drawing a document's facts from its text, by the habits of official papers: where the title stands, who signs, which number is its."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from domain.knowledge import Kind
from domain.patterns import pattern
from domain.region import within
from rag.loading.furniture import furniture
from rag.loading.spans import lines_of, pieces
from rag.regions import Gazetteer, Mention

_PAPER = (
    "方案|通知|办法|意见|条例|规定|规划|计划|细则|提案|议案|建议|答复|复函|函|公告|通告|公报|报告|决定"
    r"|决议|指南|章程|问答|解读|清单|措施|要点|纲要|制度|目录|法|若干政策|政策|机制|名单|协议|标准|规程"
)
_TITLE = pattern(rf"[^。；;！？]*(?:{_PAPER})(?:[（(][^（）()]*[）)])?")
_WRAPPED = pattern(r"关于(?:印发|转发|公布|发布)\s*[《〈]?(.+?)[》〉]?\s*的+通知")
_NUMBER = pattern(r"[\u4e00-\u9fff]{1,16}(?:字)?\s*[〔\[【（(]\s*(?:19|20)\d{2}\s*[〕\]】）)]\s*第?\s*\d{1,5}\s*号")
_NUMBER_KEY = pattern(r"(?:发文字号|发文文号|文件编号|文\s*号|字\s*号)[】\]]?\s*[:：]?\s*\n?[\s•·]*([^\n]{4,40})")
_DATE = pattern(r"(?<!\d)((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?")
_CN_DATE = pattern(r"([二一九〇○零0OＯ三四五六七八]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_DATE_KEY = pattern(r"(?:发布|成文|印发|发文|公布|生成|制发)(?:日期|时间)|^[ \t]{0,8}(?:日期|时间)", re.MULTILINE)
_SIGNED = pattern(
    r"(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_ISSUER_KEY = pattern(
    r"(?:发布(?:机构|单位|机关)|发文(?:机构|机关|单位)|制定机关|(?:信息|文章|稿件)?来源|主办单位|承办单位)[】\]]?\s*[:：\n][\s•·]*([^\n\s|]{3,40})"
)
_ORGAN = pattern(
    r"[\u4e00-\u9fff（）()、 \t]{2,60}(?:人民政府|办公室|办公厅|委员会|管委会|领导小组"
    r"|局|厅|部|院|署|中心|学院|大学|协会|联合会|党委|政协|人大|总工会|公司|集团)"
)
_ROMAN = str.maketrans("〇○零一二三四五六七八九OＯ", "000123456789" + "00")
_KINDS = (
    (pattern(r"(?:提案|建议|议案).*(?:答复|回复|复函)|提案|议案"), Kind.PROPOSAL_REPLY),
    (pattern(r"申报.*(?:方案|书|材料)|申请(?:书|表|报告)"), Kind.APPLICATION),
    (pattern(r"问答|常见问题|解答"), Kind.QA),
    (pattern(r"条例|法$|规定|办法|细则|章程"), Kind.LAW),
    (pattern(r"分工|工作要点|年度(?:工作)?计划|任务清单|(?:19|20)\d{2}年度?.*(?:要点|计划|方案)"), Kind.WORK_PLAN),
    (pattern(r"方案|规划|计划|纲要|措施|政策"), Kind.PLAN),
    (pattern(r"通知|公告|通告|意见|函|决定"), Kind.NOTICE),
)  # fmt: skip
_SPAN = pattern(r"((?:19|20)\d{2})\s*年?\s*[-—–~－至到]+\s*((?:19|20)\d{2})(?=\s*年|[)）])")
_YEARS = pattern(r"([二三四五两])年(?:行动|攻坚|提升|规划|计划|实施)")
_UNTIL = pattern(r"(?:到|至|截至)\s*((?:19|20)\d{2})\s*年")
_PLANS = pattern(r"[“\"]?十([二三四五六])五[”\"]?")
_HEAD_LINES = 15
_READ = 20_000


class Drawer:
    """Draws the facts of one text; `marked` is a title that the file's format marks as such."""

    def __init__(self, text: str, marked: str, gazetteer: Gazetteer) -> None:
        self._text = text
        self._marked = marked
        self._gazetteer = gazetteer

    @cached_property
    def _lines(self) -> list[str]:
        """Lines that are no furniture, with spaces made one."""
        head = self._text[: 2 * _READ]
        holes = furniture(head)
        kept = [piece for line in lines_of(head) for piece in pieces(head, line, holes)]
        return [re.sub(r"\s+", " ", head[slice(*piece)]) for piece in kept]

    def title(self) -> str:
        """The first line of the head that names a kind of paper; of a notice that sends out a plan, the plan's own name."""
        lines = self._lines[:_HEAD_LINES]
        found = self._marked or next(self._titles(lines), "") or next((line for line in lines if len(line) <= 60), "")
        inner = _WRAPPED.search(found)
        if inner and any(line == inner[1] for line in self._lines):
            return inner[1]
        return found.strip("《》# ")

    def _titles(self, lines: list[str]) -> Iterator[str]:
        """Whole lines that end as titles do, and pairs of lines that do so together."""
        for at, line in enumerate(lines):
            if len(line) <= 60 and _TITLE.fullmatch(line) and not line.endswith(("：", ":")):
                yield line
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if "关于" in line and len(line) <= 40 and len(following) <= 40 and _TITLE.fullmatch(line + following):
                yield line + following

    def issuer(self, title: str) -> str:
        """Who is named as the source, or signs, or stands before 关于 in the title."""
        named = _ISSUER_KEY.search(self._text[:3000]) or _ISSUER_KEY.search(self._text[-1500:])
        if named and _ORGAN.fullmatch(named[1].strip()):
            return named[1].strip()
        for at, line in enumerate(self._lines):
            if at and _SIGNED.fullmatch(line) and _ORGAN.fullmatch(self._lines[at - 1]):
                return re.sub(r"\s+", "、", self._lines[at - 1].strip())
        before = re.match(rf"({_ORGAN.pattern})关于", title)
        return before[1] if before else ""

    def number(self) -> str:
        """The paper's own number: named as such, or alone in a line of the head; one in running text belongs to another paper."""
        named = _NUMBER_KEY.search(self._text[:3000])
        if named and (own := _NUMBER.search(named[1])):
            return own[0]
        return next((line for line in self._lines[:_HEAD_LINES] if _NUMBER.fullmatch(line)), "")

    def published(self) -> tuple[date, str] | None:
        """The day that is named as the day of publication, or stands alone in a line as under a signature."""
        named = _DATE_KEY.search(self._text[:3000]) or _DATE_KEY.search(self._text, max(0, len(self._text) - 1500))
        if named and (day := _day(self._text[named.end() : named.end() + 30])):
            return day
        return next((day for line in self._lines if _SIGNED.fullmatch(line) and (day := _day(line))), None)

    def kind(self, title: str) -> Kind:
        """What the title calls the paper; where that says nothing, what its first lines do."""
        titles = (title, self.title())
        return next((kind for name in titles for rule, kind in _KINDS if rule.search(name)), Kind.OTHER)

    def period(self, title: str, kind: Kind, published: date | None) -> tuple[int, int] | None:
        """The years that the paper plans for."""
        if span := _SPAN.search(title) or _SPAN.search("\n".join(self._lines[:5])):
            return int(span[1]), int(span[2])
        if kind not in {Kind.PLAN, Kind.WORK_PLAN}:
            return None
        if plan := _PLANS.search(title):
            last = 2015 + 5 * "二三四五六".index(plan[1])
            return last - 4, last
        if year := re.search(r"((?:19|20)\d{2})\s*年度?", title):
            return int(year[1]), int(year[1])
        if published is None:
            return None
        if (length := _YEARS.search(title)) is not None:
            return published.year, published.year + {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}[length[1]] - 1
        until = Counter(int(hit[1]) for hit in _UNTIL.finditer(self._text[:_READ]) if published.year <= int(hit[1]) <= published.year + 10)
        return (published.year, until.most_common(1)[0][0]) if until else None

    def region(self, title: str, issuer: str) -> str:
        """The place that title and issuer name, else the one that the text speaks of most; the nearer place before the one around it."""
        text = self._text[:_READ]
        known = {code for mention in self._gazetteer.find(title + issuer + text) if len(mention.codes) == 1 for code in mention.codes}
        named = self._counted(issuer, known, 1) or self._counted(title, known, 1)
        counted = named or self._counted(text, known, 3)
        if not counted or (not named and counted.most_common(1)[0][1] < 0.3 * counted.total()):
            return ""
        best = counted.most_common(1)[0][0]
        nearer = [(count, code) for code, count in counted.items() if code != best and within(code, best)]
        return max(nearer)[1] if nearer and (named or max(nearer)[0] >= 0.4 * counted[best]) else best

    def _counted(self, text: str, known: set[str], least: int) -> Counter[str]:
        counted = Counter(filter(None, (self._meant(mention, known) for mention in self._gazetteer.find(text))))
        return counted if counted.total() >= least else Counter()

    def _meant(self, mention: Mention, known: set[str]) -> str:
        """Of the places of that name, the one near which the text is at home."""
        if len(mention.codes) == 1:
            return mention.codes[0]
        near = [code for code in mention.codes if any(code[:2] == other[:2] for other in known)]
        return near[0] if near else ""


def _day(words: str) -> tuple[date, str] | None:
    """A date as it is written in figures or numerals, and how much of it is there."""
    found = _DATE.search(words)
    if found:
        figures, precision = [int(found[1]), int(found[2]), int(found[3] or 1)], "day" if found[3] else "month"
    elif numerals := _CN_DATE.search(words):
        figures, precision = [int(numerals[1].translate(_ROMAN)), _tens(numerals[2]), _tens(numerals[3])], "day"
    else:
        return None
    try:
        return date(*figures), precision
    except ValueError:
        return None


def _tens(numeral: str) -> int:
    """一 to 三十一."""
    before, ten, after = numeral.rpartition("十")
    digit = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
    return (digit.get(before, 1) * 10 if ten else 0) + digit.get(after, 0)
