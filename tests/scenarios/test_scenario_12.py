"""明白纸: one thing is asked, and the sheet says what may fit, with its arithmetic, what lacks a figure, what does not fit and why."""

from contextlib import closing
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from chat.reply import Look
from domain.clock import today
from tests.scenarios.hall import Hall
from tests.talk import Talk

WISH = "普陀企业投100万办职教,能享啥?"
ASKED = "企业是否已列入产教融合型企业名单？"


async def test_one_thing_is_missing_and_is_asked_for(talk: Talk) -> None:
    assert await talk.say(WISH) == ASKED
    assert talk.buttons == ["是", "否", "不清楚", "取消"]


@pytest.mark.parametrize("by_button", [True, False])
async def test_the_sheet_of_a_listed_enterprise(talk: Talk, by_button: bool) -> None:
    await talk.say(WISH)
    heard = await (talk.press("是") if by_button else talk.say("是的，去年列入了"))
    assert heard.startswith("明白纸 · 普陀\n按您说的：兴办职业教育（100万元）；是产教融合型企业。")
    fits, lacks, unfit = sections(heard)
    assert "投资额的30%，最多30万元" in fits
    assert "100万元 × 30% = 30万元" in fits
    for told in ("教育费附加和地方教育附加", "最多抵到实际应缴的数", "向税务部门确认"):
        assert told in fits
    assert "专项资金支持或经费补助" in lacks
    assert "原文没有写金额" in lacks
    assert "绩效激励措施（教师）" in unfit
    assert "社会资本和社会投资机构" in unfit
    assert "怎么叠加，原文没有写" in heard
    assert "至2025年，已届满" in heard
    assert "摘要（非原文，以原件为准）" in heard


async def test_every_item_that_may_fit_is_quoted(talk: Talk) -> None:
    await talk.say(WISH)
    await talk.press("是")
    looks = [block.look for block in talk.reply.blocks]
    assert looks.count(Look.QUOTE) == len([block for block in talk.reply.blocks if block.number]) == 3
    assert "投资额的30%" in await talk.press("原文")


async def test_who_is_not_listed_gets_nothing_and_is_told_why(talk: Talk) -> None:
    await talk.say(WISH)
    heard = await talk.say("没有，还没列入")
    assert "没有一项能算作符合" in heard
    assert "教育费附加和地方教育附加抵免：要求是产教融合型企业。" in heard
    assert "30万元" not in heard
    assert "有结果通知您" not in heard


async def test_who_does_not_know_gets_the_sum_under_reserve(talk: Talk) -> None:
    await talk.say(WISH)
    heard = await talk.press("不清楚")
    assert "一、可能符合" not in heard
    assert "最多30万元" in heard
    assert "是不是产教融合型企业还不清楚" in heard


async def test_a_question_in_between_is_answered_and_the_sheet_goes_on(talk: Talk) -> None:
    await talk.say(WISH)
    heard = await talk.say("先问，24365是什么?")
    assert "24小时" in heard
    assert heard.endswith(f"我们接着填：\n{ASKED}")
    assert "最多30万元" in await talk.say("是")


async def test_nonsense_is_asked_again(talk: Talk) -> None:
    await talk.say(WISH)
    assert await talk.say("蓝色") == f"请回答：是、否，或者不清楚。\n{ASKED}"


@pytest.mark.parametrize("by_button", [True, False])
async def test_an_unknown_city_is_asked_for_and_the_wish_is_kept(talk: Talk, by_button: bool) -> None:
    assert (await talk.say("企业投100万办职教，能享啥？")).startswith("企业在哪个城市？")
    assert await (talk.press("普陀") if by_button else talk.say("普陀")) == ASKED
    assert "100万元 × 30% = 30万元" in await talk.say("是")


async def test_another_city_is_judged_by_its_own_papers(talk: Talk) -> None:
    heard = await talk.say("包头企业投1.2亿办职业学校，又接收300名实习生，能享受哪些政策？")
    assert "明白纸 · 包头\n按您说的：兴办职业教育（1.2亿元）；接收学生实习（300人）。" in heard
    assert "30%" not in heard
    assert "专项债券" in sections(heard)[1]


async def test_a_proposal_is_never_a_benefit(talk: Talk) -> None:
    heard = await talk.say("平顶山企业招20个毕业生，能享受什么政策？")
    assert "没有一项能算作符合" in heard
    proposed = heard[heard.index("只是提案的建议，不是已定的政策：") :]
    assert "给予补贴或优惠" in proposed
    assert heard.endswith("有结果通知您？")
    assert "就在这里通知您" in await talk.say("是")


async def test_of_two_cities_one_is_chosen(talk: Talk) -> None:
    assert (await talk.say("包头和普陀的企业投100万办职校，分别能享受什么？")).startswith("一张明白纸只按一个城市开")
    assert talk.buttons == ["包头", "普陀"]
    assert await talk.press("普陀") == ASKED


async def test_a_place_without_papers_is_an_honest_no(talk: Talk) -> None:
    heard = await talk.say("乌鲁木齐的企业投100万办职教，能享受什么？")
    assert heard.startswith("还没有收录乌鲁木齐的文件，无法回答。目前收录：")
    assert "有结果通知您？" in heard


@pytest.mark.parametrize("sum_", ["0万", "99999999999亿"])
async def test_an_absurd_sum_is_asked_for_again(talk: Talk, sum_: str) -> None:
    await talk.say(f"普陀企业投{sum_}办职教，能享啥？")
    await talk.say("是")
    assert talk.heard.startswith("这件事投了（或打算投）多少钱？")
    assert "位数" in await talk.say(sum_)
    assert "没看懂金额" in await talk.say("很多")
    assert "150万元 × 30% = 45万元" in await talk.say("一百五十万")


async def test_several_sums_stay_with_their_deeds(talk: Talk) -> None:
    await talk.say("我们公司在普陀，投80万建实训基地，又投200万办职业学校，已列入产教融合型企业，能享受什么？")
    assert "200万元 × 30% = 60万元" in talk.heard
    assert "80万元 ×" not in talk.heard


async def test_the_command_asks_from_the_start(talk: Talk) -> None:
    await talk.say("/benefits")
    await talk.press("普陀")
    assert talk.heard.startswith("企业做了、或打算做什么？")
    await talk.press("兴办职业教育", "是")
    assert talk.heard.startswith("这件事投了（或打算投）多少钱？")
    assert "50万元 × 30% = 15万元" in await talk.say("500000")


async def test_the_list_of_policies_leads_to_the_sheet(talk: Talk) -> None:
    await talk.say("/policies 普陀")
    assert (await talk.press("我能享受哪些")).startswith("企业做了、或打算做什么？")


async def test_a_new_wish_takes_the_place_of_an_open_one(talk: Talk) -> None:
    await talk.say(WISH)
    heard = await talk.say("平顶山企业招20个毕业生，能享受什么政策？")
    assert heard.startswith("明白纸 · 平顶山")


@pytest.mark.parametrize(
    "question",
    ["普陀投资职业教育抵免多少？", "普陀企业办职业教育能抵多少税？", "巴州企业接收学生实习有什么支持？", "自治州的明白纸是做什么的？"],
)
async def test_a_plain_question_stays_a_question(talk: Talk, question: str) -> None:
    heard = await talk.say(question)
    assert "按您说的" not in heard
    assert talk.place.flow == ""


async def test_whose_sheet_it_is_stays_their_own(hall: Hall) -> None:
    one, other = hall.member("room"), hall.member("room")
    await one.say(WISH)
    await one.press("是")
    value = one.value("换城市")
    await other.press_value(value)
    assert "太久了" in other.reply.toast


def sections(heard: str) -> tuple[str, str, str]:
    """What may fit, what lacks something, what does not fit."""
    parts = [heard.find(head) for head in ("一、", "二、", "三、不符合")]
    fits = heard[parts[0] : parts[1]] if parts[0] >= 0 else ""
    return fits, heard[parts[1] : parts[2]], heard[parts[2] :]


async def test_the_same_wish_for_another_city(talk: Talk) -> None:
    await talk.say(WISH)
    await talk.press("是")
    heard = await talk.say("那平顶山的呢")
    assert heard.startswith("明白纸 · 平顶山") or "平顶山的1份文件" in heard


@pytest.mark.parametrize("answer", ["是", "不清楚", "否"])
async def test_the_sheet_as_pdf_says_what_the_chat_says(hall: Hall, talk: Talk, answer: str) -> None:
    await talk.say(WISH)
    heard = await talk.press(answer)
    await talk.press("PDF")
    file = talk.reply.file
    assert file is not None
    day = today(hall.clock)
    assert (file.name, file.type) == (f"明白纸-普陀-{day:%Y%m%d}.pdf", "application/pdf")
    told = words_of(file.data)
    for line in heard.replace("有结果通知您吗？", "").split("\n"):
        assert line.replace(" ", "") in told
    assert f"{day.year}年{day.month}月{day.day}日生成" in told
    assert "摘要" in told


async def test_the_sheet_as_a_picture_is_readable_on_a_telephone(talk: Talk) -> None:
    await talk.say(WISH)
    await talk.press("是")
    await talk.press("图片")
    shown = talk.reply.picture or talk.reply.file
    assert shown is not None
    assert shown.type == "image/png"
    # What is very tall goes as a file, or a platform would make it too small to read.
    width, height = Image.open(BytesIO(shown.data)).size
    assert (talk.reply.picture is not None) == (height <= 2.5 * width)
    await talk.press("PDF")
    assert talk.reply.file is not None
    assert talk.buttons == ["图片"]


async def test_sums_and_heads_that_were_answered_are_on_the_paper(hall: Hall) -> None:
    talk = hall.somebody()
    await talk.say("/benefits", "普陀", "兴办职业教育", "是", "1.5亿")
    assert "4500万元" in talk.heard
    await talk.press("PDF")
    assert talk.reply.file is not None
    assert "4500万元" in words_of(talk.reply.file.data)


@pytest.mark.parametrize("value", ["sheet-as:pdf", "sheet-as:pdf.999.------..", "sheet-as:exe.{turn}", "sheet-as:pdf.{turn}.zz.x.-1"])
async def test_a_forged_button_of_a_paper_does_no_harm(hall: Hall, value: str) -> None:
    talk = hall.somebody()
    await talk.say(WISH)
    await talk.press("是")
    turn = talk.value("PDF").split(".")[1]
    await talk.press_value(value.format(turn=turn))
    assert talk.reply.toast or (talk.reply.file is not None and "普陀" in talk.reply.file.name)


async def test_nobody_gets_the_paper_of_another_ones_sheet(hall: Hall) -> None:
    talk, other = hall.somebody(), hall.somebody()
    await talk.say(WISH)
    await talk.press("是")
    await other.press_value(talk.value("PDF"))
    assert other.reply.file is None
    assert "太久了" in other.reply.toast


def words_of(pdf: bytes) -> str:
    """What stands on a PDF, without blanks."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
