"""Where a position of the text stands: its page, its line, its section."""

from __future__ import annotations

from bisect import bisect_right

from precheck.model.document import Document, Line
from precheck.model.structure import Section, SectionKind, Structure


class Places:
    """Looks positions of `document.text` up, fast enough to be asked for every word."""

    def __init__(self, document: Document, structure: Structure) -> None:
        self.lines = list(document.lines)
        self._line_starts = [line.start for line in self.lines]
        self._sections = sorted(structure.sections, key=lambda section: section.start)
        self._section_starts = [section.start for section in self._sections]

    def line(self, position: int) -> Line | None:
        """The line that holds the position, or the last one before it; None before the first line."""
        index = bisect_right(self._line_starts, position) - 1
        return self.lines[index] if index >= 0 else None

    def next_line(self, line: Line) -> Line | None:
        """The line after `line` in reading order, on the same page or the next."""
        index = bisect_right(self._line_starts, line.start)
        return self.lines[index] if index < len(self.lines) else None

    def page(self, position: int) -> int:
        """The page, from 1, that holds the position."""
        line = self.line(position)
        return line.page if line else 1

    def section(self, position: int) -> Section | None:
        """The section that holds the position."""
        index = bisect_right(self._section_starts, position) - 1
        if index < 0 or position >= self._sections[index].end:
            return None
        return self._sections[index]

    def part(self, position: int) -> int | None:
        """The number of the part that holds the position, None outside the parts."""
        section = self.section(position)
        return section.number if section and section.kind is SectionKind.PART else None


def mask(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with those spans, in ascending order, overwritten by NUL: the length stays, nothing there can match."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], "\0" * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def furniture_spans(document: Document, structure: Structure) -> list[tuple[int, int]]:
    """The spans of the running headers and footers, printed numbers included, in ascending order."""
    if not structure.furniture and not structure.numbering.numbered_pages:
        return []
    numbers = {(number.page, number.quote) for number in structure.numbering.printed if number}
    return [
        (line.start, line.end)
        for line in document.lines
        if line.start in structure.furniture or (line.page, line.text) in numbers
    ]
