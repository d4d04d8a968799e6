"""Photos and documents, and the way back: getFile."""

from tests.telegram_server.content import caption_content
from tests.telegram_server.errors import bad_request
from tests.telegram_server.files import described, document, photo_sizes, sent_file
from tests.telegram_server.methods.messages import post
from tests.telegram_server.params import Params
from tests.telegram_server.text import Json
from tests.telegram_server.world import World

MAX_DOWNLOAD = 20 * 1024 * 1024


def send_photo(world: World, params: Params) -> Json:
    """sendPhoto."""
    caption = caption_content(world, params)
    return post(world, params, {"photo": photo_sizes(sent_file(world, params, "photo"))} | caption)


def send_document(world: World, params: Params) -> Json:
    """sendDocument."""
    caption = caption_content(world, params)
    return post(world, params, {"document": document(sent_file(world, params, "document"))} | caption)


def get_file(world: World, params: Params) -> Json:
    """getFile: where the file can be downloaded."""
    if not params.text("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return described(file) | {"file_path": file.path}


METHODS = {"sendPhoto": send_photo, "sendDocument": send_document, "getFile": get_file}
