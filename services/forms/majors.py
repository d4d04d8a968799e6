"""Majors in people's words, folded to the 专业大类 of the Ministry's catalogue for vocational education."""

import re

from domain.patterns import pattern
from rag.fold import fold

# fmt: off
_WORDS: dict[str, str] = {
    "农林牧渔大类": "农业 农学 林业 园艺 园林 畜牧 兽医 水产 渔业 种植 养殖 动物医学 植保 茶艺 中草药栽培",
    "资源环境与安全大类": "地质 采矿 矿山 煤炭 测绘 石油 环境工程 环保 安全工程 安全技术 应急 气象 选矿 稀土分离 矿物加工 矿业",
    "能源动力与材料大类": (
        "光伏 风电 风力发电 新能源 电力 发电 储能 氢能 热能 热动 材料 "
        "冶金 稀土 硅材料 晶硅 钢铁 轧钢 有色 复合材料 电网 输配电 焊接材料 建材"
    ),
    "土木建筑大类": "土木 建筑 施工 造价 工程管理 建工 装潢 装饰 城乡规划 给排水 暖通 房地产 物业 市政",
    "水利大类": "水利 水电 水文 水务 灌溉",
    "装备制造大类": (
        "机械 机电 数控 模具 焊接 钳工 车工 铣工 自动化 机器人 智能制造 "
        "电气 电梯 汽车制造 航空 装备 铁道机车制造 工业设计 船舶 无人机 新能源汽车 汽车"
    ),
    "生物与化工大类": "化工 化学 生物技术 精细化工 药品生物 高分子 石化 橡胶 涂装 分析检验",
    "轻工纺织大类": "纺织 服装 印刷 包装 造纸 皮革 家具 陶瓷 轻工 染整 香料",
    "食品药品与粮食大类": "食品 药品 制药 药学生产 乳品 粮食 酿酒 烘焙 营养 检验检疫",
    "交通运输大类": "铁道 铁路 高铁 轨道 交通 物流运输 道路 桥梁 航海 轮机 港口 空乘 民航 飞机维修 汽修 汽车维修 邮政 快递 地铁 驾驶",
    "电子与信息大类": (
        "电子 计算机 软件 网络 大数据 人工智能 物联网 通信 信息安全 云计算 "
        "集成电路 半导体 芯片 嵌入式 编程 前端 后端 数字媒体技术 区块链 程序员"
    ),
    "医药卫生大类": "护理 临床 医学 药学 中医 针灸 康复 口腔 影像 助产 检验医学 医学检验 公共卫生 健康管理 养生 中药 眼视光 卫生",
    "财经商贸大类": "会计 财务 金融 电商 电子商务 市场营销 营销 物流 工商管理 国际贸易 外贸 审计 统计 税务 保险 连锁 供应链 经济 跨境",
    "旅游大类": "旅游 导游 酒店 餐饮 烹饪 厨师 会展 民宿 研学 面点",
    "文化艺术大类": "艺术 设计 美术 音乐 舞蹈 动漫 视觉传达 室内设计 服装表演 非遗 工艺美术 摄影 戏曲 环境艺术 广告设计",
    "新闻传播大类": "新闻 传媒 播音 主持 影视 编导 摄像 网络直播 新媒体 融媒体 出版 短视频 编辑",
    "教育与体育大类": "教育 师范 学前 幼教 小学教育 英语 日语 俄语 体育 健身 语文 数学 外语 心理 蒙古语",
    "公安与司法大类": "法律 司法 警察 公安 刑事 狱政 安保 安全保卫 法学 书记官",
    "公共管理与服务大类": "人力资源 公共管理 社会工作 社区 养老 家政 行政管理 文秘 殡葬 婚庆 民政 智慧健康养老 幼儿照护",
}
# fmt: on
CLASSES = tuple(_WORDS)
ANY = pattern(r"不限|都可以|均可|无要求|没要求|任何专业|专业不限|随便")
_BY_WORD = {word: name for name, words in _WORDS.items() for word in words.split()} | {name: name for name in CLASSES}
_BY_WORD |= {name.removesuffix("大类"): name for name in CLASSES}
_PATTERN = pattern("|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True)))


def majors(text: str) -> tuple[str, ...]:
    """The classes that a text names, in its order, each once; () where it names none, or says that any will do."""
    words = fold(text)
    return tuple(dict.fromkeys(_BY_WORD[hit[0]] for hit in _PATTERN.finditer(words)))


def is_any(text: str) -> bool:
    """Whether somebody says that the major does not matter."""
    return bool(ANY.search(fold(text)))


def subjects(text: str) -> list[str]:
    """The words of the catalogue's field that a folded text names (光伏, 数控), in its order."""
    return [hit[0] for hit in _PATTERN.finditer(text)]
