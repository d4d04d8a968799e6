"""What people say while bots are killed, and the little library that their questions are about."""

import random

from tests.torture.books import Said

PARKS = ("松涛", "柏溪", "梧岭", "桐湾", "枫原", "榆洲", "槐坪", "柳峡")


def paper() -> str:
    """A paper with a sentence for each park."""
    parts = [f"（{nth}）{name}园区\n\n到2027年，{_goal(name)}。" for nth, name in zip("一二三四五六七八", PARKS, strict=True)]
    return "园区校企合作方案\n\n一、工作目标\n\n" + "\n\n".join(parts) + "\n"


def something(chance: random.Random, name: str) -> tuple[Said, ...]:
    """What somebody of that name (which nobody else has) says: one thing, or several in a row."""
    return chance.choice((_question, _tally, _tally, _form))(chance, name)


def _goal(park: str) -> str:
    return f"{park}园区建成共享车间{1001 + PARKS.index(park)}个"


def _question(chance: random.Random, name: str) -> tuple[Said, ...]:
    """The real assistant answers, and keeps the turn."""
    park = chance.choice(PARKS)
    text = f"到2027年，{park}园区建成多少个共享车间？（{name}）"
    return (Said(text, _goal(park), f"turn:{text}"),)


def _tally(chance: random.Random, name: str) -> tuple[Said, ...]:
    """Effects that show when they happen twice."""
    words = [f"{name}的第{nth}句" for nth in range(1, chance.randint(2, 4))]
    return tuple(Said(f"/tally {one}", f"记下了：{one}", f"tally:{one}") for one in words)


def _form(_: random.Random, name: str) -> tuple[Said, ...]:
    """Answers that end in the wrong field when one is lost, doubled, or out of order."""
    first, second = f"{name}甲", f"{name}乙"
    asked = (Said("/form", "第一项？"), Said(first, "第二项？"), Said(second, "请核对"))
    return (*asked, Said("确认", f"收到：{first}|{second}", f"form:{first}|{second}"))
