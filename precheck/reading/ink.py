"""Which words could be a page number, and whether they can be seen: the pixels of their boxes are looked at."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from precheck.model.document import Line, Word
from precheck.model.geometry import BBox

TOP_BAND, BOTTOM_BAND = 0.18, 0.78
"""Numbers are looked for above and below these shares of the page's height."""
SCALE = 2.0
"""Pixels per point."""
THRESHOLD = 6
"""Grey levels (of 255) by which a pixel differs from the background: white on pale grey is seen."""
SHORT_LINE = 3
"""Words: a line that short may be "Page 3", "iv | Annexes" or "3 sur 17"."""

_AROUND = r"[-–—_(\[|~•.]*"
_ARABIC = re.compile(rf"{_AROUND}(?:page|p\.?)?\d{{1,3}}(?:/\d{{1,4}})?[-–—_)\]|~•.]*", re.IGNORECASE)
_ROMAN = re.compile(rf"{_AROUND}(?:[ivxl]{{1,7}}|[IVXL]{{1,7}})[-–—_)\]|~•.]*")


def number_words(lines: Sequence[Line], height: float) -> list[Word]:
    """The words that could be a page number, in the first and last lines and in the bands of a page that high.

    Such a word stands at either end of its line, or in a line of three words at most; "1." before other words opens a
    heading or an item.
    """
    band = [line for line in lines if not TOP_BAND * height < line.bbox.middle < BOTTOM_BAND * height]
    return [word for line in dict.fromkeys([*lines[:3], *lines[-4:], *band]) for word in _of_line(line)]


def _of_line(line: Line) -> list[Word]:
    if not any(map(str.isalnum, line.text)):
        return []
    words = list(line.words())
    if len(words) <= SHORT_LINE:
        found = [word for word in words if _ARABIC.fullmatch(word.text) or _ROMAN.fullmatch(word.text)]
    else:
        found = [word for word in (words[0], words[-1]) if _ARABIC.fullmatch(word.text)]
    return [word for word in found if len(words) == 1 or word is not words[0] or word.text[-1] not in ".)"]


def side_by_side(words: Sequence[Word]) -> list[list[Word]]:
    """Words sorted by height, in groups of those that share a row."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.bbox.top < groups[-1][-1].bbox.bottom:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def cut(pixels: bytes, stride: int, strip: BBox, box: BBox) -> bytes:
    """The pixels of `box` out of those of `strip`, drawn at `SCALE` with `stride` pixels a row."""
    rows = len(pixels) // stride
    left, right = math.floor((box.x0 - strip.x0) * SCALE), math.ceil((box.x1 - strip.x0) * SCALE)
    top, bottom = math.floor((box.top - strip.top) * SCALE), math.ceil((box.bottom - strip.top) * SCALE)
    return b"".join(
        pixels[row * stride + left : row * stride + min(right, stride)] for row in range(top, min(bottom, rows))
    )


def share_of_ink(pixels: bytes) -> float:
    """Share of the pixels that differ from the most frequent one, the background."""
    if not pixels:
        return 0.0
    counts = Counter(pixels)
    background = max(sorted(counts), key=counts.__getitem__)
    near = sum(count for level, count in counts.items() if abs(level - background) < THRESHOLD)
    return 1 - near / len(pixels)
