"""How a question is understood: which words count, which names, years and places are meant, what is asked for."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.region import city_of
from rag.answer import Spelling
from rag.asked import Asked, asked
from rag.lexicon import Called, Lexicon
from rag.regions import Gazetteer, Mention
from rag.things import Thing

_YEAR = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
LEVEL = re.compile(r"国家级|自治区级|省级|市级|区级|县级|校级|州级")
# Words that carry the form of a question and nothing of its matter.
_FORM = re.compile(
    r"请问|听说|到底|来着|想问(?:一下)?|问一下|麻烦|帮我|告诉我|发我一下|我想(?:知道|问)?|我们(?:这(?:里|边)?|那(?:里|边)?|厂|公司|单位|学校)?|咱们?(?:这|市|区|州|县|省)?"
    r"|你们|他们|它们|你|我|他|它|这(?:个|些|样|种|里|边|块|次|儿|条|活|事)?|那(?:个|些|样|种|里|边|块|次|儿|条|份|会儿|么)?|什么时候|啥时候|什么|啥啥|啥"
    r"|哪(?:些|个|几(?:个|所|家|种|样|条|项|类|门|位|名|大)?|里|儿|种|类|所|家|条|次|项|位|样|怕|[两三四五六七八九十](?:个|所|家|种|样|条|项|句|类)?)?|多少|几(?:个|家|所|条|次|名|人|户|种|样|回|门|项|块|类|倍|成)?"
    r"|怎么(?:样|办)?|怎样|咋(?:样|办|弄)?|如何|为(?:啥|什么)|有没有|是不是|能不能|可不可以|会不会|算不算|要不要|行不行|是否|能否|一下|一共|总共|分别|各自|具体|都有|有些|"
    r"叫做?|打算|准备|目前|现在|如今|平时|大概|左右|还有|已经|应该|可以|需要|知道|说的|说是|就是|全列出来|列出来|列出|都是|的话|那么|然后|以及|还是|或者|(?<=[^\s])吗|呢|啊|呀|吧|哦|嘛|呗|哈|噢|咯|唉|的|了"
)
_FILLER = re.compile(r"[\s,.;:!?，。；：！？、~…]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question plays. `codes` are regions of our documents (none: not said); `foreign` is a place that no document speaks of.

    `parts` are the short names of districts and counties inside a region: what is asked of 若羌 is not answered by what holds for all.
    """

    codes: tuple[str, ...] = ()
    foreign: str = ""
    parts: tuple[str, ...] = ()


class Loose(StrEnum):
    """What a question points back to that nobody has said."""

    NOT = ""
    TOPIC = "topic"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as understood. `text` stands by itself; `core` is what is left without the form of the question.

    `expanded` are the documents' own terms for what it says, with their weights; `carried` are the terms that only the question before
    had; `telling` are the words of the language among all terms. `things` are the sums that it names. `spellings`: what a name may be,
    where several are equally close to what was written. `more`: only what has not been shown yet is wanted. `loose`: it
    points back to what was never said.
    """

    text: str
    core: str
    asked: Asked
    called: tuple[Called, ...] = ()
    years: frozenset[int] = frozenset()
    places: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    terms: Mapping[str, float] = field(default_factory=dict)
    expanded: Mapping[str, float] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    things: tuple[Thing, ...] = ()
    mended: bool = False
    spellings: tuple[Spelling, ...] = ()
    more: bool = False
    loose: Loose = Loose.NOT

    @property
    def spelled(self) -> str:
        """The text with short names of schools in full, where they mean one only: how the question is shown back."""
        text = self.text
        for call in self.called:
            if len(call.names) == 1 and call.names[0].school:
                text = text.replace(call.form, call.names[0].text, 1)
        return text

    @property
    def matter(self) -> str:
        """The core without the names of schools and places, which are judged by themselves."""
        rest = self.core
        for name in (*(call.form for call in self.called if any(one.school for one in call.names)), *self.places):
            rest = rest.replace(name, " ")
        return rest


def core_of(text: str) -> str:
    """The question without the words of its form, its parts kept apart by blanks."""
    return _FILLER.sub(" ", _FORM.sub(" ", text)).strip()


def years_of(text: str) -> frozenset[int]:
    """The years that a folded text names."""
    return frozenset(int(year) for year in _YEAR.findall(text))


_KINDS = "大学|学院|学校|院校|高校|研究院|研究所|公司|集团|企业|银行"
_BY_NAME = re.compile(r"^[^的哪什啥,，]{0,6}(?:大学|学院|研究院|研究所|集团|银行)")
_BY_KIND = re.compile(rf"^.{{0,5}}(?:{_KINDS}|专家|教授|人才|学者)")
_WITH = re.compile(r"(?:跟|和|与|同|对接|引进|引入|联合|携手|来自|邀请|请|聘|牵手|依托|从|找)[了过的]*$")
_OWN_TOO = re.compile(r"(?:我们|咱们?|本)(?:这|州|市|区|县|旗|盟|那)?(?:边|里|儿)?(?:和|跟|与|比|同)|(?:和|跟|与|比|同)(?:我们|咱们?)")


def scope_of(text: str, called: Collection[Called], gazetteer: Gazetteer, homes: Collection[str], home: str = "") -> Scope:
    """Which of the documents' regions a question names, by their names or by the names of what is at home there.

    我们州和普陀 adds the asker's own `home`; 对接了浙江哪个研究院 names a guest of the home city, 成都的企业 another place.
    """
    found = [m for m in gazetteer.find(text, homes) if not any(c.start <= m.start and m.end <= c.end for c in called)]
    known = bool(home) or any(gazetteer.pick(m.codes, homes) for m in found)
    mentions = [m for m in found if gazetteer.pick(m.codes, homes) or not (known and _is_guest(text, m))]
    codes = [gazetteer.pick(mention.codes, homes) for mention in _narrowest(mentions)]
    if mentions and not any(codes):
        return Scope(foreign=mentions[-1].name)
    named = [code for code in codes if code]
    if named and home and _OWN_TOO.search(text):
        named.insert(0, home)
    for call in called:
        at_home = {home for name in call.names for home in name.homes if home}
        if len(at_home) == 1 and _tells_where(call, gazetteer.short(min(at_home))):
            named.extend(at_home)
    foreign = next((m.name for m, code in zip(_narrowest(mentions), codes, strict=True) if not code), "")
    inner = [code for m in _narrowest(mentions) if not set(m.codes) & set(homes) for code in m.codes if city_of(code) in homes]
    parts = [gazetteer.short(code) for code in inner]
    return Scope(tuple(dict.fromkeys(named)), foreign, tuple(dict.fromkeys(parts)))


def _is_guest(text: str, mention: Mention) -> bool:
    """Whether a place only tells where an institution comes from that the home city deals with: 四川大学, 跟成都的企业."""
    after = text[mention.end :]
    return bool(_BY_NAME.match(after) or (_WITH.search(text[: mention.start]) and _BY_KIND.match(after)))


def _tells_where(call: Called, home: str) -> bool:
    """Whether a name that is at home in one place alone tells the place: a school's (a very short one with its city), a park's."""
    if any(name.school for name in call.names):
        return len(call.form) >= 3 or call.form[0] == home[0]
    return any(name.site for name in call.names)


def _narrowest(mentions: list[Mention]) -> list[Mention]:
    """Mentions without a province that is followed at once by a place inside it (上海浦东新区 is 浦东新区)."""
    kept: list[Mention] = []
    for mention in mentions:
        if (
            kept
            and kept[-1].end == mention.start
            and any(inner.startswith(outer[:2]) for outer in kept[-1].codes if outer.endswith("0000") for inner in mention.codes)
        ):
            kept.pop()
        kept.append(mention)
    return kept


def understood(text: str, lexicon: Lexicon, gazetteer: Gazetteer, homes: Collection[str], home: str) -> Reading:
    """A folded, mended question with everything but its weighted terms."""
    called = tuple(lexicon.find(text, home))
    return Reading(
        text=text,
        core=core_of(text),
        asked=asked(text),
        called=called,
        years=years_of(text),
        places=tuple(m.name for m in gazetteer.find(text, homes) if not any(c.start <= m.start and m.end <= c.end for c in called)),
        scope=scope_of(text, called, gazetteer, homes, home),
    )
