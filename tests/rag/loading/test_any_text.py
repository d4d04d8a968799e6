"""Whatever the text, the pieces fit."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.knowledge import Document
from rag.loading.clauses import clauses
from rag.loading.decode import tidy
from rag.loading.furniture import furniture
from rag.loading.openings import heading_marks
from rag.loading.passages import passages
from rag.loading.spans import union
from rag.loading.tables import table_lines

LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "一、总则",
                "(一)目的。促进。",
                "1.办班",
                "第三条　适用。",
                "① 甲；② 乙",
                "## 二、任务",
                "### 说明",
                "提案内容",
                "建议：",
                "答复内容",
                "承办单位",
            ]
        ),
        st.sampled_from(
            [
                "分享到:",
                "上一条：办法",
                "浏览次数: 12",
                "(责任单位:市教育局)",
                "责任单位：市局",
                "- 项",
                "下列条件：",
                "2024年1月2日",
                "",
                "。" * 450,
            ]
        ),
    ),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(LINES, st.booleans())
def test_clauses_nest_and_passages_are_stretches_of_one_clause(lines: list[str], marked: bool) -> None:
    text = tidy("\n".join(lines))
    holes = union(furniture(text), heading_marks(text) if marked else ())
    parts = clauses("云泽", text, holes)
    assert [clause.ordinal for clause in parts] == list(range(len(parts)))
    for clause in parts:
        assert clause.text == text[clause.start : clause.end]
        assert clause.start <= clause.body_start <= clause.end
        assert clause.parent < clause.ordinal
        if clause.parent >= 0:
            assert parts[clause.parent].start <= clause.start
            assert clause.end <= parts[clause.parent].end
    found = passages(Document("云泽", "云泽市办法"), text, parts, holes)
    for passage in found:
        holder = parts[passage.clause]
        assert passage.text == text[passage.start : passage.end]
        assert 0 < len(passage.text) <= 400
        assert holder.start <= passage.start < passage.end <= holder.end
        assert not any(start < passage.end and passage.start < end for start, end in holes)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=8)), max_size=6), max_size=8))
def test_any_table_becomes_lines(rows: list[list[str | None]]) -> None:
    assert all(line and "\n" not in line for line in table_lines(rows))
