"""The HTTP side of the server: the Bot API for bots, the control interface and the page for people."""

import asyncio
import inspect
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tests.telegram_server.control import control_routes
from tests.telegram_server.delivery import Delivery
from tests.telegram_server.errors import NOT_FOUND, UNAUTHORIZED, ApiError
from tests.telegram_server.faults import Fault
from tests.telegram_server.methods import Method, all_methods
from tests.telegram_server.methods.receiving import Described
from tests.telegram_server.params import Params, read_params
from tests.telegram_server.text import Json
from tests.telegram_server.world import World

PAGE = Path(__file__).with_name("page.html")


class Server:
    """Holds the world that is served and answers its bots."""

    def __init__(self, world: World) -> None:
        self._methods = all_methods()
        self._released = asyncio.Event()
        self.world = world
        self._delivery: Delivery | None = None

    def start_delivery(self) -> None:
        """Begin to watch for updates that a webhook is to get; needs a running loop."""
        self._delivery = self._delivery or Delivery(self.world, self.run)

    async def replace(self, world: World) -> None:
        """Serve another world; calls that hang or wait in the old one are let go."""
        old, delivery = self.world, self._delivery
        self.world, self._delivery = world, Delivery(world, self.run)
        self.release()
        old.updates.abort()
        old.feed.close()
        old.ledger.bell.ring()
        if delivery:
            await delivery.close()

    def release(self) -> None:
        """Let calls go that a fault keeps hanging."""
        self._released.set()
        self._released = asyncio.Event()

    async def run(self, method: str, values: Json) -> Any:
        """Call a method from within, as an answer to a webhook may ask for. Refusals are kept to the ledger."""
        call = self.world.ledger.open(method, values)
        try:
            result = await self._result(self._methods[method.lower()][1], Params(values))
        except (ApiError, KeyError) as error:
            self.world.ledger.close(call, 400, str(error))
            return None
        self.world.ledger.close(call, 200)
        return result

    async def _result(self, method: Method, params: Params) -> Any:
        result = method(self.world, params)
        return await result if inspect.isawaitable(result) else result

    async def answer(self, request: Request) -> Response:
        """One call of a bot, with the fault that may have been ordered for it."""
        self.start_delivery()
        world, token, wanted = self.world, request.path_params["token"], request.path_params["method"]
        name, method = self._methods.get(wanted.lower(), (wanted, None))
        call = world.ledger.open(name, {})
        try:
            if token != world.token or not world.token_valid:
                raise ApiError(401, UNAUTHORIZED)
            if method is None:
                raise ApiError(404, NOT_FOUND)
            params = await read_params(request)
            call.params = params.shown()
            fault = world.faults.strike(name, params.text("chat_id"))
            call.fault = fault.kind if fault else ""
            if fault and (response := await self._suffer(fault, request)):
                world.ledger.close(call, response.status_code, fault.description)
                return response
            result = await self._result(method, params)
        except ApiError as error:
            world.ledger.close(call, error.code, error.description)
            return refusal(error)
        if isinstance(result, dict):
            call.message_id = result.get("message_id")
        if fault and fault.kind == "lost":
            world.ledger.close(call, 0)
            return _cut(request)
        world.ledger.close(call, 200)
        return success(result)

    async def _suffer(self, fault: Fault, request: Request) -> Response | None:
        """What a fault does before the call itself; None where the call goes on."""
        match fault.kind:
            case "error":
                error = fault.error()
                return Response(fault.body, error.code, media_type="text/html") if fault.body is not None else refusal(error)
            case "delay":
                await asyncio.sleep(fault.delay)
            case "drop":
                return _cut(request)
            case "hang":
                await self._released.wait()
                return _cut(request)
        return None

    async def download(self, request: Request) -> Response:
        """A file for a bot."""
        world = self.world
        if request.path_params["token"] != world.token:
            return refusal(ApiError(401, UNAUTHORIZED))
        path = request.path_params["path"]
        file = next((file for file in world.files.values() if file.path == path), None)
        return Response(file.content, media_type="application/octet-stream") if file else refusal(ApiError(404, NOT_FOUND))


def refusal(error: ApiError) -> JSONResponse:
    """The body of a refused call."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else {}
    return JSONResponse(body | ({"parameters": error.parameters} if error.parameters else {}), error.code, headers)


def success(result: Any) -> JSONResponse:
    """The body of a call that went well."""
    if isinstance(result, Described):
        return JSONResponse({"ok": True, "result": result.result, "description": result.description})
    return JSONResponse({"ok": True, "result": result})


def _cut(request: Request) -> Response:
    """End the connection without a word; the response goes nowhere."""
    transport = request.scope.get("state", {}).get("transport")
    if transport is not None:
        transport.abort()
    return Response(status_code=500)


def create_app(world: World) -> Starlette:
    """The whole application around one world."""
    server = Server(world)

    async def not_found(request: Request) -> Response:
        return refusal(ApiError(404, NOT_FOUND))

    async def page(request: Request) -> Response:
        return FileResponse(PAGE, media_type="text/html")

    app = Starlette(
        routes=[
            Route("/", page),
            Route("/bot{token}/{method}", server.answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", server.download),
            *control_routes(server),
            Route("/{path:path}", not_found, methods=["GET", "POST"]),
        ]
    )
    app.state.server = server
    return app
