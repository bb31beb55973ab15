"""Running headers and footers: rows at the edges of pages that repeat, and the printed page numbers.

A row repeats when the same words, figures aside, stand at the same height on three pages or more (odd and even pages
may differ). A header that changes with the chapter is told by its place: the same height and type as one that repeats.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from precheck.model.document import Line, Page
from precheck.model.structure import Numbering
from precheck.structure.folding import fold
from precheck.structure.view import SHORT, Row, View
from precheck.structure.words import COUNTED

TOP_BAND, BOTTOM_BAND = 0.18, 0.20
ROWS = 5
"""Rows looked at from either edge."""
SAME_HEIGHT = 4.0
"""Points by which a running row may move from page to page."""
PAGES = 3
WHITE = 0.8
"""Line heights of white between a running header and the text."""

_FIGURES = re.compile(r"\d+")
_COUNTED = re.compile(rf"\W*\d|.*\b{COUNTED}\d")


@dataclass(frozen=True, slots=True)
class _Place:
    """A row in a band: the page, the row, its distance from its edge (negative at the bottom), its rank from there."""

    page: int
    row: Row
    edge: float
    rank: int
    key: str
    inner: Row | None
    """The next row towards the middle of the page, unless it is in the other band."""

    @property
    def slot(self) -> tuple[str, int]:
        """The words, and the height in steps of `SAME_HEIGHT`."""
        return self.key, round(self.edge / SAME_HEIGHT)


def find_furniture(view: View, numbering: Numbering) -> frozenset[int]:
    """The start offsets of the lines that are running headers, running footers or printed page numbers."""
    furniture = set(_number_lines(view, numbering))
    places = [place for page in view.document.pages for place in _places(view, page)]
    repeated = _repeated(places, min(PAGES, max(2, len(view.document.pages))))
    pages: defaultdict[int, list[_Place]] = defaultdict(list)
    for place in places:
        pages[place.page].append(place)
    running = _running_keys(pages, repeated)
    for page_places in pages.values():
        furniture |= _running(page_places, running)
    slots = {
        (round(place.edge / SAME_HEIGHT), line.font, line.size)
        for place in places
        for line in place.row.lines
        if line.start in furniture and not _only_number(line)
    }
    furniture |= set(_in_slots(places, slots, furniture, view))
    return frozenset(furniture)


def _number_lines(view: View, numbering: Numbering) -> Iterator[int]:
    """Lines that hold a printed number and little else."""
    boxes = {number.page: number for number in numbering.printed if number}
    for page in view.document.pages:
        number = boxes.get(page.number)
        if number:
            for line in page.lines:
                alone = len(line.text) <= len(number.quote) + 2
                if alone and number.label in line.text and line.bbox.meets(number.bbox):
                    yield line.start


def _places(view: View, page: Page) -> Iterator[_Place]:
    rows = view.rows[page.number]
    top, bottom = page.height * TOP_BAND, page.height * (1 - BOTTOM_BAND)
    for rank, row in enumerate(rows[:ROWS]):
        if row.bottom <= top:
            inner = rows[rank + 1] if rank + 1 < len(rows) and rows[rank + 1].top < bottom else None
            yield _Place(page.number, row, row.top, rank, _key(row), inner)
    for rank, row in enumerate(reversed(rows[-ROWS:])):
        if row.top >= bottom:
            inner = rows[-rank - 2] if rank + 1 < len(rows) and rows[-rank - 2].bottom > top else None
            yield _Place(page.number, row, row.bottom - page.height, rank, _key(row), inner)


def _key(row: Row) -> str:
    """The words of a row without what changes from page to page; "" for a long row."""
    text = row.text
    if len(text) > SHORT:
        return ""
    if not _FIGURES.search(text) or _COUNTED.match(fold(text)):
        return text
    return _FIGURES.sub("#", text)


def _repeated(places: list[_Place], need: int) -> set[tuple[str, int]]:
    """Keys and heights that are on enough pages. A height is given by its bucket and both neighbours."""
    counts = Counter(place.key for place in places)
    pages: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for place in places:
        if place.key and counts[place.key] >= need:
            bucket = round(place.edge / SAME_HEIGHT)
            for near in (bucket - 1, bucket, bucket + 1):
                pages[place.key, near].add(place.page)
    return {key for key, numbers in pages.items() if len(numbers) >= need}


def _running_keys(pages: Mapping[int, list[_Place]], repeated: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Of the keys and heights that repeat, those that are set apart from the text on half of their pages at least.

    Pages may be alike, down to their first lines of text: a running row has white on its inner side, or rows that
    change from page to page.
    """
    apart: Counter[tuple[str, int]] = Counter()
    seen: Counter[tuple[str, int]] = Counter()
    for places in pages.values():
        for at_top in (True, False):
            band = [place for place in places if (place.edge > 0) == at_top]
            known = [place.slot in repeated for place in band]
            if not any(known):
                continue
            depth = max(_run(known), _before_white(band, known))
            for place, again in zip(band, known, strict=True):
                if again:
                    seen[place.slot] += 1
                    apart[place.slot] += place.rank < depth
    return {key for key, count in seen.items() if 2 * apart[key] >= count}


def _run(known: list[bool]) -> int:
    """How many rows from the edge repeat, when one follows in the band that does not: the text of that page."""
    return known.index(False) if False in known else 0


def _before_white(band: list[_Place], known: list[bool]) -> int:
    """How many rows lie outside of the first wide white on the inner side of a row that repeats."""
    for place in band[known.index(True) :]:
        if place.inner is None:
            break
        white = place.inner.top - place.row.bottom if place.edge > 0 else place.row.top - place.inner.bottom
        if white > WHITE * (place.row.bottom - place.row.top):
            return place.rank + 1
    return 0


def _running(places: list[_Place], running: set[tuple[str, int]]) -> set[int]:
    """The lines of one page that run; what stands further out in small type runs too: the title of the chapter."""
    found: set[int] = set()
    for at_top in (True, False):
        band = [place for place in places if (place.edge > 0) == at_top]
        known = [place.slot in running for place in band]
        for place in band:
            inner = next((band[i] for i in range(place.rank, len(band)) if known[i]), None)
            if inner and place.row.lines[0].size <= inner.row.lines[0].size:
                found |= {line.start for line in place.row.lines}
    return found


def _in_slots(
    places: list[_Place], slots: set[tuple[int, str, float]], furniture: set[int], view: View
) -> Iterator[int]:
    """Outermost rows in the place and type of a running row: headers that follow the chapters."""
    for place in places:
        if place.rank > 1 or len(view.rows[place.page]) < 3:
            continue
        for line in place.row.lines:
            known = line.size != view.body_size or place.rank == 0
            if line.start not in furniture and known and len(line.text) <= SHORT:
                bucket = round(place.edge / SAME_HEIGHT)
                if any((near, line.font, line.size) in slots for near in (bucket - 1, bucket, bucket + 1)):
                    yield line.start


def _only_number(line: Line) -> bool:
    return line.text.isdigit()
