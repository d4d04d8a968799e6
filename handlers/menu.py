"""The menu of commands, each with what it does; `cancel` is the router's own."""

from collections.abc import Mapping

FOR_ALL: Mapping[str, str] = {
    "start": "从头开始",
    "help": "能做什么",
    "colleges": "产业学院名录",
    "platforms": "科研平台和基地",
    "targets": "各城市的目标和现状",
    "policies": "政策清单：谁能享受什么",
    "benefits": "明白纸：我的企业能享受什么",
    "region": "选择城市",
    "jobs": "找岗位、实习、培训，直接说也行：包头有什么光伏实习",
    "profile": "求职资料：填专业、城市，决定要不要让企业找到您",
    "match": "按资料推荐岗位；企业按岗位找人",
    "find": "找服务、人才、设备、技术、合作，直接说也行：找稀土虚拟仿真设备合作",
    "subscribe": "订阅：有新的岗位、政策就告诉我",
    "register": "注册企业：填一次，审核后长期有效",
    "enterprise": "我的企业：资料、进度、同事",
    "join": "加入已登记的企业：用同事给的邀请码，或企业的信用代码",
    "post": "发布岗位、实习和合作需求，写一句话就行",
    "import": "用表格一次发布很多条",
    "mine": "我的发布：修改、续期、招满了",
    "stop": "不再收公告（随时可以再订）",
    "cancel": "取消正在填写的内容",
    "privacy": "我的信息怎么用、怎么清除",
    "mydata": "我存了您的什么，可以导出",
    "delete": "删除我的全部信息",
    "annual": "年度技能人才供需信息",
}
FOR_STAFF: Mapping[str, str] = {
    "questions": "待答复的问题（工作人员）",
    "staff": "工作人员：登记、名单、邀请",
    "audit": "操作记录（管理员）",
    "reviews": "待审核的企业登记（工作人员）",
    "moderate": "待审核的发布信息（工作人员）",
    "complaints": "被举报的信息（工作人员）",
    "announce": "发公告到订阅者和频道（工作人员）",
    "channel": "频道：绑定、周报（工作人员）",
    "model": "语言模型的用量和开关（管理员）",
    "report": "供需报告：岗位、求职、缺口（工作人员）",
}
MENU: Mapping[str, str] = {**FOR_ALL, **FOR_STAFF}
