"""Boxes on a page, in points, origin at the top left of the page as it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BBox:
    """A rectangle in points. `top` is less than `bottom`: y grows downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The vertical middle, in points from the top of the page."""
        return (self.top + self.bottom) / 2

    def meets(self, other: BBox) -> bool:
        """Whether the two rectangles share any area."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.top < other.bottom and other.top < self.bottom

    def grown(self, margin: float) -> BBox:
        """The same rectangle with `margin` points more on each side."""
        return BBox(self.x0 - margin, self.top - margin, self.x1 + margin, self.bottom + margin)

    def clipped(self, width: float, height: float) -> BBox:
        """The part of the rectangle that lies on a page of that size."""
        x0, x1 = sorted((min(max(self.x0, 0.0), width), min(max(self.x1, 0.0), width)))
        top, bottom = sorted((min(max(self.top, 0.0), height), min(max(self.bottom, 0.0), height)))
        return BBox(x0, top, x1, bottom)


def union(boxes: Iterable[BBox]) -> BBox:
    """The smallest rectangle that holds all of them. Raises `ValueError` when there is none."""
    boxes = list(boxes)
    return BBox(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
