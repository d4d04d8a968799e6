"""Photos, documents, and what people send that is no text."""

import struct

import pytest

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.people.talking import DOT
from tests.telegram_server.pictures import picture_size
from tests.telegram_server_tests.api import Api


def png(width: int, height: int) -> bytes:
    return DOT[:16] + struct.pack(">II", width, height) + DOT[24:]


async def upload(api: Api, kind: str, chat: int, name: str, content: bytes, **values: str) -> tuple[int, dict[str, object]]:
    form = {"chat_id": str(chat), **values}
    answer = await api.client.post(api.address(f"send{kind.title()}"), data=form, files={kind: (name, content)})
    return answer.status_code, answer.json()


async def test_a_document_arrives_and_can_be_fetched_and_sent_again(api: Api, server: TelegramServer, started: Person) -> None:
    _, body = await upload(api, "document", started.id, "办法.txt", "全文".encode(), caption="<b>附件</b>", parse_mode="HTML")
    sent = (await started.hears()).raw["document"]
    assert (sent["file_name"], sent["mime_type"], sent["file_size"]) == ("办法.txt", "text/plain", 6)
    file = await api("getFile", file_id=sent["file_id"])
    content = await api.client.get(f"{server.base_file_url}{server.token}/{file['file_path']}")
    assert content.text == "全文"
    assert (await api("sendDocument", chat_id=started.id, document=sent["file_id"]))["document"] == sent
    assert body["ok"]


async def test_a_photo_has_its_size_and_its_caption_can_be_edited(api: Api, started: Person) -> None:
    _, body = await upload(api, "photo", started.id, "图.png", png(640, 480), caption="旧")
    heard = await started.hears()
    assert (heard.raw["photo"][-1]["width"], heard.raw["photo"][-1]["height"], heard.text) == (640, 480, "旧")
    about = {"chat_id": started.id, "message_id": heard.id}
    assert (await api("editMessageCaption", **about, caption="新"))["caption"] == "新"
    assert await api.refusal("editMessageText", **about, text="x") == "Bad Request: there is no text in the message to edit"
    assert body["ok"]


@pytest.mark.parametrize(
    ("kind", "content", "values", "reason"),
    [
        ("photo", b"not a picture", {}, "IMAGE_PROCESS_FAILED"),
        ("photo", png(9000, 1001), {}, "PHOTO_INVALID_DIMENSIONS"),
        ("photo", png(2100, 100), {}, "PHOTO_INVALID_DIMENSIONS"),
        ("photo", b"\x00" * (10 * 1024 * 1024 + 1), {}, "file is too big"),
        ("document", b"", {}, "file must be non-empty"),
        ("photo", DOT, {"caption": "字" * 1025}, "message caption is too long"),
    ],
)
async def test_files_are_refused(api: Api, started: Person, kind: str, content: bytes, values: dict[str, str], reason: str) -> None:
    status, body = await upload(api, kind, started.id, "x", content, **values)
    assert (status, body["description"]) == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        ("", "there is no photo in the request"),
        ("AgAC", "wrong file identifier/HTTP URL specified"),
        ("https://example.cn/x.jpg", "failed to get HTTP URL content"),
    ],
)
async def test_files_named_by_word_are_refused(api: Api, started: Person, photo: str, reason: str) -> None:
    assert await api.refusal("sendPhoto", chat_id=started.id, photo=photo) == f"Bad Request: {reason}"


async def test_a_file_of_another_sort_is_no_photo(api: Api, started: Person) -> None:
    file = (await started.send("document", content=b"x")).raw["document"]["file_id"]
    assert await api.refusal("sendPhoto", chat_id=started.id, photo=file) == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_files_that_are_not_there(api: Api, server: TelegramServer) -> None:
    assert await api.refusal("getFile", file_id="x") == "Bad Request: invalid file_id"
    assert await api.refusal("getFile") == "Bad Request: file_id not specified"
    assert (await api.client.get(f"{server.base_file_url}{server.token}/documents/none.txt")).status_code == 404
    assert (await api.client.get(f"{server.base_file_url}1:x/documents/none.txt")).status_code == 401


@pytest.mark.parametrize("kind", ["photo", "document", "sticker", "voice", "location", "contact"])
async def test_people_send_what_is_no_text(api: Api, anna: Person, kind: str) -> None:
    await anna.send(kind)
    message = (await api("getUpdates"))[0]["message"]
    assert kind in message
    assert "text" not in message


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(3, 4), (3, 4)),
        (b"GIF89a" + struct.pack("<HH", 5, 6), (5, 6)),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x06\0\0\x07\0\0", (7, 8)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x09\x00\x0a\x03", (10, 9)),
        (b"\xff\xd8\xff", None),
        (b"%PDF-1.7", None),
    ],
)
def test_sizes_are_read_from_the_first_bytes(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size
