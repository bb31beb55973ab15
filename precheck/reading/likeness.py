"""Whether the words of the text layer can be those drawn at their place: height and depth of letters, lengths of words.

Nothing is recognised. Letters that rise (b, d, l, capitals) must rise above those that do not (a, e, m), letters that
descend (g, p, q, y) must descend; words that lie invisible over a picture must be as long as its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from precheck.reading.glyphs import Glyphs
from precheck.reading.raster import Inked, Raster

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from precheck.reading.raster import Mask, Pixels

Word = tuple[int, int]
SAMPLE = 100
"""Words of one page that are compared with their ink."""
MIN_EM = 12
"""Pixels: the heights of smaller letters cannot be told apart."""
TALL = frozenset("bdhklABCDEFGHIKLMNPRSTUVXYZ")
LOW = frozenset("acemnorsuvwxzgpqy")
DEEP = frozenset("gpqy")
FLAT = frozenset("abcdehiklmnorsuvwxz")
CONTRADICTED = 0.5
"""Share of the pairs of letters of a word from which on its ink contradicts it."""

DARK = 48
"""Grey levels from the background."""
INKED = 0.05
"""Share of a word's box that a word in a picture fills at least."""
ON_PICTURE = 0.5
"""Share of the invisible words that lie on something dark from which on a picture is behind them."""
ROW_WORDS, ENOUGH_ROWS = 4, 8
"""Words of a line that is compared, and lines."""
WORD_SPACE = 0.2
"""Heights of a line: a wider blank parts two words."""
ALIKE = 0.6
"""Correlation between the lengths of words, from which on they may be the same."""
FITS = 0.2
"""Share of the lines that must fit: noise and tables spoil some, other words fit one in thirty."""


@dataclass(frozen=True, slots=True)
class Misfits:
    """How many invisible words were compared with a picture, and those that cannot be its words."""

    compared: int = 0
    words: tuple[Word, ...] = ()


def word_bounds(glyphs: Glyphs) -> list[Word]:
    """First character of each word, and the one after its last."""
    import numpy as np

    edges = [0, *(int(edge) for edge in np.flatnonzero(np.diff(glyphs.words)) + 1), len(glyphs.text)]
    return list(pairwise(edges))


def words_unlike_ink(glyphs: Glyphs, seen: Mask, ink: Inked, raster: Raster) -> tuple[int, list[Word]]:
    """How many words were compared with the ink of their letters, and those that it contradicts.

    A sample of upright words large enough and wholly `seen`; a word set in capitals throughout says nothing.
    """
    words = [
        (first, last)
        for first, last in word_bounds(glyphs)
        if last - first > 2 and seen[first:last].all() and _is_fit(glyphs, first, raster.scale)
    ]
    step = max(1, len(words) // SAMPLE)
    compared, unlike = 0, []
    for first, last in words[::step]:
        verdict = _contradicted(glyphs, first, last, ink.mask, raster.scale)
        if verdict is None:
            continue
        compared += 1
        if verdict >= CONTRADICTED:
            unlike.append((first, last))
    return compared, unlike


def _is_fit(glyphs: Glyphs, first: int, scale: float) -> bool:
    pen = glyphs.drawn_by[glyphs.pens[first]]
    return bool(pen.upright and pen.size * scale >= MIN_EM)


def _contradicted(glyphs: Glyphs, first: int, last: int, mask: Mask, scale: float) -> float | None:
    """The share of the word's pairs of a tall and a low letter, a deep and a flat one, that are not so in ink."""
    edges = {index: edge for index in range(first, last) if (edge := _edges(glyphs, index, mask, scale))}
    tops = [edge[0] for edge in edges.values()]
    if len(edges) < 3 or (max(tops) - min(tops) <= 1 and _spread([edge[1] for edge in edges.values()]) <= 1):
        return None
    text = glyphs.text
    pairs = [
        edges[low][0] > edges[tall][0] + 1 for tall in edges if text[tall] in TALL for low in edges if text[low] in LOW
    ]
    pairs += [
        edges[deep][1] > edges[flat][1] + 1
        for deep in edges
        if text[deep] in DEEP
        for flat in edges
        if text[flat] in FLAT
    ]
    return 1 - sum(pairs) / len(pairs) if pairs else None


def _spread(values: list[int]) -> int:
    return max(values) - min(values)


def _edges(glyphs: Glyphs, index: int, mask: Mask, scale: float) -> tuple[int, int] | None:
    """The first and last rows with ink of one letter, in pixels from the top of the page."""
    import numpy as np

    x0, top, x1, bottom = glyphs.boxes[index] * scale
    first = max(0, round(top) - 2)
    rows = mask[first : round(bottom) + 2, max(0, round(x0)) : max(0, round(x1))]
    inked = np.flatnonzero(rows.any(axis=1))
    return (first + int(inked[0]), first + int(inked[-1])) if len(inked) else None


def words_in_pictures(glyphs: Glyphs, hidden: Mask, bare: Pixels, raster: Raster) -> tuple[Mask, Misfits]:
    """Which of the `hidden` characters lie on the words of a picture, and those that lie on other words.

    `bare` is the page without its text. Along a line the picture must show as many words, long and short in turn.
    """
    import numpy as np

    pictured = np.zeros(len(hidden), np.bool_)
    words = [(first, last) for first, last in word_bounds(glyphs) if hidden[first:last].any()] if hidden.any() else []
    if not words:
        return pictured, Misfits()
    boxes = np.array([_word_box(glyphs, word) for word in words])
    dark = Inked(_dark(bare, raster.pixel_boxes(boxes)))
    inked = dark.share(raster.pixel_boxes(boxes)) > INKED
    if inked.mean() < ON_PICTURE:
        return pictured, Misfits()
    rows = _rows(boxes)
    fitting = [_fits(boxes[row], dark.mask, raster.scale) for row in rows]
    lying = [word for word, on in zip(words, inked, strict=True) if on]
    for first, last in words:
        pictured[first:last] = True
    if len(rows) >= ENOUGH_ROWS and sum(fitting) < FITS * len(rows):
        return pictured, Misfits(len(lying), tuple(lying))
    return pictured, Misfits(len(lying))


def _word_box(glyphs: Glyphs, word: Word) -> NDArray[np.float64]:
    import numpy as np

    boxes = glyphs.boxes[word[0] : word[1]]
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _dark(bare: Pixels, boxes: NDArray[np.int64]) -> Mask:
    """Where the page differs from the most frequent grey of the boxes."""
    import numpy as np

    grey = bare[:, :, :3].max(axis=2)
    counts = np.zeros(256, np.int64)
    for left, top, right, bottom in boxes[:500]:
        counts += np.bincount(grey[top:bottom, left:right].ravel(), minlength=256)
    background = int(counts.argmax())
    return np.asarray(np.abs(grey.astype(np.int16) - background) > DARK)


def _rows(boxes: NDArray[np.float64]) -> list[list[int]]:
    """The indexes of the words of each line that has `ROW_WORDS` words or more."""
    rows: list[list[int]] = [[0]]
    for index in range(1, len(boxes)):
        one, other = boxes[index - 1], boxes[index]
        height = max(one[3] - one[1], other[3] - other[1])
        if abs(one[3] - other[3]) < 0.5 * height and -0.5 * height < other[0] - one[2] < 3 * height:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [row for row in rows if len(row) >= ROW_WORDS]


def _fits(words: NDArray[np.float64], dark: Mask, scale: float) -> bool:
    """Whether the picture shows as many words along a line as it should, long where those are long.

    Places may differ: recognition often fits whole lines, with a font of its own.
    """
    import numpy as np

    height = float(np.median(words[:, 3] - words[:, 1]))
    left, right = words[0, 0] - height / 2, words[-1, 2] + height / 2
    top, bottom = words[:, 1].min(), words[:, 3].max()
    first, start = (max(0, round(value * scale)) for value in (top, left))
    columns = np.flatnonzero(dark[first : round(bottom * scale), start : round(right * scale)].any(axis=0))
    if not len(columns):
        return False
    breaks = np.flatnonzero(np.diff(columns) > WORD_SPACE * height * scale)
    starts, ends = np.append(0, breaks + 1), np.append(breaks, len(columns) - 1)
    seen = columns[ends] - columns[starts]
    told = words[:, 2] - words[:, 0]
    return len(seen) == len(told) and bool(np.corrcoef(seen, told)[0, 1] >= ALIKE)
