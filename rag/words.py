"""Every sentence that an answer adds to its quotations."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.knowledge import Document, Kind, Standing
from rag.asked import Want
from rag.reading import Loose

DIGEST = "摘要（非原文，以原件为准）"
HELLO = "您好，我是校企通，查产教融合政策的助手，不是真人。直接问我就行，例如：包头2025年要建多少个实训基地？"
THANKS = "不客气，随时再问。"
WHO_AM_I = "我是校企通，一个程序，不是真人。我只引用收录的政策文件来回答，查不到就直说。"
SMALL_TALK = "这个我不在行。校企合作、产业学院、实习就业、税费优惠方面的政策，可以问我。"
SORRY = "抱歉没帮上忙。换个说法再问一次，或者说明城市和想办的事，我再查；查不到的会转给工作人员。"
NOT_POSSIBLE = "这个做不到：我只查政策文件，不改规则，也不提供任何人的联系方式。想了解哪项政策，请直接问。"
CARE = "听您这么说，我很担心您。请现在就告诉身边的家人、朋友，或拨打全国统一心理援助热线12356，有人会听您说。工作的事，我们慢慢找。"
EMPTY = "请输入想问的事，例如：普陀办职业教育能抵免多少？"
NO_DOCUMENTS = "还没有收录任何文件，暂时回答不了。请联系管理员先导入政策文件。"
GO_ON = "好的。还想知道什么，接着问就行。"
MISREAD = "抱歉，没看懂您的意思。请把想问的事说完整些：哪个城市、什么事、哪一年。"
MORE = "除了上面的，还有："
NO_BODY = "原文没有写明责任单位。"
BLANK = "原文此处留空，没有写出来："
OPEN = "原文没有把这一项定下来，只写了："
PROPOSED = "以下是提案的建议，不是已定的政策，也不是承诺。"
AIM = "这是要达到的目标，不是已有的数。"
NO_OFFICE = "原文没有写明向哪个部门申请。"
COUNTRY = "全国"
NEAREST = "最接近的原文："
DIFFERENT = "注意：有的是目标，有的是已有的数，口径不同，不能直接比多少。"

LOOSE = {
    Loose.TOPIC: "我不知道您接着问的是哪件事。请把问题说完整：哪个城市、什么事。",
    Loose.YEAR: "前面没有说到哪一年，不知道从哪年往后算。请直接写年份，例如：那2025年呢？",
}
_STANDING = {
    Standing.APPLICATION: "申报方案，非批复",
    Standing.PROPOSAL: "提案及答复",
    Standing.SUPERSEDED: "已被新版替代",
}
_LACKING = {
    Want.MONEY: "金额",
    Want.PERCENT: "比例",
    Want.COUNT: "这个数字",
    Want.YEAR: "年份",
    Want.DEADLINE: "日期或期限",
    Want.CONTACT: "联系方式",
    Want.ADDRESS: "地址",
    Want.PERSON: "具体人名",
    Want.WHO: "责任单位",
    Want.LIST: "具体名称，只写了数目",
}


def when(document: Document) -> str:
    """The document's date, as far as it is known."""
    day: date | None = document.published
    if day is None:
        return ""
    return {"year": f"{day.year}年", "month": f"{day.year}年{day.month}月"}.get(document.precision, day.isoformat())


def standing(document: Document, today: date) -> str:
    """What has to be known of a source that is not simply in force."""
    state = document.standing(today)
    if state is Standing.ENDED and document.period:
        return f"规划期至{document.period[1]}年，已届满"
    return _STANDING.get(state, "")


def source(document: Document, labels: list[str], today: date) -> str:
    """The line under a quotation: title, clauses, date, standing."""
    if document.kind is Kind.QA and document.issuer and not any(labels):
        return f"——{document.title}（{document.issuer}，{when(document)}）"
    clauses = "、".join(label for label in labels if label)
    notes = "；".join(note for note in (when(document), standing(document, today), DIGEST if document.digest else "") if note)
    return f"——《{document.title}》{clauses}" + (f"（{notes}）" if notes else "")


def read_as(question: str) -> str:
    """How a question was understood."""
    return f"您问的是：{question}"


def or_else(names: Sequence[str]) -> str:
    """What a name may have been as well."""
    return f"（也可能是{'、'.join(names)}，写全名可以再问）"


def nothing(lacking: Collection[Want], unsaid: str, years: Collection[int], places: str, documents: int) -> str:
    """That there is no evidence, and what was searched."""
    if Want.YEAR in lacking and years:
        return f"查了{places}的{documents}份文件，没有{'、'.join(str(year) for year in sorted(years))}年的数字，也不按前后年份推算。"
    what = "、".join(words for want, words in _LACKING.items() if want in lacking) or "这件事的答案"
    if unsaid:
        what = f"“{unsaid}”" + ("的数字" if lacking else "")
    return f"查了{places}的{documents}份文件，没有写{what}，不作推测。"


def no_more(places: str, documents: int) -> str:
    """That everything has been shown."""
    return f"就这些了：{places}的{documents}份文件里，关于这件事没有别的内容。"


def counted(number: int, lead: str) -> str:
    """Before a list: how many items, and how the text introduces them (支持建设 is not 已建成)."""
    return f"原文列出{number}项（{lead}……）：" if lead else f"原文列出{number}项："


def itemised(number: int, lead: str) -> str:
    """Before a list that the document writes item by item: its own lead-in line, and the count."""
    return f"{lead}（共{number}项）"


def responsible(bodies: Sequence[str]) -> str:
    """Who is in charge of the nearest clause, so that a no leads somewhere."""
    return f"这一条的责任单位：{'、'.join(bodies[:3])}{'等' if len(bodies) > 3 else ''}。"


def blank(is_blank: bool) -> str:
    """Before a sentence that leaves blank what is asked for, or leaves it to be settled."""
    return BLANK if is_blank else OPEN


def proposed(bodies: Sequence[str], *, no_sum: bool) -> str:
    """Who deals with a proposal, and that its reply sets no sum."""
    said = [f"承办单位：{'、'.join(bodies[:3])}"] if bodies else []
    return "".join(f"{one}。" for one in (*(["答复没有写出金额"] if no_sum else []), *said))


def also(items: list[str]) -> str:
    """What the same sentence names besides."""
    return f"同一句还提到：{'、'.join(items)}。"


def foreign(place: str, places: str) -> str:
    """That a place lies outside of what is known."""
    return f"还没有收录{place}的文件，无法回答。目前收录：{places}。"


def only_wider(place: str) -> str:
    """That a place has no documents of its own, but others speak for it."""
    return f"还没有收录{place}自己的文件，这是上级或全国的规定。"


def foreign_too(place: str) -> str:
    """That one side of a comparison is not known."""
    return f"{place}的文件还没有收录，没法一起比。"


def is_proposal(document: Document, voice: str) -> bool:
    """Whether a clause only says what somebody asks for."""
    return document.kind is Kind.PROPOSAL_REPLY and voice == "proposal"
