"""Where the pictures of a page are."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from precheck.reading import calls

MAX_OBJECTS = 20_000
MAX_FORM_DEPTH = 3


def image_bounds(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """left, bottom, right, top of every image in page space, those inside forms included."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    seen = 0

    def walk(count: int, get: Any, parent: int, matrices: list[c.FS_MATRIX]) -> Iterator[tuple[float, ...]]:
        nonlocal seen
        for index in range(count):
            seen += 1
            if seen > MAX_OBJECTS:
                return
            address = get(parent, index)
            kind = calls.object_type(address)
            if kind not in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM):
                continue
            item = ctypes.cast(address, c.FPDF_PAGEOBJECT)
            if kind == c.FPDF_PAGEOBJ_IMAGE:
                if c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                    yield _placed((left.value, bottom.value, right.value, top.value), matrices)
            elif len(matrices) < MAX_FORM_DEPTH:
                matrix = c.FS_MATRIX()
                c.FPDFPageObj_GetMatrix(item, matrix)
                yield from walk(c.FPDFFormObj_CountObjects(item), calls.form_object, address, [matrix, *matrices])

    for bounds in walk(c.FPDFPage_CountObjects(page.raw), calls.page_object, calls.address_of(page.raw), []):
        yield bounds[0], bounds[1], bounds[2], bounds[3]


def _placed(bounds: tuple[float, ...], matrices: Sequence[c.FS_MATRIX]) -> tuple[float, ...]:
    """The bounds of an object inside forms, carried through the forms' matrices, innermost first."""
    for m in matrices:
        corners = [(bounds[i], bounds[j]) for i in (0, 2) for j in (1, 3)]
        xs = [m.a * x + m.c * y + m.e for x, y in corners]
        ys = [m.b * x + m.d * y + m.f for x, y in corners]
        bounds = (min(xs), min(ys), max(xs), max(ys))
    return bounds
