"""A short walk through the torture of the index; `make torture` walks the whole way."""

from pathlib import Path

import pytest

from tests.torture.index import Torture


@pytest.mark.slow
def test_a_few_kills_leave_an_assistant_that_answers(tmp_path: Path) -> None:
    torture = Torture(tmp_path, papers=8, seed=4, others=())
    told = torture.run(kills=2)
    assert torture.stages.total() == 2
    assert torture.asked >= 8 + 2 * 3 * 4
    assert told.endswith("doctor: well"), told
