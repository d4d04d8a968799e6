"""Files on the server: stored once, known by an identifier, described as messages carry them."""

import mimetypes
from pathlib import PurePosixPath

from tests.telegram_server.errors import bad_request
from tests.telegram_server.params import Params, Upload
from tests.telegram_server.pictures import picture_size
from tests.telegram_server.text import Json
from tests.telegram_server.world import StoredFile, World

MAX_PHOTO = 10 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
MARKS = {"photo": "AgACAgUAAxk", "document": "BQACAgUAAxk", "voice": "AwACAgUAAxk", "sticker": "CAACAgUAAxk"}


def store(world: World, kind: str, upload: Upload) -> StoredFile:
    """Keep a file and give it an identifier."""
    number = world.counters[kind]
    world.counters[kind] += 1
    ending = PurePosixPath(upload.name).suffix or mimetypes.guess_extension(upload.mime) or ""
    path = f"{FOLDERS[kind]}/file_{number}{'.jpg' if kind == 'photo' else ending}"
    file = StoredFile(MARKS[kind] + world.code(48), "AQAD" + world.code(11), path, upload.name, upload.mime, upload.content)
    world.files[file.id] = file
    return file


def sent_file(world: World, params: Params, kind: str) -> StoredFile:
    """The file of a call: new in its body, or known by its identifier. Nothing is fetched from elsewhere."""
    if upload := params.file(kind):
        if not upload.content:
            raise bad_request("file must be non-empty")
        return store(world, kind, upload)
    given = params.text(kind)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if given not in world.files or not world.files[given].path.startswith(FOLDERS[kind]):
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[given]


def described(file: StoredFile) -> Json:
    """The fields that all files share."""
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def photo_sizes(file: StoredFile) -> list[Json]:
    """A photo as messages carry it. Raises ApiError for what is no picture, or one of a shape that Telegram refuses."""
    if len(file.content) > MAX_PHOTO:
        raise bad_request("file is too big")
    size = picture_size(file.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not (width and height) or width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [described(file) | {"width": width, "height": height}]


def document(file: StoredFile) -> Json:
    """A document as messages carry it."""
    return described(file) | {"file_name": file.name, "mime_type": mimetypes.guess_type(file.name)[0] or file.mime}
