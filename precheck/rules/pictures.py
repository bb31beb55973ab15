"""The pictures that may be traces of work: large enough, and not a logo that stands on many pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from precheck.model.document import Document, Image
from precheck.model.finding import Evidence

SMALLEST = 0.02
"""Share of the page from which a picture is more than a logo or an icon."""
REPEATED = 3
"""Pages on which a picture at the same place is decoration."""


def pictures(document: Document, pages: Iterable[int]) -> tuple[Evidence, ...]:
    """The pictures on those pages that may show work, each with its page and box."""
    wanted = frozenset(pages)
    places = Counter(_place(image) for page in document.pages for image in page.images)
    return tuple(
        Evidence(page.number, image.bbox)
        for page in document.pages
        if page.number in wanted
        for image in page.images
        if image.bbox.width * image.bbox.height >= SMALLEST * page.width * page.height
        and places[_place(image)] < REPEATED
    )


def _place(image: Image) -> tuple[int, int, int, int]:
    box = image.bbox
    return round(box.x0), round(box.top), round(box.x1), round(box.bottom)
