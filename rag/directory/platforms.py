"""Platforms: laboratories, research institutes, training bases, alliances … that have a name of their own."""

import re
from collections.abc import Iterable, Iterator

from domain.patterns import pattern
from rag.directory.entities import Modality, Platform
from rag.directory.names import Named, named
from rag.directory.statements import Statement
from rag.directory.words import modality

_KINDS = {
    "实验室": "实验室",
    "研究院": "研究院所",
    "研究所": "研究院所",
    "研究中心": "研究院所",
    "中心": "中心",
    "工作站": "工作站",
    "联合体": "联合体",
    "共同体": "共同体",
    "联盟": "联盟",
    "集团": "职教集团",
    "基地": "基地",
    "试验区": "园区",
    "产业区": "园区",
    "示范园": "园区",
    "创业园": "园区",
    "创新园": "园区",
    "科创港": "园区",
    "创新港": "园区",
    "科学馆": "场馆",
    "平台": "平台",
}
_ENDS = pattern("|".join(_KINDS))
_KIND = pattern(
    rf".*?(?:{'|'.join(kind for kind in _KINDS if kind != '集团')}|(?:职教|教育)集团)"
    "(?=$|[^\u4e00-\u9fff]|建设|申报|创建|建成|实体化|牵头|作用|等|由|要)"
)
_PLAIN = pattern(
    r"现代|特色|示范性?|(?:国家|自治区|省|市|区|县)级?|重点|高水平|各类|产业|行业|产教|融合|校企|校内外?|校外|共建|联合|公共|合作|科研|科技|科学|技术|技能"
    r"|工程|虚拟仿真|生产性|生产|开放|共享|实习|实训|实践|实验|教学|培训|培养|人才|高技能|信息|服务|应用型?|大学生|创业|创新|孵化|协同|院士|专家|博士后?|硕士"
    r"|学校|企业|职业|职教|教育|高校|院校|研究|交流|成果|转化|转移|开发|产品|工艺|基础|专业|综合|区域|市域|社会|数据|需求|供需|对接|信息化|智慧|数字化|工业|园区|平台"
    r"|双创|双师型?|教师|跨界|[“”]|很多|许多|众多|多层级|创业者|一体化|产学研用?|政府|本|我|全|其|等|和|与|及|的|性|型|流动|工作|[()、]"
)
_OWN = pattern(
    r"[“\"(]|国家|全国|国际|自治区|省|[\u4e00-\u9fff]{2}(?:市(?!域)|新城)|^[\u4e00-\u9fff]{2,3}市域|[A-Za-z]|北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南"
    "|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|长三角|大湾区|京津冀|黄河|长江"
)
_BROKEN = pattern(r"^[”》)]|^(?:参与|组织|各|这|其|左右)|计划|加强|加大|[对设]市域|[,。;:]|\d多?[个家所]|市域产教联合体平台")


def platforms(statements: Iterable[Statement]) -> Iterator[Platform]:
    """The named platforms. A plain description (公共实训基地) is none; in an enumeration one good name vouches for the others."""
    for statement in (one for one in statements if _ENDS.search(one.raw)):
        found = [one for one in named(statement, _KIND, whole=True) if _tells(one.name)]
        vouched = {one.around for one in found if _is_own(one)}
        for one in found:
            if one.around in vouched and (len(_stem(one.name)) > 2 or _is_own(one)):
                yield Platform(one.name, _kind(one.name), one.school, modality(one.before, one.after, one.around), statement.source)


def _is_own(one: Named) -> bool:
    """Whether somebody's, or known by a name of its own, or built."""
    return bool(one.school or _OWN.search(one.name) or modality(one.before, one.after, one.around) is Modality.BUILT)


def _tells(name: str) -> bool:
    """Whether the words tell one platform from all others of its sort."""
    plain = re.sub(r"\([^)]*\)", "", name)
    return bool(_kind(name)) and len(plain) <= 36 and not _BROKEN.search(name) and len(_stem(name)) > 1


def _stem(name: str) -> str:
    end = next((end for end in _KINDS if name.endswith(end)), "")
    return _PLAIN.sub("", name.removesuffix(end))


def _kind(name: str) -> str:
    return next((kind for end, kind in _KINDS.items() if name.endswith(end)), "")
