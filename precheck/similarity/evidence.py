"""What speaks for a block: words in runs, words in common beyond chance, rare words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from precheck.similarity.pair import Background, Block, Copied, Pair

RUN_WORDS = 10
"""Words in runs from which on a block may stand on its runs."""
COPIED, EDITED = 0.5, 0.18
"""Shares of a block's words in runs: of a copy, of an edited copy."""
FEW_WORDS, FEWER_WORDS = 6, 4
"""Different content words in common; a copy of fewer needs a rare one among them, or hardly any other words: phrases of
a field say nothing."""
COMMON_WORDS, COMMON_WEIGHT = 9, 60.0
"""A block stands on its bag of words from so many different content words on, with this sum of their rarity."""
RARE = 4
"""Times that a rare word stands in both texts together, at most."""
RARE_WORDS, RARE_SHARE = 6, 0.06
"""Rare words that a block must have in common where hardly a run supports it, and their share of the words of its
shorter side: two texts of one field share its terms, but hardly the words that each uses once."""
SAME, ALIKE = 0.7, 0.5
"""Shares of both sides beyond chance (their geometric mean) that make up for rare words."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`run_words` of the dossier's side stand in runs, `density` is their share, 0 to 1.

    `common` counts the different content words on both sides, `weight` sums their rarity (the logarithm of all words
    over those of that stem), `rare` counts the rare ones. `excess` and `source_excess` are the shares of the content
    words of each side that stand on the other, beyond chance, 0 to 1.
    """

    words: int
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
        alike = self.alike
        if self.run_words >= RUN_WORDS and self.density >= COPIED:
            return self.rare >= 1 or self.common >= FEW_WORDS or (self.common >= FEWER_WORDS and alike >= SAME)
        if self.run_words >= RUN_WORDS and self.density >= EDITED and self.rare >= 1:
            return True
        particular = self.rare >= max(RARE_WORDS, RARE_SHARE * self.words) or alike >= ALIKE
        return particular and self.common >= COMMON_WORDS and self.weight >= COMMON_WEIGHT

    @property
    def alike(self) -> float:
        """How much of both sides stands on the other beyond chance: the geometric mean."""
        return float(np.sqrt(max(0.0, self.excess) * max(0.0, self.source_excess)))


class Examiner:
    """Gathers the evidence for blocks of one pair; `copied` are the blocks of runs."""

    def __init__(self, pair: Pair, background: Background, copied: Copied = Copied(())) -> None:
        self._pair, self._background, self._copied = pair, background, copied

    def examine(self, block: Block) -> Evidence:
        """The evidence for one block."""
        pair = self._pair
        mine = pair.words[block.start : block.end][pair.counted[block.start : block.end]]
        side = slice(block.source_start, block.source_end)
        other = pair.source_words[side][pair.source_counted[side]]
        table, source_table = pair.table(pair.source_words[side]), pair.table(pair.words[block.start : block.end])
        common = np.unique(mine[table[mine]])
        runs = self._copied.meeting(block)
        run_words = min(
            round(sum(run.matched * min(1.0, run.overlap(block) / run.length) for run in runs)), block.length
        )
        return Evidence(
            min(block.length, block.source_length),
            run_words,
            run_words / max(block.length, 1),
            len(common),
            float(np.log(pair.length / np.maximum(pair.usage[common], 1)).sum()),
            int((pair.usage[common] <= RARE).sum()),
            beyond(_share(table[mine]), self._background.chance(table)),
            beyond(_share(source_table[other]), self._background.source_chance(source_table)),
        )


def beyond(share: float, chance: float) -> float:
    """What a share is beyond chance, on the scale from chance (0) to all (1); negative below chance."""
    return (share - chance) / (1 - chance + 1e-9)


def _share(hits: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(hits.mean()) if len(hits) else 0.0
