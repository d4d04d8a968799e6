"""A town's papers in one version after the other, each with a figure that tells the version."""

from pathlib import Path

_NAMES = [first + last for first in "松柏梧桐枫榆槐柳樟楠" for last in "涛溪岭湾原洲坪峡"]
MOST = len(_NAMES)
_MEASURE = (
    "{nth}.开展第{nth}类培训。{name}园区每年开办第{nth}类技能班{often}期，每期不少于{seats}人，由合作院校派教师、入园企业派师傅，"
    "教学场地放在车间旁边，参加培训的职工不扣工资，取得证书的一次性补助{money}元，补助在次年三月底前发放。（责任单位：{name}园区管委会）\n\n"
)


class Town:
    """So many papers in a folder; `version` is the newest that was written there."""

    def __init__(self, folder: Path, papers: int) -> None:
        self.folder = folder
        self.names = _NAMES[:papers]
        self.version = 0

    def rewrite(self) -> None:
        """Write every paper in its next version."""
        self.folder.mkdir(exist_ok=True)
        self.version += 1
        for name in self.names:
            (self.folder / f"{name}.txt").write_text(text(name, self.version), "utf-8")

    def version_of(self, name: str, held: str) -> int:
        """Which version a held text is, to the letter; ValueError where it is none."""
        texts = [text(name, version) for version in range(1, self.version + 1)]
        return texts.index(held) + 1


def text(name: str, version: int) -> str:
    """A paper of some 1,800 characters."""
    measures = "".join(
        _MEASURE.format(nth=nth, name=name, often=version + nth, seats=20 + nth, money=nth * 100 + version) for nth in range(1, 14)
    )
    goal = f"到2027年，{name}园区建成共享车间{figure(version)}个。"
    return f"{name}园区校企合作方案\n\n一、工作目标\n\n{goal}\n\n二、主要任务\n\n{measures}"


def figure(version: int) -> int:
    """The figure of a version."""
    return 1000 + 7 * version


def question(name: str) -> str:
    """What is asked about a paper."""
    return f"到2027年，{name}园区建成多少个共享车间？"
