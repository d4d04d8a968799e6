"""Whatever in a text names something: titles, institutions, addresses on the net, long numbers, numbers of documents, Latin words."""

import re

from domain.patterns import pattern
from rag.fold import squash

_TITLE = pattern(r"《([^《》]*)》")
_ENDS = (
    r"(?:大学|学院|学校|技校|中学|研究院|研究所|公司|集团|企业局|银行|医院|协会|学会|商会|联合会|联盟|委员会|发改委|工信委|教委|党委|市委|区委|县委"
    r"|办公室|政府|法院|工会|局|厅|(?<![全内外干各一])部(?![分门署长级]))"
)
_INSTITUTION = pattern(rf"[\u4e00-\u9fff]{{0,24}}?{_ENDS}")
_END = pattern(_ENDS + "$")
# What may stand before a name without being part of it.
_LEAD = pattern(
    r"(?:^|[由和与及跟同在到向从将把对给为是归找按让请经的等个家所各该本其有属指即可需应会已并或报叫去来就也还至于用]|支持|推动|鼓励|通过|依托|联合|引导|组织"
    r"|建设|建成|设立|增设|新增|新建|开设|创办|牵头|负责|包括|包含|例如|单位|部门|主体|机构|根据|按照|其中|以及|作为|现有|共有)$"
)
_VERBATIM = pattern(
    r"[a-z]+://\S+|[\w.+-]+@[\w.-]+|(?<![a-z0-9])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?"  # addresses
    r"|\d+(?:\+\d+)+|[\d-]{5,}|[零〇一二三四五六七八九幺]{5,}"  # phone and account numbers
    r"|[\u4e00-\u9fff]{0,2}[〔\[(【]\d{4}[〕\])】]第?\d+号",  # numbers of documents
    re.ASCII,
)
# “12群7链”: figures in quotation marks belong to a name.
_NUMBERED = pattern(r"[“\"]([^“”\"]*\d[^“”\"]*)[”\"]")
_LATIN = pattern(r"[a-z]+")


def level(text: str) -> str:
    """A text as it is compared to another: without white space, width and case."""
    return squash(text).lower()


def titles_of(text: str) -> list[str]:
    """The titles in 《》."""
    return _TITLE.findall(level(text))


def without_titles(text: str) -> str:
    """The text without its titles in 《》."""
    return _TITLE.sub(" ", text)


def titles_stand(text: str, source: str) -> bool:
    """Whether every title of a text stands in the (levelled) source."""
    return all(title in source for title in titles_of(text))


def literals_stand(text: str, source: str) -> bool:
    """Whether every address on the net, long number, number of a document and name with a figure stands in the (levelled) source."""
    text = level(text)
    return all(hit in source for hit in (*_VERBATIM.findall(text), *_NUMBERED.findall(text)))


def latin_stands(text: str, source: str) -> bool:
    """Whether every Latin word stands in the (levelled) source."""
    return all(hit in source for hit in _LATIN.findall(level(text)))


def institutions_stand(text: str, source: str) -> bool:
    """Whether every run that ends like an institution's name stands in the (levelled) source, from where the name begins."""
    return all(_is_known(hit, source) for hit in _INSTITUTION.findall(level(text)))


def _is_known(run: str, source: str) -> bool:
    start = next((at for at in range(len(run)) if run[at:] in source), len(run))
    end = _END.search(run)
    whole = end is not None and start <= end.start()
    return whole and bool(_LEAD.search(run[:start]))
