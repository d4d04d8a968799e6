"""How calls reach the Bot API: over one small pool of connections, for what the library sends and for our own polling."""

import json
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.platforms.telegram.errors import NeverLeft
from domain.errors import ConfigProblem

CONNECTIONS = 64
_CONNECT = 10.0
_JSON = {"Content-Type": "application/json"}


class Calls(BaseRequest):
    """Carries requests to `base`, directly or by the proxy that the environment names. `seconds` is how long an answer may take to begin.

    The library's own carrier takes three times the processor time for each message. Errors are told without their words: those may
    hold the address, and with it the token. Making one raises ConfigProblem for a proxy of another kind than HTTP.
    """

    def __init__(self, base: str, seconds: float) -> None:
        self._proxy = _proxy(urlsplit(base))
        self._seconds = seconds

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take to begin."""
        return self._seconds

    async def initialize(self) -> None:
        """Nothing is opened before it is needed."""

    async def shutdown(self) -> None:
        """Close the connections."""
        if "_session" in self.__dict__:
            await self._session.close()
            del self._session

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises `NetworkError` or one of its kinds."""
        return await self._carry(method, url, *_body(request_data))

    async def post_raw(self, url: str, asked: dict[str, object]) -> tuple[int, bytes]:
        """The same for a call that the library does not make."""
        return await self._carry("POST", url, json.dumps(asked).encode(), _JSON)

    async def _carry(self, method: str, url: str, body: bytes | aiohttp.FormData | None, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            async with self._session.request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NeverLeft(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @cached_property
    def _session(self) -> aiohttp.ClientSession:
        # Made where the loop runs. The certificates are those that the library would trust.
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, ssl=httpx.create_ssl_context())
        timeout = aiohttp.ClientTimeout(total=None, connect=_CONNECT, sock_read=self._seconds)
        return aiohttp.ClientSession(connector=connector, timeout=timeout, proxy=self._proxy, cookie_jar=aiohttp.DummyCookieJar())


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        return data.json_payload, _JSON
    # Quoted names would be shown quoted: Telegram takes them as they are.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _proxy(base: SplitResult) -> str | None:
    """The proxy for an address, as the environment has it. Raises ConfigProblem for one of a kind that cannot be spoken to."""
    proxies = getproxies()
    proxy = None if proxy_bypass(base.netloc) else proxies.get(base.scheme) or proxies.get("all")
    if proxy and urlsplit(proxy).scheme not in {"http", "https"}:
        raise ConfigProblem("连 Telegram 只能走 http 代理，请把环境变量 https_proxy 改成 http:// 开头的地址（多数代理软件都有）。")
    return proxy
