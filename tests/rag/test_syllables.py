"""The table of syllables is pypinyin's. `python -m tests.rag.test_syllables` writes it anew."""

from importlib.resources import files
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from rag.pinyin import pinyin

TABLE = "syllables.txt"
HAN = [chr(code) for code in sorted(pinyin_dict) if code <= 0xFFFF]


def table() -> str:
    """A line for each syllable, with all the characters that are first of all read so."""
    lines: dict[str, str] = {}
    for character in HAN:
        (syllable,) = lazy_pinyin(character)
        lines[syllable] = lines.get(syllable, "") + character
    return "".join(f"{syllable} {characters}\n" for syllable, characters in sorted(lines.items()))


def test_the_table_is_pypinyins() -> None:
    assert files("rag").joinpath(TABLE).read_text("utf-8") == table()


@pytest.mark.parametrize("text", ["光伏", "重庆银行", "女工", "〇", "职院2025", "qing工", "，", "𠮷", "㐀", ""])
def test_names_are_read_as_pypinyin_reads_their_characters(text: str) -> None:
    assert pinyin(text) == "".join("".join(lazy_pinyin(character)) for character in text)


if __name__ == "__main__":
    Path("rag", TABLE).write_text(table(), "utf-8")
