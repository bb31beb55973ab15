"""What speaks for a block: words in runs, words in common beyond chance, rare words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from precheck.similarity.pair import Background, Block, Copied, Pair, words_covered

RUN_WORDS, RUN_DENSITY = 10, 0.35
"""A block stands on its runs from so many words on, when they are this share of its words."""
COMMON_WORDS, COMMON_WEIGHT = 9, 60.0
"""A block stands on its bag of words from so many different content words on, with this sum of their rarity."""
RARE = 4
"""Times that a rare word stands in both texts together, at most."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`run_words` of the dossier's side stand in runs, `density` is their share.

    `common` counts the different content words on both sides, `weight` sums their rarity (the logarithm of all words
    over those of that stem), `rare` counts the rare ones. `excess` and `source_excess` are the shares of the content
    words of each side that stand on the other, beyond chance, 0 to 1.
    """

    run_words: int
    density: float
    common: int
    weight: float
    rare: int
    excess: float
    source_excess: float

    @property
    def stands(self) -> bool:
        """Whether the runs or the words in common are enough."""
        by_runs = self.run_words >= RUN_WORDS and self.density >= RUN_DENSITY
        return by_runs or (self.common >= COMMON_WORDS and self.weight >= COMMON_WEIGHT)


class Examiner:
    """Gathers the evidence for blocks of one pair; `copied` are the blocks of runs."""

    def __init__(self, pair: Pair, background: Background, copied: Copied = Copied(())) -> None:
        self._pair, self._background, self._copied = pair, background, copied
        kept = np.concatenate([pair.words[pair.counted], pair.source_words[pair.source_counted]])
        self._usage = np.bincount(kept, minlength=pair.size)
        self._all = len(pair.words) + len(pair.source_words)

    def examine(self, block: Block) -> Evidence:
        """The evidence for one block."""
        pair = self._pair
        mine = pair.words[block.start : block.end][pair.counted[block.start : block.end]]
        side = slice(block.source_start, block.source_end)
        other = pair.source_words[side][pair.source_counted[side]]
        table, source_table = pair.table(pair.source_words[side]), pair.table(pair.words[block.start : block.end])
        common = np.unique(mine[table[mine]])
        spans = [(run.start, run.end) for run in self._copied.meeting(block)]
        run_words = words_covered(spans, block.start, block.end) if spans else 0
        return Evidence(
            run_words,
            run_words / max(block.length, 1),
            len(common),
            float(np.log(self._all / np.maximum(self._usage[common], 1)).sum()),
            int((self._usage[common] <= RARE).sum()),
            beyond(_share(table[mine]), self._background.chance(table)),
            beyond(_share(source_table[other]), self._background.source_chance(source_table)),
        )


def beyond(share: float, chance: float) -> float:
    """What a share is beyond chance, on the scale from chance (0) to all (1); negative below chance."""
    return (share - chance) / (1 - chance + 1e-9)


def _share(hits: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(hits.mean()) if len(hits) else 0.0
