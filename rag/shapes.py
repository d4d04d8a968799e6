"""The shapes that answers have in official texts: figures, sums, shares, dates, telephone numbers, blanks, who does what."""

import re
from collections.abc import Mapping

from rag.asked import Want

FIGURE = re.compile(
    r"\d[\d,.]*(?:[-~—–]\d+)?\s*(?:余|多)?\s*(?:%|万|亿|个|家|所|人|名|元|成|户|次|门|类|项|条|年|月|天|日|小时|学时|分|倍|批|期|亩|平方米|台|套|场|份|支|座|件|件)"
    r"|(?:[二两三四五六七八九十百千万][一二两三四五六七八九十百千万]*|一[十百千万][一二三四五六七八九十百千万]*)(?:余|多)?(?:个|家|所|名|人|成|项|次|条|户|门|类|亿|元|倍|批|年|个月)|万名|百名|千名|近千|半数|全部"
)
QUANTITY = re.compile(FIGURE.pattern.replace("年|月|天|日|小时|学时|分|", "").replace("年|个月)", "批)"))
DURATION = re.compile(
    r"\d+\s*(?:个月|年(?!底|度|\d|至|起|前|内)|个工作日|天|日|小时|学时|周)|[一二两三四五六七八九十]+(?:年|个月|周|天|日|小时|学时|个工作日)"
)
YUAN = re.compile(r"\d[\d,.]*\s*(?:万|亿|千|百)?元|[一二两三四五六七八九十百千万亿]+元")
PERCENT = re.compile(
    r"\d[\d.]*\s*(?:%|个?百分点)|[\d一二两三四五六七八九十]+成|百分之[一二三四五六七八九十百零]+|[一二三]分之[一二三]|半数"
)
MONEY = re.compile(rf"{YUAN.pattern}|{PERCENT.pattern}")
BLANK = re.compile(r"(?<![A-Za-z+])X{1,4}\s*%|20XX|(?<![A-Za-z0-9+])X{2,}(?![A-Za-z0-9])|[_＿]{2,}\s*%?|×{2,}")
NAMELESS = re.compile(r"(?<![A-Za-z0-9+])[X×某](?=[\u4e00-\u9fff]{0,6}?(?:学校|学院|大学|院校|企业|公司))")
OPEN = re.compile(r"另行(?:确定|制定|规定|公布|通知|研究)|另[定议]|待定|自行确定|自定|尚未确定|为准|没有写[明出]")
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})(?!\d)|https?://|www\.|@")
DATE = re.compile(
    r"截止|截至|逾期|底前|日前|年前|之前|以前|\d{1,2}月\d{1,2}日(?:至|前|起|止)|每年\d{1,2}月|(?:申报|受理|报名|办理|申请|提交|报送)(?:时间|期限)|\d+个?(?:工作日|日|天|个月)内"
)
YEAR = re.compile(r"\d{4}年(?!度)")
PLACE = re.compile(r"位于|坐落|地址|选址|设在|设于|(?:路|街|大道|巷)\d+号")
PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}(?:同志|先生|女士|教授|院士)|(?:院长|校长|局长|主任|书记)[:：]?[\u4e00-\u9fff]{2,3}[,，。;；(（]")
ORGAN = re.compile(r"局|委|办|部门|单位|政府|学院|大学|协会|理事会|联盟|公司|机构|中心")
AGENT = re.compile(
    r"由[^，,。；;]{2,24}?(?:牵头|主导|出任|担任|负责|承办|主办|组织|领导|管理|实施|提出)|(?:牵头|承办|主办|提案)(?:单位|部门|者)|向[^，,。；;]{2,16}(?:申报|申请)"
)

SHAPES: Mapping[Want, re.Pattern[str]] = {
    Want.MONEY: MONEY,
    Want.PERCENT: PERCENT,
    Want.COUNT: QUANTITY,
    Want.DURATION: DURATION,
    Want.YEAR: YEAR,
    Want.DEADLINE: DATE,
    Want.CONTACT: PHONE,
    Want.ADDRESS: PLACE,
    Want.PERSON: PERSON,
}

HEADED: Mapping[Want, re.Pattern[str]] = {
    Want.DEADLINE: re.compile(r"(?:申报|受理|报名|办理|提交|申请|报送)(?:时间|期限|日期)|截止"),
    Want.CONTACT: re.compile(r"咨询|联系"),
    Want.HOW: re.compile(r"流程|程序|步骤"),
}
"""What a heading calls the part that holds such an answer."""

DATED = re.compile(r"(?:申报|受理|报名|办理|提交|申请|报送)(?:时间|期限|日期)[:：为是从自]")
"""What a sentence says that gives such a day itself, under whatever heading."""

FIRSTLY = re.compile(r"[一二三四五六七八九]是|第[一二三四五六七八九][,，]")
LISTING = re.compile(r"、|[一二三四五]是|\n")
PART = re.compile(r"[^，,；;。\n]+")
TITLE = re.compile(r"[“\"《][^”\"》]{2,30}[”\"》]")

COUNTED = (Want.COUNT, Want.MONEY, Want.PERCENT, Want.DURATION)

_AIM = re.compile(r"目标|力争|争取|到20\d\d年|计划|拟|将达|不少于|至少")


def is_aim(text: str) -> bool:
    """Whether a sentence says what is to be, not what is: a target is no count."""
    return bool(_AIM.search(text))
