"""`python -m bench.alone MODULE FILE FOLDER SECONDS [--short]`: one part in a process of its own, so that its memory is its own."""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.book import Part
from bench.setting import Setting


def main() -> None:
    """Measure the part and leave it in the file."""
    module, file, folder, seconds = sys.argv[1:5]
    part = import_module(module).measure(Setting(Path(folder), float(seconds), short="--short" in sys.argv))
    assert isinstance(part, Part)
    Path(file).write_text(json.dumps(asdict(part)), "utf-8")


if __name__ == "__main__":
    main()
