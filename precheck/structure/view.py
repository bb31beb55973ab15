"""What the detectors share: the lines of a document by page, by height, folded, and the type the body is set in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from precheck.model.document import Document, Line, Page
from precheck.structure.folding import fold
from precheck.structure.words import bare

_TOP = attrgetter("bbox.top")
SHORT = 110
"""Code points: nothing longer is a heading, a running header or an entry of a contents table."""


@dataclass(frozen=True, slots=True)
class Row:
    """The lines of one page that stand at the same height, from left to right. Positions in points."""

    lines: tuple[Line, ...]
    top: float
    bottom: float

    @property
    def text(self) -> str:
        return self.lines[0].text if len(self.lines) == 1 else " ".join(line.text for line in self.lines)


class View:
    """A document as the detectors look at it: rotated text left out, rows and folded text made once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rows: dict[int, tuple[Row, ...]] = {page.number: rows_of(page) for page in document.pages}
        self.lines: list[Line] = [line for page in document.pages for line in page.lines if not line.rotated]
        self._folded: dict[int, str] = {}

    def folded(self, line: Line) -> str | None:
        """The folded text of a line that is short enough to matter, None for a longer one. Folded once."""
        if len(line.text) > SHORT:
            return None
        text = self._folded.get(line.start)
        if text is None:
            text = self._folded[line.start] = fold(line.text)
        return text

    @cached_property
    def body_size(self) -> float:
        """The font size, in points, that most of the text is set in (0 when sizes are unknown)."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.text)
        return max(sizes, key=lambda size: (sizes[size], size), default=0.0)

    @cached_property
    def body_is_bold(self) -> bool:
        """Whether most of the text is bold, so that bold says nothing."""
        bold = sum(len(line.text) for line in self.lines if line.bold)
        return 2 * bold > sum(len(line.text) for line in self.lines)

    @cached_property
    def pitch(self) -> float:
        """The usual distance, in points, between the tops of two successive rows of body text."""
        steps: Counter[float] = Counter()
        for rows in self.rows.values():
            for above, below in pairwise(rows):
                step = below.top - above.top
                if 6 < step < 40:
                    steps[round(step)] += 1
        return float(max(steps, key=lambda step: (steps[step], -step), default=14))

    @cached_property
    def titles(self) -> Counter[str]:
        """How often each short line occurs, as a plain title without its number."""
        short = (self.folded(line) for line in self.lines)
        return Counter(title for folded in short if folded and len(title := bare(folded)) >= 4)


def rows_of(page: Page) -> tuple[Row, ...]:
    """The rows of a page from top to bottom: lines that overlap by half of the lower one's height share a row."""
    lines = sorted((line for line in page.lines if not line.rotated), key=_TOP)
    rows: list[Row] = []
    group: list[Line] = []
    top = bottom = 0.0
    for line in lines:
        box = line.bbox
        if group and box.top < bottom and min(bottom, box.bottom) - box.top >= 0.5 * min(bottom - top, box.height):
            group.append(line)
            bottom = max(bottom, box.bottom)
            continue
        if group:
            rows.append(_row(group, top, bottom))
        group, top, bottom = [line], box.top, box.bottom
    if group:
        rows.append(_row(group, top, bottom))
    return tuple(rows)


def _row(lines: list[Line], top: float, bottom: float) -> Row:
    if len(lines) > 1:
        lines.sort(key=lambda line: line.bbox.x0)
    return Row(tuple(lines), top, bottom)
