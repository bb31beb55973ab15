"""The third seeder: whole paragraphs that say the same in other words.

A person who rewords or condenses a paragraph leaves hardly a run of words and no similar sentence, but the rare terms,
names and numbers stay together. Paragraphs are compared by the TF-IDF cosine of their words times the number of rare
words in common; only where each of the two is the other's best is there a passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from precheck.similarity.bags import Bags, Ids, Matrix, Vector, bags, pieces, products
from precheck.similarity.evidence import Evidence, Examiner
from precheck.similarity.pair import Background, Block, Pair, marked
from precheck.similarity.prepared import Flags

SCORE = 1.25
"""Cosine times rare words in common."""
NEIGHBOUR = 0.6
"""The same for a paragraph of the source next to the best one, which a person condensed together with it."""
RARE_IN_PARAGRAPHS = 3
"""Paragraphs of both texts in which a rare word stands, at most, and in two at least."""
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
    both = max(0.0, evidence.excess) * max(0.0, evidence.source_excess)
    return evidence.rare >= RARE and both >= EXCESS**2


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
    best = _best(mine, other, usage, common)
    before, scores, after = best.scores.T
    rows = np.arange(len(mine))
    mutual = rows[(best.backs[best.columns] == rows) & (scores >= SCORE)]
    found = []
    for row in sorted(map(int, mutual), key=lambda row: (-scores[row], row)):
        start, end = int(ours[row]), int(ours[row + 1])
        if taken[start:end].mean() > TAKEN:
            continue
        first, last = int(best.columns[row]), int(best.columns[row]) + 1
        if first > 0 and before[row] >= NEIGHBOUR and best.backs[first - 1] == row:
            first -= 1
        if last < len(other) and after[row] >= NEIGHBOUR and best.backs[last] == row:
            last += 1
        found.append(Block(start, end, int(theirs[first]), int(theirs[last])))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """For each paragraph of the dossier, `columns` tells the one of the source with the highest cosine, `scores` (rows
    of three) that of the paragraph before it, its own and that of the one after it; `backs` tells the best of the
    dossier for each of the source."""

    columns: Ids
    scores: Matrix
    backs: Ids


def _best(mine: Bags, other: Bags, usage: Ids, common: sparse.csr_matrix) -> _Best:
    rarity = np.log((len(mine) + len(other) + 1) / np.maximum(usage, 1))
    weights, other_weights = _dampened(mine, rarity), _dampened(other, rarity)
    norms, other_norms = mine.norms(weights), other.norms(other_weights)
    columns, scores = [], []
    backs, highest = np.zeros(len(other), np.intp), np.full(len(other), -1.0)
    for first, last in pieces(mine, other):
        dots = products(mine.part(first, last), weights[mine.starts[first] : mine.starts[last]], other, other_weights)
        cosine = dots / (norms[first:last, None] * other_norms[None, :])
        best = cosine.argmax(1)
        rows, around = np.arange(last - first)[:, None], np.clip(best[:, None] + [-1, 0, 1], 0, len(other) - 1)
        columns.append(best)
        scores.append(cosine[rows, around] * common[first:last].toarray()[rows, around])
        tops = cosine.argmax(0)
        heights = cosine[tops, np.arange(len(other))]
        better = heights > highest
        backs[better], highest[better] = tops[better] + first, heights[better]
    return _Best(np.concatenate(columns), np.concatenate(scores), backs)


def _dampened(found: Bags, rarity: Vector) -> Vector:
    """TF-IDF, counts dampened by the logarithm."""
    weights: Vector = (1 + np.log(found.counts)) * rarity[found.words]
    return weights


def _rare_in_common(mine: Bags, other: Bags, usage: Ids) -> sparse.csr_matrix:
    """How many rare words each two paragraphs have in common."""
    rare = (usage >= 2) & (usage <= RARE_IN_PARAGRAPHS)
    return mine.only(rare).matrix() @ other.only(rare).matrix().T
