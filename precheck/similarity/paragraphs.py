"""The third seeder: whole paragraphs that say the same in other words.

A person who rewords or condenses a paragraph leaves hardly a run of words and no similar sentence, but the rare terms,
names and numbers stay together. Paragraphs are compared by the rare words that they have in common; only where each of
the two is the other's best by the TF-IDF cosine of all their words can there be a passage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from precheck.similarity.bags import Bags, Ids, Matrix, bags, pieces, products
from precheck.similarity.evidence import Evidence, Examiner
from precheck.similarity.pair import Background, Block, Pair, marked
from precheck.similarity.prepared import Flags

SCORE = 0.6
"""Rare words in common, times their share of the different words of the shorter paragraph."""
FEWEST_WORDS = 8
"""Different words that a paragraph counts for, at least."""
FEWEST_PARAGRAPHS = 3
"""Of either text: among fewer, to be each other's best says nothing."""
NEIGHBOUR = 0.4
"""The score of a paragraph of the source next to the best one, which a person condensed together with it."""
RARE_IN_PARAGRAPHS = 3
"""Paragraphs of both texts together in which a rare word stands, at most."""
FEWEST_RARE = 3
"""Rare words in common below which no paragraph reaches the score."""
SAYS_THE_SAME = 18.0
"""Rare words of both texts in common, and half the percentage of both sides that stands on the other beyond chance
(their geometric mean): together at least."""
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
    examiner = Examiner(pair, Background(pair, blocks))
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
    return evidence.rare + 50 * evidence.alike >= SAYS_THE_SAME


def _is_piece(block: Block, whole: Block) -> bool:
    shared = whole.overlap(block) > WITHIN * block.length and whole.source_overlap(block) > 0
    return shared and block.length <= whole.length


def _taken(pair: Pair, blocks: Sequence[Block]) -> tuple[Flags, Flags]:
    return (
        marked(((block.start, block.end) for block in blocks), len(pair.words)),
        marked(((block.source_start, block.source_end) for block in blocks), len(pair.source_words)),
    )


def _paragraph_blocks(pair: Pair, taken: Flags, source_taken: Flags) -> list[Block]:
    """Pairs of paragraphs that are each other's best, by what no other passage explains, best first."""
    ours, theirs = pair.dossier.paragraphs.bounds, pair.source.paragraphs.bounds
    if min(len(ours), len(theirs)) - 1 < FEWEST_PARAGRAPHS:
        return []
    if taken.any():
        mine = bags(pair.words, ours, pair.size, pair.counted & ~taken)
        other = bags(pair.source_words, theirs, pair.size, pair.source_counted & ~source_taken)
    else:
        mine = pair.dossier_bags(pair.dossier.paragraphs.bags)
        other = pair.source_bags(pair.source.paragraphs.bags)
    usage = mine.usage() + other.usage()
    common = _rare_in_common(mine, other, usage)
    if common.max() < FEWEST_RARE:
        return []
    best, best_back, (before, scores, after) = _best(mine, other, usage, common)
    rows = np.arange(len(mine))
    mutual = rows[(best_back[best] == rows) & (scores >= SCORE)]
    found = []
    for row in sorted(map(int, mutual), key=lambda row: (-scores[row], row)):
        start, end = int(ours[row]), int(ours[row + 1])
        if taken[start:end].mean() > TAKEN:
            continue
        first, last = int(best[row]), int(best[row]) + 1
        if first > 0 and before[row] >= NEIGHBOUR and best_back[first - 1] == row:
            first -= 1
        if last < len(other) and after[row] >= NEIGHBOUR and best_back[last] == row:
            last += 1
        found.append(Block(start, end, int(theirs[first]), int(theirs[last])))
    return found


def _rare_in_common(mine: Bags, other: Bags, usage: Ids) -> sparse.csr_matrix:
    """How many rare words each two paragraphs have in common."""
    rare = ((usage <= RARE_IN_PARAGRAPHS) & (mine.usage() > 0) & (other.usage() > 0)).astype(np.float64)
    return mine.matrix(rare[mine.words]) @ other.matrix(rare[other.words]).T


def _best(mine: Bags, other: Bags, usage: Ids, common: sparse.csr_matrix) -> tuple[Ids, Ids, Matrix]:
    """For each paragraph of the one the most similar of the other, and back, by the TF-IDF cosine, counts dampened by
    the logarithm; and the scores of each of the first with the paragraph before its best, the best, and the one after,
    a row each."""
    rarity = np.log((len(mine) + len(other) + 1) / np.maximum(usage, 1))
    weights, other_weights = ((1 + np.log(each.counts)) * rarity[each.words] for each in (mine, other))
    norms, other_norms = mine.norms(weights), other.norms(other_weights)
    words, other_words = np.diff(mine.starts), np.diff(other.starts)
    best, scores = np.zeros(len(mine), np.intp), np.zeros((len(mine), 3))
    back, highest = np.zeros(len(other), np.intp), np.full(len(other), -1.0)
    for first, last in pieces(mine, other):
        dots = products(mine.part(first, last), weights[mine.starts[first] : mine.starts[last]], other, other_weights)
        cosine = dots / (norms[first:last, None] * other_norms[None, :])
        best[first:last] = cosine.argmax(1)
        around = np.clip(best[first:last, None] + [-1, 0, 1], 0, len(other) - 1)
        shared = common[first:last].toarray()[np.arange(last - first)[:, None], around]
        smaller = np.minimum(words[first:last, None], other_words[around])
        scores[first:last] = shared * shared / np.maximum(smaller, FEWEST_WORDS)
        rows = cosine.argmax(0)
        found = cosine[rows, np.arange(len(other))]
        higher = found > highest
        back[higher], highest[higher] = rows[higher] + first, found[higher]
    return best, back, scores.T
