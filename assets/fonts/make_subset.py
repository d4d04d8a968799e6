"""Cuts NotoSansSC-subset.otf out of a full Noto Sans CJK: ASCII, punctuation and all of GB 2312, regular weight, simplified forms.

    pip install fonttools
    python assets/fonts/make_subset.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

LAST_ROW = 0xF8
SIGNS = "—…·•“”‘’→±×≥≤％①②③④⑤⑥⑦⑧⑨⑩〔〕【】〇–©®°‹›«»▪─│├└■□●○✓²³½¼¾€£¥™"
CIRCLED = range(0x246A, 0x2474), range(0x3251, 0x3260), range(0x32B1, 0x32C0)
"""⑪ to ⑳, ㉑ to ㉟, ㊱ to ㊿: digits in rings, as long lists of official papers number themselves."""
NAMES = (
    "镕喆堃祎珺玥琰赟昇翀甯犇骉垚焱燊瑄璟玙瑀珩彧旻昕炘烨焜铄锟锴铧镔颢芃蓥彣偲冏劼勍啰喆妤妧婳媖嫄屿峣嵚怿悫戬旸昉昪晗晞晳暎暐曈曌枧杺柃桢棪棽樾橦欤沄泖洺浠淏湉湜溦滢潆澂澍濛炅"
    "炆炜炤烜焘煊煐煜熇熹燚玘玚玠玭珂珈珏珣珫珮珽琎琤琦琬琮琯琲瑗瑢瑭瑱璇璈璎璐璘璠璥璨甪祐祯禛竑筱翙翚翯翾芊芾苒菡蓁訚诜颀颋颙飏骅骕頔龑畀砼垟堉塬墚硐炔烃腈铱铼镧镨镱锆铌钽铪銾鉨鿍"
)
"""Beyond GB 2312: characters of people's names, places and substances that are met nowadays."""


def wanted(last_row: int = LAST_ROW) -> set[int]:
    """Code points: ASCII, the marks of GB 2312 (rows 1 to 3) and its characters, and what is met besides."""
    signs = {chr(code) for code in range(0x20, 0x7F)} | set(SIGNS + NAMES)
    for row in (*range(0xA1, 0xA4), *range(0xB0, last_row)):
        for cell in range(0xA1, 0xFF):
            signs.update(bytes((row, cell)).decode("gb2312", "ignore"))
    return {ord(sign) for sign in signs} | {code for run in CIRCLED for code in run}


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
