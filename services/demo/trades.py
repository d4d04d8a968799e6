"""What invented enterprises do, and the places and things they post. Every text is made up."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.listing import Kind, Side


@dataclass(frozen=True, slots=True)
class Work:
    """A place to work: what it is called, what is done there, what is asked for, and the least monthly pay in yuan."""

    title: str
    duties: str
    requirements: str
    pay: int


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade by its cluster (services/forms/industry.py), the 专业大类 that it takes, words for firms' names, and its work."""

    cluster: str
    major: str
    speciality: str
    names: tuple[str, ...]
    work: tuple[Work, ...]
    things: Mapping[Kind, tuple[str, ...]]


TRADES = (
    Trade(
        "光伏", "能源动力与材料大类", "光伏工程技术", ("光伏科技", "绿能", "光储"),
        (
            Work("光伏运维技术员", "巡检光伏电站，处理告警和缺陷，做好台账", "能适应户外作业，持电工证的优先", 5500),
            Work("光伏组件工艺员", "跟踪组件产线的工艺参数，分析不良品", "看得懂工艺卡，会做数据表", 5200),
            Work("电站安全员", "落实电站的安全检查和培训", "熟悉安全规程，责任心强", 5800),
        ),
        {
            Kind.TRAINING: ("光伏电站运维技能提升班",), Kind.TECHNOLOGY: ("组件隐裂在线检测技术",),
            Kind.EQUIPMENT: ("组件功率测试台",), Kind.SERVICE: ("电站无人机巡检服务",), Kind.COOPERATION: ("共建光伏实训基地",),
            Kind.EXPERT: ("光伏发电产业导师",),
        },
    ),
    Trade(
        "稀土", "资源环境与安全大类", "稀土材料技术", ("稀土新材料", "永磁", "磁材"),
        (
            Work("稀土分离操作工", "操作萃取分离线，记录各槽数据", "服从倒班安排，肯学", 5600),
            Work("磁材检测员", "检测磁体性能，出具检测记录", "细致，会用常见量具", 5000),
            Work("材料研发助理", "配合做配方试验，整理试验记录", "材料或化学类专业基础扎实", 6500),
        ),
        {
            Kind.TRAINING: ("稀土检测员岗前培训",), Kind.TECHNOLOGY: ("永磁体表面防护工艺",), Kind.EQUIPMENT: ("稀土虚拟仿真实训设备",),
            Kind.SERVICE: ("稀土样品成分检测服务",), Kind.COOPERATION: ("联合培养稀土材料技术人才",), Kind.EXPERT: ("磁性材料专家顾问",),
        },
    ),
    Trade(
        "装备制造", "装备制造大类", "数控技术", ("重工", "精密机械", "智能装备"),
        (
            Work("数控车床操作工", "操作数控车床，按图加工，自检零件", "看得懂图纸，会用卡尺和千分尺", 6000),
            Work("焊接技工", "按工艺焊接结构件，做好焊缝自检", "持焊工证，吃苦耐劳", 6500),
            Work("机电维修工", "维护产线设备，排除机械和电气故障", "懂机电原理，能看电气图", 6200),
            Work("工业机器人调试员", "调试搬运和焊接机器人，编写示教程序", "学过机器人编程", 7000),
        ),
        {
            Kind.TRAINING: ("数控加工中级工考证班",), Kind.TECHNOLOGY: ("薄壁件加工变形控制技术",), Kind.EQUIPMENT: ("五轴加工中心",),
            Kind.SERVICE: ("精密零件代加工服务",), Kind.COOPERATION: ("共建现场工程师学院",), Kind.EXPERT: ("焊接技能专家",),
        },
    ),
    Trade(
        "新能源汽车", "装备制造大类", "新能源汽车技术", ("新能源汽车", "车联科技", "动力总成"),
        (
            Work("动力电池装配工", "装配电池模组，扫码记录", "手脚麻利，遵守防静电要求", 5800),
            Work("整车下线检测员", "检测整车电气和制动，记录缺陷", "有驾驶证，懂汽车构造", 6300),
        ),
        {
            Kind.TRAINING: ("新能源汽车维修技能培训",), Kind.TECHNOLOGY: ("电池热管理技术",), Kind.EQUIPMENT: ("整车故障诊断实训台",),
            Kind.SERVICE: ("充电桩维保服务",), Kind.COOPERATION: ("汽车专业现代学徒制合作",), Kind.EXPERT: ("动力电池安全专家",),
        },
    ),
    Trade(
        "电子信息", "电子与信息大类", "软件技术", ("信息技术", "云数科技", "软件"),
        (
            Work("前端开发工程师", "开发和维护网页界面，修复问题", "会一种前端框架，有作品", 8000),
            Work("数据标注专员", "按规范标注图片和文本，互相校对", "认真，打字快", 4500),
            Work("网络运维工程师", "维护机房和办公网络，处理报修", "懂路由交换", 6000),
        ),
        {
            Kind.TRAINING: ("人工智能训练师培训",), Kind.TECHNOLOGY: ("工厂能耗预测算法",), Kind.EQUIPMENT: ("模型训练服务器机时",),
            Kind.SERVICE: ("企业软件定制服务",), Kind.COOPERATION: ("共建大数据产业学院",), Kind.EXPERT: ("工业互联网专家",),
        },
    ),
    Trade(
        "食品乳品", "食品药品与粮食大类", "食品检验检测技术", ("食品", "乳业", "农产品加工"),
        (
            Work("食品检验员", "检验原料和成品，填写检验记录", "学过食品检验，持健康证上岗", 4800),
            Work("灌装线操作工", "操作灌装线，做好清洗和交接", "讲卫生，能倒班", 5000),
        ),
        {
            Kind.TRAINING: ("食品安全管理员培训",), Kind.TECHNOLOGY: ("乳品保鲜工艺",), Kind.EQUIPMENT: ("闲置冷库",),
            Kind.SERVICE: ("食品营养标签检测服务",), Kind.COOPERATION: ("校企合作开设烘焙课程",), Kind.EXPERT: ("乳品加工专家",),
        },
    ),
    Trade(
        "特色农业", "农林牧渔大类", "现代农业技术", ("现代农业", "棉业", "林果"),
        (
            Work("农艺技术员", "指导田间管理，记录长势和病虫害", "能下地，会写简单报告", 5000),
            Work("植保无人机飞手", "按作业单喷洒，维护无人机", "持无人机驾驶证件", 6500),
        ),
        {
            Kind.TRAINING: ("植保无人机操作培训",), Kind.TECHNOLOGY: ("棉田膜下滴灌技术",), Kind.EQUIPMENT: ("采棉机",),
            Kind.SERVICE: ("土壤检测服务",), Kind.COOPERATION: ("共建田间学校",), Kind.EXPERT: ("林果栽培专家",),
        },
    ),
    Trade(
        "现代物流", "财经商贸大类", "现代物流管理", ("物流", "供应链", "冷链"),
        (
            Work("仓储管理员", "负责收发货和盘点，维护库存系统", "会用表格软件，细心", 4800),
            Work("跨境电商运营", "维护店铺，分析订单，联系发货", "英语能读写，会做图", 5500),
        ),
        {
            Kind.TRAINING: ("物流管理岗位培训",), Kind.TECHNOLOGY: ("路径规划优化技术",), Kind.EQUIPMENT: ("自动分拣线",),
            Kind.SERVICE: ("干线物流运输服务",), Kind.COOPERATION: ("校企共建跨境电商工作室",), Kind.EXPERT: ("供应链管理专家",),
        },
    ),
    Trade(
        "康养", "公共管理与服务大类", "智慧健康养老服务与管理", ("康养", "养老服务", "健康管理"),
        (
            Work("养老护理员", "照护老人的起居，记录健康情况", "有爱心，能值夜班", 4600),
            Work("康复助理", "协助康复训练，整理器械", "康复或护理类专业", 5000),
        ),
        {
            Kind.TRAINING: ("养老护理员初级培训",), Kind.TECHNOLOGY: ("跌倒监测技术",), Kind.EQUIPMENT: ("康复训练器械",),
            Kind.SERVICE: ("居家养老服务外包",), Kind.COOPERATION: ("共建康养实习基地",), Kind.EXPERT: ("老年康复专家",),
        },
    ),
    Trade(
        "文化旅游", "旅游大类", "旅游管理", ("文旅", "研学", "酒店管理"),
        (
            Work("研学辅导员", "带领研学活动，写活动记录", "普通话好，会和孩子打交道", 4500),
            Work("酒店前厅接待", "办理入住和退房，解答客人问题", "形象整洁，懂基本英语", 4600),
        ),
        {
            Kind.TRAINING: ("研学指导师培训",), Kind.TECHNOLOGY: ("景区客流预测技术",), Kind.EQUIPMENT: ("闲置会议音响设备",),
            Kind.SERVICE: ("研学线路设计服务",), Kind.COOPERATION: ("共建文旅实训酒店",), Kind.EXPERT: ("非遗文创专家",),
        },
    ),
)  # fmt: skip

SIDES = {
    Kind.TRAINING: (Side.OFFERED,),
    Kind.TECHNOLOGY: (Side.OFFERED, Side.SOUGHT),
    Kind.EQUIPMENT: (Side.OFFERED, Side.SOUGHT),
    Kind.SERVICE: (Side.OFFERED, Side.SOUGHT),
    Kind.COOPERATION: (Side.SOUGHT,),
    Kind.EXPERT: (Side.SOUGHT,),
}
"""Whether such a thing is offered or sought."""

DETAILS: Mapping[tuple[Kind, Side], str] = {
    (Kind.TRAINING, Side.OFFERED): "小班授课，理论和实操各一半，考核合格发结业证明",
    (Kind.TECHNOLOGY, Side.OFFERED): "已在自己的产线上用过，可以演示，转让或合作都行",
    (Kind.TECHNOLOGY, Side.SOUGHT): "现有做法废品偏多，想找有经验的团队一起攻关",
    (Kind.EQUIPMENT, Side.OFFERED): "工作日可以预约，派人带着操作，按小时结算",
    (Kind.EQUIPMENT, Side.SOUGHT): "想租用或共用，有实训用途的院校设备也可以",
    (Kind.SERVICE, Side.OFFERED): "有固定团队，一周内上门，按单结算",
    (Kind.SERVICE, Side.SOUGHT): "每月都有需求，想找长期合作的团队",
    (Kind.COOPERATION, Side.SOUGHT): "企业出场地和师傅，学校出课程和学生，共同制定培养方案",
    (Kind.EXPERT, Side.SOUGHT): "每学期来两三次，指导技术难题，也给员工讲课",
}
"""What such a post says of itself."""
