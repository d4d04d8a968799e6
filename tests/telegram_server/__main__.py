"""`python -m tests.telegram_server --port 8081`: the server by hand, with the page for a person at its root."""

import argparse

import uvicorn

from tests.telegram_server.running import HOST, configured, listening
from tests.telegram_server.world import TOKEN, USERNAME, World


def main() -> None:
    """Read the command line and serve until interrupted; port 0 takes any free one. Listens before it prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description="本机的 Telegram Bot API 服务器")
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN, help="机器人的令牌")
    parser.add_argument("--username", default=USERNAME, help="机器人的用户名")
    parser.add_argument("--seed", type=int, default=None, help="固定随机数，便于重现")
    parser.add_argument("--pace", action="store_true", help="按真实限速返回 429")
    args = parser.parse_args()
    world = World(args.token, username=args.username, seed=args.seed, enforce_pace=args.pace)
    with listening(args.host, args.port) as listener:
        address = f"http://{args.host}:{listener.getsockname()[1]}"
        print(f"网页：{address}/\n机器人接口：{address}/bot\n文件接口：{address}/file/bot\n令牌：{args.token}", flush=True)  # noqa: T201
        uvicorn.Server(configured(world)).run(sockets=[listener])


if __name__ == "__main__":
    main()
