"""Pictures for groups, as SVG that stands alone: the graph of the pairs, and the distribution of their shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from precheck.campaign.groups import Group, Member, PairShare

WIDTH, HEIGHT = 760, 520
_EDGE = 70
"""Room around the points, for their names."""
_RADIUS = 9
SEED = 2017
STEP = 0.05
"""Width of a bar, as a share."""

Name = Callable[[Member], str]


def graph_svg(groups: Sequence[Group], name: Name, percent: Callable[[float], str], title: str, told: str) -> str:
    """Points for deposits, lines for pairs: the wider, the more they share; the share stands on the line.

    Args:
        name: what a point is called: a number or a name, by whom it is for.
        title, told: the picture's name and what it shows, for who does not see it.
    """
    places = _places(groups)
    lines, points = [], []
    for group in groups:
        for pair in reversed(group.pairs):
            (x1, y1), (x2, y2) = places[pair.first], places[pair.second]
            width = 1.5 + 12 * pair.share
            lines.append(
                f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke-width="{width:.1f}"/>'
                f'<text class="share" x="{(x1 + x2) / 2:.1f}" y="{(y1 + y2) / 2 - 6:.1f}">'
                f"{escape(percent(pair.share))} %</text>"
            )
        for member in group.members:
            x, y = places[member.deposit]
            points.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
                f'<text x="{x:.1f}" y="{y - _RADIUS - 5:.1f}">{escape(name(member))}</text>'
            )
    return _svg("graph", WIDTH, HEIGHT, title, told, "".join([*lines, *points]))


def _places(groups: Sequence[Group]) -> Mapping[int, tuple[float, float]]:
    """Where each deposit stands: a spring layout (Fruchterman and Reingold 1991) of each group in a cell of its own, so
    that groups never lie over each other; always the same."""
    import networkx

    columns = max(1, round(len(groups) ** 0.5 + 0.3))
    rows = -(-len(groups) // columns) or 1
    wide, high = WIDTH / columns, HEIGHT / rows
    edge_x, edge_y = min(_EDGE, wide / 4), min(_EDGE * 0.7, high / 4)
    places = {}
    for number, group in enumerate(groups):
        graph: networkx.Graph[int] = networkx.Graph()
        graph.add_nodes_from(member.deposit for member in group.members)
        graph.add_weighted_edges_from((pair.first, pair.second, pair.share) for pair in group.pairs)
        laid = networkx.spring_layout(graph, seed=SEED, weight=None)
        xs, ys = [float(x) for x, _ in laid.values()], [float(y) for _, y in laid.values()]
        for deposit, (x, y) in laid.items():
            across, down = _part(float(x), xs), _part(float(y), ys)
            places[deposit] = (
                (number % columns) * wide + edge_x + across * (wide - 2 * edge_x),
                (number // columns) * high + edge_y + down * (high - 2 * edge_y),
            )
    return places


def _part(value: float, values: Sequence[float]) -> float:
    low, high = min(values), max(values)
    return (value - low) / (high - low) if high - low > 1e-9 else 0.5


def bars(shares: Sequence[PairShare]) -> list[tuple[float, float, int]]:
    """How many pairs share from how much to less than how much, for each step; the last holds 100 % too."""
    count = round(1 / STEP)
    counts = [0] * count
    for pair in shares:
        counts[min(int(pair.share / STEP + 1e-9), count - 1)] += 1
    return [(place * STEP, (place + 1) * STEP, number) for place, number in enumerate(counts)]


def histogram_svg(shares: Sequence[PairShare], threshold: float, at: str, title: str, told: str) -> str:
    """The distribution of the shares, on a square-root scale, with a line at the threshold; `at` says what it is."""
    width, height, left, bottom = WIDTH, 240, 20, 30
    found = bars(shares)
    wide = (width - 2 * left) / len(found)
    most = max(1, *(number for _, _, number in found))
    parts = []
    for place, (start, _, number) in enumerate(found):
        high = (height - bottom - 45) * (number / most) ** 0.5
        x, y = left + place * wide, height - bottom - high
        parts.append(f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{wide - 2:.1f}" height="{high:.1f}"/>')
        if number:
            parts.append(f'<text x="{x + wide / 2:.1f}" y="{y - 4:.1f}">{number}</text>')
        if place % 2 == 0:
            parts.append(f'<text x="{x:.1f}" y="{height - 10}">{round(100 * start)} %</text>')
    x = left + threshold / STEP * wide
    anchor = "end" if threshold > 0.5 else "start"
    parts.append(f'<line x1="{x:.1f}" y1="22" x2="{x:.1f}" y2="{height - bottom}" stroke-dasharray="6 4"/>')
    shift = -6 if threshold > 0.5 else 6
    parts.append(f'<text style="text-anchor: {anchor}" x="{x + shift:.1f}" y="16">{escape(at)}</text>')
    return _svg("bars", width, height, title, told, "".join(parts))


def _svg(kind: str, width: int, height: int, title: str, told: str, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{kind}-title {kind}-told"><title id="{kind}-title">{escape(title)}</title>'
        f'<desc id="{kind}-told">{escape(told)}</desc>{_STYLE}{inside}</svg>\n'
    )


_STYLE = (
    "<style>svg text { font: 13px sans-serif; text-anchor: middle; fill: #1a1a1a; paint-order: stroke; "
    "stroke: #fff; stroke-width: 3px; } svg line { stroke: #44546a; stroke-linecap: round; } "
    "svg circle, svg rect { fill: #1f3864; } svg .share { font-size: 11px; }</style>"
)
