"""Pictures of figures as SVG in the page: no script, colours from the style sheet, each with its table beside it.

A picture's words are its title and what each bar says; pages put the same figures in a table below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

WIDTH = 640
_ROW, _COLUMNS, _FOOT, _HEAD, _WIDEST = 52, 180, 32, 76, 64


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is called, how much it counts, where its list is ("" for nowhere), whether a threshold is below
    it: it has another colour then."""

    label: str
    count: int
    link: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold across columns: at which place between 0 and 1, what it is called, whether the person moves it."""

    at: float
    label: str
    moved: bool = False


def rows(title: str, bars: Sequence[Bar]) -> Markup:
    """Bars that lie, one below the other, the name of each above it."""
    most = max((bar.count for bar in bars), default=0) or 1
    room = WIDTH - 50
    parts = []
    for place, bar in enumerate(bars):
        y, wide = place * _ROW, room * bar.count / most
        parts.append(
            _linked(
                bar,
                f'<text class="name" x="0" y="{y + 18}">{escape(_short(bar.label, 52))}</text>'
                f'<rect x="0" y="{y + 26}" width="{max(wide, 2):.1f}" height="18" rx="3"/>'
                f'<text class="count" x="{wide + 8:.1f}" y="{y + 42}">{bar.count}</text>',
            )
        )
    return _svg("rows", title, max(1, len(bars)) * _ROW, parts)


def columns(title: str, bars: Sequence[Bar], lines: Sequence[Line] = (), every: int = 1) -> Markup:
    """Bars that stand, from left to right; the name of every so many is written below."""
    most = max((bar.count for bar in bars), default=0) or 1
    wide = WIDTH / max(1, len(bars)) if lines else min(WIDTH / max(1, len(bars)), _WIDEST)
    parts = []
    for place, bar in enumerate(bars):
        # The square root keeps one dossier visible beside hundreds.
        high = _COLUMNS * (bar.count / most) ** 0.5
        x, y = place * wide, _HEAD + _COLUMNS - high
        drawn = f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{max(wide - 2, 1):.1f}" height="{high:.1f}" rx="2"/>'
        if bar.count and wide >= 16:
            drawn += f'<text class="count" x="{x + wide / 2:.1f}" y="{y - 4:.1f}">{bar.count}</text>'
        if place % every == 0:
            drawn += f'<text class="tick" x="{x + 2:.1f}" y="{_HEAD + _COLUMNS + 22}">{escape(bar.label)}</text>'
        parts.append(_linked(bar, drawn))
    parts += [_threshold(line, place) for place, line in enumerate(lines)]
    return _svg("columns", title, _HEAD + _COLUMNS + _FOOT, parts)


def _threshold(line: Line, place: int) -> str:
    """Drawn at 0 and moved to its place, so that a script can move it. Its name stays within the picture."""
    side = 'x="-5" class="before"' if line.at > 0.6 else 'x="5"'
    return (
        f'<g class="threshold{" moved" if line.moved else ""}" transform="translate({line.at * WIDTH:.1f} 0)">'
        f'<line x1="0" y1="{place * 24 + 4}" x2="0" y2="{_HEAD + _COLUMNS}"/>'
        f'<text {side} y="{place * 24 + 19}">{escape(line.label)}</text></g>'
    )


def _linked(bar: Bar, drawn: str) -> str:
    told = f"<title>{escape(bar.label)}: {bar.count}</title>"
    kind = f' class="bar-part{" over" if bar.over else ""}" data-count="{bar.count}"'
    if not bar.link or not bar.count:
        return f"<g{kind}>{told}{drawn}</g>"
    # The table beside it has the same links for the keyboard and for who does not see the picture.
    return f'<a href="{escape(bar.link)}" tabindex="-1"><g{kind}>{told}{drawn}</g></a>'


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _svg(kind: str, title: str, height: float, parts: Sequence[str]) -> Markup:
    # Everything within is escaped above.
    return Markup(  # noqa: S704
        f'<svg class="chart {kind}" viewBox="0 0 {WIDTH} {height:.0f}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
