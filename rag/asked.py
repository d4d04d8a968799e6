"""What a question asks for, seen from its form: an amount, a list, who is responsible, yes or no …"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.fold import numeral


class Want(StrEnum):
    """A kind of answer."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DURATION = "duration"
    YEAR = "year"
    DEADLINE = "deadline"
    CONTACT = "contact"
    ADDRESS = "address"
    PERSON = "person"
    WHO = "who"
    NAME = "name"
    LIST = "list"
    YESNO = "yesno"
    HOW = "how"
    COMPARE = "compare"


_N = r"[几多]少?|[一二两三四五六七八九十]"
_FORMS: tuple[tuple[Want, str], ...] = (
    (
        Want.MONEY,
        (
            r"多少钱|几块钱|[几多]少?[十百千万]|几个?亿|多少个?[万亿]|多少元|补多少|领多少|给多少|奖多少|抵多少(?!.*比例)|金额|多少(补贴|奖金|资金|经费|投资|工资|薪|会费|费)"
            r"|(补贴|学费|住宿费|工资|月薪|薪资|奖金|投资|经费|价格|费用)(一?年)?(是|有|要|给)?(多少|几)|学费|住宿费|盘子"
            r"|[拿领补给发奖抵交付花投]多少.{1,8}(补贴|补助|奖励|奖金|津贴|费)"
        ),
    ),
    (Want.PERCENT, r"百分之[几多]|百分比|几成|几个点|(多大|多少|什么|啥)比例|比例.{0,6}(多少|多大|几)|占比|占.{0,8}多少"),
    (Want.CONTACT, r"电话|联系人|联系方式|手机号|微信|邮箱|网址|热线|联系谁"),
    (
        Want.ADDRESS,
        r"地址|哪条路|什么路|几楼|(?<!流程)(?<!程序)怎么走(?!流程|程序)|具体位置|建在哪|(?<!存)(?<!分别)(?<!都)在哪(里|儿|办|$)",
    ),
    (
        Want.PERSON,
        r"(院长|校长|[局科处所州区市县]长|主任|书记|负责人|法人|老总|董事长|带头人)(是|叫)?(谁|哪位|什么|啥)|谁是.{0,10}(院长|校长|局长|主任|书记)|(姓名|名字)是谁",
    ),
    (Want.DEADLINE, r"截止|截至|(?<!第)几号|几月|哪(一)?天|什么时候(能|可以)?(报|交|开始|申|截)|最晚|期限|申报时间|报名时间"),
    (Want.YEAR, r"哪(一)?年|什么时候|何时|啥时候|几几年|什么年份|年份"),
    (
        Want.WHO,
        (
            r"谁(来?[发拨审批评]|负责|管|牵头|来?建|承办|主管|办|来?抓)|归谁|找谁|谁给办|谁(来)?当|哪些?(几|两|三)?个?(部门|局|单位|机构|委|家在管|家管|家负责)|(归|由|是)?(哪|什么|啥)(?!法|办法|方法).{0,4}(负责|牵头|主管|承办|管(?!理))"
            r"|责任(单位|部门|落)|牵头|承办|归口|哪几家(管|在|负责)|几个(局|部门)|哪些局|(活|事)归哪|谁提的|谁在管|谁管|谁主抓|拍板"
        ),
    ),
    (
        Want.LIST,
        (
            rf"哪些|有那些|那几|哪几|哪(?:{_N})(?!年)|都有(啥|什么)|些(啥|什么)|有(啥|什么)(?!关系|用)|分别|列出|全列|清单|名单|几(样|种|类)|啥啥|都(包括|是)(啥|什么|哪)|哪俩|咋说的"
            r"|(什么|啥)(条件|材料|要求|手续|证件|资料)|(条件|材料|手续|要求)(是|有|要)?(什么|啥)"
        ),
    ),
    (Want.COUNT, r"多少|目标(是|为|呢|定)?[?？呢]?$|(?<![哪那这])几(?![千万百亿年号月天成])|有几|数量|数字|规模"),
    (
        Want.DURATION,
        r"多久|多长时间|(?<![这那近])几年(?!级)|几个月|几天|几个?(?:小时|工作日|学时|周|星期)|多少(年|个月|天|小时|学时|个工作日)",
    ),
    (Want.NAME, r"叫(啥|什么|做什么)|名字|全名|名称|哪个|哪所|哪家|什么(?!时候|比例|样)|啥(?!时候)|是哪"),
    (Want.HOW, r"怎么|怎样|咋|如何|流程|步骤|办法|措施|打算|路子|做些啥|干些啥|都干|扶持"),
    (Want.YESNO, r"吗|(?<!什)么$|有没有|是不是|能不能|可不可以|算不算|会不会|是否|给不给|行不行|能否|算数|可以.{0,12}[吗不]"),
    (
        Want.COMPARE,
        r"比(?![例如较赛重]).{1,10}(多|少|高|低|强)|(谁|哪边|哪个城市|哪里).{0,8}(多|高|强|少|低)|区别|差别|不同|各自|分别|对比|相比|各是|一样吗|都有.{0,12}吗",
    ),
)
_RULES = tuple((want, re.compile(form)) for want, form in _FORMS)
_SHARE = re.compile(r"(?:比例|占比|比重)[^,，。]{0,6}(?:多少|几)[?？]?$|(?:多少|多大|什么|啥)(?:比例|占比|比重)")
_WHICH_YEAR = re.compile(r"哪(?:一)?年|几几年|年份")
_MORE = re.compile(r"(?:哪(?:边|里|个|家|儿)|谁).{0,8}(?:多|少|高|低)")
_MEASURE = re.compile(r"(?:(?<!哪)几|多少)(个|家|所|人|名|位|次|回|场|条|项|门|种|类|户|块|天|年|月|成|万|元|学时|小时)")
_OF_MONEY = frozenset("元万成")
_SUM = re.compile(r"多少钱|几块钱|[几多]少?[十百千万]|几个?亿|多少个?[万亿]元?|多少元|金额|多少(?:会费|学费|奖金|工资|月?薪)")
_WHOLE = re.compile(r"总共|一共|总额|总量|总规模|总的|总计|合计|盘子")
_SAID = re.compile(r"哪([两三四五六七八九十])(个|所|家|种|样|条|项|类|大)")
_KIND = re.compile(
    r"(?:哪|什么|啥)[几些所个家两三四五六七八九十]{0,3}(大学|高校|学校|学院|院校)|(大学|高校|学校|学院|院校)(?:是|叫)(?:谁|哪|什么|啥)"
)
_ALIKE = {
    **dict.fromkeys("家户", "家户个"),
    **dict.fromkeys("人名位", "人名位"),
    **dict.fromkeys("次回场", "次回场届批期"),
    **dict.fromkeys("条项", "条项"),
    **dict.fromkeys("种类", "种类个"),
}
_HOW_MANY = re.compile(r"哪([俩两三四五六七八九十]|\d+)|([两三四五六七八九十]|\d+)(?:个|家|所|条|样|种|大|点|项)")


@dataclass(frozen=True, slots=True)
class Asked:
    """The wants of a question; `count` is how many items a list should have, 0 where that is not said.

    `measures` are the measure words of what is counted (几所 → 所), and those that mean as much. `quantity` is the
    number that the question itself gives for what it asks (哪三所 → 三所). `sum` tells that money is meant and no share of it, `whole`
    that it is all of it and not what one gets, `kinds` what is asked for by its kind (哪所大学 → 大学).
    """

    wants: frozenset[Want]
    count: int = 0
    measures: frozenset[str] = frozenset()
    quantity: str = ""
    sum: bool = False
    whole: bool = False
    kinds: frozenset[str] = frozenset()

    def __contains__(self, want: Want) -> bool:
        return want in self.wants


def asked(question: str) -> Asked:
    """What a folded question asks for; nothing at all for a bare topic."""
    wants = frozenset(want for want, form in _RULES if form.search(question))
    if Want.COMPARE in wants and _MORE.search(question):
        wants |= {Want.COUNT}
    measured = _MEASURE.findall(question)
    if Want.DURATION in wants or _SHARE.search(question) or (Want.MONEY in wants and not set(measured) - _OF_MONEY):
        # The 多少 of a sum, of a share or of a span counts nothing besides.
        wants -= {Want.COUNT}
    if Want.DEADLINE in wants and not _WHICH_YEAR.search(question):
        # 什么时候截止 asks for a day; any year that is named would look like an answer.
        wants -= {Want.YEAR}
    hit = _HOW_MANY.search(question)
    count = 0
    if hit is not None:
        word = hit[1] or hit[2]
        count = int(word) if word.isdigit() else numeral(word.replace("俩", "两")) or 0
    measures = frozenset(alike for word in measured for alike in _ALIKE.get(word, word))
    said = _SAID.search(question)
    return Asked(
        wants,
        count,
        measures,
        f"{said[1]}{said[2]}" if said else "",
        sum=bool(_SUM.search(question)),
        whole=bool(_WHOLE.search(question)),
        kinds=frozenset(kind for one, other in _KIND.findall(question) for kind in (one or other,)),
    )
