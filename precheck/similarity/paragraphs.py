"""The third seeder: whole paragraphs that say the same in other words.

A person who rewords or condenses a paragraph leaves hardly a run of words and no similar sentence, but the rare terms,
names and numbers stay together. Paragraphs are compared by the TF-IDF cosine of their words times the number of rare
words in common; only where each of the two is the other's best is there a passage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from precheck.similarity.bags import Bags, Ids, Matrix, bags, products
from precheck.similarity.evidence import Evidence, Examiner
from precheck.similarity.pair import Background, Block, Pair
from precheck.similarity.prepared import Flags

SCORE = 1.25
"""Cosine times rare words in common."""
NEIGHBOUR = 0.6
"""The same for a paragraph of the source next to the best one, which a person condensed together with it."""
RARE_IN_PARAGRAPHS = 3
"""Paragraphs of both texts together in which a rare word stands, at most."""
FEWEST_RARE = 4
"""Rare words in common below which no paragraph reaches the score."""
RARE = 7
"""Rare words of both texts in common."""
EXCESS = 0.165
"""Words in common beyond chance: the geometric mean of both sides."""
TAKEN = 0.6
"""Share of a paragraph that other passages hold, from which on it is left alone."""
WITHIN = 0.3
"""Share of another passage in a paragraph, from which on it is a piece of it."""


def add_paragraphs(pair: Pair, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, and those that are seen at the scale of paragraphs only; pieces of these are joined with them."""
    taken, source_taken = _taken(pair, blocks)
    found = _paragraph_blocks(pair, taken, source_taken)
    if not found:
        return list(blocks)
    examiner = Examiner(pair, Background(pair, blocks), ())
    found = [block for block in found if _is_reworded(examiner.examine(block))]
    kept = []
    for block in blocks:
        whole = next((index for index, larger in enumerate(found) if _is_piece(block, larger)), None)
        if whole is None:
            kept.append(block)
        else:
            found[whole] = found[whole].joined(block)
    return sorted([*kept, *found])


def _is_reworded(evidence: Evidence) -> bool:
    return evidence.rare >= RARE and evidence.alike >= EXCESS


def _is_piece(block: Block, whole: Block) -> bool:
    shared = whole.overlap(block) > WITHIN * block.length and whole.source_overlap(block) > 0
    return shared and block.length <= whole.length


def _taken(pair: Pair, blocks: Sequence[Block]) -> tuple[Flags, Flags]:
    taken, source_taken = np.zeros(len(pair.words), np.bool_), np.zeros(len(pair.source_words), np.bool_)
    for block in blocks:
        taken[block.start : block.end] = True
        source_taken[block.source_start : block.source_end] = True
    return taken, source_taken


def _paragraph_blocks(pair: Pair, taken: Flags, source_taken: Flags) -> list[Block]:
    """Pairs of paragraphs that are each other's best, by what no other passage explains, best first."""
    ours, theirs = pair.dossier.paragraphs.bounds, pair.source.paragraphs.bounds
    if taken.any():
        mine = bags(pair.words, ours, pair.size, pair.counted & ~taken)
        other = bags(pair.source_words, theirs, pair.size, pair.source_counted & ~source_taken)
    else:
        mine = pair.dossier_bags(pair.dossier.paragraphs.bags)
        other = pair.source_bags(pair.source.paragraphs.bags)
    usage = mine.usage() + other.usage()
    common = _rare_in_common(mine, other, usage)
    if not common.size or common.max() < FEWEST_RARE:
        return []
    cosine = _cosine(mine, other, usage)
    scores = cosine * common
    best, best_back = cosine.argmax(1), cosine.argmax(0)
    rows = np.arange(len(best))
    mutual = rows[(best_back[best] == rows) & (scores[rows, best] >= SCORE)]
    found = []
    for row in sorted(map(int, mutual), key=lambda row: (-scores[row, best[row]], row)):
        column = int(best[row])
        start, end = int(ours[row]), int(ours[row + 1])
        if taken[start:end].mean() > TAKEN:
            continue
        first, last = column, column + 1
        if column > 0 and scores[row, column - 1] >= NEIGHBOUR and best_back[column - 1] == row:
            first -= 1
        if last < len(best_back) and scores[row, last] >= NEIGHBOUR and best_back[last] == row:
            last += 1
        found.append(Block(start, end, int(theirs[first]), int(theirs[last])))
    return found


def _rare_in_common(mine: Bags, other: Bags, usage: Ids) -> Matrix:
    """How many rare words each two paragraphs have in common."""
    rare = ((usage <= RARE_IN_PARAGRAPHS) & (mine.usage() > 0) & (other.usage() > 0)).astype(np.float64)
    return products(mine, rare[mine.words], other, rare[other.words])


def _cosine(mine: Bags, other: Bags, usage: Ids) -> Matrix:
    """The TF-IDF cosine of each two paragraphs, counts dampened by the logarithm."""
    rarity = np.log((len(mine) + len(other) + 1) / np.maximum(usage, 1))
    weights = (1 + np.log(mine.counts)) * rarity[mine.words]
    other_weights = (1 + np.log(other.counts)) * rarity[other.words]
    dots = products(mine, weights, other, other_weights)
    found: Matrix = dots / (mine.norms(weights)[:, None] * other.norms(other_weights)[None, :])
    return found
