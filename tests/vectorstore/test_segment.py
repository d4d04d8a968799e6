"""Text is cut as jieba cuts it, over a dictionary that is jieba's."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore import segment
from vectorstore.dictionary import Dictionary, compiled
from vectorstore.segment import JiebaSegmenter

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("科炬人才计划", "临江职业技术学院", "产业学院", "人才计划", "AI+学院", "c+")
PARTS = (
    "产教融合",
    "研究生命起源",
    "职业技术学院",
    "在线",
    "一",
    "的",
    "不",
    "c++",
    "T恤",
    "24365",
    "1+X",
    "ab",
    "㐀",
    "𠀀",
    "、",
    " ",
    "\r\n",
    *NAMES,
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jieba")


@pytest.fixture(scope="module")
def plain(cache: Path) -> jieba.Tokenizer:
    """jieba itself, told the same names."""
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(cache)
    tokenizer.initialize()
    for name in NAMES:
        tokenizer.add_word(name, max(3, tokenizer.suggest_freq(name)))
    return tokenizer


@pytest.fixture(scope="module")
def ours(cache: Path) -> JiebaSegmenter:
    return JiebaSegmenter(NAMES, cache)


def kept(folder: Path) -> Path:
    """The compiled dictionary."""
    (file,) = folder.glob("*.words")
    return file


def texts() -> Iterator[str]:
    """What the project has of written Chinese, paragraph by paragraph."""
    for folder in ("corpus", "docs", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".md", ".txt", ".jsonl"}:
                yield from file.read_text("utf-8").splitlines()


def test_what_is_written_is_cut_as_jieba_cuts_it(ours: JiebaSegmenter, plain: jieba.Tokenizer) -> None:
    read = list(texts())
    assert sum(map(len, read)) > 100_000
    for text in read:
        assert ours.words(text) == plain.lcut_for_search(text, HMM=False)


@given(st.text() | st.lists(st.sampled_from(PARTS) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)).map("".join))
def test_anything_is_cut_as_jieba_cuts_it(ours: JiebaSegmenter, plain: jieba.Tokenizer, text: str) -> None:
    assert ours.words(text) == plain.lcut_for_search(text, HMM=False)


def test_words_of_the_dictionary_in_any_order_are_cut_as_jieba_cuts_them(ours: JiebaSegmenter, plain: jieba.Tokenizer) -> None:
    chance, words = random.Random(0), sorted(plain.FREQ)
    for _ in range(2_000):
        text = "".join(chance.sample(words, 8))
        assert ours.words(text) == plain.lcut_for_search(text, HMM=False)


def test_what_is_a_word_to_jieba_is_one_here(ours: JiebaSegmenter, plain: jieba.Tokenizer) -> None:
    for word in (*NAMES, "产教", "产教融", "融合", "科炬人", ""):
        assert ours.knows(word) == bool(plain.FREQ.get(word))


def test_what_is_remembered_has_an_end(cache: Path, plain: jieba.Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "_LOOKED_UP", 16)
    short = JiebaSegmenter(NAMES, cache)
    text = "临江职业技术学院实施科炬人才计划，共建产业学院"
    assert short.words(text) == plain.lcut_for_search(text, HMM=False)


@pytest.mark.parametrize("damage", [b"no dictionary", compiled({"产": 7}, 7)[:-1]])
def test_a_damaged_dictionary_is_compiled_anew(tmp_path: Path, cache: Path, damage: bytes) -> None:
    whole = kept(cache)
    (tmp_path / whole.name).write_bytes(damage)
    assert Dictionary.open(tmp_path).count("产教") == Dictionary.open(cache).count("产教")
    assert kept(tmp_path).read_bytes() == whole.read_bytes()


def test_the_dictionary_is_jiebas_own(cache: Path, ours: JiebaSegmenter) -> None:
    tokenizer = jieba.Tokenizer()
    counts, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    own, words = Dictionary.open(cache), random.Random(0).sample(sorted(counts), 50_000)
    assert own.total == total
    assert [own.count(word) for word in words] == [counts[word] for word in words]


def test_every_entry_is_found_and_nothing_else() -> None:
    counts = {"产": 0, "产教": 3, "产教融合": 5, "产教融合型": 7, "𠀀𠀁": 2, "𠀀𠀁𠀂": 4, "a": 1}
    own = Dictionary(compiled(counts, 22))
    assert {word: own.count(word) for word in counts} == counts
    assert [own.count(word) for word in ("", "教", "产教融", "产教融合型企业", "𠀀", "b")] == [None] * 6


def test_it_is_kept_where_it_is_told_and_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    JiebaSegmenter([], tmp_path / "cache").words("产教融合")
    assert list((tmp_path / "cache").iterdir()) == [kept(tmp_path / "cache")]
    assert capfd.readouterr() == ("", "")


def test_where_nothing_can_be_kept_it_is_made_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, content: bytes) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("vectorstore.dictionary._put", full)
    assert JiebaSegmenter([], tmp_path).words("产教融合") == ["产", "教", "融合"]
    assert not list(tmp_path.iterdir())
