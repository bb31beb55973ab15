"""Pictures of parts of a page, asked for by the renderers and drawn by the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from precheck.model.geometry import BBox

SCALE = 110 / 72
"""Pixels per point: enough to read a page's small print on any screen."""


@dataclass(frozen=True, slots=True)
class CropRequest:
    """A stretch of a page to be drawn: page from 1, box in points (top-left origin), `scale` in pixels per point."""

    page: int
    bbox: BBox
    scale: float = SCALE


Pictures = Mapping[CropRequest, bytes]
"""The PNG (or JPEG) drawn for each request. A request without a picture is simply not shown."""
