"""Typography by pdfplumber: fonts, body box, running headers and footers, distances between lines, indents, tables.

Costs thirty times a plain reading, so it is done only when a rule asks for it. Runs inside the guarded child process.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from precheck.model.document import FontUse, Page, PageLayout, TextState
from precheck.model.geometry import BBox, union

if TYPE_CHECKING:
    import pdfplumber.page

log = logging.getLogger(__name__)

HEADER_BAND, FOOTER_BAND = 0.14, 0.14
"""Shares of the page's height in which a line may be a running header or footer."""
EDGE_ROWS = 3
"""Rows from the edge of the page that may be one."""
SAME_HEIGHT = 4.0
"""Points by which a running header may move from page to page."""
FULL = 0.12
"""A line that ends within this share of the body's width from the right edge goes on below."""
PARAGRAPH_GAP = 1.35
"""Times the usual distance between lines, from which a distance parts two paragraphs."""
SUBSET = re.compile(r"^[A-Z]{6}\+")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(?:page|p\.?)?[-–—|\s]*#(?:[-–—|/\s]|sur|de)*#?[-–—|\s]*", re.IGNORECASE)
_ITEM = re.compile(r"[•▪●○◦■□➢➤➔→✓✔*·\-–—]|\(?\d{1,2}[.)°]|\(?[a-zA-Z][.)]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page: its box, the bottom of most of its characters, its size in points, and how it is set."""

    text: str
    bbox: BBox
    bottom: float
    size: float
    fonts: tuple[FontUse, ...]


def measure_layouts(data: bytes, pages: Sequence[Page]) -> tuple[PageLayout, ...]:
    """The typography of each page whose text could be read, in the order of the pages; lengths in points.

    Empty when pdfplumber cannot read the file, or counts other pages than were read.
    """
    import pdfplumber

    wanted = [page for page in pages if page.state is TextState.READ]
    rows: dict[int, list[Row]] = {}
    tables: dict[int, list[BBox]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) != len(pages):
                return ()
            for page in wanted:
                plumbed = document.pages[page.number - 1]
                rows[page.number] = _rows(plumbed)
                tables[page.number] = _tables(plumbed)
                plumbed.close()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        # pdfminer raises whatever the damage leads to; without typography its rules cannot be verified, no more.
        log.warning("typography could not be measured")
        return ()
    running = _running(wanted, rows)
    return tuple(_layout(page, rows[page.number], running[page.number], tables[page.number]) for page in wanted)


# --- Rows ---


def _rows(page: pdfplumber.page.Page) -> list[Row]:
    """The upright lines of a page, from top to bottom; points from the top left corner of the page as it is shown."""
    left, top = float(page.cropbox[0]), float(page.cropbox[1])
    characters = [c for c in page.chars if c["upright"] and c["text"].strip() and c["size"] > 1]
    characters.sort(key=lambda c: (-c["bottom"], c["x0"]))
    groups: list[list[dict[str, Any]]] = []
    ceiling = 0.0
    for character in characters:
        middle = (character["top"] + character["bottom"]) / 2
        if groups and middle > ceiling:
            groups[-1].append(character)
        else:
            groups.append([character])
            ceiling = character["top"]
    return [_row(group, left, top) for group in reversed(groups)]


def _row(characters: list[dict[str, Any]], left: float, top: float) -> Row:
    characters.sort(key=lambda c: c["x0"])
    uses = Counter((SUBSET.sub("", c["fontname"]), round(c["size"] * 2) / 2) for c in characters)
    fonts = tuple(FontUse(font, size, count) for (font, size), count in sorted(uses.items()))
    size = max(fonts, key=lambda use: (use.characters, use.size)).size
    bottoms = Counter(round(c["bottom"], 1) for c in characters)
    bottom = max(bottoms, key=lambda value: (bottoms[value], value))
    box = BBox(
        min(c["x0"] for c in characters) - left,
        min(c["top"] for c in characters) - top,
        max(c["x1"] for c in characters) - left,
        max(c["bottom"] for c in characters) - top,
    )
    return Row("".join(c["text"] for c in characters), box, bottom - top, size, fonts)


def _tables(page: pdfplumber.page.Page) -> list[BBox]:
    """The boxes of the tables: two rows and two columns at least; a frame around text is none."""
    left, top = float(page.cropbox[0]), float(page.cropbox[1])
    boxes = []
    for table in page.find_tables():
        if len(table.rows) > 1 and len(table.columns) > 1:
            x0, y0, x1, y1 = table.bbox
            boxes.append(BBox(x0 - left, y0 - top, x1 - left, y1 - top))
    return boxes


# --- Running headers and footers ---


def _running(pages: Iterable[Page], rows: dict[int, list[Row]]) -> dict[int, tuple[int, int]]:
    """How many rows at the top and at the bottom of each page are running headers and footers.

    A row is one when it is a page number alone, or says the same, digits aside, at the same height on two pages.
    """
    pages = list(pages)
    places: Counter[tuple[str, int]] = Counter()
    for page in pages:
        shapes = {
            place for row in (*_edge(page, rows, top=True), *_edge(page, rows, top=False)) for place in _places(row)
        }
        places.update(shapes)
    found = {}
    for page in pages:
        counts = []
        for at_top in (True, False):
            count = 0
            for row in _edge(page, rows, top=at_top):
                if not _is_number(row) and all(places[place] < 2 for place in _places(row)):
                    break
                count += 1
            counts.append(count)
        found[page.number] = (counts[0], counts[1])
    return found


def _edge(page: Page, rows: dict[int, list[Row]], *, top: bool) -> list[Row]:
    """The rows nearest to an edge of the page, the outermost first."""
    if top:
        return [row for row in rows[page.number][:EDGE_ROWS] if row.bottom < HEADER_BAND * page.height]
    last = rows[page.number][: -EDGE_ROWS - 1 : -1]
    return [row for row in last if row.bbox.top > (1 - FOOTER_BAND) * page.height]


def _places(row: Row) -> tuple[tuple[str, int], tuple[str, int]]:
    """What a row says, digits aside, with its height in steps of `SAME_HEIGHT`: two steps, as it may lie between."""
    shape = _DIGITS.sub("#", row.text)
    step = row.bottom / SAME_HEIGHT
    return (shape, int(step)), (shape, int(step + 0.5) + 1_000_000)


def _is_number(row: Row) -> bool:
    return bool(_NUMBER.fullmatch(_DIGITS.sub("#", row.text)))


# --- One page ---


def _layout(page: Page, rows: list[Row], running: tuple[int, int], tables: list[BBox]) -> PageLayout:
    above, below = running
    inner = rows[above : len(rows) - below]
    body = [row for row in inner if not any(table.meets(row.bbox) for table in tables)]
    box = _body_box(body)
    uses: Counter[tuple[str, float]] = Counter()
    for row in body:
        uses.update({(use.font, use.size): use.characters for use in row.fonts})
    return PageLayout(
        page.number,
        tuple(FontUse(font, size, count) for (font, size), count in sorted(uses.items())),
        box,
        union(row.bbox for row in rows[:above]) if above else None,
        union(row.bbox for row in rows[len(rows) - below :]) if below else None,
        tuple(_pitches(body, box)) if box else (),
        tuple(_indents(body, box)) if box else (),
        len(tables),
    )


def _body_box(body: list[Row]) -> BBox | None:
    """The box of the text; left and right are where several lines reach, so that one that sticks out does not count."""
    if not body:
        return None
    lefts = sorted(row.bbox.x0 for row in body)
    rights = sorted((row.bbox.x1 for row in body), reverse=True)
    index = min(2, (len(body) - 1) // 4)
    return BBox(
        lefts[index],
        min(row.bbox.top for row in body),
        max(rights[index], lefts[index]),
        max(row.bottom for row in body),
    )


def _usual_step(body: list[Row]) -> float:
    steps = [b.bottom - a.bottom for a, b in pairwise(body) if a.size == b.size and b.bottom - a.bottom < 3 * a.size]
    return median(steps) if steps else 0.0


def _goes_on(row: Row, box: BBox) -> bool:
    """Whether a line is full, so that the one below belongs to its paragraph."""
    return row.bbox.x1 >= box.x1 - FULL * box.width


def _pitches(body: list[Row], box: BBox) -> Iterator[float]:
    usual = _usual_step(body)
    for above, below in pairwise(body):
        step = below.bottom - above.bottom
        if above.size == below.size and _goes_on(above, box) and 0 < step <= PARAGRAPH_GAP * usual:
            yield round(step, 2)


def _indents(body: list[Row], box: BBox) -> Iterator[float]:
    """The indent of each paragraph of two lines or more whose first line can be told, 0 or negative ones too."""
    usual = _usual_step(body)
    for before, first, second in zip(body, body[1:], body[2:], strict=False):
        step = second.bottom - first.bottom
        opens = not _goes_on(before, box) or first.bottom - before.bottom > PARAGRAPH_GAP * usual
        same = first.size == second.size and _goes_on(first, box) and step <= PARAGRAPH_GAP * usual
        if opens and same and not _ITEM.match(first.text) and abs(second.bbox.x0 - box.x0) <= SAME_HEIGHT:
            yield round(first.bbox.x0 - second.bbox.x0, 2)
