"""Two passages side by side, word by word: which words both have, and which only one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from precheck.report.plain import plain
from precheck.structure.disguise import unveil
from precheck.structure.folding import fold

COMPARED = 12_000
"""Words of a passage that are compared."""
SHOWN = 1500
"""Words of a passage that are shown; how many more there are is told."""
RUN = 250
"""Words: a longer run that both have is folded."""
ENDS = 60
"""Words that are left at either end of a folded run."""
_LINE_END = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[a-zà-ÿœ])")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SMALL = 3
"""Letters: a single shared word as short as this, between words that differ, is no likeness."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other. `common`: they stand in the other passage too, in the same order.

    `folded` counts common words that are left out here; such a piece has no text.
    """

    text: str
    common: bool
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Sides:
    """The two passages in pieces; `more` and `source_more` count the words left out at their ends."""

    own: tuple[Piece, ...]
    source: tuple[Piece, ...]
    more: int = 0
    source_more: int = 0


def compare(own: str, source: str) -> Sides:
    """The passages word by word: case, accents, punctuation and altered letters make no difference.

    The pieces follow the longest common subsequence of words (Indel distance; Hyyrö 2004, by rapidfuzz).
    """
    ours, theirs = _words(own), _words(source)
    runs, beside = _common(ours[:COMPARED], theirs[:COMPARED])
    (shown, more), (shown_beside, source_more) = _side(ours, runs), _side(theirs, beside)
    return Sides(shown, shown_beside, more, source_more)


def _side(words: Sequence[str], runs: Sequence[int]) -> tuple[tuple[Piece, ...], int]:
    """The pieces of one passage, and how many words are left out at its end."""
    kept: list[Piece] = []
    room = SHOWN
    told = 0
    for piece in _pieces(words, runs):
        if not room:
            break
        shown = piece.text.split(" ")[:room] if piece.text else []
        kept.append(Piece(" ".join(shown), piece.common, piece.folded))
        room -= len(shown)
        told += len(shown) + piece.folded
    return tuple(kept), len(words) - told


def _pieces(words: Sequence[str], runs: Sequence[int]) -> Iterator[Piece]:
    """One piece a run. A run is folded on both sides or on none: on both it has the same words."""
    start = 0
    for number, run in groupby(runs):
        end = start + len(list(run))
        if number and end - start > RUN:
            yield Piece(" ".join(words[start : start + ENDS]), True)
            yield Piece("", True, end - start - 2 * ENDS)
            yield Piece(" ".join(words[end - ENDS : end]), True)
        else:
            yield Piece(" ".join(words[start:end]), number > 0)
        start = end


def _words(text: str) -> list[str]:
    """The words as they can be shown, hyphenated line ends joined."""
    return plain(_LINE_END.sub("", text)).split()


def _common(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each word of either side the number, from 1, of the run of common words that it is part of; 0 for none."""
    from rapidfuzz.distance import Indel

    # Numbers, not texts: rapidfuzz would compare the built-in hashes of texts.
    numbers: dict[str, int] = {}
    one, two = ([numbers.setdefault(_key(word), len(numbers)) for word in side] for side in (ours, theirs))
    runs, beside = [0] * len(one), [0] * len(two)
    for number, code in enumerate(Indel.opcodes(one, two), 1):
        if code.tag != "equal":
            continue
        inner = code.src_start and code.dest_start and code.src_end < len(one) and code.dest_end < len(two)
        words = ours[code.src_start : code.src_end]
        if inner and len(words) == 1 and len(words[0]) <= _SMALL:
            continue
        runs[code.src_start : code.src_end] = [number] * len(words)
        beside[code.dest_start : code.dest_end] = [number] * len(words)
    return runs, beside


@functools.lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    folded = fold(unveil(word)[0])
    return _NOT_LETTERS.sub("", folded) or folded
