"""Cuts NotoSansSC-subset.otf out of a full Noto Sans CJK: ASCII, punctuation and all of GB 2312, regular weight, simplified forms.

    pip install fonttools
    python assets/fonts/make_subset.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

LAST_ROW = 0xF8


def wanted(last_row: int = LAST_ROW) -> set[int]:
    """Code points: ASCII, the marks of GB 2312 (rows 1 to 3), what drawings use besides, and its characters."""
    signs = {chr(code) for code in range(0x20, 0x7F)} | set("—…·•“”‘’→±×≥≤％①②③④⑤⑥⑦⑧⑨⑩〔〕【】")
    for row in (*range(0xA1, 0xA4), *range(0xB0, last_row)):
        for cell in range(0xA1, 0xFF):
            signs.update(bytes((row, cell)).decode("gb2312", "ignore"))
    return {ord(sign) for sign in signs}


def main(collection: Path, target: Path) -> None:
    """Cut the simplified face of the collection down to the wanted characters."""
    faces = TTCollection(str(collection)).fonts
    font = next(face for face in faces if face["name"].getDebugName(4) == "Noto Sans CJK SC")
    options = Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    font.save(str(target))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("NotoSansSC-subset.otf"))
