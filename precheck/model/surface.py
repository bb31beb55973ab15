"""What of a page's text can be seen when the page is drawn; measured only for a screening."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from precheck.model.geometry import BBox


class Veil(StrEnum):
    """Why nobody sees a text."""

    COLOUR = "colour"
    """It has the colour of what lies behind it."""
    INVISIBLE = "invisible"
    """It is drawn without ink: invisible mode, or wholly transparent."""
    TINY = "tiny"
    OFF_PAGE = "off-page"
    COVERED = "covered"
    """Something is drawn over it, it is clipped away, or its letters have no shape."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text of one line that nobody sees: `[start, end)` of `Document.text`, and how many letters and digits it has."""

    start: int
    end: int
    veil: Veil
    letters: int


@dataclass(frozen=True, slots=True)
class PageSurface:
    """One page as it is drawn, compared with its text layer.

    `letters` counts the letters and digits that were looked at, `over_picture` those of them that are invisible and
    lie on the same words in a picture, as character recognition leaves them. `sampled` words were compared with their
    ink; `unlike` are the spans of those at whose place something else is drawn. `picture_lines` counts the lines of
    print in pictures that have no text layer, `picture` is where they stand.
    """

    page: int
    letters: int = 0
    over_picture: int = 0
    unseen: tuple[Unseen, ...] = ()
    sampled: int = 0
    unlike: tuple[tuple[int, int], ...] = ()
    picture_lines: int = 0
    picture: BBox | None = None
