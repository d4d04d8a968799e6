"""Curves as a picture (SVG) on logarithmic scales, each with the slope of its growth."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from bench.book import Curve

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 380, 64, 250, 34, 40
_INKS = ("#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#57606a", "#bf3989", "#0a7ea4")


def drawn(title: str, curves: Sequence[Curve]) -> str:
    """The picture of curves that share a unit; their names, slopes beside them, stand at the right."""
    paper = _Paper(curves)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)} ({escape(curves[0].unit)})</text>',
        *paper.grid(),
    ]
    for place, curve in enumerate(curves):
        rows += paper.line(curve, place)
    return "\n".join([*rows, "</svg>", ""])


class _Paper:
    """Where a point of the curves stands on the picture."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        self._x = _decades([x for curve in curves for x in curve.xs])
        self._y = _decades([y for curve in curves for y in curve.ys])

    def across(self, x: float) -> float:
        low, high = self._x
        return _LEFT + (math.log10(x) - low) / (high - low) * (_WIDE - _LEFT - _RIGHT)

    def down(self, y: float) -> float:
        low, high = self._y
        return _HIGH - _BOTTOM - (math.log10(y) - low) / (high - low) * (_HIGH - _TOP - _BOTTOM)

    def grid(self) -> Iterator[str]:
        """A thin line and a figure for each power of ten."""
        for power in range(self._x[0], self._x[1] + 1):
            x = self.across(10.0**power)
            yield f'<path d="M{x:.1f} {_TOP}V{_HIGH - _BOTTOM}" stroke="#d0d7de"/>'
            yield f'<text x="{x:.1f}" y="{_HIGH - _BOTTOM + 18}" text-anchor="middle">{_power(power)}</text>'
        for power in range(self._y[0], self._y[1] + 1):
            y = self.down(10.0**power)
            yield f'<path d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}" stroke="#d0d7de"/>'
            yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_power(power)}</text>'

    def line(self, curve: Curve, place: int) -> Iterator[str]:
        """A curve, its points, and its name with its slope."""
        ink = _INKS[place % len(_INKS)]
        points = [(self.across(x), self.down(y)) for x, y in zip(curve.xs, curve.ys, strict=True)]
        yield f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{ink}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}"/>' for x, y in points)
        slope = "" if math.isnan(curve.slope) else f" (slope {curve.slope:.2f})"
        yield f'<text x="{_WIDE - _RIGHT + 12}" y="{_TOP + 14 + 20 * place}" fill="{ink}">{escape(curve.name)}{slope}</text>'


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _power(power: int) -> str:
    if power >= 6:
        return f"{10 ** (power - 6)}M"
    return f"{10 ** (power - 3)}k" if power >= 3 else f"{10.0**power:g}"
