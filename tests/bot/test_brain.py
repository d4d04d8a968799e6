"""What a brain keeps elsewhere than in its folder."""

from pathlib import Path

from bot.brain import collections_of


def test_each_index_folder_names_its_collections_on_a_server_once_and_unlike_any_other(tmp_path: Path) -> None:
    here = collections_of(tmp_path / "here" / "index")
    assert collections_of(tmp_path / "here" / "index") == here
    assert collections_of(tmp_path / "there" / "index") != here
    assert [file.name for file in (tmp_path / "here" / "index").iterdir()] == ["NAME"]
