"""Reading and drawing with PDFium: page count, sizes, lines with word boxes, pictures, ink.

Only cheap calls are made for each word (two boxes) and each line (font, size, matrix): the whole costs about as much
as `pdftotext -layout`. Runs inside the guarded child process.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from precheck.model.document import Image, Ink, Line, Word
from precheck.model.geometry import BBox, union
from precheck.reading.assemble import RawLine
from precheck.reading.errors import DamagedFile, EncryptedFile, TooManyPages, TruncatedFile
from precheck.reading.limits import Limits
from precheck.reading.normalise import LINE_BREAK_HYPHEN

TOP_BAND, BOTTOM_BAND = 0.18, 0.78
INK_THRESHOLD = 6
"""Grey levels (of 255) by which a pixel differs from the background: white on pale grey is seen."""
MAX_PROBES = 12
MAX_OBJECTS = 20_000
MAX_FORM_DEPTH = 3
INK_SCALE = 2.0

_WORD = re.compile(r"[^\s\ufffe\x02]*[\ufffe\x02]|\S+")
"""A word ends at the hyphen of a line break: what follows it, even a page number, stands on the next line."""
_NUMBER = re.compile(
    r"[-–—_(\[|~•.]*(?:page|p\.?)?(?:\d{1,4}(?:/\d{1,4})?|[ivxlcdm]{1,7})[-–—_)\]|~•.]*", re.IGNORECASE
)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd", re.IGNORECASE)


class Frame:
    """From PDFium's page space (origin bottom left, unrotated) to points from the top left of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = c.FS_RECTF()
        self.rotation = page.get_rotation()
        self.width, self.height = page.get_size()
        if not c.FPDF_GetPageBoundingBox(page.raw, box):
            box.left, box.bottom, box.right, box.top = 0, 0, self.width, self.height
        self._x, self._y, self._right, self._top = box.left, box.bottom, box.right, box.top

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom as shown."""
        if self.rotation == 0:
            return left - self._x, self._top - top, right - self._x, self._top - bottom
        if self.rotation == 90:
            return bottom - self._y, left - self._x, top - self._y, right - self._x
        if self.rotation == 180:
            return self._right - right, bottom - self._y, self._right - left, top - self._y
        return self._top - top, self._right - right, self._top - bottom, self._right - left


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
    """One page of an open document: its size, lines, pictures, and whether its numbers can be seen."""

    def __init__(self, document: pdfium.PdfDocument, index: int) -> None:
        self.page = document[index]
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
            return list(_Lines(self.frame, handle, text, shifted))
        finally:
            textpage.close()

    def images(self) -> tuple[Image, ...]:
        """The boxes of the pictures on the page, cut to the page."""
        width, height = self.size
        found = []
        for left, bottom, right, top in _image_bounds(self.page):
            box = BBox(*self.frame.box(left, bottom, right, top)).clipped(width, height)
            if box.width > 1 and box.height > 1:
                found.append(Image(box))
        return tuple(found)

    def ink(self, lines: Sequence[Line]) -> tuple[Ink, ...]:
        """For each word in the top and bottom bands that could be a page number: how much of it can be seen."""
        width, height = self.size
        band = [line for line in lines if not TOP_BAND * height < line.bbox.middle < BOTTOM_BAND * height]
        words = [word for line in dict.fromkeys([*lines[:3], *lines[-4:], *band]) for word in _number_words(line)]
        words = sorted(words[:MAX_PROBES], key=lambda word: (word.bbox.top, word.start))
        probes = []
        for group in _side_by_side(words):
            # One drawing for all the words of a row: most of its cost is that of the pictures behind them.
            strip = union(word.bbox.grown(1) for word in group).clipped(width, height)
            pixels, stride = self._grey(strip, INK_SCALE)
            for word in group:
                box = word.bbox.grown(1).clipped(width, height)
                probes.append(Ink(word.start, round(_share_of_ink(_cut(pixels, stride, strip, box)), 3)))
        return tuple(sorted(probes, key=lambda probe: probe.start))

    def is_blank(self) -> bool:
        """Whether nothing is drawn on the page."""
        scale = 0.25
        return _share_of_ink(self._grey(BBox(0, 0, *self.size), scale)[0]) < 0.0005

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


def _number_words(line: Line) -> list[Word]:
    """The words of a line that could be a page number: at either end of it, or in a line of three words at most."""
    if not any(map(str.isalnum, line.text)):
        return []
    words = list(line.words())
    return [word for word in (words if len(words) <= 3 else (words[0], words[-1])) if _NUMBER.fullmatch(word.text)]


def _side_by_side(words: Sequence[Word]) -> list[list[Word]]:
    """Words sorted by height, in groups of those that share a row."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.bbox.top < groups[-1][-1].bbox.bottom:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _cut(pixels: bytes, stride: int, strip: BBox, box: BBox) -> bytes:
    """The pixels of `box` out of those of `strip`, drawn at `INK_SCALE` with `stride` pixels a row."""
    rows = len(pixels) // stride
    left, right = math.floor((box.x0 - strip.x0) * INK_SCALE), math.ceil((box.x1 - strip.x0) * INK_SCALE)
    top, bottom = math.floor((box.top - strip.top) * INK_SCALE), math.ceil((box.bottom - strip.top) * INK_SCALE)
    return b"".join(
        pixels[row * stride + left : row * stride + min(right, stride)] for row in range(top, min(bottom, rows))
    )


def _share_of_ink(pixels: bytes) -> float:
    """Share of the pixels that differ from the most frequent one, the background."""
    counts = Counter(pixels)
    background = max(sorted(counts), key=counts.__getitem__)
    near = sum(count for level, count in counts.items() if abs(level - background) < INK_THRESHOLD)
    return 1 - near / len(pixels)


def _fast(function: Any, *arguments: type) -> Any:
    """The same C function, called with plain addresses and holding the interpreter's lock: less than half the cost a
    call, and these are called a hundred thousand times a dossier."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address
    return ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *arguments)(address)


_loose_box = _fast(c.FPDFText_GetLooseCharBox, ctypes.c_void_p)
_char_box = _fast(c.FPDFText_GetCharBox, *[ctypes.c_void_p] * 4)
_char_matrix = _fast(c.FPDFText_GetMatrix, ctypes.c_void_p)
_DOUBLE = ctypes.sizeof(ctypes.c_double)
_MAX_LOOSENESS = 3.0


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    size: float
    rotated: bool


class _Lines:
    """Iterates over the lines of a text page. One instance a page: the buffers are shared by all calls."""

    def __init__(self, frame: Frame, handle: Any, text: str, shifted: bool) -> None:
        self._frame, self._text, self._shifted = frame, text, shifted
        self._handle = handle
        self._address = ctypes.cast(handle, ctypes.c_void_p).value
        self._floats = (ctypes.c_float * 4)()
        self._doubles = (ctypes.c_double * 4)()
        self._matrix = c.FS_MATRIX()
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def __iter__(self) -> Iterator[RawLine]:
        start = 0
        for part in self._text.split("\r\n"):
            spans = [match.span() for match in _WORD.finditer(part)]
            if spans:
                yield from self._split(part, start, spans)
            start += len(part) + 2

    def _index(self, position: int) -> int:
        return c.FPDFText_GetCharIndexFromTextIndex(self._handle, position) if self._shifted else position

    def _split(self, part: str, start: int, spans: Sequence[tuple[int, int]]) -> Iterator[RawLine]:
        """The printed lines of what PDFium takes for one: it joins lines at hyphens and at some paragraph ends."""
        style = self._style(self._index(start + spans[0][0]))
        boxes = self._word_boxes(start, spans, 0.0 if style.rotated else _MAX_LOOSENESS * style.size)
        first = 0
        for index in range(1, len(boxes)):
            above, below = boxes[index - 1], boxes[index]
            # Lower by half of its height, and further left by more than rotated words may waver or after a hyphen.
            hyphen = part[spans[index - 1][1] - 1] in LINE_BREAK_HYPHEN
            if below[1] + below[3] > 2 * above[3] and (hyphen or below[0] < above[0] - (below[3] - below[1])):
                yield _raw_line(part, spans[first:index], boxes[first:index], style)
                style = self._style(self._index(start + spans[index][0]))
                first = index
        yield _raw_line(part, spans[first:], boxes[first:], style)

    def _style(self, index: int) -> _Style:
        """Font, size and direction of the character at that index."""
        matrix = self._matrix
        _char_matrix(self._address, index, ctypes.addressof(matrix))
        size = c.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.c, matrix.d)
        return _Style(self._font_name(index), size, self._is_rotated())

    def _word_boxes(
        self, start: int, spans: Sequence[tuple[int, int]], tallest: float
    ) -> list[tuple[float, float, float, float]]:
        """The box of each word as shown, from its first and last characters. The hottest loop of the reader.

        Loose boxes have the height of the line. Fonts with absurd ascents exist: a loose box higher than `tallest`
        points is replaced by the box around the ink.
        """
        address, index, place, floats = self._address, self._index, self._frame.box, self._floats
        to_floats = ctypes.addressof(floats)
        boxes = []
        for begin, end in spans:
            first = index(start + begin)
            _loose_box(address, first, to_floats)
            left, top, right, bottom = floats[:]
            if not 0 < top - bottom < tallest:
                boxes.append(self._tight_box(first, index(start + end - 1)))
                continue
            if end > begin + 1:
                _loose_box(address, index(start + end - 1), to_floats)
                right = floats[2]
            boxes.append(place(left, bottom, right, top) if left <= right else place(right, bottom, left, top))
        return boxes

    def _tight_box(self, first: int, last: int) -> tuple[float, float, float, float]:
        to_left = ctypes.addressof(self._doubles)
        corners = []
        for index in (first, last):
            _char_box(self._address, index, *(to_left + _DOUBLE * place for place in range(4)))
            corners.append(self._doubles[:])
        lefts, rights, bottoms, tops = zip(*corners, strict=True)
        return self._frame.box(min(lefts), min(bottoms), max(rights), max(tops))

    def _is_rotated(self) -> bool:
        """Whether the text does not run from left to right on the page as shown."""
        turned = math.atan2(self._matrix.b, self._matrix.a) - math.radians(self._frame.rotation)
        return math.cos(turned) < 0.9

    def _font_name(self, index: int) -> str:
        length = c.FPDFText_GetFontInfo(self._handle, index, self._font, len(self._font), ctypes.byref(self._flags))
        name = self._font.raw[: max(0, min(length, len(self._font)) - 1)].decode("utf-8", "replace")
        return name.partition("+")[2] or name


def _raw_line(
    part: str, spans: Sequence[tuple[int, int]], boxes: Sequence[tuple[float, float, float, float]], style: _Style
) -> RawLine:
    edges = tuple([round(value, 2) for box in boxes for value in (box[0], box[2])])
    top, bottom = min([box[1] for box in boxes]), max([box[3] for box in boxes])
    words = tuple([part[begin:end] for begin, end in spans])
    bold = bool(_BOLD.search(style.font))
    return RawLine(words, edges, round(top, 2), round(bottom, 2), style.font, round(style.size, 1), bold, style.rotated)


def _image_bounds(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """left, bottom, right, top of every image in page space, those inside forms included."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    seen = 0

    def walk(count: int, get: object, parent: object, matrices: list[c.FS_MATRIX]) -> Iterator[tuple[float, ...]]:
        nonlocal seen
        for index in range(count):
            seen += 1
            if seen > MAX_OBJECTS:
                return
            item = get(parent, index)  # type: ignore[operator]
            kind = c.FPDFPageObj_GetType(item)
            if kind == c.FPDF_PAGEOBJ_IMAGE:
                if c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                    yield _placed((left.value, bottom.value, right.value, top.value), matrices)
            elif kind == c.FPDF_PAGEOBJ_FORM and len(matrices) < MAX_FORM_DEPTH:
                matrix = c.FS_MATRIX()
                c.FPDFPageObj_GetMatrix(item, matrix)
                yield from walk(c.FPDFFormObj_CountObjects(item), c.FPDFFormObj_GetObject, item, [matrix, *matrices])

    for bounds in walk(c.FPDFPage_CountObjects(page.raw), c.FPDFPage_GetObject, page.raw, []):
        yield bounds[0], bounds[1], bounds[2], bounds[3]


def _placed(bounds: tuple[float, ...], matrices: Sequence[c.FS_MATRIX]) -> tuple[float, ...]:
    """The bounds of an object inside forms, carried through the forms' matrices, innermost first."""
    for m in matrices:
        corners = [(bounds[i], bounds[j]) for i in (0, 2) for j in (1, 3)]
        xs = [m.a * x + m.c * y + m.e for x, y in corners]
        ys = [m.b * x + m.d * y + m.f for x, y in corners]
        bounds = (min(xs), min(ys), max(xs), max(ys))
    return bounds
