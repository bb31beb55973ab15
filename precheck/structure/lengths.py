"""How long a section is: the height of its text, and of the pictures in it, in body heights.

The body height is that of a page filled with text. White space counts as far as paragraphs and headings need it, so
that blank lines do not make a section longer.
"""

from __future__ import annotations

from bisect import bisect_left

from precheck.model.structure import Section
from precheck.structure.view import View

WHITE = 4.0
"""Rows of white between two lines that still belong to the text."""
UNFILLED = 6.0
"""Rows that may stay empty at the foot of a page when the text goes on overleaf: a heading keeps its paragraph."""


def body_span(view: View, furniture: frozenset[int]) -> tuple[float, float]:
    """Top and bottom, in points, of the body of a full page."""
    tops: list[float] = []
    bottoms: list[float] = []
    for page in view.document.pages:
        rows = view.rows[page.number]
        first = next((row for row in rows if row.lines[0].start not in furniture), None)
        if first:
            tops.append(first.top)
            bottoms.append(next(row.bottom for row in reversed(rows) if row.lines[0].start not in furniture))
    if not tops:
        height = view.document.pages[0].height if view.document.pages else 842.0
        return 0.085 * height, 0.915 * height
    tops.sort()
    bottoms.sort()
    return tops[len(tops) // 5], bottoms[-1 - len(bottoms) // 5]


def length_pages(view: View, section: Section, furniture: frozenset[int], body: tuple[float, float]) -> float:
    """The length of a section in body heights, rounded to hundredths."""
    first = bisect_left(view.lines, section.start, key=lambda line: line.start)
    last = bisect_left(view.lines, section.end, key=lambda line: line.start)
    boxes: dict[int, list[tuple[float, float]]] = {}
    for line in view.lines[first:last]:
        if line.start not in furniture:
            boxes.setdefault(line.page, []).append((line.bbox.top, line.bbox.bottom))
    height = sum(_covered(view, page, spans, section, body) for page, spans in boxes.items())
    return round(height / max(body[1] - body[0], 1.0), 2)


def _covered(
    view: View, page: int, spans: list[tuple[float, float]], section: Section, body: tuple[float, float]
) -> float:
    """The height that a section takes on one page, in points."""
    top, bottom = min(s[0] for s in spans), max(s[1] for s in spans)
    goes_on = page < section.end_page
    came_in = page > section.start_page
    low = body[1] if goes_on else bottom
    high = body[0] if came_in else top
    shown = view.document.pages[page - 1]
    for image in shown.images:
        box = image.bbox
        if box.middle > high and box.middle < low and box.height < 0.95 * shown.height:
            spans.append((max(box.top, high), min(box.bottom, low)))
    white = WHITE * view.pitch
    ordered = sorted(spans)
    covered = 0.0
    reached = ordered[0][0]
    for start, end in ordered:
        if end <= reached:
            continue
        covered += end - max(start, reached) + min(max(start - reached, 0.0), white)
        reached = end
    # At the end of the text, a page is full when not one more row fits.
    if 0 < body[1] - reached <= (UNFILLED if goes_on else 1.0) * view.pitch:
        covered += body[1] - reached
    if came_in and 0 < ordered[0][0] - body[0] <= UNFILLED * view.pitch:
        covered += ordered[0][0] - body[0]
    return min(covered, body[1] - body[0])
