"""A document's clauses, by the numbering that the document itself uses. 一是 … 二是 … inside a sentence is no numbering."""

from collections.abc import Sequence

from domain.knowledge import Clause
from domain.patterns import pattern
from rag.loading.bodies import bodies_in
from rag.loading.headings import heading_of
from rag.loading.labels import joined
from rag.loading.nesting import Node, nested
from rag.loading.openings import openings
from rag.loading.spans import Span, lines_of, pieces, without

HEAD, WHOLE, TAIL, FIELDS = "文首", "正文", "文末", "办理情况"
_REPLY = pattern(r"关于.*(?:提案|建议|议案).*(?:答复|复函|回复)")


def clauses(stem: str, text: str, holes: Sequence[Span]) -> list[Clause]:
    """The clauses of a text in reading order. `holes` are page furniture and markup: no clause begins or ends with them."""
    lines = [piece for line in lines_of(text) for piece in pieces(text, line, holes)]
    nodes = nested(text, openings(text, lines))
    for node in nodes:
        left = pieces(text, (node.start, node.limit), holes)
        node.end = max(left[-1][1] if left else 0, node.opening.after)
        node.heading, node.body_start = heading_of(text, node.opening, node.end)
    voice = "reply" if _is_reply(text, lines) and not any(node.voice for node in nodes) else ""
    head = _head(lines, nodes[0].start if nodes else len(text), holes)
    numberless = HEAD if nodes else WHOLE
    found = [_plain(stem, text, ordinal, span, numberless, voice) for ordinal, span in enumerate(head)]
    return found + [_numbered(stem, text, at, nodes, holes, len(head), voice) for at in range(len(nodes))]


def own_spans(text: str, span: Span, children: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What of a clause stands in none of its children, and in no hole."""
    return [piece for part in without(span, children) for piece in pieces(text, part, holes)]


def _head(lines: Sequence[Span], first: int, holes: Sequence[Span]) -> list[Span]:
    """What stands before the first part: a span for each stretch that no hole interrupts."""
    head: list[Span] = []
    for line in lines:
        if line[0] >= first:
            break
        end = min(line[1], first)
        if head and without((head[-1][1], line[0]), holes) == [(head[-1][1], line[0])]:
            head[-1] = (head[-1][0], end)
        else:
            head.append((line[0], end))
    return head


def _is_reply(text: str, lines: Sequence[Span]) -> bool:
    """Whether the document is an authority's reply to a proposal, and nothing else."""
    return any(_REPLY.search(text[slice(*line)]) for line in lines[:8])


def _label(node: Node, nodes: Sequence[Node]) -> str:
    """What people call the clause: its joined path, else the heading or the path of what encloses it."""
    if node.opening.section in {"tail", "fields"}:
        return TAIL if node.opening.section == "tail" else FIELDS
    above: Node | None = node
    while above is not None and not above.opening.part:
        if above.heading:
            return above.heading
        above = nodes[above.parent] if above.parent >= 0 else None
    label = joined(node.path)
    if node.voice and label and not label.startswith("建议"):
        return f"{'提案' if node.voice == 'proposal' else '答复'}{label}"
    return label or HEAD


def _plain(stem: str, text: str, ordinal: int, span: Span, label: str, voice: str) -> Clause:
    words = text[slice(*span)]
    return Clause(0, stem, ordinal, -1, (), label, "", words, span[0], span[1], span[0], bodies_in(words), voice)


def _numbered(stem: str, text: str, at: int, nodes: Sequence[Node], holes: Sequence[Span], shift: int, voice: str) -> Clause:
    """The clause of a node; `shift` is how many clauses stand before the first node."""
    node = nodes[at]
    own = own_spans(text, (node.start, node.end), [(nodes[child].start, nodes[child].end) for child in node.children], holes)
    bodies = dict.fromkeys(name for start, end in own for name in bodies_in(text[start:end]))
    return Clause(
        id=0,
        doc=stem,
        ordinal=at + shift,
        parent=node.parent + shift if node.parent >= 0 else -1,
        path=node.path,
        label=_label(node, nodes),
        heading=node.heading,
        text=text[node.start : node.end],
        start=node.start,
        end=node.end,
        body_start=node.body_start,
        bodies=tuple(bodies),
        voice=node.voice or voice,
    )
