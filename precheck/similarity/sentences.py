"""The second seeder: sentences that share much of their weight, in any order of the words.

After Sanchez-Perez, Gelbukh and Sidorov, "Adaptive algorithm for plagiarism detection: the best-performing approach at
PAN 2014 text alignment competition" (CLEF 2015): TF-IDF cosine and Dice coefficient of sentences, clusters of seeds
with few sentences between them, split until the two sides of each resemble each other as a whole.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from precheck.similarity.bags import Bags, Vector, common, pieces, products
from precheck.similarity.pair import Block, Copied, Pair, marked
from precheck.similarity.prepared import Places, Prepared

Cells: TypeAlias = NDArray[np.intp]
"""One seed a row: a unit of the dossier and a unit of the source."""

COSINE, DICE = 0.30, 0.28
"""What two units must reach to be a seed."""
MANY = 100
"""Units of the source that one of the dossier may resemble."""
GAP = 4
"""Units between two seeds of one cluster, on either side."""
WHOLE = 0.32
"""Cosine of the two sides of a cluster."""
SHORTEST = 120
"""Code points of a cluster that no run supports."""
EVERYWHERE = 0.3
"""Share of all units: a word in more of them weighs nothing."""
COPIED = 0.5
"""Share of the words of the seeds in runs from which on the runs alone tell the passage."""


def sentence_blocks(pair: Pair, copied: Copied) -> list[Block]:
    """Clusters of similar sentences, without those that the blocks of runs in `copied` explain better."""
    ours, theirs = pair.dossier.sentences, pair.source.sentences
    found = []
    for cluster in _Clusters(pair.dossier_bags(ours.bags), pair.source_bags(theirs.bags)).found():
        first, last = cluster.min(0), cluster.max(0) + 1
        block = _block(ours.bounds, theirs.bounds, first, last)
        rows = np.unique(cluster[:, 0])
        spans = [(run.start, run.end) for run in copied.meeting(block)]
        words = int((ours.bounds[rows + 1] - ours.bounds[rows]).sum())
        in_runs = 0
        if spans:
            before = np.concatenate([[0], np.cumsum(marked(spans, len(pair.words)))])
            in_runs = int((before[ours.bounds[rows + 1]] - before[ours.bounds[rows]]).sum())
        if in_runs >= COPIED * words or (not spans and _characters(pair.dossier.prepared, block) < SHORTEST):
            continue
        found.append(Block(*_sides(block), 0.5 * block.length, len(rows)))
    return found


def _block(ours: Places, theirs: Places, first: NDArray[np.intp], last: NDArray[np.intp]) -> Block:
    return Block(int(ours[first[0]]), int(ours[last[0]]), int(theirs[first[1]]), int(theirs[last[1]]))


def _sides(block: Block) -> tuple[int, int, int, int]:
    return block.start, block.end, block.source_start, block.source_end


def _characters(text: Prepared, block: Block) -> int:
    start, end = text.span(block.start, block.end)
    return end - start


class _Clusters:
    """The seeds of two texts in clusters, by the bags of their units."""

    def __init__(self, mine: Bags, other: Bags) -> None:
        self._mine, self._other = mine, other
        usage = mine.usage() + other.usage()
        units = len(mine) + len(other)
        rarity = np.where(usage <= EVERYWHERE * units, np.log(units / np.maximum(usage, 1)), 0.0)
        self._weights: Vector = mine.counts * rarity[mine.words]
        self._other_weights: Vector = other.counts * rarity[other.words]

    def found(self) -> list[Cells]:
        """Seeds in clusters whose two sides resemble each other as a whole."""
        found = []
        todo = [(part, GAP) for part in _split(self._seeds(), GAP)]
        while todo:
            cluster, gap = todo.pop()
            if self._resemble(cluster):
                found.append(cluster)
            elif gap > 0:
                todo += [(part, gap - 1) for part in _split(cluster, gap - 1)]
        return found

    def _seeds(self) -> Cells:
        """Which units of the dossier resemble which of the source, by cosine and Dice."""
        norms = self._mine.norms(self._weights), self._other.norms(self._other_weights)
        found = [self._seeds_of(first, last, *norms) for first, last in pieces(self._mine, self._other)]
        return np.concatenate([np.zeros((0, 2), np.intp), *found])

    def _seeds_of(self, first: int, last: int, norms: Vector, other_norms: Vector) -> Cells:
        """The seeds of the units `[first, last)` of the dossier."""
        mine, other = self._mine.part(first, last), self._other
        weights = self._weights[self._mine.starts[first] : self._mine.starts[last]]
        dots = products(mine, weights, other, self._other_weights)
        similar = np.argwhere(dots / (norms[first:last, None] * other_norms[None, :]) > COSINE)
        if not len(similar):
            return similar
        similar = self._at_the_same_place(similar, first)
        sizes = np.diff(mine.starts)[similar[:, 0]] + np.diff(other.starts)[similar[:, 1]]
        kept: Cells = similar[2 * common(mine, other, similar) / np.maximum(sizes, 1) > DICE]
        kept[:, 0] += first
        return kept

    def _at_the_same_place(self, similar: Cells, first: int) -> Cells:
        """Without most of those of a unit that resembles very many: the ones kept stand at about the same place in both
        texts, so that a text that repeats itself over and over still matches its copy. Rows count from `first`."""
        counts = np.bincount(similar[:, 0])
        if counts.max() <= MANY:
            return similar
        away = np.abs(similar[:, 1] * len(self._mine) - (similar[:, 0] + first) * len(self._other))
        by_place = np.lexsort((similar[:, 1], away, similar[:, 0]))
        rank = np.arange(len(similar)) - np.repeat(np.cumsum(counts) - counts, counts)
        return similar[np.sort(by_place[rank < MANY])]

    def _resemble(self, cluster: Cells) -> bool:
        first, last = cluster.min(0), cluster.max(0) + 1
        one = self._mine.sum(self._weights, first[0], last[0])
        two = self._other.sum(self._other_weights, first[1], last[1])
        norms = float(np.linalg.norm(one) * np.linalg.norm(two))
        return bool(norms and float(one @ two) / norms >= WHOLE)


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
