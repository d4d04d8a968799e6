"""`xiaoqitong staff`: who is on the staff. Whoever can run this owns the machine, so it asks for no role."""

import sys
from contextlib import closing

from bot.brain import open_database
from bot.config import Config
from domain.clock import HERE, SystemClock
from domain.errors import ConfigProblem
from domain.people import STAFF, Grant
from rag.regions import Gazetteer
from services.people import VALID, People, new_code, role_named


def invite(config: Config, role: str, region: str) -> int:
    """Print a one-time code with which somebody takes up a role."""
    wanted = role_named(role)
    if wanted is None:
        raise ConfigProblem(f"没有 {role} 这个角色，可以是：{'、'.join(sorted(one.value for one in STAFF))}。")
    grant = Grant(wanted, _code_of(region))
    code = new_code()
    with closing(open_database(config, SystemClock())) as database:
        people = People(database)
        database.do_now(lambda work: people.invite(work, code, grant))
    until = (SystemClock().now() + VALID).astimezone(HERE)
    sys.stdout.write(f"{code}\n")
    sys.stderr.write(f"请转交本人，私聊机器人发：/staff {code}\n只能用一次，{until:%Y-%m-%d %H:%M} 前有效。\n")
    return 0


def members(config: Config) -> int:
    """List the staff: number, name, roles."""
    gazetteer = Gazetteer()
    with closing(open_database(config, SystemClock())) as database:
        staff = database.read_now(lambda work: work.people.staff())
    for person in staff:
        roles = "，".join(f"{one.role.value}@{gazetteer.short(one.region) if one.region else '全部'}" for one in person.grants)
        sys.stdout.write(f"{person.id}  {person.name or '（未留名）'}  {roles}\n")
    if not staff:
        sys.stderr.write("还没有工作人员。用 xiaoqitong staff invite 邀请。\n")
    return 0


def remove(config: Config, person: int) -> int:
    """Take all staff roles from somebody."""
    with closing(open_database(config, SystemClock())) as database:
        people = People(database)
        held = database.do_now(lambda work: people.remove(work, person))
    sys.stderr.write(f"已移除 {len(held)} 个角色，立即生效。\n" if held else f"{person} 号不是工作人员，用 staff list 查看。\n")
    return 0 if held else 1


def _code_of(region: str) -> str:
    """The region's code from its code or name."""
    if not region:
        return ""
    codes = Gazetteer().named(region)
    if len(codes) != 1:
        raise ConfigProblem(f"“{region}”{'不止一处' if codes else '没有找到'}，请写六位地区代码，例如 150200。")
    return codes[0]
