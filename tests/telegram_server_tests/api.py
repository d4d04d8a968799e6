"""Plain calls of the Bot API, to see the very words of an answer."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.telegram_server import TelegramServer


@dataclass(frozen=True)
class Api:
    """Calls methods with JSON bodies."""

    client: httpx.AsyncClient
    server: TelegramServer

    def address(self, method: str) -> str:
        return f"{self.server.base_url}{self.server.token}/{method}"

    async def answer(self, method: str, **values: Any) -> tuple[int, dict[str, Any]]:
        """The status and the whole body."""
        response = await self.client.post(self.address(method), json=values)
        body: dict[str, Any] = response.json()
        return response.status_code, body

    async def __call__(self, method: str, **values: Any) -> Any:
        """The result of a call that goes well."""
        status, body = await self.answer(method, **values)
        assert status == 200, body
        return body["result"]

    async def refusal(self, method: str, **values: Any) -> str:
        """The description of a refusal; status and code say the same."""
        status, body = await self.answer(method, **values)
        assert body["ok"] is False
        assert body["error_code"] == status
        return str(body["description"])
