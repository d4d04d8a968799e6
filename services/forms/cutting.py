"""A pasted text cut into what its labels head (薪资：…, 【任职要求】…) and the clauses that stand free."""

from dataclasses import dataclass

from domain.patterns import pattern
from rag.fold import narrow

_LABELS: dict[str, str] = {
    "title": "岗位名称 招聘岗位 招聘职位 职位名称 需求岗位 实习岗位 岗位 职位 工种 项目名称 课程名称 需求名称 标题 名称",
    "headcount": "招聘人数 需求人数 计划人数 招聘名额 招收人数 需求数量 人数 名额",
    "pay": (
        "薪资待遇 薪酬待遇 薪资范围 薪酬范围 工资待遇 薪资福利 薪酬福利 综合薪资 实习补贴 实习津贴 实习工资 "
        "薪资 薪酬 工资 月薪 年薪 日薪 时薪 待遇 薪水 报酬"
    ),
    "place": "工作地点 工作地址 上班地点 上班地址 工作城市 工作地 工作区域 实习地点 实习单位地址 办公地点 地点 地址 所在地",
    "education": "学历要求 最低学历 学历",
    "majors": "专业要求 所学专业 专业方向 面向专业 相关专业 专业",
    "duties": (
        "岗位职责 工作职责 工作内容 职责描述 主要职责 岗位描述 工作描述 职位描述 实习内容 主要工作 岗位内容 培训内容 服务内容 需求描述 职责"
    ),
    "requirements": "任职要求 任职资格 任职条件 岗位要求 职位要求 应聘要求 应聘条件 招聘条件 招聘要求 基本条件 资格条件 基本要求 要求",
    "closes": "报名截止时间 报名截止日期 申请截止日期 截止日期 截止时间 招聘截止 报名截止 招聘时间 报名时间 有效期至 有效期 截止",
    "remark": "其他说明 福利待遇 员工福利 公司福利 补充说明 备注 福利 工作时间 上班时间 说明 其他 其它",
    "nature": "工作性质 招聘类型 岗位类型 岗位性质 职位类型 用工形式",
    "dropped": (
        "联系人 联系电话 联系方式 咨询电话 报名电话 报名方式 应聘方式 投递邮箱 简历投递 电子邮箱 手机 电话 邮箱 微信 "
        "公司名称 单位名称 企业名称 招聘单位 招聘企业 用人单位 公司简介 企业简介 单位简介 公司介绍 性别 年龄"
    ),
}
"""What people write above a field; what is `dropped` stands in the register, or may not stand in a post."""

_FIELD = {word: field for field, words in _LABELS.items() for word in words.split()}
_ALL = "|".join(sorted(_FIELD, key=len, reverse=True))
_LABEL = pattern(
    rf"(?<![\u4e00-\u9fffA-Za-z0-9])(?:[【\[]\s*)?(?P<label>{_ALL})(?:(?:\([^)\n]{{0,8}}\))?\s*(?:[】\]]\s*:?|:)|(?=[ \t]*(?:\n|$)))"
)
_MARKS = pattern(r"[,;。!?\n]|(?<=[\u4e00-\u9fff\d])[ \t]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?<![薪资酬遇数])[ \t]+(?=\d)")
_BULLET = pattern(r"^\s*(?:[-*•·●■◆▪]+|\(?\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """What a label heads, to the letter; `field` is "" for the words before the first one."""

    field: str
    text: str


def sections(text: str) -> list[Section]:
    """The text by its labels, in its order."""
    hits = list(_LABEL.finditer(narrow(text)))
    found = [Section("", text[: hits[0].start() if hits else len(text)])]
    for hit, after in zip(hits, [*hits[1:], None], strict=False):
        end = after.start() if after else len(text)
        found.append(Section(_FIELD[hit["label"]], text[hit.end() : end]))
    return [one for one in found if one.text.strip()]


def clauses(text: str) -> list[str]:
    """The text at its commas, stops, line ends and those blanks that stand for one; without bullets, to the letter."""
    parts, begin = [], 0
    for hit in _MARKS.finditer(narrow(text)):
        parts.append(text[begin : hit.start()])
        begin = hit.end()
    parts.append(text[begin:])
    return [clause for part in parts if (clause := bare(part))]


def bare(text: str) -> str:
    """A line without the bullet before it and the marks around it."""
    return _BULLET.sub("", text.strip()).strip(" \t\r，,；;。、：:】[]【")
