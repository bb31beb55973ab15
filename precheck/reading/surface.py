"""What of each page's text is seen when the page is drawn. Runs inside the guarded child process, when asked for.

The page is drawn with and without its text: what differs is what the text shows. Text of which nothing shows is hidden,
unless a picture shows the same words at its place, as after character recognition.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from precheck.model.document import Page, TextState
from precheck.model.surface import PageSurface, Unseen, Veil
from precheck.reading.assemble import Assembled
from precheck.reading.glyphs import Glyphs, read_glyphs, text_objects
from precheck.reading.likeness import words_in_pictures, words_unlike_ink
from precheck.reading.pdfium import PageReader
from precheck.reading.print_lines import print_in_pictures
from precheck.reading.raster import CONTRAST, Inked, Raster, changed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from precheck.reading.raster import Mask, Pixels

MAX_PAGES = 100
MAX_RUNS = 2_000
"""Hidden runs told of one page."""
TINY = 2.0
"""Points: no reader makes out letters whose em is smaller."""
FAINT = 0.02
"""Share of a letter's box: with less ink than this there is no letter."""
VEILS = tuple(Veil)


def measure_surfaces(
    readers: Sequence[PageReader], pages: Sequence[Page], assembled: Assembled
) -> tuple[PageSurface, ...]:
    """The surface of each page, of `MAX_PAGES` at most; a page of too many objects is left out."""
    # One thread: each more would take its share of the address space that the child may have.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    found: list[PageSurface] = []
    start = 0
    for reader, page, raw in zip(readers, pages, assembled.raw.split("\f"), strict=True):
        if len(found) < MAX_PAGES and page.state is not TextState.BLANK:
            with contextlib.suppress(OverflowError):
                found.append(_measure(reader, page, _Places(raw, start, assembled)))
        start += len(raw) + 1
    return tuple(found)


class _Places(NamedTuple):
    """The raw text of one page, where it begins in `Assembled.raw`, and the whole."""

    raw: str
    start: int
    assembled: Assembled

    def of(self, glyphs: Glyphs) -> list[int]:
        """The position of each glyph in `raw`, -1 for one that the text does not hold."""
        kept = [position for position, char in enumerate(self.raw) if not char.isspace()]
        text = "".join([self.raw[position] for position in kept])
        if text == glyphs.text:
            return kept
        from rapidfuzz.distance import Levenshtein

        places = [-1] * len(glyphs.text)
        for block in Levenshtein.opcodes(glyphs.text, text).as_matching_blocks():
            places[block.a : block.a + block.size] = kept[block.b : block.b + block.size]
        return places

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of `Document.text` from the raw position `first` to the one `last`."""
        return self.assembled.offsets.forward(self.start + first, self.start + last + 1)


def _measure(reader: PageReader, page: Page, places: _Places) -> PageSurface:
    glyphs = read_glyphs(reader.page, reader.frame)
    ranks = text_objects(reader.page)
    raster = Raster.of(reader.page, reader.frame)
    shown = raster.draw()
    bare = raster.draw_without(ranks) if ranks else shown
    ink = Inked(changed(shown, bare))
    lines, picture = print_in_pictures(page, bare, ink.mask, raster.scale)
    if not glyphs.text:
        return PageSurface(page.number, picture_lines=lines, picture=picture)
    veils = _veils(glyphs, raster, shown, bare, ink, ranks)
    pictured, misfits = words_in_pictures(glyphs, veils >= 0, bare, raster)
    over_picture = int((pictured & glyphs.lettered).sum())
    veils[pictured] = -1
    positions = places.of(glyphs)
    sampled, unlike = words_unlike_ink(glyphs, (veils < 0) & ~pictured, ink, raster)
    return PageSurface(
        page.number,
        int(glyphs.lettered.sum()),
        over_picture,
        tuple(_unseen(glyphs, veils, positions, places)),
        sampled + misfits.compared,
        tuple(_spans([*unlike, *misfits.words], positions, places)),
        0 if over_picture else lines,
        None if over_picture else picture,
    )


def _veils(
    glyphs: Glyphs, raster: Raster, shown: Pixels, bare: Pixels, ink: Inked, ranks: dict[int, int]
) -> NDArray[np.int64]:
    """For each character the index in `VEILS` of what hides it, -1 for one that is seen or does not matter."""
    import numpy as np

    boxes = raster.pixel_boxes(glyphs.boxes)
    pens = glyphs.drawn_by
    matters = glyphs.lettered & ~_halves(glyphs)
    faint = matters & (ink.share(boxes) < FAINT)
    same = _like_background(glyphs, bare, raster)
    inkless = np.array([not pen.ink for pen in pens], np.bool_)
    unlikely = (same | inkless)[glyphs.pens]
    suspect = unlikely | _under_others(glyphs, ranks, unlikely)
    inked = suspect & matters & ~faint
    if inked.any():
        # Other text shows at the same place: only a drawing without the suspects tells whose ink it is.
        without = raster.draw_without(
            address for address in {glyphs.objects[pen] for pen in glyphs.pens[inked]} if address in ranks
        )
        faint |= inked & (Inked(changed(shown, without)).count(boxes) == 0)
    veils = np.full(len(glyphs.text), -1, np.int64)
    veils[faint] = VEILS.index(Veil.COVERED)
    veils[faint & same[glyphs.pens]] = VEILS.index(Veil.COLOUR)
    veils[faint & inkless[glyphs.pens]] = VEILS.index(Veil.INVISIBLE)
    sizes = np.array([pen.size for pen in pens])[glyphs.pens]
    heights = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    veils[matters & (sizes < TINY) & (heights < TINY)] = VEILS.index(Veil.TINY)
    middle = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    off = ((middle < 0) | (middle > [raster.width / raster.scale, raster.height / raster.scale])).any(axis=1)
    veils[matters & off] = VEILS.index(Veil.OFF_PAGE)
    return veils


def _halves(glyphs: Glyphs) -> Mask:
    """The second letters of ligatures: they have no width of their own."""
    import numpy as np

    widths = glyphs.boxes[:, 2] - glyphs.boxes[:, 0]
    same = np.diff(glyphs.pens, prepend=-1) == 0
    again = np.zeros(len(widths), np.bool_)
    again[1:] = (np.abs(np.diff(glyphs.boxes, axis=0)) < 0.01).all(axis=1)
    return np.asarray((same & (widths < 0.05)) | again)


def _like_background(glyphs: Glyphs, bare: Pixels, raster: Raster) -> Mask:
    """For each text object whether its colour is that of what lies under its first, middle and last letters."""
    import numpy as np

    colours = np.array([pen.colour or (0, 0, 0) for pen in glyphs.drawn_by], np.int64)
    rows = np.flatnonzero(glyphs.lettered)
    rows = rows[np.argsort(glyphs.pens[rows], kind="stable")]
    counts = np.bincount(glyphs.pens[rows], minlength=len(colours))
    starts = np.cumsum(counts) - counts
    same = np.array([pen.colour is not None for pen in glyphs.drawn_by], np.bool_) & (counts > 0)
    pens = np.flatnonzero(same)
    limit = np.array([raster.width, raster.height])
    for step in (0 * counts, counts // 2, counts - 1):
        boxes = glyphs.boxes[rows[(starts + step)[pens]]]
        points = np.round((boxes[:, :2] + boxes[:, 2:]) / 2 * raster.scale).astype(np.int64)
        inside = ((points >= 0) & (points < limit)).all(axis=1)
        x, y = np.clip(points, 0, limit - 1).T
        differs = np.abs(bare[y, x, :3].astype(np.int64) - colours[pens]).max(axis=1) >= CONTRAST
        same[pens] &= ~(inside & differs)
    return same


def _under_others(glyphs: Glyphs, ranks: dict[int, int], unlikely: Mask) -> Mask:
    """Letters at whose place another object draws another letter later, one that is not `unlikely` to be seen."""
    import numpy as np

    boxes = glyphs.boxes
    heights = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    order = np.lexsort((boxes[:, 0], np.round(boxes[:, 3] / 3)))
    under = np.zeros(len(order), np.bool_)
    one, other = order[:-1], order[1:]
    overlap = np.minimum(boxes[one, 2], boxes[other, 2]) - boxes[other, 0]
    narrow = np.minimum(boxes[one, 2] - boxes[one, 0], boxes[other, 2] - boxes[other, 0])
    close = np.abs(boxes[one, 3] - boxes[other, 3]) < 0.5 * heights[one]
    pairs = np.flatnonzero((overlap > 0.5 * narrow) & close & (glyphs.pens[one] != glyphs.pens[other]))
    for pair in pairs:
        a, b = int(one[pair]), int(other[pair])
        if glyphs.text[a] != glyphs.text[b]:
            lower, upper = sorted((a, b), key=lambda index: ranks.get(glyphs.objects[glyphs.pens[index]], 0))
            under[lower] = not unlikely[upper]
    return under


def _unseen(glyphs: Glyphs, veils: NDArray[np.int64], positions: list[int], places: _Places) -> Iterator[Unseen]:
    """The runs of hidden letters, each on one line, with the signs and spaces between them."""
    import numpy as np

    hidden = [int(index) for index in np.flatnonzero(veils >= 0) if positions[index] >= 0]
    seen = np.cumsum(glyphs.lettered & (veils < 0))
    runs: list[list[int]] = []
    for index in hidden:
        last = runs[-1][-1] if runs else -1
        if last >= 0 and veils[last] == veils[index] and seen[last] == seen[index] and _same_line(glyphs, last, index):
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in runs[:MAX_RUNS]:
        start, end = places.span(positions[run[0]], positions[run[-1]])
        yield Unseen(start, end, VEILS[veils[run[0]]], len(run))


def _same_line(glyphs: Glyphs, one: int, other: int) -> bool:
    a, b = glyphs.boxes[one], glyphs.boxes[other]
    height = max(a[3] - a[1], b[3] - b[1], 0.5)
    return bool(abs(a[3] - b[3]) < height and -height < b[0] - a[2])


def _spans(words: Sequence[tuple[int, int]], positions: list[int], places: _Places) -> Iterator[tuple[int, int]]:
    """The words as spans of `Document.text`, in order."""
    for first, last in sorted(words):
        if positions[first] >= 0 and positions[last - 1] >= 0:
            yield places.span(positions[first], positions[last - 1])
