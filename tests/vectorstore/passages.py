"""Made-up passages of many towns that share wording, the same every time."""

import random

from vectorstore.entry import Entry

TOWNS = {"150200": "青石市", "410400": "白河市", "310107": "南屏区", "652800": "云岭州"}
_WHO = ("龙头企业", "规模以上企业", "中小企业", "高等学校", "职业院校", "产业园区", "行业协会", "人社部门")
_WHAT = ("共建产业学院", "设立企业导师岗位", "开放实训基地", "申报研究平台", "发布岗位需求", "开展订单培养", "举办技能大赛", "引进急需人才")
_GAIN = ("给予一次性奖励{0}万元", "按每人每月{0}元补贴", "减免教育费附加{0}%", "优先推荐省级试点{0}个", "安排专项资金{0}万元")


def passages(count: int, seed: int = 1) -> list[Entry]:
    """Entries 1 to count, each in one of four towns."""
    chance = random.Random(seed)
    return [_passage(id_, chance) for id_ in range(1, count + 1)]


def _passage(id_: int, chance: random.Random) -> Entry:
    region = chance.choice(sorted(TOWNS))
    gain = chance.choice(_GAIN).format(chance.randint(1, 900))
    first, second = ("".join(chance.choice(part) for part in (_WHO, _WHAT)) for _ in range(2))
    text = f"{TOWNS[region]}产教融合方案\n第{id_}条 支持{first}，{gain}，对接{second}。"
    return Entry(id_, region, text)
