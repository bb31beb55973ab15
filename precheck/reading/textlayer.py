"""The lines of a page's text layer, with the box of each word."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

from precheck.reading import calls
from precheck.reading.assemble import RawLine
from precheck.reading.frame import Frame
from precheck.reading.normalise import LINE_BREAK_HYPHEN

MAX_LOOSENESS = 3.0
"""A loose box more than this many times as high as the font's size comes from a font with absurd ascents."""

_WORD = re.compile(r"[^\s\ufffe\x02]*[\ufffe\x02]|\S+")
"""A word ends at the hyphen of a line break: what follows it, even a page number, stands on the next line."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd", re.IGNORECASE)
_DOUBLE = ctypes.sizeof(ctypes.c_double)


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    size: float
    rotated: bool


class TextLayer:
    """Iterates over the lines of a text page. One instance a page: the buffers are shared by all calls."""

    def __init__(self, frame: Frame, handle: Any, text: str, shifted: bool) -> None:
        self._frame, self._text, self._shifted = frame, text, shifted
        # PDFium counts what lies beyond the basic plane as two characters.
        self._doubled = [index for index, char in enumerate(text) if char > "\uffff"] if shifted else []
        self._handle = handle
        self._address = calls.address_of(handle)
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
        if not self._shifted:
            return position
        doubled = bisect_left(self._doubled, position)
        return int(c.FPDFText_GetCharIndexFromTextIndex(self._handle, position + doubled))

    def _split(self, part: str, start: int, spans: Sequence[tuple[int, int]]) -> Iterator[RawLine]:
        """The printed lines of what PDFium takes for one: it joins lines at hyphens and at some paragraph ends."""
        style = self._style(self._index(start + spans[0][0]))
        boxes = self._word_boxes(start, spans, 0.0 if style.rotated else MAX_LOOSENESS * style.size)
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
        calls.char_matrix(self._address, index, ctypes.addressof(matrix))
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
            calls.loose_box(address, first, to_floats)
            left, top, right, bottom = floats[:]
            if not 0 < top - bottom < tallest:
                boxes.append(self._tight_box(first, index(start + end - 1)))
                continue
            if end > begin + 1:
                calls.loose_box(address, index(start + end - 1), to_floats)
                right = floats[2]
            boxes.append(place(left, bottom, right, top) if left <= right else place(right, bottom, left, top))
        return boxes

    def _tight_box(self, first: int, last: int) -> tuple[float, float, float, float]:
        to_left = ctypes.addressof(self._doubles)
        corners = []
        for index in (first, last):
            calls.char_box(self._address, index, *(to_left + _DOUBLE * place for place in range(4)))
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
    edges = tuple([value for box in boxes for value in (box[0], box[2])])
    top, bottom = min([box[1] for box in boxes]), max([box[3] for box in boxes])
    words = tuple([part[begin:end] for begin, end in spans])
    bold = bool(_BOLD.search(style.font))
    return RawLine(words, edges, round(top, 2), round(bottom, 2), style.font, round(style.size, 1), bold, style.rotated)
