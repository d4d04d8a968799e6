"""Which files are meant by the paths that somebody names."""

from pathlib import Path

from rag.loading.files import found_in


def tree(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("云泽", encoding="utf-8")


def test_folders_are_walked_in_order_and_hidden_files_left_alone(tmp_path: Path) -> None:
    tree(tmp_path, "乙/二.txt", "乙/丙/三.md", "一.txt", ".藏.txt", "乙/~$二.docx", ".git/四.txt", "corpus.toml")
    assert [found.path.name for found in found_in([tmp_path / "乙", tmp_path])] == ["二.txt", "三.md", "一.txt"]


def test_the_nearest_corpus_toml_that_speaks_of_a_file_tells(tmp_path: Path) -> None:
    tree(tmp_path, "一.txt", "乙/二.txt", "乙/三.txt")
    (tmp_path / "corpus.toml").write_text('["一"]\ntitle = "甲"\n["二"]\ntitle = "远"\n["三"]\ntitle = "丙"\n', encoding="utf-8")
    (tmp_path / "乙" / "corpus.toml").write_text('["二"]\ntitle = "近"\n', encoding="utf-8")
    assert {found.stem: found.told["title"] for found in found_in([tmp_path])} == {"一": "甲", "二": "近", "三": "丙"}


def test_two_files_of_one_stem_are_both_refused(tmp_path: Path) -> None:
    tree(tmp_path, "甲/办法.txt", "乙/办法.md", "乙/另.txt")
    refused = {str(found.path.relative_to(tmp_path)): found.refused for found in found_in([tmp_path])}
    assert "办法.md" in refused["甲/办法.txt"]
    assert "办法.txt" in refused["乙/办法.md"]
    assert refused["乙/另.txt"] == ""


def test_a_file_named_twice_is_one_file(tmp_path: Path) -> None:
    tree(tmp_path, "办法.txt")
    assert [found.refused for found in found_in([tmp_path, tmp_path / "办法.txt"])] == [""]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "找不到" in found_in([tmp_path / "无"])[0].refused


def test_a_corpus_toml_that_cannot_be_read_is_told_with_each_file(tmp_path: Path) -> None:
    tree(tmp_path, "一.txt", "二.txt")
    (tmp_path / "corpus.toml").write_text("[一\n", encoding="utf-8")
    assert ["corpus.toml" in found.refused for found in found_in([tmp_path])] == [True, True]
