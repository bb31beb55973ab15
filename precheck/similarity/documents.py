"""A document as it was read, made ready for comparing: what is not the author's running text is left out, paragraphs
are told by their look."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from precheck.model.document import Document, Line
from precheck.model.structure import SectionKind, Structure
from precheck.similarity.prepared import Prepared, prepare
from precheck.structure.hidden import merged

GAP = 1.35
"""Pitches between the tops of two lines: more than that parts paragraphs."""
INDENT = 8.0
"""Points: a line that begins so far to the right of those around it is the first of a paragraph."""
SHORT = 0.85
"""Share of the width of the text: a shorter line that ends a sentence ends a paragraph."""
PROSE_LINE = 60
"""Code points: less than half of the letters of a cover stand in lines as long as that."""
_STOPS = (".", "!", "?", "…", ":", "»", "”")


def prepare_document(document: Document, structure: Structure, unseen: Sequence[tuple[int, int]] = ()) -> Prepared:
    """The text of a document without its cover, running headers and footers, printed page numbers and contents tables,
    and without the spans in `unseen`.

    A paragraph begins below a vertical gap clearly larger than the usual pitch, at an indented line, below a line
    that ends a sentence well short of the right margin, and at each heading.
    """
    contents = frozenset(structure.contents_pages)
    cover = _cover(document, structure)
    skipped = [
        (line.start, line.end)
        for line in document.lines
        if line.start in structure.furniture or line.start < cover or (line.page in contents and _is_entry(line))
    ]
    gone = {start for start, _ in skipped}
    lines = [line for line in document.lines if line.start not in gone and not line.rotated]
    headings = {heading.start for heading in structure.headings}
    return prepare(
        document.text, skipped=merged([*skipped, *unseen]), paragraphs=sorted({*_beginnings(lines), *headings})
    )


def _cover(document: Document, structure: Structure) -> int:
    """Where the cover ends, in code points; 0 without one, and for one that holds more prose than names and titles."""
    cover = structure.first(SectionKind.COVER)
    if cover is None or cover.start > 0 or cover.end >= len(document.text):
        return 0
    lengths = [len(line.text) for line in document.lines if line.start < cover.end]
    return cover.end if 2 * sum(length for length in lengths if length >= PROSE_LINE) < sum(lengths) else 0


def _is_entry(line: Line) -> bool:
    """Whether a line of a page of contents is one of its entries: it ends with a number, or has dot leaders."""
    return line.text[-1:].isdigit() or "...." in line.text or ". . ." in line.text or "…" in line.text


def _beginnings(lines: list[Line]) -> Iterator[int]:
    """Where paragraphs begin, in code points."""
    if not lines:
        return
    pitch = _pitch(lines)
    right = _right_margin(lines)
    left = min(line.bbox.x0 for line in lines)
    yield lines[0].start
    for index in range(1, len(lines)):
        above, line = lines[index - 1], lines[index]
        ended = above.text.endswith(_STOPS)
        short = above.bbox.x1 < left + SHORT * (right - left)
        if above.page != line.page:
            # A paragraph goes on over the page, unless the last line says otherwise.
            if ended and short:
                yield line.start
            continue
        step = line.bbox.top - above.bbox.top
        if (step > GAP * pitch or step < -pitch) or (ended and short) or _indented(lines, index):
            yield line.start


def _pitch(lines: list[Line]) -> float:
    """The usual distance between the tops of two lines, in points."""
    steps = [
        below.bbox.top - above.bbox.top
        for above, below in pairwise(lines)
        if above.page == below.page and 4 < below.bbox.top - above.bbox.top < 60
    ]
    return statistics.median_low(steps) if steps else 14.0


def _right_margin(lines: list[Line]) -> float:
    """Where full lines end, in points from the left edge of the page."""
    ends = sorted(line.bbox.x1 for line in lines)
    return ends[int(0.9 * (len(ends) - 1))]


def _indented(lines: list[Line], index: int) -> bool:
    """Whether a line begins to the right of the lines above and below it, which begin alike."""
    if index + 1 >= len(lines):
        return False
    above, line, below = lines[index - 1 : index + 2]
    if below.page != line.page:
        return False
    inset = line.bbox.x0 - below.bbox.x0
    return INDENT <= inset <= 60 and line.bbox.x0 - above.bbox.x0 >= INDENT and abs(above.bbox.x0 - below.bbox.x0) < 3
