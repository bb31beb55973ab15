"""Lines of print inside pictures: how many there are, without reading them. Runs inside the guarded child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from precheck.model.document import Page
from precheck.model.geometry import BBox, union

if TYPE_CHECKING:
    from precheck.reading.raster import Mask, Pixels

LARGE = 0.08
"""Share of the page from which a picture may hold a passage."""
MAX_PICTURES = 20
DARK = 60
"""Grey levels (of 255) from the background of the picture to its letters."""
LOWEST, HIGHEST = 3.0, 26.0
"""Heights in points of a line of print."""
WIDE = 0.5
"""Share of the page's width from which a line is one of running text."""
LARGEST_GAP = 2.5
"""Times the height of a line: what has wider gaps is a row of a table."""
CHANGES = 0.12
"""Changes between dark and light a point along a line of print: a letter makes two or three."""
SPECK = 0.004
"""Share of a row's pixels that may be dark between two lines."""


def print_in_pictures(page: Page, bare: Pixels, text: Mask, scale: float) -> tuple[int, BBox | None]:
    """The lines of print in the large pictures of a page, and the box of those pictures, in points.

    `bare` is the page drawn without its text, `text` where that text showed: a picture with text of the page over it
    is a background, or has its text layer already.
    """
    found, boxes = 0, []
    large = [
        image.bbox for image in page.images if image.bbox.width * image.bbox.height > LARGE * page.width * page.height
    ]
    for box in dict.fromkeys(large[:MAX_PICTURES]):
        left, top, right, bottom = (max(0, round(value * scale)) for value in (box.x0, box.top, box.x1, box.bottom))
        if text[top:bottom, left:right].mean() > SPECK if text[top:bottom, left:right].size else True:
            continue
        lines = _lines(bare[top:bottom, left:right, :3], scale, WIDE * page.width)
        if lines:
            found += lines
            boxes.append(box)
    return found, union(boxes) if boxes else None


def _lines(picture: Pixels, scale: float, wide: float) -> int:
    """How many lines of print a picture shows: dark on light or light on dark, parted by clear rows."""
    import numpy as np

    grey = picture.max(axis=2)
    background = int(np.bincount(grey.ravel(), minlength=256).argmax())
    dark = np.abs(grey.astype(np.int16) - background) > DARK
    filled = dark.sum(axis=1) > SPECK * dark.shape[1]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(np.int8)))
    count = 0
    for start, end in edges.reshape(-1, 2):
        if not LOWEST * scale <= end - start <= HIGHEST * scale:
            continue
        columns = np.flatnonzero(dark[start:end].any(axis=0))
        width = (columns[-1] - columns[0]) / scale
        if width < wide or np.diff(columns).max(initial=0) > LARGEST_GAP * (end - start):
            continue
        changes = np.count_nonzero(np.diff(dark[start:end].astype(np.int8), axis=1), axis=1).max() / width
        count += bool(changes >= CHANGES)
    return count
