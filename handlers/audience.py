"""Whom an announcement goes to, as it stands in the answers of the flow that asks: groups of people by region, and channels."""

import json
from collections.abc import Mapping
from typing import Any

from chat.flow import Answers
from chat.reply import Choice
from domain.people import Role
from domain.region import within
from domain.subscription import Topic
from services.bulletins import ALONE, Audience
from storage.channels import Channel
from storage.work import Work

NONE, ALL = "-", "all"
UNKNOWN = -1
"""Nobody knows how many read a channel."""
PEOPLE: Mapping[str, tuple[str, Audience]] = {
    "all": ("全部订阅者", Audience()),
    "member": ("企业", Audience(role=Role.MEMBER)),
    "graduate": ("毕业生和学生", Audience(role=Role.GRADUATE)),
    "listings": ("订阅了岗位的人", Audience(interest=Topic.LISTINGS)),
    "policies": ("订阅了政策的人", Audience(interest=Topic.POLICIES)),
}
"""The groups of people, by what stands in an answer."""


def sizes_of(work: Work, regions: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """How many people there are of each group, by region."""

    def size(region: str, group: Audience) -> int:
        return work.broadcasts.size(Audience(region, group.role, interest=group.interest))

    return {region: {name: size(region, group) for name, (_, group) in PEOPLE.items()} for region in regions}


def channels_of(work: Work, regions: tuple[str, ...]) -> list[Channel]:
    """The channels of these regions, lost ones too."""
    return [one for one in work.channels.all() if any(not region or within(one.region, region) for region in regions)]


def several(told_: Answers) -> bool:
    """Whether there is a choice of regions."""
    return len(listed(told_, "regions")) > 1


def groups(told_: Answers) -> tuple[Choice, ...]:
    """The groups of people in the region, each with how many it has."""
    sizes = json.loads(told_["sizes"])[region(told_)]
    return (*(Choice(f"{words}（{sizes[name]}人）", name) for name, (words, _) in PEOPLE.items()), Choice("不发给个人", NONE))


def channels(told_: Answers) -> tuple[Choice, ...]:
    """The channels, each with how many read it."""
    rooms = listed(told_, "rooms")
    counts = [f"{members}人" if members >= 0 else "人数未知" for *_, members in rooms]
    each = [Choice(f"{row[2]}（{count}）", str(at)) for at, (row, count) in enumerate(zip(rooms, counts, strict=True))]
    every = [Choice(f"全部 {len(rooms)} 个频道", ALL)] if len(rooms) > 1 else []
    return (*each, *every, Choice("不发频道", NONE))


def chosen(told_: Answers) -> list[Any]:
    """The channels that were picked, as rows of platform, chat, title, region, and how many read it."""
    picked, rooms = told_.get("channels", NONE), listed(told_, "rooms")
    return [] if picked == NONE else rooms if picked == ALL else rooms[int(picked) : int(picked) + 1]


def reach(rooms: list[Any]) -> int:
    """How many read them; where nobody knows, too many for one alone to write to."""
    return sum(members if members >= 0 else ALONE + 1 for *_, members in rooms)


def region(told_: Answers) -> str:
    """The region that was picked, or the only one ("" is everywhere)."""
    picked: str = told_.get("region") or listed(told_, "regions")[0]
    return "" if picked == ALL else picked


def listed(told_: Answers, name: str) -> list[Any]:
    """A list that stands in the answers."""
    found: list[Any] = json.loads(told_.get(name, "[]"))
    return found
