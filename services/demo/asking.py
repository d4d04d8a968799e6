"""What invented people asked and the documents left open, and what an invented office answered."""

QUESTIONS = (
    "{city}录用一名毕业生补贴几千元？",
    "{city}的实习生要不要交社保？",
    "{city}产教融合实训基地怎么预约参观？",
    "{city}的企业导师一年能拿多少课酬？",
    "{city}现代学徒制今年还招人吗？",
    "{city}职业院校的教师去企业实践怎么报名？",
)
ANSWERED = (
    ("{city}校企合作备案在哪个窗口办？", "在政务服务大厅的综合窗口办，带上合作协议和营业执照复印件。"),
    ("{city}的企业怎么申请学生实习意外险？", "由学校统一投保，企业不用另外申请，实习前和学校核对名单。"),
    ("{city}产业学院的理事会多久开一次会？", "每学期一次，时间由牵头学校提前两周通知。"),
)
OFFICE = "虚构的产教融合办公室"
ANSWER = "（演示用的虚构答复）{words}"
COMPLAINTS = ("打电话说岗位已经招满了", "写的薪酬和面试时说的不一样", "地址不对，找不到这家企业")
