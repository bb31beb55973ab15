"""A page as pixels, with and without some of its objects. Runs inside the guarded child process.

Numpy is imported where it is used: only a screening comes here.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as c

from precheck.reading import calls
from precheck.reading.frame import Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    Boxes = NDArray[np.float64]
    Counts = NDArray[np.int64]

SCALE = 2.0
"""Pixels a point."""
MAX_PIXELS = 4_000_000
CONTRAST = 16
"""Grey levels (of 255) in one colour by which a pixel must change to be seen: white on pale grey is."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Draws one page, `scale` pixels a point; rows from the top, blue, green, red and a spare byte a pixel."""

    page: Any
    width: int
    height: int
    scale: float

    @staticmethod
    def of(page: Any, frame: Frame) -> Raster:
        """The raster of a page, at most `MAX_PIXELS` large."""
        scale = min(SCALE, math.sqrt(MAX_PIXELS / max(1.0, frame.width * frame.height)))
        width, height = (max(1, math.floor(side * scale)) for side in (frame.width, frame.height))
        return Raster(page, width, height, scale)

    def draw(self) -> Pixels:
        """The page as it is now: height x width x 4 bytes."""
        import numpy as np

        pixels = np.full((self.height, self.width, 4), 255, np.uint8)
        place = pixels.ctypes.data_as(ctypes.c_void_p)
        bitmap = c.FPDFBitmap_CreateEx(self.width, self.height, c.FPDFBitmap_BGRx, place, self.width * 4)
        if not bitmap:
            raise MemoryError
        try:
            c.FPDF_RenderPageBitmap(bitmap, self.page.raw, 0, 0, self.width, self.height, 0, c.FPDF_ANNOT)
        finally:
            c.FPDFBitmap_Destroy(bitmap)
        return pixels

    def draw_without(self, objects: Iterable[int]) -> Pixels:
        """The page without the objects at these addresses."""
        addresses = list(objects)
        for address in addresses:
            calls.set_active(address, 0)
        try:
            return self.draw()
        finally:
            for address in addresses:
                calls.set_active(address, 1)

    def pixel_boxes(self, boxes: Boxes) -> Counts:
        """Boxes in points (x0, top, x1, bottom a row) as left, top, right, bottom in pixels: on the page, never empty
        unless wholly outside it."""
        import numpy as np

        limit = [self.width, self.height]
        first = np.round(boxes[:, :2] * self.scale)
        last = np.maximum(np.round(boxes[:, 2:] * self.scale), first + 1)
        return np.hstack([np.clip(first, 0, limit), np.clip(last, 0, limit)]).astype(np.int64)


def changed(one: Pixels, other: Pixels) -> Mask:
    """Which pixels differ visibly between two drawings of a page."""
    import numpy as np

    height, width = one.shape[:2]
    found = np.zeros(height * width, np.bool_)
    flat_one, flat_other = one.reshape(-1, 4), other.reshape(-1, 4)
    places = np.flatnonzero(flat_one.view(np.uint32).ravel() != flat_other.view(np.uint32).ravel())
    a, b = flat_one[places], flat_other[places]
    found[places] = (np.maximum(a, b) - np.minimum(a, b)).max(axis=1, initial=0) >= CONTRAST
    return found.reshape(height, width)


class Inked:
    """Counts the set pixels of a mask in many boxes at once, by a summed-area table (Crow 1984)."""

    def __init__(self, mask: Mask) -> None:
        import numpy as np

        self.mask = mask
        self._table = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int32)
        np.cumsum(np.cumsum(mask, axis=0, dtype=np.int32), axis=1, out=self._table[1:, 1:])

    def count(self, boxes: Counts) -> Counts:
        """The set pixels in each box of `Raster.pixel_boxes`."""
        left, top, right, bottom = boxes.T
        table = self._table
        total: Counts = table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]
        return total

    def share(self, boxes: Counts) -> NDArray[np.float64]:
        """The share of each box that is set; 0 for an empty box."""
        import numpy as np

        area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        return np.asarray(self.count(boxes) / np.maximum(area, 1))
