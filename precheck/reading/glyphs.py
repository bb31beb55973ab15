"""The characters of a page one by one, as arrays: where each stands, which object draws it and how.

Ten times the cost of a plain reading of the page, so it is done for a screening only. Runs inside the guarded child.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from precheck.reading import calls
from precheck.reading.frame import Frame
from precheck.reading.normalise import LINE_BREAK_HYPHEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_CHARACTERS = 60_000
"""On one page: more are not looked at."""
MAX_OBJECTS = 20_000
MAX_FORM_DEPTH = 5
OPAQUE = 8
"""Of 255: a colour less opaque than this cannot be seen."""
_DOUBLE = ctypes.sizeof(ctypes.c_double)
_NO_INK = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_FILLED = c.FPDF_TEXTRENDERMODE_FILL


@dataclass(frozen=True, slots=True)
class Pen:
    """How a text object is drawn: em in points as shown, whether it leaves ink, the colour (blue, green, red) that
    its letters are filled with (None when they have an outline), whether it runs from left to right."""

    size: float
    ink: bool
    colour: tuple[int, int, int] | None
    upright: bool


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The characters of a page without its white space, in the order of its text layer; `text` holds them.

    `boxes` are points as shown (x0, top, x1, bottom a row), `words` numbers the runs between white space, `lettered`
    says which are Latin letters or digits: those that any font draws. `pens` holds the index in `objects` of what
    draws each.
    """

    text: str
    boxes: NDArray[np.float64]
    words: NDArray[np.int64]
    lettered: NDArray[np.bool_]
    pens: NDArray[np.int64]
    objects: tuple[int, ...]
    drawn_by: tuple[Pen, ...]


def read_glyphs(page: pdfium.PdfPage, frame: Frame) -> Glyphs:
    """All characters of a page but white space, at most `MAX_CHARACTERS`."""
    import numpy as np

    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        handle = textpage.raw
        index = _indexer(handle, text)
        places = [position for position, char in enumerate(text) if not char.isspace()][:MAX_CHARACTERS]
        boxes = np.zeros((len(places), 4), np.float64)
        address, target = calls.address_of(handle), boxes.ctypes.data
        found: dict[int, int] = {}
        pens: list[Pen] = []
        owners = []
        for row, position in enumerate(places):
            number, base = index(position), target + 4 * _DOUBLE * row
            calls.char_box(address, number, base, base + _DOUBLE, base + 2 * _DOUBLE, base + 3 * _DOUBLE)
            drawer = calls.text_object(address, number) or 0
            if drawer not in found:
                found[drawer] = len(pens)
                pens.append(_pen(handle, number, drawer, frame))
            owners.append(found[drawer])
        kept = "".join([text[position] for position in places])
        # What follows the hyphen of a line break stands on the next line.
        numbers = np.diff(np.array(places, np.int64), prepend=0) > 1
        numbers[1:] |= np.array([char in LINE_BREAK_HYPHEN for char in kept[:-1]], np.bool_)
        left, right, bottom, top = boxes.T
        return Glyphs(
            kept,
            np.stack(frame.box(left, bottom, right, top), axis=1) if places else boxes,  # type: ignore[arg-type]
            np.cumsum(numbers),
            np.array([char < "\u0250" and char.isalnum() for char in kept], np.bool_),
            np.array(owners, np.int64),
            tuple(found),
            tuple(pens),
        )
    finally:
        textpage.close()


def text_objects(page: pdfium.PdfPage) -> dict[int, int]:
    """The addresses of all text objects of the page, those in forms too, with their rank from the bottom up.

    Raises:
        OverflowError: there are more than `MAX_OBJECTS` objects.
    """
    ranks: dict[int, int] = {}
    seen = 0

    def walk(count: int, get: Any, parent: int, depth: int) -> None:
        nonlocal seen
        for index in range(count):
            seen += 1
            if seen > MAX_OBJECTS:
                raise OverflowError
            address = get(parent, index)
            kind = calls.object_type(address)
            if kind == c.FPDF_PAGEOBJ_TEXT:
                ranks[address] = len(ranks)
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                walk(calls.form_count(address), calls.form_object, address, depth + 1)

    walk(c.FPDFPage_CountObjects(page.raw), calls.page_object, calls.address_of(page.raw), 0)
    return ranks


def _indexer(handle: Any, text: str) -> Callable[[int], int]:
    """From a position in the page's text to PDFium's index: they differ where the text has surrogates."""
    if c.FPDFText_CountChars(handle) == len(text):
        return lambda position: position
    doubled = [position for position, char in enumerate(text) if char > "\uffff"]
    return lambda position: int(c.FPDFText_GetCharIndexFromTextIndex(handle, position + bisect_left(doubled, position)))


def _pen(handle: Any, index: int, drawer: int, frame: Frame) -> Pen:
    matrix = c.FS_MATRIX()
    c.FPDFText_GetMatrix(handle, index, matrix)
    size = c.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    upright = math.cos(math.atan2(matrix.b, matrix.a) - math.radians(frame.rotation)) > 0.999
    if not drawer:
        return Pen(size, ink=True, colour=None, upright=False)
    item = ctypes.cast(drawer, c.FPDF_PAGEOBJECT)
    mode = c.FPDFTextObj_GetTextRenderMode(item)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    ink = mode not in _NO_INK and not (known and mode == _FILLED and alpha.value < OPAQUE)
    return Pen(size, ink, (blue.value, green.value, red.value) if known and mode == _FILLED else None, upright)
