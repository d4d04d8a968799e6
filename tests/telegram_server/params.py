"""The arguments of a call, whichever way they came: query, form, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from tests.telegram_server.errors import TOO_LARGE, ApiError, bad_request

MAX_BODY = 50 * 1024 * 1024 + 65536
TRUE = frozenset({"true", "yes", "1", "t", "y"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the body of a call."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """The values by name. Getters read them leniently or refuse them in Telegram's words."""

    values: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the argument was given at all."""
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers of a JSON body are read as their digits."""
        value = self.values.get(name, default)
        if isinstance(value, str):
            return value
        return default if value is None else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """A whole number within its limits; what is no number counts as the default."""
        try:
            value = int(self.text(name) or default)
        except ValueError:
            value = default
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    def boolean(self, name: str) -> bool:
        """Whether the flag is set, in any of the spellings that Telegram takes."""
        return self.text(name).strip().lower() in TRUE

    def json(self, name: str, what: str) -> Any:
        """A JSON value, given as text or as part of a JSON body; None where it is missing."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error

    def file(self, name: str) -> Upload | None:
        """The file under that name, or the one that attach://… points to."""
        return self.files.get(name) or self.files.get(self.text(name).removeprefix("attach://"))

    def shown(self) -> dict[str, Any]:
        """The arguments for the ledger, files by name and size."""
        files = {name: {"file": upload.name, "size": len(upload.content)} for name, upload in self.files.items()}
        return {**self.values, **files}


async def read_params(request: Request) -> Params:
    """Read a request's arguments from where its content type says they are."""
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise ApiError(413, TOO_LARGE)
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        values |= _json_body(await request.body())
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form(max_fields=1000, max_part_size=MAX_BODY) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename or name, mime, await value.read())
                else:
                    values[name] = value
    _refuse_broken_text(values)
    return Params(values, files)


def _json_body(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON body") from error
    if not isinstance(value, dict):
        raise bad_request("object expected as request body")
    return value


def _refuse_broken_text(values: Mapping[str, Any]) -> None:
    """A lone surrogate survives JSON, but is no UTF-8."""
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
