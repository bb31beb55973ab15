"""Whether the words of the text layer can be what is drawn at their place: by height and depth of letters, by gaps.

Nothing is recognised. Letters that rise (b, d, l, capitals) must rise above those that do not (a, e, m), letters that
descend (g, p, q, y) must descend; words that lie invisible over a picture must end where the words of the picture end.
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
BLANK = 0.05
"""Share of a gap that may be dark."""
ON_PICTURE = 0.5
"""Share of the invisible words that lie on something dark from which on a picture is behind them."""
ENOUGH_GAPS = 20
FITS = 0.4
"""Share of the gaps that are blank in the picture from which on the words may be those of the picture."""


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

    `bare` is the page without its text. Most gaps between words must be blank in the picture too: words that were
    put there at random would find one gap in four.
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
    gaps = _gaps(boxes)
    blank = dark.share(raster.pixel_boxes(gaps)) < BLANK if len(gaps) else np.zeros(0)
    lying = [word for word, on in zip(words, inked, strict=True) if on]
    for first, last in words:
        pictured[first:last] = True
    if len(gaps) >= ENOUGH_GAPS and blank.mean() < FITS:
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


def _gaps(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle third of each gap between a word and the next of its line, as boxes in points."""
    import numpy as np

    found = []
    for one, other in pairwise(boxes):
        height = max(one[3] - one[1], other[3] - other[1])
        gap = other[0] - one[2]
        if abs(one[3] - other[3]) < 0.5 * height and 0.1 * height < gap < 2 * height:
            found.append([one[2] + gap / 3, max(one[1], other[1]), other[0] - gap / 3, min(one[3], other[3])])
    return np.array(found).reshape(-1, 4)
