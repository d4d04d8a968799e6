"""The page in a real Chromium, as people use it."""

import pytest
from playwright.async_api import Page, expect

from chat.reply import say
from tests.browser.desk import PHONE, Desk, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_question_is_answered_with_a_marked_quotation_and_its_source(desk: Desk, page: Page) -> None:
    await ask(page, "包头2025年实训基地目标")
    reply = page.locator("#log .reply")
    await expect(page.locator(".own .bubble")).to_have_text("包头2025年实训基地目标")
    await expect(reply.locator("blockquote mark")).to_have_text("到2025年，达到500个")
    await expect(reply.locator("figcaption")).to_contain_text("三、（二）7")
    await expect(reply.get_by_role("button", name="责任单位")).to_be_visible()
    assert desk.complaints == []
    assert desk.hosts == {"127.0.0.1"}


async def test_an_empty_page_offers_questions_that_can_be_pressed(page: Page) -> None:
    await page.get_by_role("button", name="包头职业技术学院有哪些产业学院？").click()
    items = page.get_by_role("list").filter(has_text="稀土").get_by_role("listitem")
    await expect(items).to_have_text(["稀土新材料产业学院", "智能制造产业学院", "新能源汽车产业学院"])
    await expect(page.locator("#welcome")).to_be_hidden()


async def test_the_clause_opens_beside_the_conversation_and_again_from_its_card(page: Page) -> None:
    await ask(page, "实训基地目标")
    await page.get_by_role("button", name="原文").click()
    sheet = page.get_by_role("dialog", name="三、（二）7 实训基地")
    await expect(sheet.locator("mark")).to_have_text("到2025年，达到500个")
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await page.locator(".card").click()
    await expect(sheet).to_be_visible()
    await sheet.get_by_role("button", name="关闭").click()
    await expect(sheet).to_be_hidden()


async def test_the_pages_of_a_long_clause_are_turned_in_their_place(page: Page) -> None:
    await ask(page, "实训基地目标")
    await page.get_by_role("button", name="原文").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_role("button", name="下一页").click()
    await expect(sheet.locator("blockquote")).to_have_text("第二页的条文。")
    await expect(sheet.locator(".body")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(page.locator(".card")).to_contain_text("第二页的条文。")
    await expect(page.locator("#log .reply")).to_have_count(2)


async def test_a_button_that_only_has_a_word_to_say_is_not_pressed_twice(desk: Desk, page: Page) -> None:
    await ask(page, "实训基地目标")
    await page.get_by_role("button", name="有用").click()
    await expect(page.locator("#toast")).to_have_text("谢谢，记下了。")
    await expect(page.get_by_role("button", name="有用")).to_be_disabled()
    assert [said.message.pressed for said in desk.town.heard if said.message.pressed] == ["good"]


async def test_a_reply_that_edits_takes_the_place_of_its_question(page: Page) -> None:
    await page.get_by_role("button", name="选择城市").click()
    await page.get_by_role("button", name="包头", exact=True).click()
    await expect(page.locator("#log .reply")).to_have_count(1)
    await expect(page.locator("#log .reply .body")).to_have_text("好的，之后按包头回答。")
    await expect(page.get_by_role("button", name="按包头回答，换城市")).to_be_visible()


async def test_a_reload_shows_the_same_conversation_once(page: Page) -> None:
    await ask(page, "实训基地目标")
    await expect(page.locator("#log .reply")).to_have_count(1)
    await page.get_by_role("button", name="原文").click()
    await expect(page.locator("#sheet")).to_be_visible()
    before = await page.locator("#log article").all_inner_texts()
    await page.reload()
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    assert await page.locator("#log article").all_inner_texts() == before
    await ask(page, "谢谢")
    await expect(page.locator("#log .reply")).to_have_count(3)


async def test_what_is_typed_without_a_network_goes_out_when_it_is_back_and_once(desk: Desk, page: Page) -> None:
    await page.context.set_offline(True)
    await ask(page, "离线时的问题")
    await expect(page.locator(".own .fate")).to_have_text("没有网络，连上后会自动发送")
    await page.context.set_offline(False)
    await expect(page.locator("#log .reply .body")).to_have_text("您说的是：离线时的问题")
    assert [said.message.text for said in desk.town.heard] == ["离线时的问题"]


async def test_what_was_typed_and_not_sent_survives_a_reload(desk: Desk, page: Page) -> None:
    desk.town.closed = True
    await ask(page, "磁盘满时的问题")
    await expect(page.locator(".own .fate")).to_have_text("暂时存不下来，正在重试。")
    desk.town.closed = False
    await page.reload()
    await expect(page.locator("#log .reply")).to_have_count(1)
    await expect(page.locator(".own")).to_have_count(1)


async def test_a_session_that_was_lost_is_renewed_and_the_question_still_goes_out(desk: Desk, page: Page) -> None:
    await page.context.clear_cookies()
    await ask(page, "还在吗")
    await expect(page.locator("#log .reply .body")).to_have_text("您说的是：还在吗")


async def test_what_is_refused_can_be_sent_again_or_dropped(desk: Desk, page: Page) -> None:
    await page.route("**/chat/messages", lambda route: route.fulfill(status=413, json={"error": "large", "word": "内容太大了。"}))
    await ask(page, "太长")
    await expect(page.locator(".own .fate span")).to_have_text("内容太大了。")
    await page.unroute("**/chat/messages")
    await page.get_by_role("button", name="重发").click()
    await expect(page.locator("#log .reply .body")).to_have_text("您说的是：太长")
    assert [said.message.text for said in desk.town.heard] == ["太长"]


async def test_another_page_of_the_same_visitor_shows_the_question_too(desk: Desk, page: Page) -> None:
    other = await page.context.new_page()
    await other.goto(desk.address)
    await expect(other.locator("#log")).to_have_attribute("aria-live", "polite")
    await ask(page, "你好")
    await expect(other.locator(".own .bubble")).to_have_text("你好")
    await expect(other.locator("#log .reply")).to_have_count(1)
    await expect(page.locator(".own")).to_have_count(1)


async def test_what_is_typed_before_the_history_came_stands_below_it(desk: Desk, page: Page) -> None:
    await ask(page, "早先的问题")
    await expect(page.locator("#log .reply")).to_have_count(1)
    desk.town.closed = True
    await page.reload()
    await ask(page, "心急的问题")
    await expect(page.locator(".own .bubble")).to_have_text(["心急的问题"])
    desk.town.closed = False
    await expect(page.locator(".own .bubble")).to_have_text(["早先的问题", "心急的问题"])
    await expect(page.locator("#log .reply")).to_have_count(2)


async def test_a_broken_stream_is_taken_up_where_it_broke(desk: Desk, page: Page) -> None:
    await ask(page, "一")
    await expect(page.locator("#log .reply")).to_have_count(1)
    for stream in desk.town.streams.of(desk.town.heard[0].message.sender.chat):
        stream.close()
    await ask(page, "二")
    await expect(page.locator("#log .reply")).to_have_count(2)


async def test_a_server_that_is_going_away_is_said_so_and_waited_for(desk: Desk, page: Page) -> None:
    await ask(page, "一")
    await expect(page.locator("#log .reply")).to_have_count(1)
    await desk.town.platform.stop()
    await expect(page.locator("#state")).to_have_text("连接断开，正在重连…")


async def test_an_answer_in_the_making_is_shown_and_gives_way_to_the_answer(desk: Desk, page: Page) -> None:
    await ask(page, "一")
    await expect(page.locator("#log .reply")).to_have_count(1)
    me = desk.town.heard[0].message.sender
    await desk.town.platform.typing(me)
    await expect(page.locator("#pending")).to_have_text("正在查阅文件")
    await desk.town.platform.draft(me).show("到2025年，目标是")
    await expect(page.locator("#pending")).to_have_text("到2025年，目标是")
    await desk.town.tell(me, say("到2025年，目标是500个。"))
    await expect(page.locator("#log .reply .body").last).to_have_text("到2025年，目标是500个。")
    await expect(page.locator("#pending")).to_be_empty()


async def test_hostile_text_stays_text(desk: Desk, page: Page) -> None:
    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    await ask(page, hostile)
    await expect(page.locator("#log .reply .body")).to_have_text(f"您说的是：{hostile}")
    assert await page.locator("#log img, #log script").count() == 0
    assert await page.title() == "校企通 · 产教融合政策问答"
    assert desk.complaints == []


async def test_a_picture_is_shown_and_a_file_can_be_saved(page: Page) -> None:
    await ask(page, "发我一张图")
    picture = page.get_by_role("img", name="图.png")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 1)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="明白纸.pdf").click()
    assert (await download.value).suggested_filename == "明白纸.pdf"


async def test_files_can_be_sent_by_one_way_which_takes_tables_one_at_a_time(page: Page) -> None:
    await expect(page.locator("#composer button")).to_have_count(2)
    chooser = page.locator("input[type=file]")
    await expect(chooser).to_have_count(1)
    assert await chooser.get_attribute("accept") == ".xlsx,.csv"
    assert await chooser.get_attribute("multiple") is None


async def test_who_leaves_leaves_nothing_behind_on_any_page(page: Page) -> None:
    other = await page.context.new_page()
    await other.goto(page.url)
    await ask(page, "我的秘密")
    await expect(other.locator("#log .reply .body")).to_have_text("您说的是：我的秘密")
    await page.get_by_label("输入问题").fill("没有发出的话")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="离开").click()
    for left in (page, other):
        await expect(left.locator("#welcome")).to_be_visible()
        await expect(left.locator("#log")).to_be_empty()
        await expect(left.get_by_label("输入问题")).to_have_value("")


async def test_who_does_not_confirm_stays(page: Page) -> None:
    await ask(page, "还在")
    await expect(page.locator("#log .reply .body")).to_have_text("您说的是：还在")
    page.on("dialog", lambda dialog: dialog.dismiss())
    await page.get_by_role("button", name="离开").click()
    await page.reload()
    await expect(page.locator("#log .reply .body")).to_have_text("您说的是：还在")


async def test_over_a_line_that_is_not_encrypted_people_are_warned(page: Page) -> None:
    await page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    await page.reload()
    await expect(page.locator("#insecure")).to_have_text("这个网址没有加密（HTTPS），请不要输入个人信息。")


async def test_on_this_machine_nobody_is_warned_of_a_line_that_is_not_encrypted(page: Page) -> None:
    await expect(page.locator("#insecure")).to_be_hidden()


async def test_shift_enter_breaks_the_line_and_an_input_methods_enter_sends_nothing(desk: Desk, page: Page) -> None:
    box = page.get_by_label("输入问题")
    await box.fill("第一行")
    await page.keyboard.press("Shift+Enter")
    await box.press_sequentially("第二行")
    await box.evaluate("box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))")
    assert desk.town.heard == []
    await page.keyboard.press("Enter")
    await expect(page.locator(".own .bubble")).to_have_text("第一行\n第二行")


async def test_the_keyboard_alone_is_enough(page: Page) -> None:
    await page.get_by_role("button", name="选择城市").focus()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("实训基地目标")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="原文")).to_be_visible()
    for _ in range(8):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "原文":
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="原文", exact=True)).to_be_focused()


async def test_a_screen_reader_finds_a_log_landmarks_and_a_name_on_everything(page: Page) -> None:
    await ask(page, "实训基地目标")
    await expect(page.get_by_role("log", name="对话").get_by_role("article", name="校企通")).to_be_visible()
    await expect(page.get_by_role("banner")).to_contain_text("校企通")
    await expect(page.get_by_role("main").get_by_role("log")).to_be_visible()
    await expect(page.get_by_role("contentinfo").get_by_role("textbox", name="输入问题")).to_be_visible()
    nameless = "nodes => nodes.filter(node => !(node.getAttribute('aria-label') || node.textContent.trim())).map(node => node.outerHTML)"
    assert await page.locator("button, a").evaluate_all(nameless) == []


async def test_the_dark_page_follows_the_system_and_the_switch_overrules_it(desk: Desk) -> None:
    page = await desk.sit_down(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(paper)
    await page.get_by_role("button", name="切换到浅色").click()
    light = await page.evaluate(paper)
    await page.reload()
    assert await page.evaluate(paper) == light != dark
    await expect(page.get_by_role("button", name="切换到深色")).to_be_visible()


async def test_on_a_phone_nothing_runs_over_the_edge_and_the_clause_comes_from_below(desk: Desk) -> None:
    page = await desk.sit_down(**PHONE)
    await ask(page, "实训基地目标" + "很长的英文词Supercalifragilisticexpialidocious" * 4)
    button = page.get_by_role("button", name="原文")
    await expect(button).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    box = await button.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    await button.tap()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.locator("#sheet").evaluate("sheet => Promise.all(sheet.getAnimations().map(one => one.finished))")
    sheet = await page.locator("#sheet").bounding_box()
    assert sheet is not None
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)


async def test_reduced_motion_is_respected(desk: Desk) -> None:
    page = await desk.sit_down(reduced_motion="reduce")
    await ask(page, "你好")
    await expect(page.locator("#log .reply")).to_have_count(1)
    assert await page.locator(".own").evaluate("node => parseFloat(getComputedStyle(node).animationDuration)") < 0.001


async def test_two_visitors_do_not_see_each_other(desk: Desk, page: Page) -> None:
    other = await desk.sit_down()
    await ask(page, "我的问题")
    await expect(page.locator("#log .reply")).to_have_count(1)
    await ask(other, "另一个问题")
    await expect(other.locator("#log .reply")).to_have_count(1)
    await expect(other.locator("#log")).not_to_contain_text("我的问题")
    await other.reload()
    await expect(other.locator("#log .reply")).to_have_count(1)
