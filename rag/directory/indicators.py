"""What a figure counts, read from the words beside it."""

import re

from domain.patterns import pattern
from rag.directory.figures import Figure
from rag.directory.words import HAN

YEAR = pattern(r"(?<!\d[-—~至])(?P<when>(?:到|(?<!\d)至|在|于)?(?P<year>20\d\d)年(?:底|末)?)")
"""A year as the text says it; the end of a span (2026—2028年) is none."""
FLOOR = pattern(r"不少于|不低于|不超过")
"""What may stand between a share and what it is a share of."""
_BETWEEN = pattern(r"每批次|每五年|每[两三]年|每年|[一二两三四五六]?年内|目前|近年来|现已|已经?(?!有)|分别|据[^,]{2,4},|原则上")
_VERB = pattern(
    r"^(?:成立|设立|共建设|共建|建设|建成|建有|培育|培养|组建|获批|立项|拥有|现有|设有|开设|开办|创建|打造|实现|达到|提升|形成了?|组织|纳入|吸引|推动|新增|支持|引导|鼓励"
    r"|力争|争取|目标是|目标为|的目标是|集聚了?|设(?![施备计])|有(?!色)|是|为|与|和(?!谐)|及|以|含|在(?![包校线编岗职读册])|到|至|于|由|对(?!外)|把|将(?!军)|要求?|拟|并|了|的|超|约为?"
    r"|向企业?|按照?|可|另外|其中|中(?=.+的)|即|就|也|共(?=有)|一般(?=企业)|[我全][市省州区县国]"
    rf"|[{HAN}]{{2,5}}[市州区县省](?=的?(?:力争|争取|有|要求?|引导|鼓励|支持|推动|校企|目前|每|年内|企业|引)))"
)
_TRAIL = pattern(
    r"(?:达到|达|突破|提[升高](?:至|到)|增加到|增至|超过|为|共计|共有|共|是|现?有|约|数量|数目|总数|累计|不少于|不低于|至少|将|了|的|和|与|及|均|按照?|可按|含|也|则|机遇|提取|等|(?<![高初])中)+$"
)
_BUILDS = pattern(r"^.*(?:成立|设立|共建设|共建|组建|获批|立项|建成|开办|集聚|目标是|现有|拥有|设有|开设)(?=..)")
_GIVES = pattern(r"^(?:的?比例|足额|提取|计提|安排|给予|予以|用于)+")
_MEASURE = pattern(r"占比|比例|比重|数量|人数|总数|学校|企业|专家|部分|家数|专业|名单|规模|时间|岗位|经费|基地|学生|教师|人才")
_NOTHING = frozenset({"目标", "其中", "名称", "数字", "目的"})
_KIND_OF = pattern(r"^[^的]{1,4}[型性类级式]的")
_RATIO = pattern(r"(比例|比重|占比|数量|人数)为.*$")


def indicator_of(figure: Figure, known: str) -> str:
    """What is counted: the words behind the figure when it counts them (10家企业), else those before it (企业10家)."""
    if figure.unit == "%":
        return _share_of(figure, known)
    behind = _KIND_OF.sub("", figure.right.lstrip("的"))
    noun = _TRAIL.sub("", behind.partition("的")[0])
    return noun.lstrip("、") if len(noun) > 1 else noun_of(figure.left)


def _share_of(figure: Figure, known: str) -> str:
    """What a share is of: what is given behind it, what must not fall short before it, or the same as the share before."""
    floor = FLOOR.search(figure.left)
    if floor:
        behind = figure.right[1:] if figure.right.startswith("的") else ""
        return noun_of(figure.left[: floor.start()].removesuffix("提供")) + behind
    given = _GIVES.sub("", figure.right)
    if len(given) > 2:
        return given
    return known if known and re.search("按照?$", figure.left) else noun_of(figure.left)


def noun_of(words: str) -> str:
    """The thing that is counted in the words before a figure: 力争2023年合作企业 → 合作企业."""
    words = _TRAIL.sub("", _RATIO.sub(r"\1", _BETWEEN.sub("", YEAR.sub("", words))))
    builds = _BUILDS.match(words)
    words = words[builds.end() :] if builds else words
    while (hit := _VERB.match(words)) and hit.end() < len(words):
        words = words[hit.end() :]
    _, of, noun = words.rpartition("的")
    if of and len(noun) > 1 and not _MEASURE.fullmatch(noun):
        words = noun
    words = words.strip("、() ")
    return words if len(words) > 1 and words not in _NOTHING and not _VERB.fullmatch(words) else ""
