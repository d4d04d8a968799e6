"""The columns of a table of posts, and what each of its rows tells: read by the very parsers that a typed answer goes through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat.flow import Invalid, Step
from domain.patterns import pattern
from handlers.filling import A_QUESTION, NO_CHOICE
from rag.fold import narrow
from rag.loading.rows import Table
from services.posting import ANY, NONE
from services.workbook import Sheet, unguarded

PROBLEM = "问题"
EXAMPLE = "示例"
MOST = 200
"""So many posts are read from one file."""

_HIRES = "岗位、实习要填"
COLUMNS: Mapping[str, tuple[str, str, str, int]] = {
    "kind": ("类型", "必填", "岗位", 8),
    "side": ("供需", "岗位、实习不用填；其他写：提供 或 寻找", "", 8),
    "title": ("名称", "必填，40字以内", f"{EXAMPLE}：光伏技术员", 24),
    "headcount": ("人数", f"{_HIRES}，写数字", "5", 8),
    "pay": ("薪酬", f"{_HIRES}，写范围和单位，例如：150元/天；不能写面议", "月薪6000到8000", 20),
    "place": ("地点", "必填，写城市和地址", "包头市昆都仑区钢铁大街", 26),
    "closes": ("截止", "必填，一年以内，例如：6月底", "三个月后", 14),
    "duties": ("内容", "必填，写岗位职责；其他类型写提供什么、要什么", "电站巡检和维护", 36),
    "requirements": ("要求", "没有就空着", "能登高作业", 30),
    "education": ("学历", "最低学历，没有就空着", "大专", 10),
    "majors": ("专业", "没有就空着，可以写几个", "机电、新能源", 16),
    "remark": ("备注", "没有就空着", "包吃住", 20),
}
"""Each step of a post with its column's name, how to fill it in, an example, and its width."""

_ALSO: Mapping[str, str] = {
    **dict.fromkeys(("类别", "信息类型"), "kind"),
    **dict.fromkeys(("岗位名称", "职位", "职位名称", "招聘岗位", "岗位", "标题"), "title"),
    **dict.fromkeys(("招聘人数", "需求人数", "招聘数量"), "headcount"),
    **dict.fromkeys(("薪资", "薪资待遇", "工资", "待遇", "月薪", "薪酬待遇"), "pay"),
    **dict.fromkeys(("工作地点", "工作地址", "地址"), "place"),
    **dict.fromkeys(("截止日期", "截止时间", "有效期"), "closes"),
    **dict.fromkeys(("岗位职责", "职责", "工作内容", "说明"), "duties"),
    **dict.fromkeys(("任职要求", "岗位要求", "招聘要求"), "requirements"),
    **dict.fromkeys(("最低学历", "学历要求"), "education"),
    **dict.fromkeys(("专业要求", "所需专业"), "majors"),
}
NEEDED = ("kind", "title", "place", "closes", "duties")
NO_HEAD = "没有找到表头。第一行要写每一列的名称：{names}。发 /import 拿一份模板，照着填最省事。"
LACKING = "表里少了这些列：{names}。请补上再发，或发 /import 拿模板。"
NO_ROWS = "表头下面没有内容。每行填一条，填好再发；示例那一行不算。"
MANY = f"一次最多导入{MOST}条，这份有{{count}}条。请分成几份再发。"
NOT_FILLED = "没有填"
A_FORMULA = "这一格是公式，请改成算好的值（复制，再选择性粘贴为数值）"
NO_SENSE = "看起来像一个提问，请写内容"
ONE_OF = "请填其中一个：{choices}"
_HEAD_ROWS = 10
_MARKS = pattern(r"[\s*＊:：]|[(（][^)）]*[)）]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as its author sees it: its number, its cells, what it tells as answers, and why it cannot be taken ("" where it can)."""

    number: int
    cells: tuple[str, ...]
    told: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """All rows of a file under its head; `unknown` are columns that nothing was read from."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]
    unknown: tuple[str, ...] = ()


def template() -> Sheet:
    """The sheet to be filled in: its head, and one row that is only an example."""
    rows = ([column[0] for column in COLUMNS.values()], [column[2] for column in COLUMNS.values()])
    return Sheet("发布信息", rows, [column[3] for column in COLUMNS.values()])


def notes(steps: Sequence[Step]) -> Sheet:
    """The sheet beside it that tells how to fill in each column, with what may be chosen."""
    by_name = {step.name: step for step in steps}
    rows = [["列", "怎么填", "例子", "可以填"]]
    for name, (title, how, example, _) in COLUMNS.items():
        choices = "、".join(choice.label for choice in by_name[name].choices if choice.label != NONE)
        rows.append([title, how, example.removeprefix(f"{EXAMPLE}："), choices])
    rows.append(["其他", f"名称以“{EXAMPLE}”开头的行不导入。一次最多{MOST}条。不要写电话、微信：双方同意后由校企通交换。", "", ""])
    return Sheet("填写说明", rows, (10, 60, 30, 50))


def lines_of(table: Table, steps: Sequence[Step]) -> Lines:
    """What a table tells, row by row. Raises Invalid where it has no head, not the columns that it needs, or too many rows."""
    at, names = _head(table)
    missing = [COLUMNS[name][0] for name in NEEDED if name not in names]
    if missing:
        raise Invalid(LACKING.format(names="、".join(missing)))
    found = [(at + 1 + number, row) for number, row in enumerate(table.rows[at + 1 :], 1) if _tells(row, names)]
    if not found:
        raise Invalid(NO_ROWS)
    if len(found) > MOST:
        raise Invalid(MANY.format(count=len(found)))
    unknown = tuple(cell for cell, name in zip(table.rows[at], names, strict=True) if cell and not name and cell != PROBLEM)
    return Lines(table.rows[at], tuple(_line(number, row, names, steps) for number, row in found), unknown)


def returned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows that could not be taken, as they came, under their head with a column for what is wrong (the last cell of each)."""
    kept = [at for at, name in enumerate(head) if name != PROBLEM]
    body = [[*(row[at] if at < len(row) - 1 else "" for at in kept), row[-1]] for row in rows]
    return [[*(head[at] for at in kept), PROBLEM], *body]


def _head(table: Table) -> tuple[int, list[str]]:
    """The row of the head, and for each of its cells the step that it names ("" for none)."""
    for at, row in enumerate(table.rows[:_HEAD_ROWS]):
        names = [_named(cell) for cell in row]
        if len({name for name in names if name}) >= 3:
            return at, [name if name not in names[:number] else "" for number, name in enumerate(names)]
    raise Invalid(NO_HEAD.format(names="、".join(column[0] for column in COLUMNS.values())))


def _named(cell: str) -> str:
    words = _MARKS.sub("", narrow(cell))
    return next((name for name, column in COLUMNS.items() if column[0] == words), _ALSO.get(words, ""))


def _tells(row: Sequence[str], names: Sequence[str]) -> bool:
    cells = _cells(row, names)
    return any(cells.values()) and not cells.get("title", "").startswith(EXAMPLE)


def _cells(row: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    return {name: unguarded(cell).strip() for name, cell in zip(names, row, strict=False) if name}


def _line(number: int, row: tuple[str, ...], names: Sequence[str], steps: Sequence[Step]) -> Line:
    cells = _cells(row, names)
    told: dict[str, str] = {}
    problems = []
    for step in steps:
        if step.name not in COLUMNS or not step.when(told):
            continue
        try:
            told[step.name] = _answer(step, cells.get(step.name, ""), told)
        except Invalid as problem:
            problems.append(f"{COLUMNS[step.name][0]}：{_worded(str(problem), step)}")
            if step.name == "kind":
                # What else it needs hangs on its kind.
                break
    return Line(number, row, told, "；".join(problems))


def _answer(step: Step, words: str, told: Mapping[str, str]) -> str:
    """What a cell answers; an empty one stands for 不限 or 无 where that may be."""
    if words.startswith("="):
        raise Invalid(A_FORMULA)
    if words:
        return step.read(words, told)
    empty = next((choice.value for choice in step.choices if choice.value in {ANY, NONE}), "")
    if not empty:
        raise Invalid(NOT_FILLED)
    return empty


def _worded(problem: str, step: Step) -> str:
    """Words for a cell, where the words for a talk would point to what stands above or below."""
    if problem == NO_CHOICE:
        return ONE_OF.format(choices="、".join(choice.label for choice in step.choices))
    return NO_SENSE if problem == A_QUESTION else problem.replace("\n", " ").rstrip("。")
