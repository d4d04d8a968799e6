"""A desk whose library holds a plan with colleges, figures and incentives, a digest of another city, and a proposal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.knowledge import Version
from domain.people import Grant, Role
from rag.loading.load import Loader
from rag.regions import Gazetteer
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.talk import Talk

PLAN = """示范市产教融合行动方案

一、目标

到2025年，共建实习实训基地500个，建设职业教育集团X个。争取在2023年合作企业达到100家以上，到2025年合作企业达到200家以上。目前，全市共有高职院校4所。

二、产业学院

支持包头职业技术学院美科硅能源产业学院、中科佳兴康养产业学院建设。包头医学院已建成现代健康产业学院。（责任单位：市教育局）

三、支持

企业投资兴办职业教育的，可按投资额的30%抵免当年应缴教育费附加和地方教育附加。（责任单位：市财政局）
"""
DIGEST = """---
title: 普陀行动方案
region: 310107
kind: plan
period: 2021-2025
digest: true
---

摘要（非原文，以原件为准）。

## 一、目标

普陀区到2025年的目标是培育10家左右市级产教融合型企业。普陀区支持上海信息技术学校建设智能软件产业学院。符合条件的企业，给予经费补助。
"""
PROPOSAL = """关于深化校企合作的提案
提案者
某委员会
提案内容
建议：
一、加大扶持。对参与校企合作的企业给予税收减免。
答复内容
一、工作情况。挂牌成立天通电力等19个产业学院。
"""

Put = Callable[[str, str, dict[str, object]], Version]


@pytest.fixture
def put(desk: Desk, tmp_path: Path, gazetteer: Gazetteer) -> Put:
    """Load a document as the operator would."""
    loader = Loader(gazetteer)

    def load(name: str, text: str, told: dict[str, object]) -> Version:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        version = loader.load(path, told).version
        desk.holds(version)
        return version

    return load


@pytest.fixture
def stocked(desk: Desk, put: Put) -> Desk:
    """The desk with its three documents."""
    put("baotou.txt", PLAN, {"title": "示范方案", "region": "150200", "kind": "plan"})
    put("putuo.md", DIGEST, {})
    put("pingdingshan.txt", PROPOSAL, {"title": "示范提案", "region": "410400", "kind": "proposal-reply"})
    return desk


@pytest.fixture
def asker(stocked: Desk) -> Talk:
    return stocked.talk()


@pytest.fixture
async def editor(stocked: Desk) -> Talk:
    """One of the staff, for Baotou only."""
    talk = stocked.talk("8")

    def join(work: Work) -> None:
        work.people.grant(work.people.meet(talk.sender, "小王").id, Grant(Role.EDITOR, "150200"))

    await stocked.database.do(join)
    return talk


@pytest.fixture
def put_many(put: Put) -> None:
    """A city with twelve colleges."""
    names = "、".join(f"甲{number}产业学院" for number in range(12))
    put("kunming.txt", f"方案\n\n一、建设\n\n支持昆明学院{names}建设。\n", {"region": "530100", "kind": "plan"})
