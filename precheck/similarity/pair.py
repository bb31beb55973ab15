"""Texts as they are compared, two of them in one vocabulary, and the rectangles of words that alignment works on."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from precheck.model.match import covered
from precheck.similarity.bags import Bags, Ids, bags
from precheck.similarity.grams import Grams, grams
from precheck.similarity.prepared import Flags, Numbers, Places, Prepared
from precheck.similarity.units import paragraph_units, sentence_units

SEED_WORDS = 3
"""Length of a run that seeds an alignment, one of its words with content."""
MASKED = 6
"""Masked words that a passage may bridge: what was set aside parts what stands."""
SENTENCE_WORDS = 4
"""Content words of a unit of sentences."""


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


class Comparable:
    """A prepared text with all that comparing it needs and that does not depend on the other text: made once a text.

    `masked` flags the words that match nothing, one a word; `barrier` those of them that no passage grows over;
    `counted` the content words that may be evidence. `vocabulary` holds the different stems, ascending, `words` the
    place of each word's stem in it.
    """

    def __init__(self, prepared: Prepared, masked: Flags | None = None, barrier: Flags | None = None) -> None:
        self.prepared = prepared
        self.barrier = barrier
        self.masked = np.zeros(len(prepared), np.bool_) if masked is None else masked
        self.counted = prepared.content & ~self.masked
        vocabulary, words = np.unique(prepared.stems, return_inverse=True)
        self.vocabulary: Numbers = vocabulary
        self.words: Ids = words

    def __len__(self) -> int:
        return len(self.words)

    def ready(self) -> Comparable:
        """The same, with all that is otherwise made when it is asked for first."""
        _ = self.seeds, self.sentences, self.paragraphs
        return self

    @functools.cached_property
    def seeds(self) -> Seeds:
        """The runs of words that seed an alignment."""
        return Seeds.of(self.prepared, self.masked)

    @functools.cached_property
    def sentences(self) -> Units:
        """The sentences, and the bags of their words that are not masked."""
        bounds = sentence_units(self.prepared, SENTENCE_WORDS)
        return Units(bounds, bags(self.words, bounds, len(self.vocabulary), ~self.masked))

    @functools.cached_property
    def paragraphs(self) -> Units:
        """The paragraphs, and the bags of their counted words."""
        bounds = paragraph_units(self.prepared)
        return Units(bounds, bags(self.words, bounds, len(self.vocabulary), self.counted))


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Units of a text: their bounds in words, first and last included, and their bags."""

    bounds: Places
    bags: Bags


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Runs of `SEED_WORDS` words, as numbers by their place, their order by value, and their values in that order.

    `usable` flags those that touch no masked word, `telling` those that hold a content word.
    """

    values: Grams
    order: Ids
    ranked: Grams
    usable: Flags
    telling: Flags

    @classmethod
    def of(cls, prepared: Prepared, masked: Flags) -> Seeds:
        """The seeds of a text."""
        values = grams(prepared.stems, SEED_WORDS)
        order = np.argsort(values, kind="stable")
        usable, content = np.ones(len(values), np.bool_), np.zeros(len(values), np.bool_)
        for offset in range(SEED_WORDS):
            usable &= ~masked[offset : offset + len(values)]
            content |= prepared.content[offset : offset + len(values)]
        return cls(values, order, values[order], usable, content)


class Pair:
    """A dossier and a source in one vocabulary of `size` entries: the dossier's first, then what only the source has.

    `words` and `source_words` are the places of the words in it, `counted` and `source_counted` flag the content words
    that may be evidence. `barrier` flags the dossier's words that no passage grows over, if there are any.
    """

    def __init__(self, dossier: Comparable, source: Comparable) -> None:
        self.dossier, self.source = dossier, source
        self.masked, self.counted, self.source_counted = dossier.masked, dossier.counted, source.counted
        self.barrier = dossier.barrier
        known = len(dossier.vocabulary)
        places = np.searchsorted(dossier.vocabulary, source.vocabulary)
        shared = dossier.vocabulary[np.minimum(places, known - 1)] == source.vocabulary
        self._names: Ids = np.where(shared, places, known + np.cumsum(~shared) - 1)
        self.size = known + int((~shared).sum())
        self.words: Ids = dossier.words
        self.source_words: Ids = self._names[source.words]

    @property
    def length(self) -> int:
        """The words of both texts."""
        return len(self.words) + len(self.source_words)

    @functools.cached_property
    def usage(self) -> Ids:
        """How often each entry of the vocabulary stands in both texts, as a word that may be evidence."""
        kept = np.concatenate([self.words[self.counted], self.source_words[self.source_counted]])
        return np.bincount(kept, minlength=self.size)

    def source_bags(self, bags: Bags) -> Bags:
        """Bags of the source in the vocabulary of the pair."""
        return Bags(bags.starts, self._names[bags.words], bags.counts, self.size)

    def dossier_bags(self, bags: Bags) -> Bags:
        """Bags of the dossier in the vocabulary of the pair."""
        return Bags(bags.starts, bags.words, bags.counts, self.size)

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


class Copied:
    """Blocks of runs, looked up by their place."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = sorted(blocks)
        self._starts = [block.start for block in self._blocks]
        self._reached = list(accumulate((block.end for block in self._blocks), max))

    def meeting(self, block: Block) -> list[Block]:
        """Those that share words with a block on both sides, in order."""
        first, last = bisect_right(self._reached, block.start), bisect_left(self._starts, block.end)
        return [run for run in self._blocks[first:last] if run.meets(block)]


def marked(spans: Iterable[tuple[int, int]], length: int) -> Flags:
    """Which of so many words the spans cover: a flag each."""
    found = np.zeros(length, np.bool_)
    for start, end in spans:
        found[start:end] = True
    return found


def words_covered(spans: Iterable[tuple[int, int]], start: int, end: int) -> int:
    """How many of the words `[start, end)` the spans cover."""
    return covered((max(first, start), min(last, end)) for first, last in spans)
