"""One passage, one block: blocks that belong together are joined, those that a better one explains are dropped."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from precheck.similarity.evidence import beyond
from precheck.similarity.pair import MASKED, Background, Block, Copied, Pair, words_covered

TOUCHING = 3
"""Words between two blocks that are one anyway."""
SMALL = 16
"""Words between two blocks, in order on both sides, that no evidence need fill."""
NEAR, REACH = 45, 110
"""Words between two blocks of about the same step on both sides: with hardly any evidence between them, with some."""
LITTLE, SOME, MUCH = -0.1, 0.06, 0.3
"""Share of the words in between that must be found in the source beyond chance."""
SUMMARY_STEP, SUMMARY_REACH, SUMMARY_PIECE = 24, 250, 120
"""A summary: next to each other in the dossier, far apart in the source, each no longer than a few sentences."""
SUMMARY_LEAST = 8
COPIED = 0.9
"""Density from which on a block is a copy, never a sentence of a summary."""
CONDENSED = 1.8
"""Words of the source per word of the dossier from which on a block is a summary."""
REWORDED = 0.35
"""Share of matched words below which a block is reworded."""
CLOSE, FAR = 60, 1500
"""Words between two blocks in the source: of one passage that overlaps in the dossier, of one summary."""


def join_pieces(pair: Pair, blocks: Sequence[Block]) -> list[Block]:
    """Seeds joined to passages, those explained by a larger one dropped."""
    judge = _Judge(pair, blocks)
    return _best_explanations(_join_all(blocks, judge.joined))


def join_runs(pair: Pair, blocks: Sequence[Block]) -> list[Block]:
    """Blocks of runs joined where they follow each other in order."""
    judge = _Judge(pair, blocks)
    return _join_all(blocks, judge.in_order)


def unite(pair: Pair, blocks: Sequence[Block]) -> list[Block]:
    """Fitted blocks that overlap, or that are sentences of one summary, as one; the smaller of two rivals goes."""
    return _join_all(blocks, lambda one, two: _united(pair, one, two))


def part(blocks: Sequence[Block], copied: Copied) -> list[Block]:
    """Blocks that share no words of the dossier: what two hold goes to the one whose runs cover more of it."""
    found: list[Block] = []
    for second in sorted(blocks):
        rest = second
        if found and 0 < found[-1].overlap(second) < min(found[-1].length, second.length):
            first = found[-1]
            zone = second.start, first.end
            if _run_words(first, copied, *zone) >= _run_words(second, copied, *zone):
                rest = replace(second, start=first.end)
            else:
                found[-1] = replace(first, end=second.start)
        found.append(rest)
    return found


def _run_words(block: Block, copied: Copied, start: int, end: int) -> int:
    """How many of the words `[start, end)` stand in runs of that block."""
    return words_covered([(run.start, run.end) for run in copied.meeting(block)], start, end)


_Join = Callable[[Block, Block], Block | None]


def _join_all(blocks: Sequence[Block], join: _Join) -> list[Block]:
    """Join two blocks wherever `join` says so, until it says no more. Blocks are tried in the order of the dossier;
    no `join` reaches over more than `REACH` words."""
    found = sorted(blocks)
    changed = True
    while changed:
        changed = False
        index = 0
        while index < len(found):
            other = index + 1
            while other < len(found):
                # Most are too far apart: that is seen without asking, there may be thousands.
                near = found[other].start - found[index].end <= REACH
                joined = join(found[index], found[other]) if near else None
                if joined is None:
                    other += 1
                    continue
                found[index] = joined
                del found[other]
                changed = True
            index += 1
    return found


class _Judge:
    """Decides whether two pieces belong to one passage."""

    def __init__(self, pair: Pair, blocks: Sequence[Block]) -> None:
        self._pair, self._blocks = pair, blocks

    @functools.cached_property
    def _background(self) -> Background:
        return Background(self._pair, self._blocks)

    def joined(self, one: Block, two: Block) -> Block | None:
        """The two as one, if they follow each other, are mixed with each other, or are sentences of one summary."""
        first, second = (one, two) if one.start <= two.start else (two, one)
        step = second.start - first.end
        if step > REACH:
            return None
        if self._follow(first, second) or self._mixed(first, second) or self._summary(first, second):
            return first.joined(second)
        return None

    def in_order(self, one: Block, two: Block) -> Block | None:
        """The two as one, if they follow each other."""
        first, second = (one, two) if one.start <= two.start else (two, one)
        return first.joined(second) if self._follow(first, second) else None

    def _follow(self, first: Block, second: Block) -> bool:
        """In the same order on both sides, with about the same step between them."""
        step = second.start - first.end
        if step > REACH:
            return False
        source_step = _source_step(first, second)
        if step <= TOUCHING and source_step <= TOUCHING:
            return True
        if not _in_order(first, second) or self._parted(first, second):
            return False
        larger, smaller = max(step, source_step), max(0, min(step, source_step))
        if larger <= SMALL:
            return True
        if larger > REACH or step <= 0 or larger - smaller > 0.5 * larger + 8:
            return False
        needed = LITTLE if larger <= NEAR else SOME
        return self._between(first, second, first.source_end, max(first.source_end, second.source_start)) >= needed

    def _mixed(self, first: Block, second: Block) -> bool:
        """Close to each other in any order, and what stands between them comes from the same place."""
        step = second.start - first.end
        if step <= 0 or max(step, _source_step(first, second)) > REACH or self._parted(first, second):
            return False
        start, end = min(first.source_start, second.source_start), max(first.source_end, second.source_end)
        return self._between(first, second, start, end) >= MUCH

    def _summary(self, first: Block, second: Block) -> bool:
        """Neighbours in the dossier, in order but far apart in the source, a few sentences each, not plain copies."""
        return (
            _in_order(first, second)
            and second.start - first.end <= SUMMARY_STEP
            and _source_step(first, second) <= SUMMARY_REACH
            and min(first.matched, second.matched) >= SUMMARY_LEAST
            and all(block.length <= SUMMARY_PIECE * block.pieces for block in (first, second))
            and min(block.matched / block.length for block in (first, second)) < COPIED
            and not self._parted(first, second)
        )

    def _parted(self, first: Block, second: Block) -> bool:
        return bool(self._pair.masked[first.end : second.start].sum() > MASKED)

    def _between(self, first: Block, second: Block, source_start: int, source_end: int) -> float:
        """Share of the content words between two blocks that stand in that passage of the source, beyond chance."""
        pair = self._pair
        span = slice(first.end, second.start)
        words = pair.words[span][pair.counted[span]]
        if len(words) < 4:
            return MUCH
        table = pair.table(pair.source_words[max(0, source_start - 8) : source_end + 8])
        return beyond(float(table[words].mean()), self._background.chance(table))


def _in_order(first: Block, second: Block) -> bool:
    return second.source_start >= first.source_start and second.source_end >= first.source_end


def _source_step(first: Block, second: Block) -> int:
    """Words of the source from one to the other; negative when they overlap."""
    return second.source_start - first.source_end if _in_order(first, second) else -first.source_overlap(second)


def _best_explanations(blocks: Sequence[Block]) -> list[Block]:
    """A passage is explained once a source: blocks of which half lies in a weightier one go."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: (-block.matched, block)):
        if all(block.overlap(better) < 0.5 * block.length for better in kept):
            kept.append(block)
    return sorted(kept)


def _united(pair: Pair, one: Block, two: Block) -> Block | None:
    shared = one.overlap(two)
    condensed = _is_condensed(one, two)
    source_step = -one.source_overlap(two)
    if shared >= 0.5 * min(one.length, two.length):
        if condensed or source_step <= CLOSE:
            return one.joined(two)
        return max(one, two, key=lambda block: (block.length, block))
    if shared > 0 and source_step <= 0:
        return one.joined(two)
    if -shared <= TOUCHING and source_step <= (REACH if _is_reworded(one, two) else TOUCHING):
        return one.joined(two)
    if condensed and -shared <= SUMMARY_STEP and source_step <= FAR:
        between = slice(min(one.end, two.end), max(one.start, two.start))
        return one.joined(two) if pair.masked[between].sum() <= MASKED else None
    return None


def _is_reworded(one: Block, two: Block) -> bool:
    """Whether two blocks, neighbours in the dossier, are both reworded and in order: paragraphs of one passage."""
    first, second = sorted((one, two))
    return _in_order(first, second) and max(block.matched / block.length for block in (one, two)) < REWORDED


def _is_condensed(one: Block, two: Block) -> bool:
    some = any(block.source_length >= CONDENSED * block.length for block in (one, two))
    return some and min(block.matched / block.length for block in (one, two)) < COPIED
