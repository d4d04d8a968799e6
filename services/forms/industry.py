"""What an enterprise makes or does: first the clusters that the documents speak of, then the sections of GB/T 4754—2017."""

from collections import Counter
from collections.abc import Iterable, Mapping

from chat.flow import Answers, Invalid, Step
from chat.reply import Choice
from domain.patterns import pattern
from domain.region import city_of
from rag.fold import narrow, simplified

CLUSTERS_OF = "clusters."
"""Under this name with a city's code behind it (or none, for all) an opened flow carries the clusters to be offered, parted by blanks."""

CLUSTERS: Mapping[str, tuple[str, ...]] = {
    "稀土": ("稀土", "永磁"),
    "光伏": ("光伏", "太阳能"),
    "硅材料": ("硅材料", "硅基", "多晶硅", "单晶硅", "晶硅", "硅业", "硅料"),
    "风电": ("风电", "风力发电", "风机"),
    "氢能储能": ("氢能", "储能", "燃料电池", "锂电"),
    "新能源汽车": ("新能源汽车", "智能网联", "汽车"),
    "装备制造": ("装备制造", "智能制造", "机床", "机械"),
    "钢铁冶金": ("钢铁", "冶金"),
    "有色金属": ("有色金属", "铝业", "铜业", "铝材"),
    "石油化工": ("石油", "石化", "油气", "天然气"),
    "煤炭": ("煤炭", "煤焦", "煤化工"),
    "化工": ("化工",),
    "新材料": ("新材料", "尼龙", "碳纤维"),
    "电子信息": ("电子信息", "集成电路", "芯片", "半导体"),
    "人工智能": ("人工智能", "机器人"),
    "数字经济": ("数字经济", "大数据", "云计算", "网络安全", "物联网"),
    "生物医药": ("生物医药", "医药", "制药", "医疗器械"),
    "康养": ("康养", "养老", "健康产业"),
    "食品乳品": ("食品", "乳品", "乳业"),
    "特色农业": ("现代农业", "林果", "棉花", "种植", "养殖", "农产品", "畜牧"),
    "纺织服装": ("纺织", "服装"),
    "航空航天": ("航空", "航天", "无人机"),
    "轨道交通": ("轨道交通", "铁道", "铁路"),
    "现代物流": ("物流", "冷链", "快递"),
    "电子商务": ("电商", "电子商务"),
    "文化旅游": ("文旅", "旅游", "文化创意", "文创"),
    "节能环保": ("节能环保", "环保"),
    "建材": ("建材", "水泥", "陶瓷"),
}  # fmt: skip
"""Clusters as industrial policy names them, with the words by which they are known."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "A": ("农、林、牧、渔业", "农林牧渔", "农业", "林业", "牧业", "渔业"),
    "B": ("采矿业", "采矿", "矿业", "矿山"),
    "C": ("制造业", "制造", "加工"),
    "D": ("电力、热力、燃气及水生产和供应业", "电力热力燃气水", "电力", "热力", "燃气", "供水", "发电"),
    "E": ("建筑业", "建筑", "施工", "装修"),
    "F": ("批发和零售业", "批发零售", "批发", "零售", "贸易"),
    "G": ("交通运输、仓储和邮政业", "运输仓储邮政", "运输", "仓储", "邮政", "货运"),
    "H": ("住宿和餐饮业", "住宿餐饮", "住宿", "餐饮", "酒店", "饭店"),
    "I": ("信息传输、软件和信息技术服务业", "信息技术软件", "软件", "信息技术", "互联网", "通信"),
    "J": ("金融业", "金融", "银行", "保险", "证券"),
    "K": ("房地产业", "房地产", "物业"),
    "L": ("租赁和商务服务业", "租赁商务服务", "租赁", "商务服务", "人力资源", "广告"),
    "M": ("科学研究和技术服务业", "科研技术服务", "科学研究", "技术服务", "检测", "设计", "科研"),
    "N": ("水利、环境和公共设施管理业", "水利环境设施", "水利", "环境", "公共设施"),
    "O": ("居民服务、修理和其他服务业", "居民服务修理", "居民服务", "修理", "家政", "维修"),
    "P": ("教育", "教育", "培训"),
    "Q": ("卫生和社会工作", "卫生社会工作", "卫生", "医院", "医疗", "社会工作"),
    "R": ("文化、体育和娱乐业", "文体娱乐", "文化", "体育", "娱乐", "传媒"),
    "S": ("公共管理、社会保障和社会组织", "社会组织", "协会", "公共管理"),
    "T": ("国际组织", "国际组织"),
}
"""The sections by their letters: the official name, what stands on a button, then other words that say as much."""

NO_INDUSTRY = "没对上是哪一行。请点一个，或写主要做什么，例如：稀土、光伏、软件、建筑。"
OTHER = "more"
_MOST = 8
_LONGEST = 60
_KNOWN = {word: name for name, words in CLUSTERS.items() for word in (name, *words)}
_WORDS = pattern("|".join(sorted(_KNOWN, key=len, reverse=True)))
_KNOWN_SECTIONS = {word: letter for letter, words in SECTIONS.items() for word in words}


def step(name: str, ask: str, label: str, place: str) -> Step:
    """The question for an industry, whose first choices are the clusters of the answer to `place`."""
    return Step(name, ask, industry, label=label, show=told, pick=_pick, offer=lambda answers: _offered(answers, name, place))


def industry(text: str) -> str:
    """A cluster's name, or a section's letter. Raises Invalid."""
    words = simplified(narrow(text)).strip()
    found = _longest(words, _KNOWN) or _longest(words, _KNOWN_SECTIONS) if len(words) <= _LONGEST else ""
    if not found:
        raise Invalid(NO_INDUSTRY)
    return found


def exactly(words: str) -> str:
    """The industry where the words are its name and nothing else; "" otherwise."""
    return _KNOWN.get(words) or _KNOWN_SECTIONS.get(words, "")


def told(value: str) -> str:
    """An industry in words."""
    if value == OTHER:
        return "其他行业"
    return SECTIONS[value][0] if value in SECTIONS else value


def ranked(texts: Iterable[str], most: int = _MOST) -> tuple[str, ...]:
    """The clusters that the texts speak of, the most often named first."""
    counts = Counter(_KNOWN[word] for text in texts for word in _WORDS.findall(text))
    return tuple(name for name, _ in counts.most_common(most))


def _longest(text: str, known: Mapping[str, str]) -> str:
    """What the longest known word in the text stands for."""
    return known[max(found, key=len)] if (found := [word for word in known if word in text]) else ""


def _pick(_: str, value: str) -> tuple[str, bool]:
    return value, value != OTHER


def _offered(answers: Answers, name: str, place: str) -> tuple[Choice, ...]:
    if answers.get(f"{name}.draft") == OTHER:
        return tuple(Choice(words[1], letter) for letter, words in SECTIONS.items())
    home = answers.get(f"{CLUSTERS_OF}{city_of(answers.get(place, ''))}", answers.get(CLUSTERS_OF, ""))
    return (*(Choice(cluster, cluster) for cluster in home.split()), Choice("其他行业", OTHER))
