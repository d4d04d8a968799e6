"""What is said reaches the assistant once, and what is answered reaches every page of the visitor."""

import pytest

from bot.platforms.web.chat import Limits
from bot.platforms.web.identity import new_visitor
from bot.platforms.web.wire import letter_json
from chat.message import File, Sort
from chat.reply import Block, Choice, Look, Reply, say
from tests.bot.web.caller import Caller
from tests.bot.web.conftest import echo
from tests.bot.web.town import Town
from tests.fakes import FakeClock


async def test_a_question_is_taken_in_and_its_answer_comes_over_the_stream(town: Town, caller: Caller) -> None:
    async with caller.listening() as ear:
        response = await caller.say("包头2025年实训基地目标")
        event = await ear.event()
    assert response.status_code == 202
    assert event.id == "1"
    assert event.data["blocks"] == [{"look": "text", "number": 0, "runs": [["收到：包头2025年实训基地目标", False]]}]
    assert ear.headers["content-type"].startswith("text/event-stream")


async def test_the_same_key_is_answered_once(town: Town, caller: Caller) -> None:
    first, again = await caller.say("你好"), await caller.say("你好")
    assert (first.status_code, again.status_code) == (202, 202)
    assert [said.message.text for said in town.heard] == ["你好"]


async def test_the_same_key_of_two_visitors_is_two_messages(town: Town, caller: Caller, stranger: Caller) -> None:
    await caller.say("我的", "key-00000001")
    await stranger.say("我的也是", "key-00000001")
    assert [said.message.text for said in town.heard] == ["我的", "我的也是"]


async def test_nothing_is_acknowledged_that_was_not_kept(town: Town, caller: Caller) -> None:
    town.closed = True
    response = await caller.say("你好")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "3"


async def test_what_was_answered_while_the_page_was_closed_waits_for_it(town: Town, caller: Caller) -> None:
    await caller.say("一", "key-00000001")
    await caller.say("二", "key-00000002")
    async with caller.listening() as ear:
        assert [(await ear.event()).id, (await ear.event()).id] == ["1", "2"]


async def test_a_page_that_comes_back_gets_what_follows_its_last_event(town: Town, caller: Caller) -> None:
    for number in range(1, 4):
        await caller.say(f"第{number}句", f"key-0000000{number}")
    async with caller.listening(last="2") as ear:
        assert (await ear.event()).id == "3"
        await caller.say("第4句", "key-00000004")
        assert (await ear.event()).id == "4"


async def test_hundreds_of_letters_all_arrive_in_order(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    me = town.heard[0].message.sender
    for number in range(150):
        await town.tell(me, say(str(number)))
    async with caller.listening() as ear:
        assert [(await ear.event()).id for _ in range(151)] == [str(number) for number in range(1, 152)]


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 40, "１"])
async def test_a_strange_last_event_id_means_from_the_beginning(town: Town, caller: Caller, last: str) -> None:
    await caller.say("你好")
    async with caller.listening(last=last) as ear:
        assert (await ear.event()).id == "1"


async def test_both_pages_of_a_visitor_hear_the_question_and_the_answer(town: Town, caller: Caller) -> None:
    async with caller.listening() as one, caller.listening() as other:
        await one.chunk()
        await other.chunk()
        await caller.say("你好")
        assert (await one.event("said")).data["text"] == "你好"
        assert (await other.event("reply")).data["blocks"]
        assert (await one.event("reply")).data["blocks"]


async def test_a_reload_shows_the_conversation_again(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    said, reply = await caller.arrive()
    assert (said["said"]["text"], said["said"]["key"]) == ("你好", "key-00000001")
    assert reply["reply"]["id"] == 1
    assert said["said"]["at"] == "2026-11-20T02:00:00+00:00"


async def test_a_press_comes_in_with_the_message_that_carried_the_button(town: Town, caller: Caller) -> None:
    await caller.post({"key": "key-00000001", "pressed": "region:150200", "origin": "7"})
    message = town.heard[0].message
    assert (message.sort, message.pressed, message.origin, message.press) == (Sort.PRESS, "region:150200", "7", "key-00000001")


async def test_an_edit_names_the_message_whose_place_it_takes(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    me = town.heard[0].message.sender
    edit = Reply((Block("好的，之后按包头回答。"),), edits=True)
    async with caller.listening(last="1") as ear:
        assert await town.tell(me, edit, origin="1", press="key-00000009") == ("1",)
        event = await ear.event()
    assert (event.data["edits"], event.data["press"]) == ("1", "key-00000009")


async def test_marks_are_cut_by_characters_not_by_utf16(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    me = town.heard[0].message.sender
    await town.tell(me, Reply((Block("𠮷林500个", Look.QUOTE, ((2, 5), (4, 6), (90, 99))),)))
    async with caller.listening(last="1") as ear:
        (block,) = (await ear.event()).data["blocks"]
    assert block["runs"] == [["𠮷林", False], ["50", True], ["0", True], ["个", True]]


async def test_only_web_addresses_become_links(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    row = (Choice("官网", url="https://example.org/"), Choice("坏", url="javascript:alert(1)"))
    await town.tell(town.heard[0].message.sender, Reply((Block("看"),), (row,)))
    async with caller.listening(last="1") as ear:
        event = await ear.event()
    assert [choice["label"] for choice in event.data["choices"][0]] == ["官网"]


async def test_typing_and_drafts_are_shown_but_move_no_cursor(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    me = town.heard[0].message.sender
    async with caller.listening(last="1") as ear:
        await ear.chunk()
        await town.platform.typing(me)
        assert (await ear.event("typing")).id == ""
        draft = town.platform.draft(me)
        await draft.show("到2025年")
        await draft.show("到2025年，500个")
        event = await ear.event("draft")
    assert (event.data, event.id) == ({"text": "到2025年，500个"}, "")


async def test_a_link_that_leads_to_us_is_left_to_the_page_which_knows_its_address(town: Town, caller: Caller) -> None:
    to = new_visitor().address
    await town.tell(to, Reply((Block("转给别人：", start="job_128"),), ((Choice("看这条", start="job_128"),),)))
    told = letter_json(town.told[-1])
    assert told["blocks"] == [{"look": "text", "number": 0, "runs": [["转给别人：", False]], "start": "job_128"}]
    assert told["choices"] == [[{"label": "看这条", "value": "", "url": "", "start": "job_128"}]]


async def test_a_silent_stream_gives_signs_of_life_and_looks_for_letters_by_itself(clock: FakeClock) -> None:
    town = Town(clock, echo, Limits(heartbeat=0.01))
    caller = Caller(town.app)
    await caller.arrive()
    async with caller.listening() as ear:
        assert await ear.chunk() == "retry: 2000"
        assert await ear.chunk() == ": still here"
        town.silent = True
        await caller.say("你好")
        assert (await ear.event()).id == "1"
    await caller.client.aclose()


async def test_a_stopping_server_ends_the_streams(town: Town, caller: Caller) -> None:
    async with caller.listening() as ear:
        await ear.chunk()
        await town.platform.stop()
        assert await ear.chunk() is None
    async with caller.listening() as late:
        await late.chunk()
    assert late.status == 503


async def test_a_store_that_fails_ends_the_stream_and_the_page_comes_back(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    town.closed = True
    async with caller.listening() as ear:
        assert await ear.chunk() == "retry: 2000"
        assert await ear.chunk() is None
    town.closed = False
    async with caller.listening() as ear:
        assert (await ear.event()).id == "1"


async def test_the_oldest_of_too_many_pages_gives_way(town: Town, caller: Caller) -> None:
    async with caller.listening() as oldest:
        await oldest.chunk()
        pages = [caller.listening() for _ in range(8)]
        ears = [await page.__aenter__() for page in pages]
        for ear in ears:
            await ear.chunk()
        assert await oldest.chunk() is None
        for page in pages:
            await page.__aexit__(None, None, None)


async def test_files_are_saved_and_pictures_shown(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    me = town.heard[0].message.sender
    page, picture = File("明白纸.html", "text/html", b"<script>"), File("图.png", "image/png", b"\x89PNG")
    await town.tell(me, Reply(file=page, picture=picture))
    async with caller.listening(last="1") as ear:
        data = (await ear.event()).data
    saved, shown = await caller.client.get(data["file"]["url"]), await caller.client.get(data["picture"]["url"])
    assert (saved.headers["content-type"], saved.content) == ("application/octet-stream", b"<script>")
    assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6%98%8E")
    assert (shown.headers["content-type"], shown.content) == ("image/png", b"\x89PNG")
