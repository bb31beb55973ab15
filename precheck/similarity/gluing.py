"""Words glued together by letters that nobody sees: "queljtype" for "quel type". Parted again for comparison.

Where words are much longer than in any prose, each is read as known words with a letter between two of them, known
being what the rest of the text says and the small words of the language; what is not known may stand between. The
reading with the most known letters is kept (dynamic programming over the letters of a word).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from precheck.similarity.words import SMALL_WORDS

WINDOW = 30
"""Words whose mean length is looked at."""
LONG = 8.5
"""Letters, on average, of a window that no prose has: French has about five, a list of technical terms seven."""
_SHORTEST = 6
"""Letters of a word that may hold two."""
_LONGEST = 60
_KNOWN, _UNKNOWN = 3, 4
"""Letters of a part: of a known word (small words may have two), of one that is not."""
_KNOWN_SHARE = 0.4
_WORD = re.compile(r"[^\W\d_]+")


def part_glued(text: str, language: str) -> str:
    """The text with a space for each letter that glues two words; its length stays."""
    spans = [match.span() for match in _WORD.finditer(text)]
    flags = _too_long(spans)
    if not flags.any():
        return text
    words = [text[start:end].lower() for start, end in spans]
    known = {word for word, glued in zip(words, flags, strict=True) if not glued and len(word) >= _KNOWN}
    small = frozenset(word for word in SMALL_WORDS[language] if len(word) > 1)
    letters = list(text)
    for (start, _), word, glued in zip(spans, words, flags, strict=True):
        if glued and _SHORTEST <= len(word) <= _LONGEST and word not in known:
            for place in _glue(word, known | small):
                letters[start + place] = " "
    return "".join(letters)


def _too_long(spans: Iterable[tuple[int, int]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The words in windows of words that are too long on average."""
    lengths = np.array([end - start for start, end in spans], np.float64)
    flags = np.zeros(len(lengths), np.bool_)
    if len(lengths) < WINDOW:
        return flags
    sums = np.concatenate([[0.0], np.cumsum(lengths)])
    for first in np.flatnonzero(sums[WINDOW:] - sums[:-WINDOW] > LONG * WINDOW):
        flags[first : first + WINDOW] = True
    return flags


def _glue(word: str, known: set[str] | frozenset[str]) -> list[int]:
    """Places of the letters between the parts of the best reading; none when too little of it is known."""
    # best[end]: the score of the best reading of word[:end], its known letters, and its glue letters.
    best: list[tuple[float, int, tuple[int, ...]] | None] = [None] * (len(word) + 1)
    best[0] = (0.0, 0, ())
    for start in range(len(word)):
        reading = best[start]
        if reading is None:
            continue
        score, letters, glue = reading
        begin = start + 1 if start else 0
        before = (*glue, start) if start else glue
        for end in range(begin + 2, len(word) + 1):
            length = end - begin
            if word[begin:end] in known:
                option = (score + length - 0.5, letters + length, before)
            elif length >= _UNKNOWN:
                option = (score + 0.3 * length - 1.5, letters, before)
            else:
                continue
            found = best[end]
            if found is None or option > found:
                best[end] = option
    whole = best[-1]
    if whole is None or whole[1] < _KNOWN_SHARE * len(word):
        return []
    return list(whole[2])
