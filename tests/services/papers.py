"""Papers of a town that does not exist, in the form of official documents."""

from pathlib import Path

PLAN = """云泽市深化产教融合行动方案

一、工作目标

到2027年，全市建成实训基地{hubs}个，校企合作企业达到120家。

二、主要任务

（一）支持企业建基地。企业自建实训基地的，按投资额的{share}%给予补助，最高30万元。（责任单位：市财政局、市教育局）

（二）扩大订单培养。鼓励学校与企业签订订单培养协议，每班不少于30人。（责任单位：市教育局）
"""

NOTICE = """云泽市技能夜校开课通知

一、开课时间

技能夜校每周三晚上开课，焊工班设在滨河校区。

二、报名办法

在职职工凭工会会员证到滨河校区报名，学费全免。（责任单位：市总工会）
"""

DIGEST = """---
title: 云泽市深化产教融合行动方案
kind: plan
digest: true
---

# 云泽市深化产教融合行动方案

## 一、工作目标

按摘要所述，云泽市要在2027年把实训基地办到{hubs}个。
"""

HUBS = "到2027年要建成多少个实训基地？"
SHARE = "企业自建实训基地，按投资额的百分之几补助？"
SCHOOL = "技能夜校的焊工班设在哪个校区？"


def plan(folder: Path, hubs: int = 20, share: int = 15, name: str = "plan.txt") -> Path:
    """The plan with its two figures."""
    return write(folder, name, PLAN.format(hubs=hubs, share=share))


def digest(folder: Path, hubs: int = 18, name: str = "plan.md") -> Path:
    """A digest of the plan, of the same stem."""
    return write(folder, name, DIGEST.format(hubs=hubs))


def notice(folder: Path) -> Path:
    """A paper that has nothing to do with the plan."""
    return write(folder, "notice.txt", NOTICE)


def places(folder: Path) -> Path:
    """Where the papers belong: the plan to one city, the notice to another (so that a region can be meant at all)."""
    return write(folder, "corpus.toml", '[plan]\nregion = "450200"\n\n[notice]\nregion = "420500"\n')


def many(folder: Path, count: int) -> Path:
    """A folder of papers of some 2,000 characters each, all different."""
    for number in range(count):
        measures = "".join(_measure(number, nth) for nth in range(1, 31))
        write(folder, f"paper{number:04}.txt", f"云泽市第{number}号实施方案\n\n一、主要任务\n{measures}")
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    """A text file, in a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _measure(number: int, nth: int) -> str:
    gain = f"按投资额的{nth}%给予补助，最高{nth * 10}万元，每年开放不少于{number + 1}天"
    return f"\n{nth}.支持第{number}批第{nth}类企业建基地，{gain}。（责任单位：市财政局）\n"
