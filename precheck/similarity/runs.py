"""The first seeder: runs of the same words. It finds what was copied, in fragments, lightly edited, or damaged."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from precheck.model.match import covered
from precheck.similarity.pair import SEED_WORDS, Block, Pair

Runs: TypeAlias = NDArray[np.int64]
"""One run a row: start and end in the dossier, start and end in the source."""

TOO_COMMON = 4
"""Places in the source: a seed that stands in more says nothing."""
GAP = 14
"""Words between two runs of one passage, on either side."""
LEAST = 6
"""Words of a passage that must stand in runs."""
DENSITY = 0.35
"""Share of the longer side that must stand in runs; a looser chain is taken apart."""


def run_blocks(pair: Pair) -> list[Block]:
    """Chains of runs that lie close to each other on both sides, each as one block."""
    runs = _runs(pair)
    found: list[Block] = []
    todo = [(chain, GAP) for chain in _chains(runs, GAP)]
    while todo:
        chain, gap = todo.pop()
        matched = covered(map(tuple, chain[:, :2].tolist()))
        if matched < LEAST:
            continue
        block = _hull(chain, matched)
        if block.density >= DENSITY:
            found.append(block)
        elif gap > 2:
            todo += [(part, gap // 2) for part in _chains(chain, gap // 2)]
    return found


def _hull(chain: Runs, matched: int) -> Block:
    return Block(
        int(chain[:, 0].min()),
        int(chain[:, 1].max()),
        int(chain[:, 2].min()),
        int(chain[:, 3].max()),
        float(matched),
    )


def _runs(pair: Pair) -> Runs:
    """The maximal runs of common seeds on one diagonal, by their place in the dossier."""
    mine, other = pair.dossier.seeds, pair.source.seeds
    # Looked up in their own order, neighbours in the table are asked for one after the other.
    first = np.searchsorted(other.ranked, mine.ranked)
    there = np.flatnonzero(other.ranked[np.minimum(first, len(other.ranked) - 1)] == mine.ranked)
    there = there[mine.usable[mine.order[there]]]
    first, count = first[there], np.searchsorted(other.ranked, mine.ranked[there], "right") - first[there]
    rare = count <= TOO_COMMON
    places, first, count = mine.order[there[rare]], first[rare], count[rare]
    if not len(places):
        return np.zeros((0, 4), np.int64)
    here = np.repeat(places, count)
    there = other.order[np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())]
    by_diagonal = np.lexsort((here, there - here))
    here, there = here[by_diagonal], there[by_diagonal]
    breaks = np.flatnonzero((np.diff(there - here) != 0) | (np.diff(here) != 1)) + 1
    starts, ends = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(here)]]) - 1
    # A run may begin and end with small words, but it is more than these.
    telling = np.logical_or.reduceat(mine.telling[here], starts)
    starts, ends = starts[telling], ends[telling]
    runs = np.stack([here[starts], here[ends] + SEED_WORDS, there[starts], there[ends] + SEED_WORDS], 1)
    return runs[np.argsort(runs[:, 0], kind="stable")]


def _chains(runs: Runs, gap: int) -> list[Runs]:
    """The runs in groups: two of one group are joined by steps of at most `gap` words on both sides."""
    parent = list(range(len(runs)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    rows = runs.tolist()
    for index, (_, end, source_start, source_end) in enumerate(rows):
        for other in range(index + 1, len(rows)):
            next_start, _, next_source_start, next_source_end = rows[other]
            if next_start - end > gap:
                break
            if max(next_source_start - source_end, source_start - next_source_end) <= gap:
                parent[root(other)] = root(index)
    groups: dict[int, list[int]] = {}
    for index in range(len(rows)):
        groups.setdefault(root(index), []).append(index)
    return [runs[members] for members in groups.values()]
