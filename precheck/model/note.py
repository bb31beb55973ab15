"""A comment to be written on the candidate's own PDF."""

from __future__ import annotations

from dataclasses import dataclass

from precheck.model.geometry import BBox


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a page, numbered from 1.

    `boxes` (points, top-left origin, page as it is shown) are highlighted and carry the comment; without boxes the
    comment is a note in the margin. `colour` is red, green and blue, each from 0 to 1.
    """

    page: int
    text: str
    boxes: tuple[BBox, ...] = ()
    colour: tuple[float, float, float] = (1.0, 0.85, 0.3)
    title: str = "precheck"
