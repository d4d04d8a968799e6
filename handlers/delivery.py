"""What staff are told when something that was meant for everybody does not arrive."""

from chat.reply import Reply, say


def channel_lost(title: str, why: str) -> Reply:
    """A channel can no longer be posted to."""
    return say(
        f"频道「{title}」发不出去了：{why}。",
        "已停止向它发布。请确认频道还在、我还是管理员并有发布消息的权限，然后发 /channel @频道名 重新绑定。",
    )


def post_held(title: str, row: int) -> Reply:
    """A post may be out already."""
    return say(
        f"发往频道「{title}」的一条公告没有收到平台的回音，可能已经发出。为免重复，没有再发。",
        f"请看一下频道：没有的话运行 xiaoqitong dead retry 发{row} 补发，已经有了就运行 xiaoqitong dead drop 发{row}。",
    )
