"""The second seeder: sentences that share much of their weight, in any order of the words.

After Sanchez-Perez, Gelbukh and Sidorov, "Adaptive algorithm for plagiarism detection: the best-performing approach at
PAN 2014 text alignment competition" (CLEF 2015): TF-IDF cosine and Dice coefficient of sentences, clusters of seeds
with few sentences between them, split until the two sides of each resemble each other as a whole.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from precheck.similarity.pair import Block, Pair, words_covered
from precheck.similarity.prepared import Places, Prepared
from precheck.similarity.units import sentence_units

Cells: TypeAlias = NDArray[np.intp]
"""One seed a row: a unit of the dossier and a unit of the source."""
Vector: TypeAlias = NDArray[np.float64]

COSINE, DICE = 0.30, 0.28
"""What two units must reach to be a seed."""
GAP = 4
"""Units between two seeds of one cluster, on either side."""
WHOLE = 0.32
"""Cosine of the two sides of a cluster."""
CONTENT_WORDS = 4
SHORTEST = 120
"""Code points of a cluster that no run supports."""
COPIED = 0.5
"""Share of the words of the seeds in runs from which on the runs alone tell the passage."""


def sentence_blocks(pair: Pair, copied: list[Block]) -> list[Block]:
    """Clusters of similar sentences, without those that the blocks of runs in `copied` explain better."""
    ours, theirs = sentence_units(pair.dossier, CONTENT_WORDS), sentence_units(pair.source, CONTENT_WORDS)
    mine, other = _counts(pair.words, ours, pair.size, ~pair.masked), _counts(pair.source_words, theirs, pair.size)
    frequency = np.bincount(mine.indices, minlength=pair.size) + np.bincount(other.indices, minlength=pair.size)
    rarity = np.log((len(ours) + len(theirs) - 2) / np.maximum(frequency, 1))
    weighed, other_weighed = mine.multiply(rarity).tocsr(), other.multiply(rarity).tocsr()
    seeds = np.argwhere(_similar(mine, other, weighed, other_weighed))
    found = []
    for cluster in _clusters(seeds, weighed, other_weighed):
        first, last = cluster.min(0), cluster.max(0) + 1
        block = Block(int(ours[first[0]]), int(ours[last[0]]), int(theirs[first[1]]), int(theirs[last[1]]))
        rows = np.unique(cluster[:, 0])
        spans = [(run.start, run.end) for run in copied if run.meets(block)]
        words = int((ours[rows + 1] - ours[rows]).sum())
        in_runs = sum(words_covered(spans, int(ours[row]), int(ours[row + 1])) for row in rows) if spans else 0
        if in_runs >= COPIED * words or (not spans and _characters(pair.dossier, block) < SHORTEST):
            continue
        found.append(Block(*_sides(block), 0.5 * block.length, len(rows)))
    return found


def _sides(block: Block) -> tuple[int, int, int, int]:
    return block.start, block.end, block.source_start, block.source_end


def _characters(text: Prepared, block: Block) -> int:
    start, end = text.span(block.start, block.end)
    return end - start


def _counts(
    words: NDArray[np.intp], units: Places, size: int, kept: NDArray[np.bool_] | None = None
) -> sparse.csr_matrix:
    """How often each word of the vocabulary stands in each unit: units by words."""
    rows = np.repeat(np.arange(len(units) - 1), np.diff(units))
    if kept is not None:
        rows, words = rows[kept], words[kept]
    return sparse.csr_matrix((np.ones(len(words)), (rows, words)), shape=(len(units) - 1, size))


def _similar(
    mine: sparse.csr_matrix, other: sparse.csr_matrix, weighed: sparse.csr_matrix, other_weighed: sparse.csr_matrix
) -> NDArray[np.bool_]:
    """Which units of the dossier resemble which of the source, by cosine and Dice."""
    dots = (weighed @ other_weighed.T).toarray()
    cosine = dots / (_norms(weighed)[:, None] * _norms(other_weighed)[None, :])
    candidates: NDArray[np.bool_] = cosine > COSINE
    if not candidates.any():
        return candidates
    one, two = mine.copy(), other.copy()
    one.data[:] = two.data[:] = 1
    sizes = np.diff(one.indptr)[:, None] + np.diff(two.indptr)[None, :]
    dice = 2 * (one @ two.T).toarray() / np.maximum(sizes, 1)
    similar: NDArray[np.bool_] = candidates & (dice > DICE)
    return similar


def _norms(matrix: sparse.csr_matrix) -> Vector:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return np.where(norms > 0, norms, 1.0)


def _clusters(seeds: Cells, weighed: sparse.csr_matrix, other_weighed: sparse.csr_matrix) -> list[Cells]:
    """Seeds in clusters whose two sides resemble each other as a whole."""
    found = []
    todo = [(part, GAP) for part in _split(seeds, GAP)]
    while todo:
        cluster, gap = todo.pop()
        first, last = cluster.min(0), cluster.max(0) + 1
        one = np.asarray(weighed[first[0] : last[0]].sum(0)).ravel()
        two = np.asarray(other_weighed[first[1] : last[1]].sum(0)).ravel()
        norms = float(np.linalg.norm(one) * np.linalg.norm(two))
        if norms and float(one @ two) / norms >= WHOLE:
            found.append(cluster)
        elif gap > 0:
            todo += [(part, gap - 1) for part in _split(cluster, gap - 1)]
    return found


def _split(seeds: Cells, gap: int) -> list[Cells]:
    """Seeds in groups with at most `gap` units between neighbours, on one side and the other in turn until it holds."""
    done: list[Cells] = []
    todo = [(seeds, 0, False)] if len(seeds) else []
    while todo:
        group, side, other_side_holds = todo.pop()
        ranked = group[np.argsort(group[:, side], kind="stable")]
        breaks = np.flatnonzero(np.diff(ranked[:, side]) > gap + 1) + 1
        if len(breaks):
            todo += [(part, 1 - side, False) for part in np.split(ranked, breaks)]
        elif other_side_holds:
            done.append(group)
        else:
            todo.append((group, 1 - side, True))
    return done
