"""A process that builds and publishes an index, so that a test can kill it: ROOT CACHE COUNT; prints each stage once."""

import sys
from pathlib import Path

from tests.vectorstore.passages import passages
from vectorstore.builder import BuildSpec, run_build
from vectorstore.generations import Generations


def main() -> None:
    root, cache, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    told: set[str] = set()

    def tell(stage: str, done: int, of: int) -> None:
        if stage not in told:
            told.add(stage)
            sys.stdout.write(f"{stage}\n")
            sys.stdout.flush()

    generations = Generations(root)
    with generations.building():
        folder = generations.new_folder()
        run_build(folder, passages(count), BuildSpec(2, count, cache), tell)
        generations.publish(folder)


if __name__ == "__main__":
    main()
