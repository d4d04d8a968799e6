"""The digests that ship: complete against their originals, number by number, and in words of our own.

The originals are no part of the project; where they are not at hand, only what the digests say of themselves is tested.
"""

import re
import tomllib
import unicodedata
from datetime import date
from itertools import chain, groupby
from pathlib import Path

import pytest

from domain.knowledge import Kind, Standing

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
DIGESTS = sorted((ROOT / "corpus").glob("*.md"))
GRAM = 28

# Where the policy text begins and ends between the furniture of its page ("" is the end of the file).
POLICY = {
    "baotou-2023": ("高校是人才培养主阵地", "信息来源"),
    "baotou-silicon-2023": ("一、包头轻工职业技术学院概况", "上一条"),
    "bayingolin-2024": ("为加快推进", ""),
    "pingdingshan-2025": ("提案号", "扫一扫"),
    "putuo-2021": ("区商务委", "验证码"),
}
# Slips of the originals that a digest sets right.
SLIPS = {"202212月": "2022年12月", "入大产业集群": "八大产业集群", "““": "“", "””": "”"}

LABEL = re.compile(r"(?:建议)?([一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[、.](?!\d))")
FIGURE = re.compile(r"[\dX]+(?:\.\d+)?(?:%|[A-Z]+|[年月日个家所人名项次户条位类门强万亿元号倍多余时天届批群链成])?")
SPOKEN = re.compile(r"[两二三四五六七八九十百千万]+[个名家所项]")
MODAL = re.compile("力争|争取|鼓励|探索")
QUOTED = re.compile(r"“[^“”]{1,25}”|《[^《》]+》")
BODIES = re.compile(r"责任(?:单位|部门):([^)。\n]+)")
ENDINGS = "学院|大学|中心|实验室|基地|研究院|研究所|工作站|联合体|联盟|公司|集团|试验区|创新港"
LISTED = re.compile(rf"(?<=[、和])(?![^、,。]*(?:组建|创设|设立))[^、,。;:()和与]{{2,24}}(?:{ENDINGS})(?=[、和]|建设)")

pytestmark = pytest.mark.parametrize("digest", DIGESTS, ids=lambda path: path.stem)
with_original = pytest.mark.skipif(not SHARED.exists(), reason="the originals are not part of the project")


def folded(text: str) -> str:
    """Full-width letters, digits and punctuation as half-width ones, so that only words count."""
    return unicodedata.normalize("NFKC", text)


def front_matter(digest: Path) -> dict[str, str]:
    """The `key: value` lines between the first two rules."""
    head = digest.read_text(encoding="utf-8").split("---\n")[1]
    return dict(line.split(": ", 1) for line in head.splitlines())


def body(digest: Path) -> str:
    """What stands under the front matter."""
    return digest.read_text(encoding="utf-8").split("---\n", 2)[2]


def original(stem: str) -> str:
    """The policy text of an original, folded, its slips set right."""
    text = (SHARED / f"{stem}.txt").read_text(encoding="utf-8")
    start, end = POLICY[stem]
    text = text[text.index(start) : text.rindex(end) if end else len(text)]
    for slip, right in SLIPS.items():
        text = text.replace(slip, right)
    return folded(text)


def sections(text: str, mark: str) -> list[tuple[str, str]]:
    """(number and heading, text) in reading order; what precedes the first number has the heading "". `mark` opens a numbered line."""
    found = [("", "")]
    for line in text.splitlines():
        rest = line.strip().lstrip(mark).lstrip()
        opened = LABEL.match(rest) if line.strip().startswith(mark) else None
        if opened:
            title, _, words = rest[opened.start(1) :].partition("。")
            found.append((title.strip().replace(" ", ""), words))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.strip()}")
    return found


def pairs(digest: Path) -> list[tuple[str, str, str]]:
    """(heading, the original's text, the digest's text) of each section."""
    theirs, ours = sections(original(digest.stem), ""), sections(folded(digest.read_text(encoding="utf-8")), "#")
    return [(heading, text, own) for (heading, text), (_, own) in zip(theirs, ours, strict=True)]


def unmarked(text: str) -> str:
    """Without headings, white space and Markdown's marks; names of documents are nobody's wording and count as one character."""
    lines = "".join(line for line in text.splitlines() if not line.startswith("#"))
    return re.sub(r"[\s*#>`|_-]+", "", re.sub(r"《[^《》]+》", "《", folded(lines)))


def responsible(text: str) -> list[list[str]]:
    """The lists of responsible bodies in reading order; a list that is merely repeated counts once."""
    lists = [re.split(r"[、,;]", found.replace("按各自职责分工负责", "")) for found in BODIES.findall(text)]
    return [names for names, _ in groupby(lists)]


def missing(pattern: re.Pattern[str], digest: Path) -> list[tuple[str, str]]:
    """(heading, match) of what the original's section holds and the digest's section does not."""
    return [
        (heading, match)
        for heading, text, own in pairs(digest)
        for match in dict.fromkeys(pattern.findall(text))
        if match not in pattern.findall(own) and (pattern is FIGURE or match not in own)
    ]


def test_it_says_what_it_is(digest: Path) -> None:
    told = front_matter(digest)
    assert all(told[key].strip() for key in ("title", "issuer", "region_name", "original"))
    assert re.fullmatch(r"\d{6}", told["region"])
    assert date.fromisoformat(told["published"])
    assert Kind(told["kind"])
    assert Standing(told["standing"])
    assert re.fullmatch(r"\d{4}-\d{4}", told.get("period", "2000-2000"))
    assert told["digest"] == "true"
    assert "摘要（非原文，以原件为准）" in body(digest).strip().splitlines()[0]


def test_it_consists_of_headings_whole_sentences_and_list_items(digest: Path) -> None:
    lines = [line for line in body(digest).splitlines() if line and not line.startswith(("# ", "## ", "### ", "#### ", "- "))]
    assert [line for line in lines if not line.endswith(("。", "：", "。）"))] == []


def test_a_target_stays_a_target(digest: Path) -> None:
    sentences = re.split(r"[。；：\n]", body(digest)) if front_matter(digest)["kind"] == Kind.PLAN else []
    assert [told for told in sentences if re.search(r"到\d{4}年", told) and not re.search("目标|力争|争取", told)] == []


@with_original
def test_its_front_matter_agrees_with_what_the_desk_knows(digest: Path) -> None:
    known = tomllib.loads((SHARED / "corpus.toml").read_text(encoding="utf-8"))[digest.stem]
    told = front_matter(digest)
    assert {key: told[key] for key in ("title", "issuer", "region", "published", "kind")} == {
        key: str(known[key]) for key in ("title", "issuer", "region", "published", "kind")
    }
    assert told.get("period", "") == "-".join(known.get("period", []))


@with_original
def test_no_sentence_is_copied(digest: Path) -> None:
    theirs = unmarked(original(digest.stem))
    grams = {theirs[at : at + GRAM] for at in range(len(theirs) - GRAM + 1)}
    ours = unmarked(digest.read_text(encoding="utf-8"))
    assert [ours[at : at + GRAM] for at in range(len(ours) - GRAM + 1) if ours[at : at + GRAM] in grams] == []


@with_original
def test_every_number_and_heading_stands_in_its_order(digest: Path) -> None:
    theirs = [heading for heading, _ in sections(original(digest.stem), "")]
    assert [heading for heading, _ in sections(folded(digest.read_text(encoding="utf-8")), "#")] == theirs


@with_original
@pytest.mark.parametrize(
    "pattern",
    [FIGURE, SPOKEN, MODAL, QUOTED, LISTED],
    ids=["figures", "spoken figures", "modal words", "quoted names", "listed names"],
)
def test_nothing_is_lost_from_any_item(digest: Path, pattern: re.Pattern[str]) -> None:
    assert missing(pattern, digest) == []


@with_original
def test_every_responsible_body_is_named_in_order(digest: Path) -> None:
    for heading, text, own in pairs(digest):
        theirs, ours = responsible(text), responsible(own)
        assert [len(names) for names in ours] == [len(names) for names in theirs], heading
        for short, full in zip(chain(*theirs), chain(*ours), strict=True):
            assert full.endswith(short), f"{heading}: {short} is written {full}"
