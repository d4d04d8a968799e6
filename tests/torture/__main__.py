"""`python -m tests.torture`: all of it, one after the other; `make torture` runs this."""

import argparse
import subprocess
import sys

from bot.config import ROOT


def parts(kills: int, smoke: float | None) -> list[list[str]]:
    """The modules with their options. With `smoke` nobody is killed after so many seconds in all, and the rest is short."""
    bots, index = (["--seconds", f"{share * smoke:g}"] if smoke else [] for share in (2 / 3, 1 / 3))
    return [
        ["kills", "--kills", str(kills), *bots],
        ["index", "--kills", "50", *index],
        ["mutants", "--updates", "10000" if smoke else "50000"],
        ["flood", "--updates", "10000" if smoke else "100000"],
        ["load", "--papers", "50" if smoke else "1000"],
    ]


def main() -> int:
    """Run every part, and print what each came to; 1 when one of them was not well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2000, help="bots to kill")
    parser.add_argument("--smoke", type=float, help="kill for so many seconds in all")
    wish = parser.parse_args()
    codes = [
        subprocess.run([sys.executable, "-m", f"tests.torture.{name}", *options], cwd=ROOT, check=False).returncode
        for name, *options in parts(wish.kills, wish.smoke)
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
