"""`python -m tests.torture.load`: takes 1,000 documents of 10,000 characters in, and tells the time and the memory that it took."""

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.brain import opened
from bot.config import ROOT, AppSettings, Config
from domain.clock import SystemClock
from rag.answer import Question
from tests.torture.index import KILOBYTES, shipped_settings

CLOCK = SystemClock()
_MEASURE = (
    "{nth}.开展第{nth}类培训。第{number}号园区每年开办第{nth}类技能班{often}期，每期不少于{seats}人，由合作院校派教师、入园企业派师傅，"
    "教学场地放在车间旁边，参加培训的职工不扣工资，取得证书的一次性补助{money}元，补助在次年三月底前发放。（责任单位：第{number}号园区管委会）\n\n"
)


def paper(number: int, length: int) -> str:
    """A paper of that many characters, unlike every other."""
    parts = [f"第{number}号园区校企合作方案\n\n一、工作目标\n\n到2027年，第{number}号园区建成共享车间{number + 10}个。\n\n二、主要任务\n\n"]
    nth = 0
    while sum(map(len, parts)) < length:
        nth += 1
        parts.append(_MEASURE.format(nth=nth, number=number, often=number % 9 + 1, seats=20 + nth, money=nth * 100 + number))
    return "".join(parts)


def loaded(folder: Path, papers: int, length: int) -> str:
    """Take so many papers in, ask of the last one; a line about it."""
    source, data = folder / "papers", folder / "data"
    source.mkdir()
    for number in range(papers):
        (source / f"p{number:05}.txt").write_text(paper(number, length), "utf-8")
    begun = CLOCK.monotonic()
    command = [sys.executable, "-m", "bot", "--data", str(data), "ingest", str(source)]
    subprocess.run(command, cwd=ROOT, env=shipped_settings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    spent = CLOCK.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KILOBYTES / 1024
    with opened(Config.model_construct(app=AppSettings(data=str(data))), CLOCK) as brain:
        brain.open_vectors()
        answer = brain.assistant.answer(Question(f"到2027年，第{papers - 1}号园区建成多少个共享车间？", may_ask=False))
        assert f"{papers + 9}个" in answer.text, answer.text
        state = brain.index.state()
    return f"{papers:,} papers of {length:,} characters in {spent:.0f} s, {state.base:,} passages, at most {peak:.0f} MB in one process"


def main() -> int:
    """Run it and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--length", type=int, default=10_000)
    wish = parser.parse_args()
    with TemporaryDirectory() as folder:
        sys.stdout.write(loaded(Path(folder), wish.papers, wish.length) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
