"""Two prepared texts in one vocabulary, and the rectangles of words that alignment works on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from precheck.model.match import covered
from precheck.similarity.prepared import Flags, Prepared

Ids: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Words `[start, end)` of the dossier that resemble words `[source_start, source_end)` of the source.

    `matched` counts the dossier's words that were seen in the source, as far as its seeds tell; `pieces` is how many
    seeds it was made of.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    matched: float = 0.0
    pieces: int = 1

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def source_length(self) -> int:
        return self.source_end - self.source_start

    @property
    def density(self) -> float:
        """Share of the words, on the longer side, that were matched."""
        return self.matched / max(self.length, self.source_length, 1)

    def meets(self, other: Block) -> bool:
        """Whether the two share words on both sides."""
        return self.overlap(other) > 0 and self.source_overlap(other) > 0

    def overlap(self, other: Block) -> int:
        """Words of the dossier that both hold; negative: how far apart they are."""
        return min(self.end, other.end) - max(self.start, other.start)

    def source_overlap(self, other: Block) -> int:
        """The same for words of the source."""
        return min(self.source_end, other.source_end) - max(self.source_start, other.source_start)

    def joined(self, other: Block) -> Block:
        """The smallest block that holds both."""
        return Block(
            min(self.start, other.start),
            max(self.end, other.end),
            min(self.source_start, other.source_start),
            max(self.source_end, other.source_end),
            self.matched + other.matched,
            self.pieces + other.pieces,
        )


class Pair:
    """A dossier and a source. `masked` flags the words of the dossier that are set aside and match nothing.

    `words` and `source_words` number the stems of both texts from 0 in one vocabulary of `size` entries; `counted`
    and `source_counted` flag the content words that may be evidence.
    """

    def __init__(self, dossier: Prepared, source: Prepared, masked: Flags | None = None) -> None:
        self.dossier, self.source = dossier, source
        self.masked = np.zeros(len(dossier), np.bool_) if masked is None else masked
        vocabulary, numbers = np.unique(np.concatenate([dossier.stems, source.stems]), return_inverse=True)
        self.size = len(vocabulary)
        self.words: Ids = numbers[: len(dossier)]
        self.source_words: Ids = numbers[len(dossier) :]
        self.counted = dossier.content & ~self.masked
        self.source_counted = source.content

    def table(self, words: Ids) -> Flags:
        """Which entries of the vocabulary are among `words`."""
        found = np.zeros(self.size, np.bool_)
        found[words] = True
        return found


class Background:
    """How often words outside of all `blocks` stand in a passage by chance: what evidence is measured against."""

    _PRIOR = 0.1
    _PRIOR_WORDS = 100

    def __init__(self, pair: Pair, blocks: Iterable[Block] = ()) -> None:
        free, source_free = pair.counted.copy(), pair.source_counted.copy()
        for block in blocks:
            free[block.start : block.end] = False
            source_free[block.source_start : block.source_end] = False
        self._free, self._source_free = pair.words[free], pair.source_words[source_free]

    def chance(self, passage: Flags) -> float:
        """Share of the dossier's free content words that stand in a passage of the source, given as a table."""
        return self._share(passage[self._free])

    def source_chance(self, passage: Flags) -> float:
        """Share of the source's free content words that stand in a passage of the dossier."""
        return self._share(passage[self._source_free])

    def _share(self, hits: Flags) -> float:
        return float((hits.sum() + self._PRIOR * self._PRIOR_WORDS) / (len(hits) + self._PRIOR_WORDS))


def words_covered(spans: Iterable[tuple[int, int]], start: int, end: int) -> int:
    """How many of the words `[start, end)` the spans cover."""
    return covered((max(first, start), min(last, end)) for first, last in spans)
