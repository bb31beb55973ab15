"""An open PDF and its pages: sizes, lines with word boxes, pictures, ink of the page numbers.

Only cheap calls are made for each word (two boxes) and each line (font, size, direction): the whole costs about as much
as `pdftotext -layout`. Runs inside the guarded child process.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as c

from precheck.model.document import Image, Ink, Line
from precheck.model.geometry import BBox, union
from precheck.reading import ink
from precheck.reading.assemble import RawLine
from precheck.reading.errors import DamagedFile, EncryptedFile, TooManyPages, TruncatedFile
from precheck.reading.frame import Frame
from precheck.reading.limits import Limits
from precheck.reading.pictures import image_bounds
from precheck.reading.textlayer import TextLayer

MAX_PROBES = 12
OVERVIEW_SCALE = 0.25
BLANK_SHARE = 0.0005
"""A page with less ink than this share of its pixels is blank."""


def open_document(data: bytes, name: str, limits: Limits) -> pdfium.PdfDocument:
    """Open with an empty password.

    Raises:
        EncryptedFile: a password is needed, or the protection is unknown.
        TruncatedFile, DamagedFile: the bytes cannot be opened.
        TooManyPages: beyond `limits.pages`.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
            raise EncryptedFile(file=name) from None
        kind = DamagedFile if b"%%EOF" in data[-2048:] else TruncatedFile
        raise kind(file=name) from None
    pages = len(document)
    if pages > limits.pages:
        raise TooManyPages(file=name, pages=pages, maximum=limits.pages)
    if pages == 0:
        raise DamagedFile(file=name)
    return document


class PageReader:
    """One page of an open document: its size, lines, pictures, and whether its numbers can be seen.

    Raises:
        DamagedFile: the page is announced, but cannot be opened.
    """

    def __init__(self, document: pdfium.PdfDocument, index: int, name: str) -> None:
        try:
            self.page = document[index]
        except pdfium.PdfiumError:
            raise DamagedFile(file=name) from None
        self.frame = Frame(self.page)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as shown."""
        return self.frame.width, self.frame.height

    def close(self) -> None:
        self.page.close()

    def lines(self) -> list[RawLine]:
        """The lines in the order of the text layer."""
        textpage = self.page.get_textpage()
        try:
            text = textpage.get_text_range()
            handle = textpage.raw
            # Some characters stand in PDFium's list but not in its text, or the other way round (surrogates).
            shifted = c.FPDFText_CountChars(handle) != len(text)
            return list(TextLayer(self.frame, handle, text, shifted))
        finally:
            textpage.close()

    def images(self) -> tuple[Image, ...]:
        """The boxes of the pictures on the page, cut to the page."""
        width, height = self.size
        found = []
        for left, bottom, right, top in image_bounds(self.page):
            box = BBox(*self.frame.box(left, bottom, right, top)).clipped(width, height)
            if box.width > 1 and box.height > 1:
                found.append(Image(box))
        return tuple(found)

    def ink(self, lines: Sequence[Line]) -> tuple[Ink, ...]:
        """For each word in the top and bottom bands that could be a page number: how much of it can be seen."""
        width, height = self.size
        words = ink.number_words(lines, height)[:MAX_PROBES]
        probes = []
        for group in ink.side_by_side(sorted(words, key=lambda word: (word.bbox.top, word.start))):
            # One drawing for all the words of a row: most of its cost is that of the pictures behind them.
            strip = union(word.bbox.grown(1) for word in group).clipped(width, height)
            pixels, stride = self._grey(strip, ink.SCALE)
            for word in group:
                box = word.bbox.grown(1).clipped(width, height)
                probes.append(Ink(word.start, round(ink.share_of_ink(ink.cut(pixels, stride, strip, box)), 3)))
        return tuple(sorted(probes, key=lambda probe: probe.start))

    def is_blank(self) -> bool:
        """Whether nothing is drawn on the page."""
        pixels, _ = self._grey(BBox(0, 0, *self.size), OVERVIEW_SCALE)
        return ink.share_of_ink(pixels) < BLANK_SHARE

    def _grey(self, box: BBox, scale: float) -> tuple[bytes, int]:
        """The pixels of a box of the page, one byte each, `scale` pixels a point, and how many there are in a row."""
        width = max(1, math.ceil(box.width * scale))
        height = max(1, math.ceil(box.height * scale))
        bitmap = c.FPDFBitmap_CreateEx(width, height, c.FPDFBitmap_Gray, None, width)
        if not bitmap:
            raise MemoryError
        try:
            c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            whole_width, whole_height = self.size
            c.FPDF_RenderPageBitmap(
                bitmap,
                self.page.raw,
                math.floor(-box.x0 * scale),
                math.floor(-box.top * scale),
                math.ceil(whole_width * scale),
                math.ceil(whole_height * scale),
                0,
                c.FPDF_ANNOT,
            )
            return ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), width * height), width
        finally:
            c.FPDFBitmap_Destroy(bitmap)
