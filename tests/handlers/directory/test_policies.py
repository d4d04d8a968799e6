"""/policies: a card for each incentive, the proposals last and marked."""

from tests.talk import Talk


async def test_a_card_says_who_what_how_much_and_from_whom(asker: Talk) -> None:
    told = await asker.say("/policies 包头")
    assert told.startswith("政策清单 · 包头：1项\n可按投资额的30%抵免当年应缴教育费附加和地方教育附加\n")
    assert "对象：企业\n比例或金额：30%\n条件：投资兴办职业教育的\n责任单位：市财政局" in told
    assert "——《示范方案》三" in told
    assert "先向责任单位核实" in told


async def test_what_the_text_leaves_out_is_said_to_be_left_out(asker: Talk) -> None:
    told = await asker.say("/policies 普陀")
    assert "对象：符合条件的企业\n条件：如对象所述\n原文未写：比例或金额、责任单位" in told
    assert "摘要（非原文，以原件为准）" in told


async def test_a_proposal_is_marked_and_comes_last(asker: Talk) -> None:
    await asker.say("/policies")
    told = await asker.press("全部城市")
    assert told.startswith("政策清单 · 全部城市：3项\n可按投资额的30%")
    proposal = told[told.index("税收减免") :]
    assert "提案的建议，不是已定的政策" in proposal


async def test_a_card_leads_to_its_sentence(asker: Talk) -> None:
    await asker.say("/policies 平顶山")
    assert "对参与校企合作的企业给予税收减免。" in await asker.press("1 原文")


async def test_a_city_without_incentives_says_so(asker: Talk) -> None:
    assert (await asker.say("/policies 长宁区")).startswith("长宁的文件里没有写到补贴")
