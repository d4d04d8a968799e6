"""Replies of any shape and any wording: nothing raises, and what is kept stands."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.fold import squash
from rag.model.check import Judge
from rag.model.draft import sentences_of
from rag.model.evidence import Given
from rag.model.facts import facts_of, is_said
from rag.regions import Gazetteer
from tests.rag.model.town import BAOTOU, BASES, BODIES, GRANT, clause, sentence

TEXT = BASES + GRANT + BODIES
PASSAGES = (Given(1, BAOTOU, clause("baotou", "二(一)", TEXT), TEXT),)
JUDGE = Judge("包头2025年要建多少个？", Gazetteer())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([BASES, GRANT, "1", 1])
KEYS = st.sampled_from(["sentences", "text", "citations", "passage", "quote", "else"])
JSON = st.recursive(LEAVES, lambda some: st.lists(some, max_size=4) | st.dictionaries(KEYS, some, max_size=4), max_leaves=20)
WORDS = st.lists(
    st.sampled_from(
        ["到2025年", "2026年", "建成", "产业学院", "10个", "5个", "99", "最高", "补贴", "10万元", "不得", "evil.com", "市教育局"]
    )
    | st.text(max_size=3),
    max_size=9,
).map("".join)


@given(reply=st.dictionaries(KEYS, JSON, max_size=4), unfinished=st.booleans())
def test_any_reply_can_be_read(reply: dict[str, Any], unfinished: bool) -> None:
    for one in sentences_of(reply, PASSAGES, JUDGE, unfinished=unfinished):
        assert all(squash(cited.quote) in squash(TEXT) for cited in one.cited)


@settings(max_examples=200)
@given(text=WORDS, quote=st.sampled_from([BASES, GRANT, TEXT[:-1]]))
def test_any_wording_is_judged_and_no_new_figure_or_address_passes(text: str, quote: str) -> None:
    for one in sentences_of({"sentences": [sentence(text, (1, quote))]}, PASSAGES, JUDGE):
        assert not {"99", "evil.com", "2026年"} & {word for word in ("99", "evil.com", "2026年") if word in one.text}


@given(st.text(alphabet="零一二三十百千万亿多余0123456789.,年月个元%百分之第不低于、，。建成", max_size=40))
def test_figures_of_any_text_can_be_read(text: str) -> None:
    facts = list(facts_of(text))
    assert all(is_said(fact, facts) for fact in facts)
