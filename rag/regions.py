"""The gazetteer: places of the country by the names that people use, from the GB/T 2260 table that python-stdnum carries.

Names are matched longest first. A name that several places share (普陀区 in 上海 and in 舟山) gives all of them; the caller prefers
those that its documents speak of.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import chain

from domain.region import Region, city_of, within

_LINE = re.compile(r'^(?P<indent> *)(?P<code>\d+) (?:province|county)="(?P<names>[^"]+)"')
_DATED = re.compile(r"\[(\d*)-(\d*)\]")
_PEOPLES = (
    "蒙古族|蒙古|回族|回|藏族羌族|藏族|藏|维吾尔|苗族侗族|苗族|彝族|壮族苗族|壮族|布依族苗族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族苗族"
    "|土家族|哈尼族彝族|哈尼族|哈萨克|傣族景颇族|傣族|黎族苗族|黎族|傈僳族|畲族|拉祜族|水族|东乡族|纳西族|柯尔克孜|土族|达斡尔族"
    "|仫佬族|羌族|仡佬族|锡伯|毛南族|各族|蒙古族藏族|壮族瑶族"
)
_SUFFIX = re.compile(rf"(?:(?:{_PEOPLES})+)?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|盟|州|县|(?<!矿)区|旗)$")
_TOO_PLAIN = frozenset(
    {"城区", "郊区", "矿区", "市区", "新区", "东区", "西区", "南区", "北区", "中区", "市中区", "城关区", "新城区", "河东区", "河西区"}
)
# County-level places known by their short name all over the country; others by it only where the documents' own cities hold them,
# for many are everyday words (合作, 共和, 东方).
_FAMOUS = frozenset(
    [
        "昆山",
        "义乌",
        "江阴",
        "张家港",
        "常熟",
        "太仓",
        "晋江",
        "慈溪",
        "库尔勒",
        "石河子",
        "仙桃",
        "神木",
        "浦东",
        "普陀",
        "徐汇",
        "静安",
        "黄浦",
        "长宁",
        "虹口",
        "杨浦",
        "闵行",
        "嘉定",
        "松江",
        "青浦",
        "奉贤",
        "崇明",
        "海淀",
        "丰台",
        "石景山",
        "顺义",
        "昌平",
        "怀柔",
        "平谷",
        "密云",
        "延庆",
        "渝中",
        "沙坪坝",
        "九龙坡",
        "万州",
        "涪陵",
    ]
)
# What people call a place and no rule derives.
_NICKNAMES = {
    "巴州": "652800", "昌吉州": "652300", "博州": "652700", "克州": "653000", "伊犁州": "654000", "延边州": "222400", "湘西州": "433100",
    "恩施州": "422800", "凉山州": "513400", "阿坝州": "513200", "甘孜州": "513300", "黔南州": "522700", "黔西南州": "522300",
    "黔东南州": "522600", "红河州": "532500", "文山州": "532600", "大理州": "532900", "楚雄州": "532300", "德宏州": "533100",
    "临夏州": "622900", "甘南州": "623000", "海西州": "632800", "鹿城": "150200", "鹰城": "410400", "昆区": "150203", "青山区": "150204",
    "内蒙": "150000", "申城": "310000", "浦东": "310115", "魔都": "310000", "冰城": "230100", "羊城": "440100", "蓉城": "510100",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: all that the name may mean, and where it stands, [start, end)."""

    name: str
    codes: tuple[str, ...]
    start: int
    end: int


def _current(names: str) -> str:
    """The name in use today from "[-1982]忻县地区,[1983-]忻州市"; "" when it went out of use."""
    for name in names.split(","):
        dates = _DATED.match(name)
        if dates is None or not dates.group(2):
            return _DATED.sub("", name)
    return ""


def _table() -> Iterable[tuple[str, str]]:
    """Codes of six digits with the names in use."""
    province = ""
    for line in files("stdnum").joinpath("cn/loc.dat").read_text(encoding="utf-8").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        name = _current(found["names"])
        if not found["indent"]:
            province = found["code"]
            yield f"{province}0000", name
        elif name and found["code"] != "0000" and name not in {"市辖区", "县", "省直辖县级行政单位", "自治区直辖县级行政区划"}:
            yield province + found["code"], name


def short_of(name: str) -> str:
    """A place's name without its rank: 巴音郭楞蒙古自治州 → 巴音郭楞; unchanged when nothing sensible is left."""
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


class Gazetteer:
    """Places by name and by code."""

    def __init__(self) -> None:
        called = {code: name for name, code in _NICKNAMES.items() if name.endswith("州")}
        self._regions = {code: Region(code, name, called.get(code, short_of(name))) for code, name in _table()}

    def region(self, code: str) -> Region | None:
        """The place of a code."""
        return self._regions.get(code)

    def inside(self, code: str) -> tuple[Region, ...]:
        """The places one rank below: a province's cities, a city's districts; none for a district."""
        below = [one for one in self._regions.values() if one.code != code and within(one.code, code)]
        cities = tuple(one for one in below if one.code.endswith("00"))
        return cities or tuple(below)

    def short(self, code: str) -> str:
        """What people call the place: 包头, 普陀, 巴州; the code itself when it is unknown."""
        region = self._regions.get(code)
        return region.short if region else code

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for name, code in _NICKNAMES.items():
            names.setdefault(name, []).append(code)
        for code, region in self._regions.items():
            for name in {region.name, short_of(region.name)}:
                names.setdefault(name, []).append(code)
        return {name: tuple(dict.fromkeys(codes)) for name, codes in names.items() if name not in _TOO_PLAIN}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the names are that begin with these two characters, longest first: most of a text begins none."""
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            if len(name) > 1:
                lengths.setdefault(name[:2], set()).add(len(name))
        return {begin: tuple(sorted(all_, reverse=True)) for begin, all_ in lengths.items()}

    def _is_meant(self, name: str, codes: Collection[str], home: Collection[str]) -> bool:
        """Whether a name is more than an everyday word: a city's, a full one, a famous one, or one of the home cities' own."""
        if name in _FAMOUS or name in _NICKNAMES:
            return True
        return any(code.endswith("00") or name == self._regions[code].name or any(within(code, city) for city in home) for code in codes)

    def named(self, name: str) -> tuple[str, ...]:
        """Every place that goes by this name."""
        name = name.strip()
        if name in self._regions:
            return (name,)
        return self._names.get(name, ())

    def find(self, text: str, home: Collection[str] = ()) -> list[Mention]:
        """The places named in a text, in order, longest name first at each point. `home` are the cities that the documents speak of."""
        found: list[Mention] = []
        place = 0
        while place < len(text):
            mention = self._at(text, place, home)
            if mention is not None:
                found.append(mention)
            place = mention.end if mention else place + 1
        return found

    def _at(self, text: str, start: int, home: Collection[str]) -> Mention | None:
        """The longest name that begins here and is meant."""
        for length in self._lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            codes = self._names.get(name)
            if codes and self._is_meant(name, codes, home):
                return Mention(name, codes, start, start + len(name))
        return None

    def pick(self, codes: Collection[str], known: Collection[str]) -> str:
        """Of what a name may mean, the place that belongs to the known cities or holds one of them; else "". The nearest wins.

        A city that only its province is known of is itself: what holds for its neighbours does not hold there.
        """
        pairs = [(code, home) for code in codes for home in known]
        nearest = (
            (home for code, home in pairs if code == home),
            (home for code, home in pairs if city_of(code) == home),
            (home for code, home in pairs if within(home, code)),
            (city_of(code) for code, home in pairs if within(code, home)),
        )
        return next(chain(*nearest), "")
